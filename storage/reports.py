"""Versions of reports."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.check import ReportVersion
from bot.domain.ids import CheckId, TenantId
from bot.ports.store import ReportStore
from storage.cipher import Cipher
from storage.rows import report_of, report_values
from storage.statements import put
from storage.tables import reports


class SqlReports(ReportStore):
    def __init__(self, connection: AsyncConnection, cipher: Cipher) -> None:
        self._connection = connection
        self._cipher = cipher

    async def put(self, tenant: TenantId, report: ReportVersion) -> None:
        await put(self._connection, reports, report_values(tenant, report, self._cipher))

    async def latest(self, tenant: TenantId, check_id: CheckId, round_: int) -> ReportVersion | None:
        query = (
            select(reports)
            .where(reports.c.tenant_id == tenant, reports.c.check_id == check_id, reports.c.round == round_)
            .order_by(reports.c.version.desc())
            .limit(1)
        )
        row = (await self._connection.execute(query)).one_or_none()
        return None if row is None else report_of(row, self._cipher)
