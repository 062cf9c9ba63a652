"""Restatements, and what was heard in them."""

import asyncio
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, delete, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.errors import NotFound
from bot.domain.ids import CheckId, PersonRef, RestatementId, TenantId
from bot.domain.restatement import ReadBack, Restatement
from bot.ports.store import RestatementStore
from storage.answer_rows import read_back_of, read_back_values, restatement_of, restatement_values
from storage.cipher import Cipher
from storage.statements import put
from storage.tables import restatements


class SqlRestatements(RestatementStore):
    def __init__(self, connection: AsyncConnection, cipher: Cipher) -> None:
        self._connection = connection
        self._cipher = cipher

    async def put(self, restatement: Restatement) -> None:
        await put(self._connection, restatements, restatement_values(restatement, self._cipher))

    async def get(self, tenant: TenantId, restatement_id: RestatementId) -> Restatement:
        return restatement_of(await self._row(tenant, restatement_id), self._cipher)

    async def of_person(self, check_id: CheckId, round_: int, person: PersonRef) -> Restatement | None:
        query = select(restatements).where(
            restatements.c.tenant_id == person.tenant,
            restatements.c.check_id == check_id,
            restatements.c.round == round_,
            restatements.c.user_id == person.user,
        )
        row = (await self._connection.execute(query)).one_or_none()
        return None if row is None else restatement_of(row, self._cipher)

    async def of_round(
        self, tenant: TenantId, check_id: CheckId, round_: int
    ) -> Sequence[tuple[Restatement, ReadBack | None]]:
        query = (
            select(restatements)
            .where(
                restatements.c.tenant_id == tenant,
                restatements.c.check_id == check_id,
                restatements.c.round == round_,
            )
            .order_by(restatements.c.submitted_at, restatements.c.id)
        )
        rows = (await self._connection.execute(query)).all()
        # Opening thousands of tokens takes a second or more; the event loop has other people to answer.
        return await asyncio.to_thread(self._opened, rows)

    async def put_read_back(self, tenant: TenantId, restatement_id: RestatementId, read_back: ReadBack) -> None:
        change = (
            update(restatements).where(_is(tenant, restatement_id)).values(**read_back_values(read_back, self._cipher))
        )
        if (await self._connection.execute(change)).rowcount != 1:
            raise NotFound(f"no restatement {restatement_id}")

    async def read_back(self, tenant: TenantId, restatement_id: RestatementId) -> ReadBack | None:
        return read_back_of(await self._row(tenant, restatement_id), self._cipher)

    async def put_translation(self, restatement: Restatement, language: str, words: str) -> None:
        sealed = self._cipher.seal(json.dumps([language, words]))
        change = (
            update(restatements)
            .where(_is(restatement.person.tenant, restatement.id), restatements.c.revision == restatement.revision)
            .values(sealed_translation=sealed)
        )
        await self._connection.execute(change)

    async def translations(
        self, tenant: TenantId, check_id: CheckId, round_: int, language: str
    ) -> Mapping[RestatementId, str]:
        query = select(restatements.c.id, restatements.c.sealed_translation).where(
            restatements.c.tenant_id == tenant,
            restatements.c.check_id == check_id,
            restatements.c.round == round_,
            restatements.c.sealed_translation.is_not(None),
        )
        there = {}
        for restatement_id, sealed in await self._connection.execute(query):
            of, words = json.loads(self._cipher.open(sealed))
            if of == language:
                there[RestatementId(restatement_id)] = words
        return there

    async def delete(self, tenant: TenantId, restatement_id: RestatementId) -> None:
        await self._connection.execute(delete(restatements).where(_is(tenant, restatement_id)))

    async def _row(self, tenant: TenantId, restatement_id: RestatementId) -> Row[Any]:
        row = (await self._connection.execute(select(restatements).where(_is(tenant, restatement_id)))).one_or_none()
        if row is None:
            raise NotFound(f"no restatement {restatement_id}")
        return row

    def _opened(self, rows: Iterable[Row[Any]]) -> list[tuple[Restatement, ReadBack | None]]:
        return [(restatement_of(row, self._cipher), read_back_of(row, self._cipher)) for row in rows]


def _is(tenant: TenantId, restatement_id: RestatementId) -> ColumnElement[bool]:
    return and_(restatements.c.tenant_id == tenant, restatements.c.id == restatement_id)
