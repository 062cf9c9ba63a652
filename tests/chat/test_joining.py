"""Somebody joins the channel in which a check is running: its manager is told, and may have them asked too."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.domain.ids import ChannelRef
from bot.flows.find import ALL
from bot.flows.joining import SOON, tell
from bot.flows.owed import TOGETHER, key_of
from bot.ports.chat import Member
from bot.ports.work import Again
from tests.chat.blind import waits
from tests.chat.house import CHANNEL, TENANT, Chat, a_chat
from tests.chat.joining import ZOE, joins, words

TOLD = "Zoë has joined the channel"


def told(chat: Chat) -> int:
    return sum(TOLD in word for word in words(chat))


async def owed(chat: Chat, user: str = "zoe") -> bool:
    """Whether word of this joiner, the only one, stands in the ledger, sent or not."""
    async with chat.house.uow() as uow:
        ((check, _),) = await uow.checks.of_tenant(TENANT, ALL)
        delivery = await uow.ledger.by_key(TENANT, key_of(check, "dana", "joined"))
        return delivery is not None and user in delivery.args


async def test_who_joined_the_team_and_not_this_channel_is_not_told_of(chat: Chat) -> None:
    chat.roster.elsewhere = frozenset({"zoe"})
    await chat.launched()

    await joins(chat)

    assert not await owed(chat)


async def test_the_manager_is_told_and_the_joiner_is_asked_with_one_press(chat: Chat) -> None:
    await chat.launched()
    await joins(chat)
    assert "Zoë has joined the channel while “Refunds up to 50 € without approval” is running" in chat["dana"].latest
    assert chat["zoe"].inbox == []

    await chat["dana"].presses("Ask them too")
    await chat.settle()

    assert "Zoë is asked as well" in chat["dana"].read
    assert chat["zoe"].sees("Answer")
    await chat["dana"].types("status")
    assert "0 of 6" in chat["dana"].read


async def test_nobody_but_the_manager_is_told(chat: Chat) -> None:
    await chat.launched()
    before = {user: len(chat[user].inbox) for user in chat.people if user != "dana"}
    await joins(chat)
    assert {user: len(chat[user].inbox) for user in before} == before
    assert len(chat.channel) == 1


async def test_every_manager_with_a_check_in_the_channel_is_told_of_theirs(chat: Chat) -> None:
    await chat.launched()
    await chat["luis"].types("new-policy")
    await chat["luis"].fills({"title": "Chat first", "body": "Chat first.", "reasons": "because people wait"})
    await chat["luis"].presses("Send to the team")
    await chat.settle()
    await joins(chat)
    assert "“Refunds up to 50 € without approval”" in chat["dana"].latest
    assert "“Chat first”" in chat["luis"].latest


@pytest.fixture
async def twice(tmp_path: Path) -> AsyncIterator[Chat]:
    async with a_chat(tmp_path, twice=True) as opened:
        yield opened


async def test_the_same_event_again_tells_nothing_more(twice: Chat) -> None:
    await twice.launched()
    for _ in range(3):
        await joins(twice, key="event:Ev1")
    assert told(twice) == 1


async def test_who_leaves_and_comes_again_is_told_of_once(chat: Chat) -> None:
    await chat.launched()
    await joins(chat)
    await joins(chat)
    assert told(chat) == 1


async def test_who_is_asked_already_is_not_told_of(chat: Chat) -> None:
    await chat.launched()
    await joins(chat, "sam")
    assert not await owed(chat, "sam")


@pytest.mark.parametrize("user", ["dana", "luis"])
async def test_the_manager_and_those_who_read_the_report_are_not_told_of(chat: Chat, user: str) -> None:
    await chat.launched(leads="luis")
    before = len(chat["dana"].inbox)
    await joins(chat, user)
    assert len(chat["dana"].inbox) == before


@pytest.mark.parametrize("mark", ["bot", "guest"])
async def test_bots_and_guests_are_not_told_of(chat: Chat, mark: str) -> None:
    await chat.launched()
    zoe = Member(ZOE, "Zoë", "UTC", "en", bot=mark == "bot", guest=mark == "guest")
    chat.roster.people.append(zoe)
    await joins(chat)
    assert told(chat) == 0


async def test_whom_the_platform_does_not_know_is_not_told_of(chat: Chat) -> None:
    await chat.launched()
    before = len(chat["dana"].inbox)
    await joins(chat, "nobody")
    assert len(chat["dana"].inbox) == before


async def test_in_another_channel_nothing_happens(chat: Chat) -> None:
    await chat.launched()
    await joins(chat, channel=ChannelRef(TENANT, "elsewhere"))
    assert told(chat) == 0


async def test_where_people_were_chosen_a_joiner_is_nobody_special(chat: Chat) -> None:
    await chat.launched(who="sam\npriya")
    await joins(chat)
    assert told(chat) == 0


async def test_before_the_team_is_asked_and_after_the_close_nobody_is_told_of(chat: Chat) -> None:
    await chat.drafted()
    await joins(chat)
    assert not await owed(chat)
    chat.roster.people.pop()
    await chat["dana"].presses("Send to the team")
    await chat.settle()
    await chat["dana"].types("close")
    await joins(chat)
    assert not await owed(chat)


async def test_while_the_team_is_being_read_the_telling_waits(chat: Chat) -> None:
    zoe = Member(ZOE, "Zoë", "Europe/Madrid", "en")
    outcomes = []

    async def meanwhile() -> None:
        chat.roster.people.append(zoe)
        outcomes.append(await tell(chat.house, ZOE, CHANNEL))
        chat.roster.people.pop()  # the list was read before

    chat.roster.meanwhile = meanwhile
    await chat.launched()
    assert outcomes == [Again(chat.clock.now() + SOON)]
    assert told(chat) == 0

    chat.roster.people.append(zoe)
    assert await tell(chat.house, ZOE, CHANNEL) is None
    await chat.settle()
    await waits(chat, TOGETHER)
    assert told(chat) == 1


@pytest.mark.parametrize("end", ["add @zoe", "close"])
async def test_word_that_is_held_up_is_dropped_once_they_are_asked_or_the_round_is_closed(chat: Chat, end: str) -> None:
    await chat.launched()
    chat.gateway.wait["dana"] = chat.clock.now() + timedelta(minutes=5)
    await joins(chat)
    await chat["dana"].types(end)
    await chat.settle()
    await waits(chat, timedelta(minutes=5))
    assert await owed(chat)
    assert words(chat) == []


async def test_a_button_pressed_too_late_says_why(chat: Chat) -> None:
    await chat.launched()
    await joins(chat)
    button = chat["dana"].button("Ask them too")
    await chat["dana"].presses_again(button)
    await chat["dana"].presses_again(button)
    assert "asked already" in chat["dana"].read
    await chat["dana"].types("close")
    await chat["dana"].presses_again(button)
    assert "not open any more" in chat["dana"].read


async def test_nobody_else_can_have_a_joiner_asked(chat: Chat) -> None:
    await chat.launched()
    await joins(chat)
    await chat["sam"].presses_again(chat["dana"].button("Ask them too"))
    await chat.settle()
    assert "Only Dana" in chat["sam"].read
    assert chat["zoe"].inbox == []


async def test_it_is_said_in_the_managers_language(chat: Chat) -> None:
    dana = chat["dana"]
    dana.actor = replace(dana.actor, locale="de")
    await chat.launched()
    await joins(chat)
    assert "Zoë ist in den Kanal gekommen" in dana.latest
    await dana.presses("Ask them too")
    assert "Zoë wird auch gefragt" in dana.read
