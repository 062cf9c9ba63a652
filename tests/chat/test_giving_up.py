"""Tries that end badly again and again: dead letters, and who waits for whom."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from adapters.runtime.pacing import ProcessPacer
from bot.domain.ids import ChannelRef, PersonRef
from bot.domain.pace import ATTEMPTS, Limit, Pace
from bot.ports.chat import RetryAt
from bot.ports.pacing import Event
from tests.chat.blind import Blind, blind, later, waits
from tests.chat.house import TENANT, Chat, a_chat
from tests.fakes import CountingMeter
from tests.reading import text_of


@pytest.fixture
async def chat(tmp_path: Path) -> AsyncIterator[Chat]:
    async with a_chat(tmp_path, gateway=Blind()) as chat:
        yield chat


async def test_after_eight_attempts_a_message_is_given_up_and_the_manager_is_told(chat: Chat) -> None:
    blind(chat).fails["sam"] = [later(chat)] * ATTEMPTS
    await chat.launched()
    for _ in range(ATTEMPTS):
        await waits(chat)

    assert blind(chat).tried.count("sam") == ATTEMPTS
    assert "1 message about “Refunds up to 50 € without approval” could not be delivered" in chat["dana"].latest
    assert "To: Sam" in chat["dana"].latest
    assert "Slack could not be reached (fatal_error)" in chat["dana"].latest
    await chat["dana"].types("status")
    assert "1 given up" in chat["dana"].read
    assert chat["dana"].button("Try again")


async def test_the_manager_is_told_once_for_many_and_the_channel_is_named_by_its_reason(chat: Chat) -> None:
    for receiver in ("sam", "priya", "support"):
        blind(chat).fails[receiver] = [later(chat)] * ATTEMPTS
    await chat.launched()
    for _ in range(ATTEMPTS):
        await waits(chat)

    assert sum("could not be delivered" in text_of(message) for message in chat["dana"].inbox) == 1
    await chat["dana"].types("status")
    assert "3 given up" in chat["dana"].read


async def test_try_again_sends_what_was_given_up(chat: Chat) -> None:
    blind(chat).fails["sam"] = [later(chat)] * ATTEMPTS
    await chat.launched()
    for _ in range(ATTEMPTS):
        await waits(chat)

    await chat["dana"].presses("Try again")
    assert "Trying 1 message again" in chat["dana"].read
    await chat.settle()

    assert "Did Dana explain this well?" in chat["sam"].latest
    await chat["dana"].types("status")
    assert "given up" not in chat["dana"].read


async def test_try_again_may_be_needed_more_than_once(chat: Chat) -> None:
    blind(chat).fails["sam"] = [later(chat)] * (2 * ATTEMPTS)
    await chat.launched()
    for _ in range(2):
        for _ in range(ATTEMPTS):
            await waits(chat)
        await chat["dana"].presses("Try again")
        await chat.settle()

    assert len(chat["sam"].inbox) == 1
    assert sum("could not be delivered" in text_of(message) for message in chat["dana"].inbox) == 2


async def test_try_again_with_nothing_left_says_so(chat: Chat) -> None:
    await chat.launched()
    subject = chat["dana"].button("Close now").subject

    await chat["dana"].presses_raw("try_again", subject)

    assert "nothing left" in chat["dana"].read


async def test_only_the_manager_tries_again(chat: Chat) -> None:
    await chat.launched()
    subject = chat["dana"].button("Close now").subject

    await chat["sam"].presses_raw("try_again", subject)

    assert "nothing left" not in chat["sam"].read


async def test_a_word_about_dead_letters_that_is_given_up_itself_brings_no_other(chat: Chat) -> None:
    blind(chat).fails["sam"] = [later(chat)] * ATTEMPTS
    await chat.launched()
    blind(chat).fails["dana"] = [later(chat)] * ATTEMPTS
    for _ in range(2 * ATTEMPTS):
        await waits(chat)

    await chat["dana"].types("status")
    assert "2 given up" in chat["dana"].read


async def test_a_word_about_dead_letters_is_not_sent_when_none_are_left(chat: Chat) -> None:
    blind(chat).fails["sam"] = [later(chat)] * ATTEMPTS
    await chat.launched()
    blind(chat).fails["dana"] = [later(chat)]
    for _ in range(ATTEMPTS - 1):
        await waits(chat)
    await chat["dana"].types("status")
    await chat["dana"].presses("Try again")
    await waits(chat)

    assert all("could not be delivered" not in text_of(message) for message in chat["dana"].inbox)


async def test_what_the_limits_put_off_is_no_attempt(chat: Chat) -> None:
    blind(chat).fails["sam"] = [RetryAt(chat.clock.now(), "slower", limited=True)] * 20
    await chat.launched()
    for _ in range(21):
        await waits(chat)

    assert len(chat["sam"].inbox) == 1


async def test_after_a_429_nobody_else_in_the_tenant_is_sent_anything(chat: Chat) -> None:
    meter = CountingMeter()
    chat.house = replace(chat.house, pacer=ProcessPacer({}), meter=meter)
    until = chat.clock.now() + timedelta(seconds=30)
    blind(chat).fails["support"] = [RetryAt(until, "slower", limited=True)]
    await chat.launched()
    assert blind(chat).tried == ["support"]

    await waits(chat, timedelta(seconds=29))
    assert blind(chat).tried == ["support"]
    await waits(chat, timedelta(seconds=1))

    assert sorted(set(blind(chat).tried)) == ["dana", "ines", "jonas", "luis", "priya", "sam", "support"]
    assert meter.seen == [Event.RATE_LIMITED]


async def test_what_another_process_was_asked_to_wait_for_holds_here_too(chat: Chat) -> None:
    until = chat.clock.now() + timedelta(seconds=30)
    async with chat.house.uow() as uow:
        await uow.ledger.hold(TENANT, until)
        await uow.commit()
    await chat.launched()

    await waits(chat, timedelta(seconds=29))
    assert blind(chat).tried == []
    await waits(chat, timedelta(seconds=1))

    assert len(set(blind(chat).tried)) == 7


async def test_a_429_that_comes_in_while_another_message_is_marked_holds_that_one_too(chat: Chat) -> None:
    class LateHold(ProcessPacer):
        def take(self, to: PersonRef | ChannelRef, key: str, now: datetime) -> datetime | None:
            at = super().take(to, key, now)
            if not self.held(to, now) and now < until:
                self.hold(to, "another", until, now)
            return at

    until = chat.clock.now() + timedelta(seconds=30)
    chat.house = replace(chat.house, pacer=LateHold({}))
    await chat.launched(who="sam")
    assert blind(chat).tried == []

    await waits(chat, timedelta(seconds=30))
    await waits(chat, timedelta(seconds=30))

    assert sorted(blind(chat).tried) == ["dana", "sam", "support"]


async def test_who_is_far_behind_is_not_looked_at_before_the_turn_can_come(chat: Chat) -> None:
    class Seen(ProcessPacer):
        def take(self, to: PersonRef | ChannelRef, key: str, now: datetime) -> datetime | None:
            looked.add(key)
            return super().take(to, key, now)

    looked: set[str] = set()
    chat.house = replace(chat.house, pacer=Seen({"web": Pace(tenant=(Limit(3, timedelta(minutes=1)),))}))
    await chat.launched()
    assert sum(":ask:" in key for key in looked) == 3

    await waits(chat, timedelta(minutes=1, seconds=1))
    assert sum(":ask:" in key for key in looked) == 5


async def test_a_status_shows_how_far_the_messages_are(chat: Chat) -> None:
    chat.house = replace(chat.house, pacer=ProcessPacer({"web": Pace(tenant=(Limit(3, timedelta(minutes=1)),))}))
    await chat.launched()

    await chat["dana"].types("status")

    assert "3 of 7 sent (43%) · 4 waiting" in chat["dana"].read
    await waits(chat, timedelta(minutes=1, seconds=1))
    await waits(chat, timedelta(minutes=1, seconds=1))
    await chat["dana"].types("status")
    assert "7 sent" in chat["dana"].read
