"""What a check's manager sees more of than the others in the channel, where a platform shows it."""

import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from bot.messages.view import Message
from tests.chat.house import CHANNEL, Chat, buttons
from tests.reading import text_of

WHY = "it is about r1 for our customers"
CARD, SUMMARY = "Why it matters", "What we heard"


def shared(chat: Chat, words: str = CARD) -> Message:
    """What stands in the channel now."""
    return next(message for message in chat.gateway.to(CHANNEL.channel) if words in text_of(message))


async def sees(chat: Chat, user: str, message: Message) -> Message | None:
    assert message.more
    return await chat.door.look(chat[user].actor, message.more.kind, message.more.subject)


async def offered(chat: Chat, words: str = CARD) -> list[str]:
    """The manager's buttons."""
    seen = await sees(chat, "dana", shared(chat, words))
    return [button.label for button in buttons(seen)] if seen else []


async def test_under_the_card_the_manager_finds_what_status_offers(chat: Chat) -> None:
    await chat.launched()

    seen, card = await sees(chat, "dana", shared(chat)), shared(chat)

    assert await offered(chat) == ["Status", "Extend", "Close now"]
    assert seen
    assert (seen.parts[: len(card.parts)], seen.more) == (card.parts, card.more)
    assert "Only you see these buttons" in text_of(seen)
    assert not buttons(card)


async def test_nobody_else_sees_more_than_everybody(chat: Chat) -> None:
    await chat.launched(leads="luis", who="sam")

    assert [await sees(chat, user, shared(chat)) for user in ("sam", "luis", "priya")] == [None, None, None]


async def test_while_the_report_is_made_only_its_status_is_left(chat: Chat) -> None:
    await chat.launched()
    await chat["dana"].types("close")

    assert await offered(chat) == ["Status"]


async def test_once_it_is_closed_the_card_and_the_summary_open_the_report(chat: Chat) -> None:
    await chat.closed(sam=WHY)
    await chat["dana"].types("report --post")
    await chat.settle()

    assert [await offered(chat, words) for words in (CARD, SUMMARY)] == [["Report", "Status"]] * 2
    assert await sees(chat, "sam", shared(chat, SUMMARY)) is None


async def test_a_button_that_only_the_manager_sees_does_what_it_does_elsewhere(chat: Chat) -> None:
    await chat.closed(sam=WHY)
    seen = await sees(chat, "dana", shared(chat))
    assert seen

    await chat["dana"].presses_again(buttons(seen)[0])

    assert "Sam: ①" in chat["dana"].read


async def test_a_check_that_is_called_off_has_nothing_more(chat: Chat) -> None:
    await chat.launched()
    before = shared(chat)
    await chat["dana"].calls_off()
    await chat.settle()

    assert shared(chat).more is None
    assert await sees(chat, "dana", before) is None  # a client that has not got the update


@pytest.mark.parametrize("kind", ["summary", "ask", "report", "card:1", ""])
async def test_only_what_stands_in_the_channel_is_looked_at(chat: Chat, kind: str) -> None:
    await chat.launched()
    card = shared(chat)
    assert card.more

    assert await sees(chat, "dana", replace(card, more=replace(card.more, kind=kind))) is None


async def test_a_check_that_is_not_there_is_nothing_to_look_at(chat: Chat) -> None:
    assert await chat.door.look(chat["dana"].actor, "card", "no-such") is None


async def test_the_buttons_are_in_the_managers_language_and_the_card_in_the_channels(chat: Chat) -> None:
    await chat.launched()
    chat["dana"].actor = replace(chat["dana"].actor, locale="de")

    seen = await sees(chat, "dana", shared(chat))

    assert seen
    assert "Why it matters" in text_of(seen)
    assert "Diese Knöpfe siehst nur du" in text_of(seen)


async def test_looking_leaves_nothing_behind(chat: Chat, tmp_path: Path) -> None:
    await chat.launched()
    with closing(sqlite3.connect(tmp_path / "chat.db")) as stored:
        before = [*stored.iterdump()]

        assert await offered(chat)

        assert [*stored.iterdump()] == before
