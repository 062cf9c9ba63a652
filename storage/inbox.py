"""The inbox: which events of the platforms have been seen."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.ids import TenantId
from bot.ports.store import Inbox
from storage.statements import put_once
from storage.tables import inbox


class SqlInbox(Inbox):
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def first_sight(self, tenant: TenantId, event_key: str, now: datetime) -> bool:
        seen = {"tenant_id": tenant, "event_key": event_key, "seen_at": now}
        return await put_once(self._connection, inbox, seen, ["tenant_id", "event_key"])
