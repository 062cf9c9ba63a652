"""What a language model worded for a check."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.ids import CheckId, TenantId
from bot.ports.store import WordingStore
from storage.cipher import Cipher
from storage.statements import put
from storage.tables import wordings


class SqlWordings(WordingStore):
    def __init__(self, connection: AsyncConnection, cipher: Cipher) -> None:
        self._connection = connection
        self._cipher = cipher

    async def put(self, tenant: TenantId, check_id: CheckId, key: str, words: str) -> None:
        values = {"tenant_id": tenant, "check_id": check_id, "key": key, "sealed_words": self._cipher.seal(words)}
        await put(self._connection, wordings, values)

    async def get(self, tenant: TenantId, check_id: CheckId, key: str) -> str | None:
        query = select(wordings.c.sealed_words).where(
            wordings.c.tenant_id == tenant, wordings.c.check_id == check_id, wordings.c.key == key
        )
        sealed = (await self._connection.execute(query)).scalar_one_or_none()
        return None if sealed is None else self._cipher.open(sealed)
