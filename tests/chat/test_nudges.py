"""Nudges: at most two, in each person's own working hours, to those who are still asked."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from tests.chat.house import Chat
from tests.reading import text_of

DAYS = timedelta(days=2)


def nudges(chat: Chat, user: str) -> int:
    return sum("Two sentences are plenty" in text_of(message) for message in chat[user].inbox)


async def nudged_at(chat: Chat, user: str, within: timedelta) -> list[datetime]:
    """When this person's nudges came, in their zone, looking every half an hour."""
    zone = ZoneInfo(chat[user].actor.time_zone)
    moments: list[datetime] = []
    for _ in range(within // timedelta(minutes=30)):
        await chat.until(chat.clock.now() + timedelta(minutes=30), timedelta(minutes=30))
        moments += [chat.clock.now().astimezone(zone)] * (nudges(chat, user) - len(moments))
    return moments


async def test_somebody_silent_is_nudged_twice_and_no_more(chat: Chat) -> None:
    await chat.launched(who="sam\npriya")
    await chat.passes(DAYS)
    assert nudges(chat, "sam") == 2


async def test_nudges_come_in_working_hours_wherever_somebody_is(chat: Chat) -> None:
    await chat.launched(who="sam\nluis")
    moments = await nudged_at(chat, "luis", DAYS)
    assert [f"{moment:%a}" for moment in moments] == ["Tue", "Wed"]
    assert all(9 <= moment.hour < 17 for moment in moments)


async def test_a_nudge_that_was_missed_over_night_waits_for_the_morning(chat: Chat) -> None:
    await chat.launched(who="priya", open_for="3d")
    chat.clock.set_to(datetime(2026, 11, 26, 20, 0, tzinfo=UTC))  # the program was down: 01:30 in Kolkata
    moments = await nudged_at(chat, "priya", timedelta(hours=13))
    assert f"{moments[0]:%a %H:%M}" == "Fri 09:00"


async def test_a_nudge_that_would_come_too_late_is_dropped(chat: Chat) -> None:
    await chat.launched(who="luis\nsam", open_for="2d")
    chat.clock.set_to(datetime(2026, 11, 26, 8, 0, tzinfo=UTC))  # 03:00 in New York, two hours to go
    await chat.passes(timedelta(hours=2))
    assert nudges(chat, "luis") == 0


async def test_a_nudge_held_up_by_the_platform_is_not_sent_at_night(chat: Chat) -> None:
    await chat.launched(who="luis\nsam", open_for="3d")
    late = datetime(2026, 11, 25, 22, 30, tzinfo=UTC)  # 17:30 in New York
    chat.gateway.wait["luis"] = late
    chat.clock.set_to(late - timedelta(minutes=30))
    await chat.sweep()
    chat.clock.set_to(late)
    chat.work.wake()
    await chat.settle()
    assert nudges(chat, "luis") == 0
    chat.clock.set_to(datetime(2026, 11, 26, 14, 0, tzinfo=UTC))  # 09:00
    chat.work.wake()
    await chat.settle()
    assert nudges(chat, "luis") == 1


async def test_who_has_answered_is_not_nudged(chat: Chat) -> None:
    await chat.launched(who="sam\npriya")
    await chat.answers("sam", "it is about r1 for our customers")
    await chat.passes(DAYS)
    assert nudges(chat, "sam") == 0


async def test_who_declined_is_not_nudged(chat: Chat) -> None:
    await chat.launched(who="sam\npriya")
    await chat["sam"].presses("Not for me")
    await chat.passes(DAYS)
    assert nudges(chat, "sam") == 0


async def test_who_is_away_is_not_nudged(chat: Chat) -> None:
    chat.away("sam", date(2026, 11, 30))
    await chat.launched(who="sam\npriya")
    await chat.passes(DAYS)
    assert nudges(chat, "sam") == 0


async def test_after_the_close_nobody_is_nudged(chat: Chat) -> None:
    await chat.launched(who="sam\npriya")
    await chat["dana"].types("close")
    await chat.passes(DAYS)
    assert nudges(chat, "sam") == 0


async def test_a_nudge_already_owed_is_not_sent_after_the_close(chat: Chat) -> None:
    await chat.launched(who="luis\nsam")
    chat.gateway.wait["luis"] = chat.clock.now() + timedelta(hours=11, minutes=55)
    chat.clock.set_to(chat.clock.now() + timedelta(hours=11, minutes=50))
    await chat.sweep()
    await chat["dana"].types("close")
    chat.clock.advance(timedelta(minutes=10))
    chat.work.wake()
    await chat.settle()
    assert nudges(chat, "luis") == 0


async def test_a_nudge_already_owed_is_not_sent_to_who_answered_meanwhile(chat: Chat) -> None:
    await chat.launched(who="luis\nsam")
    chat.gateway.wait["luis"] = chat.clock.now() + timedelta(hours=11, minutes=55)
    chat.clock.set_to(chat.clock.now() + timedelta(hours=11, minutes=50))
    await chat.sweep()
    await chat.answers("luis", "it is about r1 for our customers")
    chat.clock.advance(timedelta(minutes=10))
    chat.work.wake()
    await chat.settle()
    assert nudges(chat, "luis") == 0


async def test_later_brings_one_reminder_some_working_hours_on(chat: Chat) -> None:
    await chat.launched(who="priya\nsam")
    await chat["priya"].presses("Later")
    assert "I'll come back on Wed 25 Nov, 09:00, your time" in chat["priya"].read
    moments = await nudged_at(chat, "priya", timedelta(hours=20))
    assert [f"{moment:%a %H:%M}" for moment in moments] == ["Wed 09:00"]


async def test_later_counts_as_one_of_the_two(chat: Chat) -> None:
    await chat.launched(who="priya\nsam")
    await chat["priya"].presses("Later")
    await chat.passes(DAYS)
    assert nudges(chat, "priya") == 2


async def test_after_two_nudges_later_promises_nothing(chat: Chat) -> None:
    await chat.launched(who="luis\nsam")
    await chat.passes(timedelta(hours=37))
    assert nudges(chat, "luis") == 2
    await chat["luis"].presses("Later")
    assert "won't remind you again" in chat["luis"].read
    await chat.passes(timedelta(hours=11))
    assert nudges(chat, "luis") == 2


async def test_later_with_no_working_hour_left_says_so(chat: Chat) -> None:
    await chat.launched(who="priya\nsam", open_for="4h")
    await chat["priya"].presses("Later")
    assert "no later working hour" in chat["priya"].read


async def test_later_promises_nothing_to_who_is_away_or_once_the_round_is_closed(chat: Chat) -> None:
    chat.away("sam", date(2026, 11, 30))
    await chat.launched(who="sam\npriya")
    await chat["sam"].presses("Later")
    assert "won't remind you again" in chat["sam"].read
    await chat["dana"].types("close")
    await chat.settle()
    await chat["priya"].presses("Later")
    assert "won't remind you again" in chat["priya"].read


async def test_extending_moves_the_nudges_and_adds_none(chat: Chat) -> None:
    await chat.launched(who="luis\nsam")
    await chat.passes(timedelta(hours=13))
    assert nudges(chat, "luis") == 1
    await chat["dana"].types("extend 1w")
    moments = await nudged_at(chat, "luis", timedelta(days=7))
    assert [f"{moment:%a %d %H:%M}" for moment in moments[1:]] == ["Tue 01 14:00"]


async def test_extending_keeps_the_moment_that_was_told_to_somebody_who_said_later(chat: Chat) -> None:
    await chat.launched(who="priya\nsam")
    await chat["priya"].presses("Later")
    await chat["dana"].types("extend 1w")
    moments = await nudged_at(chat, "priya", timedelta(hours=20))
    assert [f"{moment:%a %H:%M}" for moment in moments] == ["Wed 09:00"]
