"""Those who join close together are told of in one message, and asked with one press."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.domain.ids import ChannelRef, DeliveryId, PersonRef, TenantId
from bot.flows.find import ALL
from bot.flows.joining import tell
from bot.flows.owed import TOGETHER
from bot.messages.view import Message
from bot.ports.chat import Delivered, Refused, RetryAt
from tests.chat.blind import Blind, delivery, waits
from tests.chat.house import CHANNEL, TENANT, Chat, a_chat
from tests.chat.joining import comes, crowd, joins, words
from tests.fakes import KeepingGateway

TEN = "Ana 1, Ana 2, Ana 3, Ana 4, Ana 5, Ana 6, Ana 7, Ana 8, Ana 9, Ana 10"


@pytest.mark.parametrize("twice", [False, True])
async def test_fifty_at_once_are_one_message_and_one_press_asks_them_all(tmp_path: Path, *, twice: bool) -> None:
    async with a_chat(tmp_path, twice=twice) as chat:
        await chat.launched()
        users = crowd(chat, 50)
        await comes(chat, *users)
        assert words(chat) == []  # others may still come

        await waits(chat, TOGETHER)

        (word,) = words(chat)
        assert "50 people have joined the channel while “Refunds up to 50 € without approval” is running" in word
        assert f"{TEN} and 40 others." in word
        assert "They have not been asked" in word

        await chat["dana"].presses("Ask them too")
        await chat.settle()

        assert "and 40 others: asked as well (50 people)." in chat["dana"].read
        assert all(chat[user].sees("Answer") for user in users)
        await chat["dana"].types("status")
        assert "0 of 55" in chat["dana"].read


async def test_who_comes_ten_minutes_later_is_told_of_alone(chat: Chat) -> None:
    await chat.launched()
    await comes(chat, *crowd(chat, 50))
    await waits(chat, timedelta(minutes=10))
    await joins(chat)

    assert len(words(chat)) == 2
    assert "Zoë has joined the channel while" in words(chat)[1]
    assert "Ana" not in words(chat)[1]


async def test_the_wait_is_counted_from_the_first_who_came(chat: Chat) -> None:
    await chat.launched()
    first, second, third = crowd(chat, 3)
    await comes(chat, first)
    await waits(chat, TOGETHER - timedelta(seconds=1))
    await comes(chat, second)
    assert words(chat) == []
    await waits(chat, timedelta(seconds=1))
    await comes(chat, third)

    (word,) = words(chat)
    assert "2 people" in word
    assert "Ana 1, Ana 2." in word


async def test_who_leaves_and_comes_again_is_named_once_in_all_messages(chat: Chat) -> None:
    await chat.launched()
    first, second = crowd(chat, 2)
    await comes(chat, first, first)
    await waits(chat, TOGETHER)
    await comes(chat, second)
    await waits(chat, TOGETHER)
    await comes(chat, first, second)
    await waits(chat, TOGETHER)

    assert [word.split(" has joined")[0] for word in words(chat)] == ["Ana 1", "Ana 2"]


async def test_what_is_sent_is_sent_once_and_stays_as_it_is(chat: Chat) -> None:
    await chat.launched()
    await comes(chat, *crowd(chat, 3))
    await waits(chat, TOGETHER)
    await joins(chat)
    await waits(chat)

    assert [one.versions for one in chat.gateway.accepted.values() if "ask_joiners" in repr(one.message)] == [1, 1]


async def test_who_was_asked_meanwhile_is_neither_named_nor_asked_again(chat: Chat) -> None:
    await chat.launched()
    await comes(chat, *crowd(chat, 12))
    await chat["dana"].types("add @ana3")
    await waits(chat, TOGETHER)

    (word,) = words(chat)
    assert "11 people" in word
    assert "Ana 2, Ana 4," in word
    assert "Ana 11 and 1 other." in word

    await chat["dana"].types("add @ana1")
    await chat["dana"].presses("Ask them too")
    assert "(10 people)" in chat["dana"].read
    assert "Ana 1," not in chat["dana"].read
    await chat.settle()
    assert all(len(chat[f"ana{i}"].inbox) == 1 for i in range(1, 13))


async def test_a_second_press_says_that_they_are_asked_already(chat: Chat) -> None:
    await chat.launched()
    await comes(chat, *crowd(chat, 3))
    await waits(chat, TOGETHER)
    button = chat["dana"].button("Ask them too")
    await chat["dana"].presses_again(button)
    await chat["dana"].presses_again(button)
    assert "asked already" in chat["dana"].read


async def test_two_presses_at_once_ask_once(chat: Chat) -> None:
    await chat.launched()
    await comes(chat, *crowd(chat, 3))
    await waits(chat, TOGETHER)
    button = chat["dana"].button("Ask them too")
    await asyncio.gather(chat["dana"].presses_again(button), chat["dana"].presses_again(button))
    await chat.settle()
    assert [len(chat[f"ana{i}"].inbox) for i in (1, 2, 3)] == [1, 1, 1]


async def test_who_is_gone_by_then_is_named_and_the_others_are_asked(chat: Chat) -> None:
    await chat.launched()
    await comes(chat, *crowd(chat, 3))
    await waits(chat, TOGETHER)
    chat.roster.people = [
        replace(one, bot=True) if one.ref.user == "ana1" else one
        for one in chat.roster.people
        if one.ref.user != "ana2"
    ]
    await chat["dana"].presses("Ask them too")
    await chat.settle()

    assert "Ana 3 is asked as well" in chat["dana"].read
    assert "Not asked: Ana 1 (a bot), Ana 2 (not known here)." in chat["dana"].read
    assert (chat["ana1"].inbox, chat["ana2"].inbox) == ([], [])
    assert chat["ana3"].sees("Answer")


async def test_where_everybody_is_gone_it_says_so_and_asks_nobody(chat: Chat) -> None:
    await chat.launched()
    await joins(chat)
    chat.roster.people.pop()
    await chat["dana"].presses("Ask them too")
    await chat.settle()
    assert "Nobody more is asked: Zoë (not known here)." in chat["dana"].read
    assert chat["zoe"].inbox == []


@pytest.mark.parametrize(
    "subject", ["{check}/zoe", "{check}", "", "{other}/{told}", "{check}/{launched}", "{check}/theirs"]
)
async def test_a_button_that_names_no_joiners_of_the_check_asks_nobody(chat: Chat, subject: str) -> None:
    await chat.launched()
    await joins(chat)
    check, _, told = chat["dana"].button("Ask them too").subject.partition("/")
    launched = await delivery(chat, "dana", "launched")
    await chat.launched(title="Chat first", who="sam")
    async with chat.house.uow() as uow:
        ((other, _), _) = await uow.checks.of_tenant(TENANT, ALL)
        joined = await uow.ledger.get(DeliveryId(told))
        assert await uow.ledger.owe(replace(joined, id=DeliveryId("theirs"), tenant=TenantId("web:other")))
        await uow.commit()
    await chat["dana"].presses_raw(
        "ask_joiners", subject.format(check=check, other=other.id, told=told, launched=launched.id)
    )
    await chat.settle()
    assert "not here any more" in chat["dana"].read
    assert chat["zoe"].inbox == []


@dataclass
class Slow(KeepingGateway):
    """Something happens once while a message to Dana is on its way."""

    meanwhile: Callable[[], Awaitable[object]] | None = None

    async def send(self, to: PersonRef | ChannelRef, message: Message, *, key: str) -> Delivered | RetryAt | Refused:
        if to == PersonRef(TENANT, "dana") and self.meanwhile:
            act, self.meanwhile = self.meanwhile, None
            await act()
        return await super().send(to, message, key=key)


@pytest.fixture
async def slow(tmp_path: Path) -> AsyncIterator[Chat]:
    async with a_chat(tmp_path, gateway=Slow()) as opened:
        yield opened


async def test_who_comes_while_the_message_is_on_its_way_is_told_of_in_the_next(slow: Chat) -> None:
    await slow.launched()
    assert isinstance(slow.gateway, Slow)
    first, second = crowd(slow, 2)
    slow.gateway.meanwhile = lambda: tell(slow.house, PersonRef(TENANT, second), CHANNEL)
    await comes(slow, first)
    await waits(slow, TOGETHER)
    await waits(slow, TOGETHER)
    assert [word.split(" has joined")[0] for word in words(slow)] == ["Ana 1", "Ana 2"]


async def test_who_is_asked_while_the_message_is_on_its_way_goes_out_of_it(slow: Chat) -> None:
    await slow.launched()
    assert isinstance(slow.gateway, Slow)
    slow.gateway.meanwhile = lambda: slow["dana"].types("add @ana1")
    await comes(slow, *crowd(slow, 3))
    await waits(slow, TOGETHER)
    (word,) = words(slow)
    assert "2 people" in word
    assert "Ana 2, Ana 3." in word
    await slow["dana"].presses("Ask them too")
    assert "Ana 2, Ana 3: asked as well (2 people)." in slow["dana"].read


async def test_a_message_that_surely_did_not_arrive_takes_in_who_comes_meanwhile(chat: Chat) -> None:
    await chat.launched()
    first, second = crowd(chat, 2)
    chat.gateway.wait["dana"] = chat.clock.now() + timedelta(minutes=9)
    await comes(chat, first)
    await waits(chat, TOGETHER)
    await comes(chat, second)
    await waits(chat, timedelta(minutes=9))
    (word,) = words(chat)
    assert "Ana 1, Ana 2." in word


async def test_a_message_that_may_be_there_already_takes_in_nobody_more(tmp_path: Path) -> None:
    async with a_chat(tmp_path, gateway=(blind := Blind())) as chat:
        await chat.launched()
        first, second = crowd(chat, 2)
        await comes(chat, first)
        blind.unheard["dana"] = 1
        await waits(chat, TOGETHER)
        await comes(chat, second)
        await waits(chat)
        assert sorted(word.split(" has joined")[0] for word in words(chat)) == ["Ana 1", "Ana 1", "Ana 2"]


async def test_fifty_looked_up_at_the_same_moment_are_one_message(server_url: str, tmp_path: Path) -> None:
    async with a_chat(tmp_path, url=server_url) as chat:
        await chat.launched()
        people = [PersonRef(TENANT, user) for user in crowd(chat, 50)]
        sam = PersonRef(TENANT, "sam")  # whom nothing is told of: this opens all connections, so that none comes late
        await asyncio.gather(*(tell(chat.house, sam, CHANNEL) for _ in people))
        await asyncio.gather(*(tell(chat.house, person, CHANNEL) for person in people))
        await chat.settle()
        await waits(chat, TOGETHER)
        (word,) = words(chat)
        assert "50 people" in word


@pytest.mark.parametrize(
    ("locale", "reads", "says"),
    [
        ("es", "11 personas se han unido al canal", "Ana 8 y 1 persona más (11 personas)"),
        (
            "de",
            "11 Personen sind in den Kanal gekommen",
            "Ana 8 und 1 weitere Person: werden auch gefragt (11 Personen)",
        ),
    ],
)
async def test_it_is_said_in_the_managers_language(chat: Chat, locale: str, reads: str, says: str) -> None:
    dana = chat["dana"]
    dana.actor = replace(dana.actor, locale=locale)
    await chat.launched()
    await comes(chat, *crowd(chat, 11))
    await waits(chat, TOGETHER)
    assert reads in dana.latest
    await dana.presses("Ask them too")
    assert says in dana.read
