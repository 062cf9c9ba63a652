"""References. Each call is a short transaction of its own."""

from collections.abc import Sequence
from dataclasses import fields, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, delete, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.domain.ids import ChannelRef, PersonRef, TenantId
from bot.ports.references import Reference, References
from storage.engine import reading, writing
from storage.statements import put
from storage.tables import teams_references as table

_SEEN_AGAIN = timedelta(hours=1)  #: a later time alone is written no oftener
_FACTS = tuple(field.name for field in fields(Reference) if field.name not in {"to", "seen_at"})


class SqlReferences(References):
    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def get(self, to: PersonRef | ChannelRef) -> Reference | None:
        async with reading(self._engine) as connection:
            return await _known(connection, to)

    async def learn(self, *references: Reference) -> None:
        async with reading(self._engine) as connection:
            news = [one for one in references if _says_more(await _known(connection, one.to), one)]
        if not news:
            return
        async with writing(self._engine) as connection:
            for one in news:
                await _learn(connection, one)
            await connection.commit()

    async def forget(self, to: PersonRef | ChannelRef) -> None:
        kind, place = _place(to)
        gone = delete(table).where(table.c.tenant_id == to.tenant, table.c.kind == kind, table.c.place == place)
        async with writing(self._engine) as connection:
            await connection.execute(gone)
            await connection.commit()

    async def leave(self, tenant: TenantId, place: str) -> None:
        there, chats = (table.c.tenant_id == tenant, _in(place)), (table.c.kind == "person", table.c.conversation != "")
        elsewhere = (table.c.kind == "person", table.c.team != "", table.c.team != place)  # in the team of that channel
        async with writing(self._engine) as connection:
            await connection.execute(update(table).where(*there, *elsewhere).values(roster=table.c.team))
            await connection.execute(update(table).where(*there, *chats).values(roster="", team=""))
            await connection.execute(delete(table).where(*there))
            await connection.commit()

    async def forget_unheard(self, before: datetime) -> None:
        gone = delete(table).where(table.c.kind == "person", table.c.seen_at < before)
        async with writing(self._engine) as connection:
            await connection.execute(gone)
            await connection.commit()

    async def channels(self, tenant: TenantId, place: str = "") -> Sequence[Reference]:
        there = [table.c.tenant_id == tenant, table.c.kind == "channel", *([_in(place)] if place else [])]
        async with reading(self._engine) as connection:
            found = await connection.execute(
                select(table).where(*there).order_by(table.c.seen_at.desc(), table.c.place)
            )
            return [_reference_of(ChannelRef(tenant, row.place), row) for row in found]

    async def service_url(self, tenant: TenantId) -> str:
        latest = (
            select(table.c.service_url).where(table.c.tenant_id == tenant).order_by(table.c.seen_at.desc()).limit(1)
        )
        async with reading(self._engine) as connection:
            return (await connection.execute(latest)).scalar_one_or_none() or ""


def _in(place: str) -> ColumnElement[bool]:
    return or_(table.c.team == place, table.c.roster == place)


async def _known(connection: AsyncConnection, to: PersonRef | ChannelRef) -> Reference | None:
    row = (await connection.execute(_of(to))).one_or_none()
    return None if row is None else _reference_of(to, row)


async def _learn(connection: AsyncConnection, reference: Reference) -> None:
    merged = _merged(await _known(connection, reference.to), reference)
    kind, place = _place(reference.to)
    values = {"tenant_id": reference.to.tenant, "kind": kind, "place": place, "seen_at": merged.seen_at}
    await put(connection, table, values | {name: getattr(merged, name) for name in _FACTS})


def _says_more(known: Reference | None, heard: Reference) -> bool:
    if known is None:
        return True
    merged = _merged(known, heard)
    return merged.seen_at - known.seen_at >= _SEEN_AGAIN or replace(merged, seen_at=known.seen_at) != known


def _merged(known: Reference | None, heard: Reference) -> Reference:
    if known is None:
        return heard
    facts = {name: getattr(heard, name) or getattr(known, name) for name in _FACTS}
    if heard.roster:
        facts["team"] = heard.team  # of that one
    return replace(heard, seen_at=max(heard.seen_at, known.seen_at), **facts)


def _of(to: PersonRef | ChannelRef) -> Select[Any]:
    kind, place = _place(to)
    return select(table).where(table.c.tenant_id == to.tenant, table.c.kind == kind, table.c.place == place)


def _place(to: PersonRef | ChannelRef) -> tuple[str, str]:
    return ("person", to.user) if isinstance(to, PersonRef) else ("channel", to.channel)


def _reference_of(to: PersonRef | ChannelRef, row: Row[Any]) -> Reference:
    return Reference(to, seen_at=row.seen_at, **{name: getattr(row, name) for name in _FACTS})
