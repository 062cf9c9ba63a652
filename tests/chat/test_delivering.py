"""Delivering: refusals, waits, messages that cross each other on the way."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.domain.errors import ComparerUnavailable
from bot.domain.ids import ChannelRef, PersonRef
from bot.messages.view import Message
from bot.ports.chat import Delivered, Refused, RetryAt, SentRef
from tests.chat.house import Chat, a_chat
from tests.fakes import KeepingGateway
from tests.fakes_compare import FakeComparer

WHY = "it is about r1 for our customers"
HOUR = timedelta(hours=1)


async def test_who_refuses_the_question_is_unreachable_and_the_manager_reads_why(chat: Chat) -> None:
    chat.gateway.refuse["sam"] = "blocked the bot"
    await chat.launched()
    await chat["dana"].types("status")
    assert "Could not be reached: Sam (blocked the bot)" in chat["dana"].read
    assert "1 unreachable" in chat["dana"].read


async def test_a_refusal_after_an_answer_changes_nothing(chat: Chat) -> None:
    chat.gateway.wait["sam"] = chat.clock.now() + HOUR
    await chat.launched(who="sam\npriya")
    await chat["sam"].types("")
    await chat["sam"].presses("Answer")
    await chat["sam"].fills({"why": WHY})
    chat.gateway.refuse["sam"] = "blocked the bot"
    chat.clock.advance(HOUR)
    chat.work.wake()
    await chat.settle()
    await chat["dana"].types("status")
    assert "Answered: 1 of 2" in chat["dana"].read


async def test_a_message_is_not_sent_before_the_platform_asked_for_and_then_it_is(chat: Chat) -> None:
    chat.gateway.wait["sam"] = chat.clock.now() + HOUR
    await chat.launched()
    chat.clock.advance(HOUR - timedelta(seconds=1))
    chat.work.wake()
    await chat.settle()
    assert chat["sam"].inbox == []
    await chat["dana"].types("status")
    assert "1 waiting" in chat["dana"].read
    chat.clock.advance(timedelta(seconds=1))
    chat.work.wake()
    await chat.settle()
    assert "Did Dana explain this well?" in chat["sam"].latest


async def test_a_message_that_waited_says_what_is_true_when_it_is_sent(chat: Chat) -> None:
    chat.gateway.wait["sam"] = chat.clock.now() + HOUR
    await chat.launched()
    await chat["dana"].types("extend 3d")
    await chat.settle()
    chat.clock.advance(HOUR)
    chat.work.wake()
    await chat.settle()
    assert "Fri 27 Nov" in chat["sam"].latest
    assert len(chat["sam"].inbox) == 1


async def test_a_read_back_that_waited_is_not_of_words_that_have_changed(chat: Chat) -> None:
    assert isinstance(chat.comparer, FakeComparer)
    await chat.launched()
    chat.gateway.wait["sam"] = chat.clock.now() + HOUR
    await chat["sam"].presses("Answer")
    form = chat["sam"].form()
    await chat["sam"].fills({"why": WHY}, form=form)
    await chat.settle()
    chat.comparer.unavailable = True
    await chat["sam"].fills({"why": "no, it is about r3, trust"}, form=form)
    chat.clock.advance(HOUR)
    chat.work.wake()
    with pytest.raises(ComparerUnavailable):
        await chat.settle()
    with pytest.raises(ComparerUnavailable):
        await chat.settle()
    assert "I'm listening again" in chat["sam"].heard
    chat.comparer.unavailable = False
    await chat.settle()
    assert "③ to trust" in chat["sam"].heard


async def test_an_update_of_a_message_that_was_refused_is_a_new_message_once(chat: Chat) -> None:
    chat.gateway.refuse["sam"] = "blocked the bot"
    await chat.launched(who="sam\npriya")
    del chat.gateway.refuse["sam"]
    await chat["sam"].types("")
    await chat["sam"].presses("Answer")
    await chat["sam"].fills({"why": WHY})
    await chat.settle()
    assert "You have answered" in chat["sam"].heard
    assert len(chat["sam"].inbox) == 2
    chat["sam"].reply = None
    await chat["sam"].presses("Edit")
    await chat["sam"].fills({"worry": "fraud"})
    await chat.settle()
    assert len(chat["sam"].inbox) == 2


async def test_an_update_that_the_platform_refuses_leaves_the_person_reached(chat: Chat) -> None:
    await chat.launched()
    chat.gateway.accepted.clear()
    await chat["dana"].types("extend 3d")
    await chat.settle()
    await chat["dana"].types("status")
    assert "Could not be reached" not in chat["dana"].read


@dataclass
class Crossing(KeepingGateway):
    """Something happens while a message to somebody is on its way."""

    user: str = ""
    meanwhile: Callable[[], Awaitable[object]] | None = None

    async def send(self, to: PersonRef | ChannelRef, message: Message, *, key: str) -> Delivered | RetryAt | Refused:
        await self._happens(to.user if isinstance(to, PersonRef) else to.channel)
        return await super().send(to, message, key=key)

    async def update(self, sent: SentRef, message: Message) -> Delivered | RetryAt | Refused:
        await self._happens(sent.conversation)
        return await super().update(sent, message)

    async def _happens(self, receiver: str) -> None:
        if receiver == self.user and self.meanwhile:
            act, self.meanwhile = self.meanwhile, None
            await act()


async def test_what_changes_while_a_message_is_on_its_way_is_sent_after_it(tmp_path: Path) -> None:
    gateway = Crossing(user="sam")
    async with a_chat(tmp_path, gateway=gateway) as chat:
        gateway.meanwhile = lambda: chat["dana"].types("extend 3d")
        await chat.launched()
        assert "Fri 27 Nov" in chat["sam"].latest
        assert len(chat["sam"].inbox) == 1


async def test_of_two_updates_that_overtake_each_other_the_later_truth_stays(tmp_path: Path) -> None:
    gateway = Crossing(user="sam")
    async with a_chat(tmp_path, gateway=gateway) as chat:
        await chat.launched(who="sam\npriya")
        await chat["sam"].presses("Not for me")

        async def undone() -> None:
            await chat["sam"].presses_raw("answer", chat["dana"].button("Close now").subject)
            await chat["sam"].fills({"why": WHY})
            await chat.settle()

        gateway.meanwhile = undone
        await chat.settle()
        assert "You have answered" in chat["sam"].heard
        assert "not for you" not in chat["sam"].heard


@dataclass
class Growing(KeepingGateway):
    """A platform where a message gets one more part with each update."""

    updated: list[str] = field(default_factory=list)

    async def update(self, sent: SentRef, message: Message) -> Delivered | RetryAt | Refused:
        self.updated.append(sent.message)
        await super().update(replace(sent, message=sent.message.split(" ")[0]), message)
        return Delivered(replace(sent, message=f"{sent.message} more"))


async def test_an_update_is_told_of_the_parts_that_the_one_before_it_made(tmp_path: Path) -> None:
    gateway = Growing()
    async with a_chat(tmp_path, gateway=gateway) as chat:
        await chat.launched(who="sam")
        gateway.updated.clear()

        for later in ("3d", "4d"):
            await chat["dana"].types(f"extend {later}")
            await chat.settle()

        assert sorted(one.count("more") for one in gateway.updated) == [0, 0, 0, 1, 1, 1]
