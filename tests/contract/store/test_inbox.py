"""The inbox."""

import asyncio

from bot.domain.ids import TenantId
from tests.builders import NOW, TENANT
from tests.contract.store.conftest import Units


async def see(units: Units, event_key: str = "event") -> bool:
    async with units() as uow:
        first = await uow.inbox.first_sight(TENANT, event_key, NOW)
        await asyncio.sleep(0)
        await uow.commit()
        return first


async def test_an_event_is_seen_for_the_first_time_once(units: Units) -> None:
    assert [await see(units), await see(units), await see(units, "another")] == [True, False, True]


async def test_an_event_that_comes_to_several_units_at_once_is_new_to_one(units: Units, neighbour: Units) -> None:
    seen = await asyncio.gather(*(see(each) for each in [units, neighbour] * 4))

    assert sum(seen) == 1


async def test_an_event_whose_unit_was_rolled_back_is_new_again(units: Units) -> None:
    async with units() as uow:
        await uow.inbox.first_sight(TENANT, "event", NOW)

    assert await see(units)


async def test_the_same_key_of_another_tenant_is_another_event(units: Units) -> None:
    async with units() as uow:
        await uow.inbox.first_sight(TENANT, "event", NOW)

        assert await uow.inbox.first_sight(TenantId("web:other"), "event", NOW)
