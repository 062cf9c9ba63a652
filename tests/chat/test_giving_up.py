"""Tries that end badly: what is unknown, what is given up and tried again, who waits for whom."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from adapters.runtime.pacing import ProcessPacer
from bot.domain.ids import ChannelRef, PersonRef
from bot.domain.pace import ATTEMPTS, Limit, Pace
from bot.flows.find import ALL
from bot.flows.owed import ASKED, key_of
from bot.messages.view import Message
from bot.ports.chat import Delivered, Refused, RetryAt
from bot.ports.pacing import Event, Meter
from bot.ports.store import Delivery, DeliveryState
from tests.chat.house import TENANT, Chat, a_chat
from tests.fakes import KeepingGateway
from tests.reading import text_of

AGAIN = "You may have this already"


@dataclass
class Blind(KeepingGateway):
    """A platform that posts what it gets as often as it gets it, and cannot be asked what it has.

    `fails` says what becomes of the next sends to somebody, `unheard` how many are taken while the answer is lost.
    """

    fails: dict[str, list[RetryAt | Exception]] = field(default_factory=dict)
    unheard: dict[str, int] = field(default_factory=dict)
    tried: list[str] = field(default_factory=list)

    async def send(self, to: PersonRef | ChannelRef, message: Message, *, key: str) -> Delivered | RetryAt | Refused:
        name = to.user if isinstance(to, PersonRef) else to.channel
        self.tried.append(name)
        if self.fails.get(name):
            outcome = self.fails[name].pop(0)
            if isinstance(outcome, Exception):
                raise outcome
            return outcome
        sent = await super().send(to, message, key=f"{key} {len(self.tried)}")
        if self.unheard.get(name):
            self.unheard[name] -= 1
            return RetryAt(datetime.min.replace(tzinfo=UTC), "reset", unknown=True)
        return sent

    async def repeatable(self, to: PersonRef | ChannelRef, key: str, since: datetime) -> datetime | None:
        del to, key, since
        return None


class Counting(Meter):
    def __init__(self) -> None:
        self.seen: list[Event] = []

    def count(self, event: Event) -> None:
        self.seen.append(event)


@pytest.fixture
async def chat(tmp_path: Path) -> AsyncIterator[Chat]:
    async with a_chat(tmp_path, gateway=Blind()) as chat:
        yield chat


def blind(chat: Chat) -> Blind:
    assert isinstance(chat.gateway, Blind)
    return chat.gateway


async def waits(chat: Chat, time: timedelta = timedelta(hours=2)) -> None:
    """Time goes by, and all that waits for it is woken."""
    chat.clock.advance(time)
    chat.work.wake()
    await chat.settle()


async def delivery(chat: Chat, user: str, kind: str = "ask") -> Delivery:
    async with chat.house.uow() as uow:
        ((check, _), *_) = await uow.checks.of_tenant(TENANT, ALL)
        found = await uow.ledger.by_key(TENANT, key_of(check, user, kind, ASKED if kind == "launched" else 1))
        assert found
        return found


def later(chat: Chat) -> RetryAt:
    return RetryAt(chat.clock.now(), "Slack could not be reached")


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


async def test_after_eight_attempts_a_message_is_given_up_and_the_manager_is_told(chat: Chat) -> None:
    blind(chat).fails["sam"] = [later(chat)] * ATTEMPTS
    await chat.launched()
    for _ in range(ATTEMPTS):
        await waits(chat)

    assert blind(chat).tried.count("sam") == ATTEMPTS
    assert "1 message about “Refunds up to 50 € without approval” could not be delivered" in chat["dana"].latest
    assert "To: Sam" in chat["dana"].latest
    assert "Slack could not be reached" in chat["dana"].latest
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


async def test_after_a_429_nobody_else_in_the_tenant_is_sent_anything(chat: Chat) -> None:
    meter = Counting()
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


async def test_a_status_shows_how_far_the_messages_are(chat: Chat) -> None:
    chat.house = replace(chat.house, pacer=ProcessPacer({"web": Pace(tenant=(Limit(3, timedelta(minutes=1)),))}))
    await chat.launched()

    await chat["dana"].types("status")

    assert "3 of 7 sent (43%) · 4 waiting" in chat["dana"].read
    await waits(chat, timedelta(minutes=1, seconds=1))
    await waits(chat, timedelta(minutes=1, seconds=1))
    await chat["dana"].types("status")
    assert "7 sent" in chat["dana"].read
