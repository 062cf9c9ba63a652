"""What a language model may cost for one check, whoever edits how often and whatever is restarted."""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.flows.door import FlowDoor
from bot.ports.spending import Caps
from storage.engine import make_engine
from storage.spending import SqlSpending
from tests.chat.house import Chat, a_chat
from tests.llm.double import Double, a_double
from tests.llm.making import a_comparer

CAPS = Caps(tokens=40_000)
EACH = 1_100  #: tokens that the double says each request has used
NAMED = "is used up"  #: in what the manager is told


@pytest.fixture
def double() -> Iterator[Double]:
    with a_double() as running:
        yield running


@asynccontextmanager
async def a_capped_chat(folder: Path, double: Double) -> AsyncIterator[tuple[Chat, AsyncEngine]]:
    """A chat whose comparer asks the double, with what it spends kept in the chat's own database."""
    async with a_chat(folder) as chat:
        engine = make_engine(f"sqlite+aiosqlite:///{folder / 'chat.db'}")
        restart(chat, engine, double)
        yield chat, engine
        await engine.dispose()


def restart(chat: Chat, engine: AsyncEngine, double: Double) -> None:
    """Another process on the same database, with nothing in memory."""
    comparer = a_comparer(double, caps=CAPS, spending=SqlSpending(engine))
    chat.house = replace(chat.house, comparer=comparer)
    chat.door = FlowDoor(chat.house)


async def test_fifty_edits_of_one_member_stay_under_the_cap_and_the_manager_is_told_once(
    tmp_path: Path, double: Double
) -> None:
    async with a_capped_chat(tmp_path, double) as (chat, engine):
        await chat.launched(who="sam\npriya\nmei")
        await chat.answers("sam", "it is about r1 for our customers")
        for number in range(50):
            if number % 10 == 0:
                restart(chat, engine, double)
            await chat["sam"].types("me edit")
            await chat["sam"].fills({"why": f"it is about r1 for our customers, edit {number}"})
            await chat.settle()

        assert 5 < len(double.requests) <= CAPS.tokens // EACH
        assert chat["dana"].heard.count(NAMED) == 1

        asked = len(double.requests)
        await chat.answers_and_confirms("priya", "it is about r2, own: fewer angry calls")
        await chat["dana"].types("close")
        await chat.settle()

        assert len(double.requests) == asked
        assert chat["dana"].heard.count(NAMED) == 1
        assert "cap on tokens or cost was reached, and no more after that" in chat["dana"].heard
        assert "local-fake@1 (2)" in chat["dana"].heard
