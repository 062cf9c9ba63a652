"""Checks."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.check import Check, CheckState
from bot.domain.errors import NotFound, Stale
from bot.domain.ids import CheckId, TenantId
from bot.ports.store import CheckStore
from storage.rows import check_of, check_values
from storage.statements import ROW, clash
from storage.tables import checks, sheets


class SqlChecks(CheckStore):
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def add(self, check: Check) -> Check:
        with clash():
            await self._connection.execute(insert(checks).values(**check_values(check)))
        return check

    async def get(self, tenant: TenantId, check_id: CheckId) -> Check:
        # Whoever else acts on this check waits for this transaction's end, on PostgreSQL by the row's lock.
        query = select(checks).where(checks.c.tenant_id == tenant, checks.c.id == check_id).with_for_update(**ROW)
        row = (await self._connection.execute(query)).one_or_none()
        if row is None:
            raise NotFound(f"no check {check_id}")
        return check_of(row)

    async def save(self, check: Check) -> Check:
        saved = replace(check, version=check.version + 1)
        change = (
            update(checks)
            .where(checks.c.tenant_id == check.tenant, checks.c.id == check.id, checks.c.version == check.version)
            .values(**check_values(saved))
        )
        if (await self._connection.execute(change)).rowcount != 1:
            raise Stale(f"check {check.id} is no longer at version {check.version}")
        return saved

    async def of_tenant(self, tenant: TenantId, states: frozenset[CheckState]) -> Sequence[tuple[Check, str]]:
        query = (
            select(checks, sheets.c.slug)
            .join(sheets)
            .where(checks.c.tenant_id == tenant, checks.c.state.in_([state.value for state in states]))
            .order_by(checks.c.created_at.desc(), checks.c.id.desc())
        )
        return [(check_of(row), row.slug) for row in await self._connection.execute(query)]

    async def due(self, now: datetime, limit: int) -> Sequence[Check]:
        query = (
            select(checks)
            .where(checks.c.due_at <= now)
            .order_by(checks.c.due_at)
            .limit(limit)
            .with_for_update(skip_locked=True, **ROW)
        )
        return [check_of(row) for row in await self._connection.execute(query)]
