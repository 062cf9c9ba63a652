"""A channel that takes no message: the manager is told what helps, and trying again posts it."""

import pytest

from bot.domain.obstacles import Obstacle, noted
from tests.chat.house import CHANNEL, Chat
from tests.reading import text_of

NOT_THERE = noted(Obstacle.NOT_IN_CHANNEL)
WHY = "it is about r1 for our customers"


def told(chat: Chat) -> list[str]:
    """What the manager reads of messages that went nowhere."""
    return [text for message in chat["dana"].inbox if "could not be delivered" in (text := text_of(message))]


async def test_a_card_that_is_refused_is_told_to_the_manager_with_what_helps(chat: Chat) -> None:
    chat.gateway.refuse[CHANNEL.channel] = NOT_THERE
    await chat.launched()

    (word,) = told(chat)
    assert "1 message about “Refunds up to 50 € without approval” could not be delivered." in word
    assert "To: the channel" in word
    assert "Hymnsheet is not in this channel" in word
    assert "Type /invite @Hymnsheet in the channel, then press Try again here." in word
    assert len(chat["sam"].inbox) == 1


async def test_once_invited_trying_again_posts_the_card_once(chat: Chat) -> None:
    chat.gateway.refuse[CHANNEL.channel] = NOT_THERE
    await chat.launched()
    del chat.gateway.refuse[CHANNEL.channel]

    await chat["dana"].presses("Try again")
    await chat.settle()

    assert len(chat.channel) == 1
    await chat["dana"].types("status")
    assert "given up" not in chat["dana"].read


async def test_where_nobody_invited_us_the_manager_is_told_again(chat: Chat) -> None:
    chat.gateway.refuse[CHANNEL.channel] = NOT_THERE
    await chat.launched()
    await chat["dana"].presses("Try again")
    await chat.settle()

    assert len(told(chat)) == 2


async def test_a_card_that_came_through_with_an_update_is_not_posted_again(chat: Chat) -> None:
    chat.gateway.refuse[CHANNEL.channel] = NOT_THERE
    await chat.launched()
    again = chat["dana"].button("Try again")
    del chat.gateway.refuse[CHANNEL.channel]
    await chat["dana"].types("extend 3d")
    await chat.settle()

    await chat["dana"].presses_again(again)
    await chat.settle()

    assert "nothing left to try again" in chat["dana"].read
    assert len(chat.channel) == 1


async def test_a_refused_summary_is_told_although_the_card_was(chat: Chat) -> None:
    chat.gateway.refuse[CHANNEL.channel] = NOT_THERE
    await chat.launched(who="sam")
    await chat.answers_and_confirms("sam", WHY)
    await chat["dana"].types("report --post")
    await chat.settle()

    assert len(told(chat)) == 2
    assert "2 messages" in told(chat)[-1]


async def test_what_inviting_does_not_help_is_told_without_it(chat: Chat) -> None:
    chat.gateway.refuse[CHANNEL.channel] = noted(Obstacle.ARCHIVED)
    await chat.launched()

    (word,) = told(chat)
    assert "the channel is archived" in word
    assert "/invite" not in word


@pytest.mark.parametrize(("user", "says"), [("ines", "/invite @Hymnsheet en el canal"), ("jonas", "An: den Kanal")])
async def test_it_is_told_in_the_managers_language(chat: Chat, user: str, says: str) -> None:
    chat.gateway.refuse[CHANNEL.channel] = noted(Obstacle.CHANNEL_UNSEEN)
    manager = chat[user]
    await manager.types("new-policy")
    await manager.fills({"title": "T", "body": "B", "reasons": "so that R"})
    await manager.presses("Send to the team")
    await chat.settle()

    assert says in manager.heard
