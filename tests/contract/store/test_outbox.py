"""What waits in the whole installation."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from sqlalchemy.ext.asyncio import AsyncEngine

from bot.domain.ids import DeliveryId, TenantId
from bot.ports.store import Delivery, DeliveryState, Outbox
from storage.engine import make_engine
from storage.outbox import outbox
from tests.builders import CHECK, NOW, TENANT
from tests.contract.store.conftest import Units, drivers_gone

MINUTE = timedelta(minutes=1)
OWED = Delivery(DeliveryId("d1"), TENANT, "k1", "ask", CHECK, to_person="priya", made_at=NOW)


async def owed(units: Units, *deliveries: Delivery) -> None:
    async with units() as uow:
        for number, delivery in enumerate(deliveries):
            await uow.ledger.owe(replace(delivery, id=DeliveryId(f"d{number}"), key=f"k{number}"))
        await uow.commit()


async def test_an_empty_ledger_has_nothing_waiting(engine: AsyncEngine) -> None:
    assert await outbox(engine, NOW) == Outbox(0, 0, None)


async def test_all_tenants_count_and_what_is_over_does_not(units: Units, engine: AsyncEngine) -> None:
    await owed(
        units,
        OWED,
        replace(OWED, tenant=TenantId("slack:T2"), state=DeliveryState.ATTEMPTED, made_at=NOW - MINUTE),
        replace(OWED, state=DeliveryState.SENT, made_at=NOW - 9 * MINUTE),
        replace(OWED, state=DeliveryState.REFUSED, made_at=NOW - 9 * MINUTE),
        replace(OWED, state=DeliveryState.GIVEN_UP, made_at=NOW - 9 * MINUTE),
    )

    assert await outbox(engine, NOW) == Outbox(2, 1, NOW - MINUTE)


async def test_what_may_not_go_out_yet_has_no_age(units: Units, engine: AsyncEngine) -> None:
    await owed(units, replace(OWED, not_before=NOW + MINUTE), replace(OWED, not_before=NOW - MINUTE))

    assert await outbox(engine, NOW) == Outbox(2, 0, NOW - MINUTE)
    assert await outbox(engine, NOW - 2 * MINUTE) == Outbox(2, 0, None)


async def test_a_database_that_cannot_be_read_tells_nothing(tmp_path: Path) -> None:
    engine = make_engine(f"sqlite+aiosqlite:///{tmp_path / 'nowhere' / 'hymnsheet.db'}")

    assert await outbox(engine, NOW) is None
    await engine.dispose()
    await drivers_gone()
