"""Doubles for what lies outside: a clock to set, ids that count, a platform that keeps messages, work run by hand.

The database is never faked: tests use a real SQLite file.
"""

from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import event

from bot.domain.ids import ChannelRef, PersonRef, TenantId, group_ref
from bot.flows.workers import Handler
from bot.messages.view import Message
from bot.ports.chat import ChatGateway, Delivered, Member, Refused, RetryAt, Roster, SentRef
from bot.ports.clock import Clock, IdSource
from bot.ports.pacing import Event, Meter
from bot.ports.work import Again, Task, TaskKind, Work


class SetClock(Clock):
    """Shows what it was set to."""

    def __init__(self, now: datetime = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)) -> None:
        self._now = now

    def now(self) -> datetime:
        return self._now

    def advance(self, by: timedelta) -> None:
        self._now += by

    def set_to(self, moment: datetime) -> None:
        self._now = moment


class CountingMeter(Meter):
    def __init__(self) -> None:
        self.seen: list[Event] = []

    def count(self, event: Event) -> None:
        self.seen.append(event)


class CountingIds(IdSource):
    def __init__(self) -> None:
        self._last = 0

    def new(self) -> str:
        self._last += 1
        return f"{self._last:032x}"


@dataclass
class Accepted:
    """One message as the platform has it now; `versions` counts the first and every update."""

    to: PersonRef | ChannelRef
    message: Message
    key: str
    versions: int = 1


@dataclass
class KeepingGateway(ChatGateway):
    """A platform that keeps every message it accepts. `refuse` and `wait` give the outcome for a receiver instead."""

    accepted: dict[str, Accepted] = field(default_factory=dict)
    refuse: dict[str, str] = field(default_factory=dict)  #: user → reason
    wait: dict[str, datetime] = field(default_factory=dict)  #: user → not before; asked for once

    async def send(self, to: PersonRef | ChannelRef, message: Message, *, key: str) -> Delivered | RetryAt | Refused:
        name = to.user if isinstance(to, PersonRef) else to.channel
        if name in self.refuse:
            return Refused(self.refuse[name])
        if name in self.wait:
            return RetryAt(self.wait.pop(name), "rate limited")
        known = next((number for number, one in self.accepted.items() if one.key == key), None)
        number = known or str(len(self.accepted) + 1)
        if known is None:
            self.accepted[number] = Accepted(to, message, key)
        return Delivered(SentRef(to.tenant, name, number))

    async def update(self, sent: SentRef, message: Message) -> Delivered | RetryAt | Refused:
        if sent.message not in self.accepted:
            return Refused("no such message")
        self.accepted[sent.message].message = message
        self.accepted[sent.message].versions += 1
        return Delivered(sent)

    async def repeatable(self, to: PersonRef | ChannelRef, key: str, since: datetime) -> datetime | None:
        del to, key
        return since  # it knows every key

    def to(self, user: str) -> list[Message]:
        """What one person or channel has, oldest first, as it reads now."""
        return [
            one.message
            for one in self.accepted.values()
            if (one.to.user if isinstance(one.to, PersonRef) else one.to.channel) == user
        ]


@dataclass
class ListedRoster(Roster):
    """Knows these people; all are in every channel, but `elsewhere`. `meanwhile` happens once while they are read."""

    people: list[Member]
    meanwhile: Callable[[], Awaitable[object]] | None = None
    picks: bool = False
    elsewhere: frozenset[str] = frozenset()  #: users who joined the team, and not this channel
    named_groups: dict[str, list[str]] = field(default_factory=dict)  #: id, which is its name → users
    rests: dict[str, datetime] = field(default_factory=dict)  #: user → until when they are not to be disturbed

    async def members(self, channel: ChannelRef) -> AsyncIterator[Member]:
        act, self.meanwhile = self.meanwhile, None
        if act:
            await act()
        for member in self.people:
            if member.ref.tenant == channel.tenant and not (member.bot or member.guest):
                yield member

    async def member(self, person: PersonRef) -> Member | None:
        return next((member for member in self.people if member.ref == person), None)

    async def lists(self, channel: ChannelRef, person: PersonRef) -> bool:
        del channel
        return person.user not in self.elsewhere

    async def can_manage(self, person: PersonRef, channel: ChannelRef) -> bool:
        known = await self.member(person)
        return known is not None and not (known.bot or known.guest) and person.tenant == channel.tenant

    @property
    def picks_channels(self) -> bool:
        return self.picks

    async def resting(self, people: Sequence[PersonRef]) -> Mapping[PersonRef, datetime]:
        act, self.meanwhile = self.meanwhile, None
        if act:
            await act()
        return {person: self.rests[person.user] for person in people if person.user in self.rests}

    async def groups(self, tenant: TenantId) -> Sequence[tuple[PersonRef, str]]:
        return [(group_ref(tenant, group), f"@{group}") for group in self.named_groups]

    async def of_group(self, group: PersonRef) -> Sequence[Member]:
        users = self.named_groups.get(group.group, [])
        return [one for one in self.people if one.ref.user in users and not (one.bot or one.guest)]


class HandWork:
    """Work put by committed transactions and run by hand: what a rolled-back transaction put is not there.

    `twice`: every item runs two times, as an engine that runs at least once may do it.
    """

    def __init__(self, *, twice: bool = False) -> None:
        self.twice = twice
        self.again: dict[str, datetime] = {}
        self._queue: deque[tuple[str, Task]] = deque()
        self._later: list[tuple[str, Task]] = []
        self._keys: set[str] = set()

    def work_in(self, run_sync: Callable[[Callable[[Any], object]], Any]) -> Work:
        return _Put(self, run_sync)

    def take(self, key: str, task: Task, *, later: bool = False) -> None:
        if key not in self._keys:
            self._keys.add(key)
            (self._later if later else self._queue).append((key, task))

    def give_up(self) -> None:
        """What waits is dropped, as an engine does with what has failed too often."""
        self._queue.clear()

    def wake(self) -> None:
        """What asked to run again waits no longer."""
        self._queue.extend(self._later)
        self._later.clear()

    async def run(self, handlers: Mapping[TaskKind, Handler]) -> int:
        """Runs what is waiting and what that puts, until nothing is left; returns how many ran.

        What raises waits to be run again, behind the others.
        """
        done = 0
        while self._queue:
            key, task = self._queue.popleft()
            try:
                outcome = await handlers[task.kind](task.args)
                if self.twice:
                    outcome = await handlers[task.kind](task.args)
            except Exception:
                self._queue.append((key, task))
                raise
            if isinstance(outcome, Again):
                self.again[key] = outcome.at
                self._later.append((key, task))
            done += 1
        return done


class _Put(Work):
    def __init__(self, work: HandWork, run_sync: Callable[[Callable[[Any], object]], Any]) -> None:
        self._work = work
        self._run_sync = run_sync

    async def put(self, task: Task, *, key: str, wait: timedelta = timedelta()) -> None:
        def enqueue(connection: Any) -> None:
            event.listen(connection, "commit", lambda _: self._work.take(key, task, later=bool(wait)), once=True)

        await self._run_sync(enqueue)
