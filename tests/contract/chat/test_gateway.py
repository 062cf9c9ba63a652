"""What every platform's sending side promises."""

import asyncio

import pytest

from adapters.runtime.clock import SystemClock
from bot.messages.view import Message, Run, Text
from bot.ports.chat import Delivered, Refused, SentRef
from tests.contract.chat.conftest import Chat


def saying(words: str) -> Message:
    return Message(words, (Text((Run(words),)),))


@pytest.mark.parametrize("in_channel", [False, True])
async def test_a_message_is_delivered_to_a_person_and_to_a_channel(chat: Chat, in_channel: bool) -> None:
    to = chat.names.channel if in_channel else chat.names["dana"]

    outcome = await chat.gateway.send(to, saying("hello"), key="k1")

    assert isinstance(outcome, Delivered)
    (shown,) = await chat.shown(to)
    assert "hello" in shown


async def test_the_same_key_is_posted_once_and_gives_the_same_reference(chat: Chat) -> None:
    first = await chat.gateway.send(chat.names["dana"], saying("hello"), key="k1")
    second = await chat.gateway.send(chat.names["dana"], saying("hello"), key="k1")

    assert first == second
    assert len(await chat.shown(chat.names["dana"])) == 1


async def test_the_same_key_at_once_is_posted_once(chat: Chat) -> None:
    outcomes = await asyncio.gather(
        *(chat.gateway.send(chat.names["dana"], saying("hello"), key="k1") for _ in range(4))
    )

    assert len(set(outcomes)) == 1
    assert len(await chat.shown(chat.names["dana"])) == 1


async def test_another_key_is_another_message(chat: Chat) -> None:
    await chat.gateway.send(chat.names["dana"], saying("hello"), key="k1")
    await chat.gateway.send(chat.names["dana"], saying("hello"), key="k2")

    assert len(await chat.shown(chat.names["dana"])) == 2


async def test_an_unknown_person_is_refused_with_a_reason(chat: Chat) -> None:
    outcome = await chat.gateway.send(chat.names["nobody"], saying("hello"), key="k1")

    assert isinstance(outcome, Refused)
    assert outcome.reason


async def test_an_update_replaces_the_message_in_place(chat: Chat) -> None:
    sent = await chat.gateway.send(chat.names["dana"], saying("first"), key="k1")
    await chat.gateway.send(chat.names["dana"], saying("another"), key="k2")
    assert isinstance(sent, Delivered)

    outcome = await chat.gateway.update(sent.ref, saying("second"))

    assert outcome == sent
    shown = "\n".join(await chat.shown(chat.names["dana"]))
    assert "second" in shown
    assert "first" not in shown
    assert "another" in shown


@pytest.mark.parametrize("message", ["9999", "no number", "", "²"])
async def test_an_update_of_a_message_that_is_not_there_is_refused(chat: Chat, message: str) -> None:
    outcome = await chat.gateway.update(SentRef(chat.names.tenant, "dm/dana", message), saying("second"))

    assert isinstance(outcome, Refused)


async def test_a_message_that_may_be_repeated_is_posted_once(chat: Chat) -> None:
    since = SystemClock().now()
    await chat.gateway.send(chat.names["dana"], saying("hello"), key="k1")

    known = await chat.gateway.repeatable(chat.names["dana"], "k1", since)
    assert (known is not None) == chat.has_history
    await chat.gateway.send(chat.names["dana"], saying("hello"), key="k1")

    assert len(await chat.shown(chat.names["dana"])) == 1
