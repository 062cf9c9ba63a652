"""The ledger of deliveries."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.errors import NotFound
from bot.domain.ids import CheckId, DeliveryId, TenantId
from bot.ports.chat import SentRef
from bot.ports.store import Delivery, DeliveryState
from tests.builders import CHECK, NOW, TENANT
from tests.contract.store.conftest import Units

KEY = "web:local:c1:1:priya:ask:0"
OWED = Delivery(DeliveryId("d1"), TENANT, KEY, "ask", CHECK, to_person="priya")


async def owe(units: Units, delivery: Delivery) -> bool:
    async with units() as uow:
        new = await uow.ledger.owe(delivery)
        await uow.commit()
        return new


async def test_a_delivery_comes_back_as_it_was(units: Units) -> None:
    sent = replace(
        OWED,
        args=("a-priya", "2"),
        updates=DeliveryId("d0"),
        state=DeliveryState.SENT,
        attempts=2,
        not_before=NOW,
        note="ratelimited",
        ref=SentRef(TENANT, "dm/priya", "7"),
        made_at=NOW,
        attempted_at=NOW,
        doubt_since=NOW,
        resent=True,
    )

    async with units() as uow:
        assert await uow.ledger.owe(sent)

        assert await uow.ledger.get(sent.id) == sent
        assert await uow.ledger.by_key(TENANT, KEY) == sent


async def test_a_key_is_owed_once_and_the_first_delivery_stays(units: Units) -> None:
    async with units() as uow:
        await uow.ledger.owe(OWED)

        assert not await uow.ledger.owe(replace(OWED, id=DeliveryId("d2"), kind="nudge"))

        assert await uow.ledger.by_key(TENANT, KEY) == OWED
        with pytest.raises(NotFound):
            await uow.ledger.get(DeliveryId("d2"))


async def test_a_key_owed_by_two_units_at_once_is_owed_once(units: Units, neighbour: Units) -> None:
    deliveries = [(each, replace(OWED, id=DeliveryId(f"d{i}"))) for i, each in enumerate([units, neighbour] * 5)]

    new = await asyncio.gather(*(owe(each, delivery) for each, delivery in deliveries))

    assert sum(new) == 1


async def test_saving_keeps_the_delivery_as_it_stands_now(units: Units) -> None:
    attempted = replace(OWED, state=DeliveryState.ATTEMPTED, attempts=1)

    async with units() as uow:
        await uow.ledger.owe(OWED)
        await uow.ledger.save(attempted)

        assert await uow.ledger.get(OWED.id) == attempted


async def test_a_delivery_that_was_never_owed_is_not_found(units: Units) -> None:
    async with units() as uow:
        assert await uow.ledger.by_key(TENANT, KEY) is None
        with pytest.raises(NotFound):
            await uow.ledger.get(OWED.id)
        with pytest.raises(NotFound):
            await uow.ledger.save(OWED)


async def test_the_deliveries_of_a_check_are_counted_by_state(units: Units) -> None:
    async with units() as uow:
        for i, state in enumerate([DeliveryState.WAITING, DeliveryState.WAITING, DeliveryState.SENT]):
            await uow.ledger.owe(replace(OWED, id=DeliveryId(f"d{i}"), key=f"k{i}", state=state))
        await uow.ledger.owe(replace(OWED, id=DeliveryId("other"), key="other", check_id=CheckId("c2")))

        counts = await uow.ledger.counts(TENANT, CHECK)
    assert counts == {DeliveryState.WAITING: 2, DeliveryState.SENT: 1}


async def test_updates_are_not_counted_unless_they_are_given_up(units: Units) -> None:
    async with units() as uow:
        for i, state in enumerate([DeliveryState.WAITING, DeliveryState.SENT, DeliveryState.GIVEN_UP]):
            await uow.ledger.owe(
                replace(OWED, id=DeliveryId(f"d{i}"), key=f"k{i}", state=state, updates=DeliveryId("d9"))
            )

        assert await uow.ledger.counts(TENANT, CHECK) == {DeliveryState.GIVEN_UP: 1}


async def test_the_dead_letters_of_a_check_are_found_oldest_first(units: Units) -> None:
    dead = [replace(OWED, id=DeliveryId(f"d{i}"), key=f"k{i}", state=DeliveryState.GIVEN_UP) for i in (2, 1)]
    async with units() as uow:
        for delivery in (*dead, OWED, replace(dead[0], id=DeliveryId("x"), key="x", check_id=CheckId("c2"))):
            await uow.ledger.owe(replace(delivery, key=delivery.id))

        found = await uow.ledger.given_up(TENANT, CHECK)

    assert [delivery.id for delivery in found] == ["d1", "d2"]


async def test_what_a_platform_asked_to_wait_for_holds_for_every_process_of_that_tenant(
    units: Units, neighbour: Units
) -> None:
    async with units() as uow:
        assert await uow.ledger.held(TENANT) is None
        await uow.ledger.hold(TENANT, NOW + timedelta(seconds=30))
        await uow.ledger.hold(TENANT, NOW)
        await uow.commit()

    async with neighbour() as uow:
        assert await uow.ledger.held(TENANT) == NOW + timedelta(seconds=30)
        assert await uow.ledger.held(TenantId("web:another")) is None
