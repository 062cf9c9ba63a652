"""One replica among others: when it gives another up, and when it does not trust its own eyes."""

import asyncio
from collections.abc import AsyncIterator, Collection
from contextlib import asynccontextmanager
from datetime import timedelta

import pytest

from adapters.runtime.replicas import Replica, Roll
from tests import patience
from tests.fakes import SetClock

PATIENCE = timedelta(seconds=30)


class KeptRoll(Roll):
    def __init__(self, clock: SetClock) -> None:
        self.beats = {"other": clock.now()}
        self.free = True
        self._clock = clock

    async def beat(self, replica: str) -> None:
        self.beats[replica] = self._clock.now()

    async def leave(self, replica: str) -> None:
        del self.beats[replica]

    async def alive(self, within: timedelta) -> frozenset[str]:
        return frozenset(name for name, at in self.beats.items() if self._clock.now() - at <= within)

    @asynccontextmanager
    async def alone(self) -> AsyncIterator[bool]:
        yield self.free


class KeptWork:
    """An engine's part in this: `adopted` are the names that were alive each time."""

    executor_id = "me"

    def __init__(self) -> None:
        self.adopted: list[frozenset[str]] = []
        self.reclaimed = 0
        self.heard: list[int] = []  #: how many replicas there were

    async def adopt(self, alive: Collection[str]) -> int:
        self.adopted.append(frozenset(alive))
        return 1

    async def reclaim(self) -> int:
        self.reclaimed += 1
        return self.reclaimed - 1


@pytest.fixture
def clock() -> SetClock:
    return SetClock()


@pytest.fixture
def roll(clock: SetClock) -> KeptRoll:
    return KeptRoll(clock)


@pytest.fixture
def work() -> KeptWork:
    return KeptWork()


@pytest.fixture
def replica(roll: KeptRoll, work: KeptWork, clock: SetClock) -> Replica:
    return Replica(roll, work, clock, PATIENCE, work.heard.append)


async def lives(replica: Replica, clock: SetClock, seconds: int) -> None:
    for _ in range(seconds // 10):
        clock.set_to(clock.now() + timedelta(seconds=10))
        await replica.beat()


async def test_a_replica_not_heard_for_its_patience_is_given_up(
    replica: Replica, work: KeptWork, clock: SetClock
) -> None:
    await replica.beat()
    await lives(replica, clock, 40)
    await replica.adopt()

    assert work.adopted == [frozenset({"me"})]


async def test_one_that_is_heard_is_not(replica: Replica, roll: KeptRoll, work: KeptWork, clock: SetClock) -> None:
    await replica.beat()
    await lives(replica, clock, 30)
    await roll.beat("other")
    await replica.adopt()

    assert work.adopted == [frozenset({"me", "other"})]


async def test_a_replica_just_started_gives_nobody_up(replica: Replica, work: KeptWork, clock: SetClock) -> None:
    await replica.beat()
    await lives(replica, clock, 20)
    await replica.adopt()

    assert work.adopted == []


async def test_one_that_was_away_itself_watches_anew(replica: Replica, work: KeptWork, clock: SetClock) -> None:
    await replica.beat()
    await lives(replica, clock, 40)
    clock.set_to(clock.now() + PATIENCE)  # frozen, or the database was gone

    await replica.adopt()

    assert work.adopted == []


async def test_a_replica_looks_after_its_own_work_from_the_start(replica: Replica, work: KeptWork) -> None:
    await replica.adopt()
    await replica.adopt()

    assert work.reclaimed == 2


async def test_each_heartbeat_tells_how_many_there_are(replica: Replica, work: KeptWork, clock: SetClock) -> None:
    await replica.beat()
    await lives(replica, clock, 40)

    assert work.heard == [2, 2, 2, 2, 1]


async def test_while_another_looks_there_is_nothing_to_do(
    replica: Replica, roll: KeptRoll, work: KeptWork, clock: SetClock
) -> None:
    await replica.beat()
    await lives(replica, clock, 40)
    roll.free = False
    await replica.adopt()

    assert work.adopted == []


async def test_one_that_ends_is_heard_until_it_has_ended(work: KeptWork, clock: SetClock) -> None:
    heard = asyncio.Event()

    class Telling(KeptRoll):
        async def beat(self, replica: str) -> None:
            if replica not in self.beats:
                self.beats[replica] = clock.now()
                raise OSError("no database just now")
            heard.set()

    async with Replica(Telling(clock), work, clock, timedelta(), work.heard.append).ending():
        async with asyncio.timeout(patience.PATIENCE):
            await heard.wait()


async def test_one_that_leaves_is_heard_no_more(replica: Replica, roll: KeptRoll) -> None:
    await replica.beat()
    await replica.leave()

    assert "me" not in roll.beats


async def test_leaving_without_a_database_stops_nothing(replica: Replica) -> None:
    await replica.leave()  # never signed on: the roll raises


def test_three_heartbeats_come_in_the_patience(replica: Replica) -> None:
    intervals = {name: interval for name, (interval, _) in replica.jobs().items()}

    assert intervals == {"heartbeat": PATIENCE / 3, "orphans": PATIENCE}
