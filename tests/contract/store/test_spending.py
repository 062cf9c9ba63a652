"""What checks have used of a language model: in memory for the command line, in the database for everybody else."""

import asyncio

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.domain.ids import CheckId, TenantId
from bot.ports.spending import MAX_KEPT, Caps, MemorySpending, Purse, Spending, Tokens
from storage.engine import make_engine
from storage.spending import SqlSpending
from tests.builders import CHECK, TENANT

PURSE = Purse(TENANT, CHECK)
CAPS = Caps(tokens=1_000)
NO_ROOM = Tokens(1, 0)


@pytest.fixture(params=["memory", "database"])
def spending(request: pytest.FixtureRequest, engine: AsyncEngine) -> Spending:
    return MemorySpending() if request.param == "memory" else SqlSpending(engine)


async def test_what_is_set_aside_counts(spending: Spending) -> None:
    assert await spending.set_aside(PURSE, Tokens(600, 300), CAPS)
    assert not await spending.set_aside(PURSE, Tokens(101, 0), CAPS)
    assert await spending.set_aside(PURSE, Tokens(0, 100), CAPS)


async def test_what_was_used_takes_the_place_of_what_was_set_aside(spending: Spending) -> None:
    await spending.set_aside(PURSE, Tokens(600, 400), CAPS)

    await spending.settle(PURSE, Tokens(600, 400), Tokens(500, 20))

    assert not await spending.set_aside(PURSE, Tokens(400, 81), CAPS)
    assert await spending.set_aside(PURSE, Tokens(400, 80), CAPS)


async def test_a_use_beyond_what_was_set_aside_counts_in_full(spending: Spending) -> None:
    await spending.set_aside(PURSE, Tokens(10, 10), CAPS)

    await spending.settle(PURSE, Tokens(10, 10), Tokens(900, 200))

    assert not await spending.set_aside(PURSE, NO_ROOM, CAPS)


async def test_cost_is_capped_at_the_prices_of_sent_and_received(spending: Spending) -> None:
    caps = Caps(tokens=10**9, cost=1.0, price_in=1.0, price_out=4.0)

    assert await spending.set_aside(PURSE, Tokens(200_000, 200_000), caps)
    assert not await spending.set_aside(PURSE, NO_ROOM, caps)


async def test_another_check_and_another_tenant_have_purses_of_their_own(spending: Spending) -> None:
    await spending.set_aside(PURSE, Tokens(1_000, 0), CAPS)

    assert await spending.set_aside(Purse(TENANT, CheckId("another")), Tokens(1_000, 0), CAPS)
    assert await spending.set_aside(Purse(TenantId("web:other"), CHECK), Tokens(1_000, 0), CAPS)
    assert not await spending.set_aside(PURSE, NO_ROOM, CAPS)


async def test_of_many_who_ask_at_once_no_more_get_something_than_there_is(spending: Spending) -> None:
    got = await asyncio.gather(*(spending.set_aside(PURSE, Tokens(90, 10), CAPS) for _ in range(30)))

    assert got.count(True) == 10


async def test_it_holds_over_restarts_and_for_several_processes_at_once(engine: AsyncEngine, url: str) -> None:
    await SqlSpending(engine).set_aside(PURSE, Tokens(500, 0), CAPS)
    other = make_engine(url)

    got = await asyncio.gather(
        *(SqlSpending(each).set_aside(PURSE, Tokens(100, 0), CAPS) for each in (engine, other) for _ in range(8))
    )

    await other.dispose()
    assert got.count(True) == 5


async def test_numbers_beyond_32_bits_are_kept(spending: Spending) -> None:
    caps = Caps(tokens=10**12)

    assert await spending.set_aside(PURSE, Tokens(10**11, 10**11), caps)
    assert not await spending.set_aside(PURSE, Tokens(9 * 10**11, 0), caps)


async def test_in_memory_the_purse_not_used_for_longest_is_forgotten_first() -> None:
    spending = MemorySpending()
    await spending.set_aside(PURSE, Tokens(1_000, 0), CAPS)
    for number in range(MAX_KEPT - 1):
        await spending.set_aside(Purse(TENANT, CheckId(str(number))), Tokens(1_000, 0), CAPS)
    await spending.settle(PURSE, Tokens(), Tokens())

    await spending.set_aside(Purse(TENANT, CheckId("one more")), Tokens(1_000, 0), CAPS)

    assert not await spending.set_aside(PURSE, NO_ROOM, CAPS)
    assert await spending.set_aside(Purse(TENANT, CheckId("0")), NO_ROOM, CAPS)


async def test_in_memory_a_purse_forgotten_meanwhile_counts_what_was_used() -> None:
    spending = MemorySpending()

    await spending.settle(PURSE, Tokens(400, 0), Tokens(1_000, 0))

    assert not await spending.set_aside(PURSE, NO_ROOM, CAPS)
