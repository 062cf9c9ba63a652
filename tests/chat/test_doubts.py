"""Tries whose outcome nobody saw."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.domain.ids import PersonRef
from bot.flows.sending import take_back
from bot.ports.chat import ChatGateway
from bot.ports.store import DeliveryState
from bot.ports.work import Again
from tests.chat.blind import AGAIN, Blind, blind, delivery, later, waits
from tests.chat.house import TENANT, Chat, a_chat
from tests.reading import text_of


@pytest.fixture
async def chat(tmp_path: Path) -> AsyncIterator[Chat]:
    async with a_chat(tmp_path, gateway=Blind()) as chat:
        yield chat


async def test_what_may_be_there_already_is_sent_once_more_and_says_so(chat: Chat) -> None:
    blind(chat).unheard["sam"] = 1
    await chat.launched()
    assert len(chat["sam"].inbox) == 1

    await waits(chat)

    first, second = chat["sam"].inbox
    assert AGAIN not in text_of(first)
    assert AGAIN in text_of(second)
    await waits(chat)
    assert len(chat["sam"].inbox) == 2
    assert (await delivery(chat, "sam")).state is DeliveryState.SENT


async def test_what_stays_unknown_is_not_sent_a_third_time(chat: Chat) -> None:
    blind(chat).unheard["sam"] = 2
    await chat.launched()
    for _ in range(5):
        await waits(chat)

    assert len(chat["sam"].inbox) == 2
    assert (await delivery(chat, "sam")).state is DeliveryState.GIVEN_UP


async def test_a_doubt_outlasts_tries_that_surely_brought_nothing(chat: Chat) -> None:
    blind(chat).unheard["sam"] = 1
    await chat.launched()
    blind(chat).fails["sam"] = [later(chat)]
    await waits(chat)

    await waits(chat)

    assert AGAIN in chat["sam"].latest


async def test_a_message_that_surely_did_not_arrive_comes_without_a_word_about_it(chat: Chat) -> None:
    blind(chat).fails["sam"] = [later(chat), later(chat)]
    await chat.launched()
    for _ in range(3):
        await waits(chat)

    assert AGAIN not in chat["sam"].latest
    assert len(chat["sam"].inbox) == 1


async def test_a_gateway_that_raises_leaves_the_outcome_unknown(chat: Chat) -> None:
    blind(chat).fails["sam"] = [RuntimeError("a bug")]
    await chat.launched()
    assert (await delivery(chat, "sam")).doubt_since

    await waits(chat)

    assert AGAIN in chat["sam"].latest


async def test_who_slept_after_the_mark_does_not_send(chat: Chat) -> None:
    await chat.drafted()
    await chat["dana"].presses("Send to the team")

    clock, now = chat.clock, chat.clock.now

    def asleep() -> datetime:
        clock.advance(timedelta(seconds=11))
        return now()

    clock.now = asleep  # type: ignore[method-assign] # the process sleeps wherever it looks at the clock
    await chat.settle()
    assert chat["sam"].inbox == []
    assert (await delivery(chat, "sam")).attempts == 0

    del clock.now
    await waits(chat)
    assert len(chat["sam"].inbox) == 1


async def test_what_another_process_may_be_sending_is_left_alone_for_half_a_minute(chat: Chat) -> None:
    blind(chat).fails["sam"] = [later(chat)]
    await chat.launched()
    chat.clock.advance(timedelta(hours=1))
    found = await delivery(chat, "sam")
    async with chat.house.uow() as uow:
        marked = replace(
            found,
            state=DeliveryState.ATTEMPTED,
            attempted_at=chat.clock.now(),
        )
        await uow.ledger.save(marked)
        await uow.commit()
    await waits(chat, timedelta(seconds=29))
    assert chat["sam"].inbox == []

    await waits(chat, timedelta(seconds=1))

    assert AGAIN in chat["sam"].latest


@pytest.mark.parametrize(("state", "seconds"), [(DeliveryState.SENT, None), (DeliveryState.ATTEMPTED, 30)])
async def test_a_mark_that_is_another_s_by_now_is_left_to_them(
    chat: Chat, state: DeliveryState, seconds: int | None
) -> None:
    await chat.launched()
    ours, now = replace(await delivery(chat, "sam"), attempted_at=chat.clock.now()), chat.clock.now()
    theirs = replace(ours, state=state, attempted_at=now + timedelta(seconds=60))
    async with chat.house.uow() as uow:
        await uow.ledger.save(theirs)
        await uow.commit()

    again = await take_back(chat.house, ours)

    assert await delivery(chat, "sam") == theirs
    assert again == (None if seconds is None else Again(now + timedelta(seconds=seconds)))


async def test_a_platform_that_says_nothing_about_it_cannot_be_asked(chat: Chat) -> None:
    sam = PersonRef(TENANT, "sam")

    assert await ChatGateway.repeatable(chat.gateway, sam, "key", chat.clock.now()) is None
