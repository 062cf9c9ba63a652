"""The local workspace's board. Each call is a short transaction of its own."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

from sqlalchemy import Row, exists, select, update
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.domain.ids import TenantId
from bot.ports.board import Board, Post
from storage.cipher import Cipher
from storage.engine import reading, writing
from storage.statements import Values, put, put_once
from storage.tables import boards, posts

_WORKSPACE = TenantId("web:local")


class SqlBoard(Board):
    def __init__(self, engine: AsyncEngine, cipher: Cipher, tenant: TenantId = _WORKSPACE) -> None:
        self._engine = engine
        self._cipher = cipher
        self._tenant = tenant

    async def post(self, post: Post) -> Post:
        async with writing(self._engine) as connection:
            changed = await self._change(connection)
            known = select(posts).where(posts.c.tenant_id == self._tenant, posts.c.key == post.key)
            row = (await connection.execute(known)).one_or_none()
            if row is not None:
                return self._post_of(row)
            stored = replace(post, id=changed, changed=changed)
            await put(connection, posts, self._values(stored))
            await connection.commit()
        return stored

    async def update(self, post_id: int, body: str) -> Post | None:
        async with writing(self._engine) as connection:
            changed = await self._change(connection)
            stored = await self._get(connection, post_id)
            if stored is None:
                return None
            updated = replace(stored, body=body, revision=stored.revision + 1, changed=changed)
            await put(connection, posts, self._values(updated))
            await connection.commit()
        return updated

    async def get(self, post_id: int) -> Post | None:
        async with reading(self._engine) as connection:
            return await self._get(connection, post_id)

    async def since(self, conversations: Sequence[str], changed: int, limit: int = 500) -> Sequence[Post]:
        query = (
            select(posts)
            .where(
                posts.c.tenant_id == self._tenant,
                posts.c.conversation.in_(conversations),
                posts.c.changed > changed,
            )
            .order_by(posts.c.changed.desc())
            .limit(limit)
        )
        async with reading(self._engine) as connection:
            rows = (await connection.execute(query)).all()
        return [self._post_of(row) for row in reversed(rows)]

    async def clock_offset(self) -> timedelta:
        query = select(boards.c.clock_offset).where(boards.c.tenant_id == self._tenant)
        async with reading(self._engine) as connection:
            return (await connection.execute(query)).scalar_one_or_none() or timedelta()

    async def set_clock_offset(self, offset: timedelta) -> None:
        async with writing(self._engine) as connection:
            await self._begun(connection)
            change = update(boards).where(boards.c.tenant_id == self._tenant).values(clock_offset=offset)
            await connection.execute(change)
            await connection.commit()

    async def empty(self) -> bool:
        query = select(exists().where(posts.c.tenant_id == self._tenant))
        async with reading(self._engine) as connection:
            return not (await connection.execute(query)).scalar_one()

    async def _get(self, connection: AsyncConnection, post_id: int) -> Post | None:
        query = select(posts).where(posts.c.tenant_id == self._tenant, posts.c.id == post_id)
        row = (await connection.execute(query)).one_or_none()
        return None if row is None else self._post_of(row)

    async def _change(self, connection: AsyncConnection) -> int:
        """The next number of the board's counter; whoever else wants one waits for this transaction's end."""
        await self._begun(connection)
        rise = (
            update(boards)
            .where(boards.c.tenant_id == self._tenant)
            .values(changed=boards.c.changed + 1)
            .returning(boards.c.changed)
        )
        changed: int = (await connection.execute(rise)).scalar_one()
        return changed

    async def _begun(self, connection: AsyncConnection) -> None:
        first = {"tenant_id": self._tenant, "changed": 0, "clock_offset": timedelta()}
        await put_once(connection, boards, first, ["tenant_id"])

    def _values(self, post: Post) -> Values:
        return {
            "tenant_id": self._tenant,
            "id": post.id,
            "conversation": post.conversation,
            "author": post.author,
            "sealed_body": self._cipher.seal(post.body),
            "posted_at": post.posted_at,
            "key": post.key,
            "revision": post.revision,
            "changed": post.changed,
        }

    def _post_of(self, row: Row[Any]) -> Post:
        return Post(
            id=row.id,
            conversation=row.conversation,
            author=row.author,
            body=self._cipher.open(row.sealed_body),
            posted_at=row.posted_at,
            key=row.key,
            revision=row.revision,
            changed=row.changed,
        )
