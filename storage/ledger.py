"""The ledger: every message owed, and what became of it."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.errors import NotFound
from bot.domain.ids import CheckId, DeliveryId, TenantId
from bot.ports.store import Delivery, DeliveryState, Ledger
from storage.rows import delivery_of, delivery_values
from storage.statements import ROW, put, put_once
from storage.tables import deliveries, meta


class SqlLedger(Ledger):
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def owe(self, delivery: Delivery) -> bool:
        return await put_once(self._connection, deliveries, delivery_values(delivery), ["tenant_id", "key"])

    async def get(self, delivery_id: DeliveryId) -> Delivery:
        query = select(deliveries).where(deliveries.c.id == delivery_id).with_for_update(**ROW)
        row = (await self._connection.execute(query)).one_or_none()
        if row is None:
            raise NotFound(f"no delivery {delivery_id}")
        return delivery_of(row)

    async def by_key(self, tenant: TenantId, key: str) -> Delivery | None:
        query = select(deliveries).where(deliveries.c.tenant_id == tenant, deliveries.c.key == key)
        row = (await self._connection.execute(query)).one_or_none()
        return None if row is None else delivery_of(row)

    async def save(self, delivery: Delivery) -> None:
        change = (
            update(deliveries)
            .where(deliveries.c.tenant_id == delivery.tenant, deliveries.c.id == delivery.id)
            .values(**delivery_values(delivery))
        )
        if (await self._connection.execute(change)).rowcount != 1:
            raise NotFound(f"no delivery {delivery.id}")

    async def counts(self, tenant: TenantId, check_id: CheckId) -> dict[DeliveryState, int]:
        counted = or_(deliveries.c.updates.is_(None), deliveries.c.state == DeliveryState.GIVEN_UP.value)
        query = (
            select(deliveries.c.state, func.count())
            .where(deliveries.c.tenant_id == tenant, deliveries.c.check_id == check_id, counted)
            .group_by(deliveries.c.state)
        )
        return {DeliveryState(state): number for state, number in await self._connection.execute(query)}

    async def given_up(self, tenant: TenantId, check_id: CheckId) -> Sequence[Delivery]:
        query = (
            select(deliveries)
            .where(
                deliveries.c.tenant_id == tenant,
                deliveries.c.check_id == check_id,
                deliveries.c.state == DeliveryState.GIVEN_UP.value,
            )
            .order_by(deliveries.c.id)
        )
        return [delivery_of(row) for row in await self._connection.execute(query)]

    async def hold(self, tenant: TenantId, until: datetime) -> None:
        before = await self.held(tenant)
        if before is None or before < until:
            await put(self._connection, meta, {"name": _held(tenant), "value": until.isoformat().encode()})

    async def held(self, tenant: TenantId) -> datetime | None:
        query = select(meta.c.value).where(meta.c.name == _held(tenant))
        value = (await self._connection.execute(query)).scalar_one_or_none()
        return datetime.fromisoformat(value.decode()) if value else None


def _held(tenant: TenantId) -> str:
    """The name under which it is kept."""
    return f"held {tenant}"
