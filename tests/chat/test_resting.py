"""Nudges and people who are not to be disturbed: a nudge waits, is not lost, and does not come twice.

Luis is in New York. Asked for three days on a Tuesday at 05:00, he is nudged on Wednesday and Thursday at 16:30.
"""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from bot.domain.ids import PersonRef
from bot.flows.find import ALL
from bot.flows.house import House
from bot.flows.sweep import sweep
from tests.chat.house import TENANT, Chat
from tests.chat.test_nudges import nudged_at, nudges

DAYS = timedelta(days=3)
FIRST = timedelta(hours=35, minutes=30)  #: from the asking to the first nudge


async def rests(chat: Chat, end: timedelta) -> None:
    """Luis is asked, and not to be disturbed from the beginning until so long after it."""
    chat.roster.rests["luis"] = chat.clock.now() + end
    await chat.launched(who="luis\nsam", open_for="3d")


def said(moments: list[datetime]) -> list[str]:
    return [f"{moment:%a %H:%M}" for moment in moments]


@pytest.mark.parametrize(
    ("hours", "came"),
    [
        (0, ["Wed 16:30", "Thu 16:30"]),
        (35, ["Wed 16:30", "Thu 16:30"]),  # over before the first is due
        (36, ["Thu 09:00", "Thu 16:30"]),  # until Wednesday at 17:00
        (58, ["Thu 15:00", "Thu 16:30"]),
        (59, ["Thu 16:00"]),  # the second would follow within the hour
        (1_000, ["Thu 16:30"]),  # the last working moment before the close, muted
    ],
)
async def test_a_nudge_waits_for_the_end_of_a_rest_while_there_is_time(chat: Chat, hours: int, came: list[str]) -> None:
    await rests(chat, timedelta(hours=hours))
    assert said(await nudged_at(chat, "luis", DAYS)) == came
    assert nudges(chat, "sam") == 2


async def test_a_rest_that_is_made_longer_puts_the_nudge_off_again(chat: Chat) -> None:
    await rests(chat, timedelta(hours=53))  # Thursday at 10:00
    assert await nudged_at(chat, "luis", timedelta(hours=52)) == []
    chat.roster.rests["luis"] += timedelta(hours=2)
    assert said(await nudged_at(chat, "luis", timedelta(hours=20))) == ["Thu 12:00", "Thu 16:30"]


async def test_who_answers_during_the_rest_is_not_nudged_after_it(chat: Chat) -> None:
    await rests(chat, timedelta(hours=53))
    await chat.passes(FIRST)
    await chat.answers("luis", "it is about r1 for our customers")
    await chat.passes(DAYS)
    assert nudges(chat, "luis") == 0


async def test_extending_keeps_a_nudge_where_the_rest_put_it(chat: Chat) -> None:
    await rests(chat, timedelta(hours=53))
    await chat.passes(FIRST)
    await chat["dana"].types("extend 1w")
    assert said(await nudged_at(chat, "luis", timedelta(hours=20))) == ["Thu 10:00"]


async def test_the_question_itself_is_sent_during_a_rest(chat: Chat) -> None:
    await rests(chat, DAYS)
    assert chat["luis"].sees("Answer")


async def test_a_nudge_that_comes_due_while_the_platform_is_asked_is_left_to_the_next_sweep(chat: Chat) -> None:
    await chat.launched(who="luis\nsam", open_for="3d")
    chat.roster.rests["luis"] = chat.clock.now() + DAYS
    chat.clock.advance(FIRST)
    await due_at(chat, "luis", chat.clock.now() + timedelta(hours=1))

    async def meanwhile() -> None:
        await due_at(chat, "luis", chat.clock.now())

    chat.roster.meanwhile = meanwhile
    assert await sweep(chat.house) == 1
    assert await sweep(chat.house) == 1
    await chat.settle()
    assert (nudges(chat, "sam"), nudges(chat, "luis")) == (1, 0)


async def test_who_does_not_rest_is_nudged_until_the_stroke_of_closing(chat: Chat) -> None:
    await chat.launched(who="luis\nsam", open_for="3d")
    chat.clock.advance(FIRST + timedelta(minutes=20))
    await chat.sweep()
    assert nudges(chat, "luis") == 1


async def test_where_the_platform_is_switched_off_nudges_are_owed_as_ever(chat: Chat) -> None:
    await rests(chat, DAYS)
    chat.clock.advance(FIRST)
    house = chat.house
    off = House(house.uow, house.clock, house.ids, house.comparer, house.gateways, {})
    assert await sweep(off) == 2
    await chat.settle()
    assert (nudges(chat, "sam"), nudges(chat, "luis")) == (1, 1)


async def due_at(chat: Chat, user: str, moment: datetime) -> None:
    async with chat.house.uow() as uow:
        ((check, _),) = await uow.checks.of_tenant(TENANT, ALL)
        participant = await uow.participants.get(check.id, PersonRef(TENANT, user))
        assert participant
        await uow.participants.save(replace(participant, nudge_at=moment))
        await uow.commit()
