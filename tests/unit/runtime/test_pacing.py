"""The pacer: no stretch of time holds more than the platform allows, and hardly less goes out."""

import heapq
import random
from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta

import pytest
from pydantic import ValidationError

from adapters.runtime.pacing import PaceConfig, ProcessPacer, limits_of
from bot.domain.ids import ChannelRef, PersonRef, TenantId
from bot.domain.pace import Limit, Pace, pause
from tests.builders import NOW

T1, T2 = TenantId("slack:T1"), TenantId("slack:T2")
SECOND = timedelta(seconds=1)


def a_pacer(conversation: str = "off", tenant: str = "off") -> ProcessPacer:
    return ProcessPacer({"slack": Pace(limits_of(conversation), limits_of(tenant))})


def people(count: int, tenant: TenantId = T1) -> list[PersonRef]:
    return [PersonRef(tenant, f"U{i:05}") for i in range(count)]


def sent(
    pacer: ProcessPacer, to: Sequence[PersonRef | ChannelRef], latest: timedelta = timedelta(), begin: datetime = NOW
) -> list[datetime]:
    """When each goes out, where every message comes back up to `latest` after its turn, as an engine that looks once in
    a while wakes it.
    """
    chance = random.Random(20261129)  # noqa: S311 - not a secret, a repeatable run
    waiting = [(begin, number) for number in range(len(to))]
    out = []
    while waiting:
        now, number = heapq.heappop(waiting)
        at = pacer.take(to[number], str(number), now)
        if at is None:
            out.append(now)
        else:
            assert at > now
            heapq.heappush(waiting, (at + latest * chance.random(), number))
    return out


def most_within(times: Sequence[datetime], stretch: timedelta) -> int:
    """The most messages in any stretch of this length."""
    most = first = 0
    for last, time in enumerate(times):
        while times[first] <= time - stretch:
            first += 1
        most = max(most, last - first + 1)
    return most


@pytest.mark.parametrize("limits", ["50/1", "240/60", "7/1 8/2 60/30 1800/3600"])
def test_no_stretch_of_time_holds_more_than_the_limit_however_late_messages_come(limits: str) -> None:
    times = sent(a_pacer(tenant=limits), people(2_000), latest=SECOND)

    assert len(times) == 2_000
    for limit in limits_of(limits):
        assert most_within(times, limit.within) <= limit.messages


def test_ten_thousand_take_hardly_longer_than_the_limit_alone() -> None:
    times = sent(a_pacer(tenant="240/60"), people(10_000), latest=SECOND)

    alone = timedelta(seconds=60) * (10_000 // 240)
    assert times[-1] - times[0] <= alone * 1.05


def test_a_message_with_many_before_it_waits_at_least_until_they_can_have_gone() -> None:
    pacer = a_pacer(conversation="3/3", tenant="60/30 240/60")
    waits = [pacer.ahead(T1, before) for before in (0, 59, 60, 239, 240, 9_999)]

    assert waits == [SECOND * seconds for seconds in (0, 0, 30, 90, 120, 4_980)]
    assert a_pacer().ahead(T1, 9_999) == timedelta()


def test_a_small_team_is_asked_at_once() -> None:
    assert sent(a_pacer(tenant="240/60"), people(9)) == [NOW] * 9


def test_a_message_comes_back_few_times_for_its_turn() -> None:
    class Counting(ProcessPacer):
        def __init__(self) -> None:
            super().__init__({"slack": Pace(tenant=limits_of("50/1"))})
            self.taken = Counter[str]()

        def take(self, to: PersonRef | ChannelRef, key: str, now: datetime) -> datetime | None:
            self.taken[key] += 1
            return super().take(to, key, now)

    pacer = Counting()

    sent(pacer, people(2_000), latest=SECOND)

    assert pacer.taken.total() <= 4 * 2_000


def test_one_conversation_has_its_own_limit_and_does_not_hold_up_the_others() -> None:
    pacer = a_pacer(conversation="1/1", tenant="100/1")
    sam, priya = people(2)

    assert pacer.take(sam, "1", NOW) is None
    assert pacer.take(sam, "2", NOW) == NOW + SECOND + SECOND / 50
    assert pacer.take(priya, "3", NOW) is None


def test_tenants_do_not_wait_for_each_other() -> None:
    pacer = a_pacer(tenant="1/60")

    assert pacer.take(people(1)[0], "1", NOW) is None
    assert pacer.take(people(1, T2)[0], "2", NOW) is None


@pytest.mark.parametrize(("limits", "stretch", "most"), [("240/60", 60, 240), ("7/1 60/30", 30, 60), ("1/1", 3, 3)])
def test_three_processes_together_keep_within_the_limit(limits: str, stretch: int, most: int) -> None:
    times: list[datetime] = []
    for _ in range(3):
        pacer = a_pacer(tenant=limits)
        pacer.take(people(1)[0], "before", NOW - timedelta(hours=1))
        pacer.share(3)
        times += sent(pacer, people(150))

    assert most_within(sorted(times), timedelta(seconds=stretch)) <= most


def test_who_is_alone_again_has_the_whole_limit() -> None:
    pacer = a_pacer(tenant="4/1")
    pacer.share(4)
    pacer.share(0)

    assert sent(pacer, people(4)) == [NOW] * 4


def test_a_platform_without_a_pace_waits_for_nothing() -> None:
    pacer = a_pacer(tenant="1/60")

    assert sent(pacer, [PersonRef(TenantId("web:local"), "sam")] * 5) == [NOW] * 5


@pytest.mark.parametrize("limits", ["off", "5/1"])
def test_after_a_429_everybody_in_the_tenant_waits_and_nobody_is_early(limits: str) -> None:
    pacer, until = a_pacer(tenant=limits), NOW + timedelta(seconds=30)
    team = people(20)
    assert pacer.take(team[0], "first", NOW) is None
    pacer.hold(team[0], "first", until, NOW)

    times = sent(pacer, team, latest=SECOND)

    assert times[0] >= until
    for limit in limits_of(limits):
        assert most_within(times, limit.within) <= limit.messages


def test_what_was_refused_by_a_429_comes_before_those_that_waited_behind_it() -> None:
    pacer, until = a_pacer(tenant="1/60"), NOW + timedelta(seconds=90)
    first, *rest = people(3)
    assert pacer.take(first, "first", NOW) is None
    turns = [pacer.take(one, one.user, NOW) for one in rest]

    pacer.hold(first, "first", until, NOW)

    assert pacer.take(first, "first", until) is None
    moved = [pacer.take(one, one.user, until) for one in rest]
    assert all(after is not None and before and after > before for before, after in zip(turns, moved, strict=True))


def test_what_nobody_waits_for_is_forgotten() -> None:
    pacer = a_pacer(conversation="1/1", tenant="2000/1")
    team = people(1_500)
    sent(pacer, team)
    pacer.take(team[0], "gone", NOW)  # and never comes

    later = sent(pacer, people(2_000, T2), begin=NOW + timedelta(hours=3))

    assert len(later) == 2_000
    assert len(pacer._conversations) <= 2_000
    assert T1 not in pacer._tenants


def test_eight_attempts_outlast_half_an_hour() -> None:
    assert sum((pause(attempts) for attempts in range(1, 8)), timedelta()) > timedelta(minutes=30)


def test_the_published_limits_are_the_defaults() -> None:
    paces = PaceConfig().paces

    assert paces["slack"].tenant == (Limit(240, timedelta(minutes=1)),)
    assert paces["teams"].conversation == (
        Limit(7, SECOND),
        Limit(8, timedelta(seconds=2)),
        Limit(60, timedelta(seconds=30)),
        Limit(1_800, timedelta(hours=1)),
    )


@pytest.mark.parametrize("text", ["fast", "0/1", "1/0", "1", "1/1/1", "-1/1", "1/1,2/2"])
def test_a_limit_that_cannot_be_read_is_refused(text: str) -> None:
    with pytest.raises(ValidationError, match="messages/seconds"):
        PaceConfig(limits_slack_tenant=text)


def test_no_limit_is_said_by_a_word() -> None:
    assert PaceConfig(limits_slack_tenant="off").paces["slack"].tenant == ()


def test_a_shorter_wait_does_not_end_a_longer_one() -> None:
    pacer, until = a_pacer(), NOW + timedelta(seconds=30)
    first, second = people(2)
    pacer.hold(first, "first", until, NOW)
    pacer.hold(second, "second", NOW + SECOND, NOW)

    assert pacer.take(second, "second", NOW + SECOND) == until


def test_a_tenant_is_held_for_as_long_as_it_was_asked_to_wait() -> None:
    pacer, (one, other) = a_pacer(), people(2)
    (elsewhere,) = people(1, T2)
    until = NOW + 30 * SECOND
    before = pacer.held(other, NOW)

    pacer.hold(one, "k1", until, NOW)

    assert (before, pacer.held(other, NOW), pacer.held(other, until), pacer.held(elsewhere, NOW)) == (
        None,
        until,
        None,
        None,
    )
