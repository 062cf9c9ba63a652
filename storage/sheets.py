"""Sheets."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.errors import NotFound
from bot.domain.ids import SheetId, TenantId
from bot.domain.sheet import SheetVersion
from bot.ports.store import SheetStore
from storage.cipher import Cipher
from storage.rows import sheet_of, sheet_values
from storage.statements import put
from storage.tables import sheets


class SqlSheets(SheetStore):
    def __init__(self, connection: AsyncConnection, cipher: Cipher) -> None:
        self._connection = connection
        self._cipher = cipher

    async def put(self, sheet: SheetVersion) -> None:
        await put(self._connection, sheets, sheet_values(sheet, self._cipher))

    async def get(self, tenant: TenantId, sheet_id: SheetId, version: int) -> SheetVersion:
        query = select(sheets).where(sheets.c.tenant_id == tenant, sheets.c.id == sheet_id, sheets.c.version == version)
        row = (await self._connection.execute(query)).one_or_none()
        if row is None:
            raise NotFound(f"no version {version} of sheet {sheet_id}")
        return sheet_of(row, self._cipher)

    async def slugs(self, tenant: TenantId) -> frozenset[str]:
        query = select(sheets.c.slug).where(sheets.c.tenant_id == tenant).distinct()
        return frozenset((await self._connection.execute(query)).scalars())
