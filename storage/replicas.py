"""The processes that work on one database, by their heartbeats. The database's clock is the only one that counts."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta

from sqlalchemy import delete, func, select
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from storage.engine import reading, writing
from storage.statements import put
from storage.tables import replicas
from storage.types import UtcDateTime

#: "orph": one replica at a time looks for the work of dead ones.
_ADOPTING = 0x6F727068

_FORGOTTEN = timedelta(days=1)


class SqlReplicas:
    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def beat(self, replica: str) -> None:
        """This replica is alive now, whatever its writers wait for."""
        async with writing(self._engine, aside=True) as connection:
            now = await _now(connection)
            await put(connection, replicas, {"id": replica, "beat_at": now})
            await connection.execute(delete(replicas).where(replicas.c.beat_at < now - _FORGOTTEN))
            await connection.commit()

    async def leave(self, replica: str) -> None:
        """This replica works no more; what it left is anybody's."""
        async with writing(self._engine) as connection:
            await connection.execute(delete(replicas).where(replicas.c.id == replica))
            await connection.commit()

    async def alive(self, within: timedelta) -> frozenset[str]:
        """The replicas whose last heartbeat is not older than this."""
        async with reading(self._engine) as connection:
            since = await _now(connection) - within
            found = await connection.execute(select(replicas.c.id).where(replicas.c.beat_at >= since))
            return frozenset(found.scalars())

    @asynccontextmanager
    async def alone(self) -> AsyncIterator[bool]:
        """True for one replica at a time; the others need not wait, they get False."""
        async with writing(self._engine) as connection:
            if self._engine.dialect.name != "postgresql":
                yield True  # the only writer of the file
                return
            yield bool((await connection.execute(select(func.pg_try_advisory_xact_lock(_ADOPTING)))).scalar_one())


async def _now(connection: AsyncConnection) -> datetime:
    return (await connection.execute(select(func.now(type_=UtcDateTime)))).scalar_one()
