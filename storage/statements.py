"""The two statements whose spelling depends on the database, and the meaning of a refused one."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TypedDict

from sqlalchemy import Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.errors import NotFound, Stale

_INSERT: Mapping[str, Callable[[Table], sqlite.Insert | postgresql.Insert]] = {
    "sqlite": sqlite.insert,
    "postgresql": postgresql.insert,
}

Values = Mapping[str, object]


class _RowLock(TypedDict):
    key_share: bool


#: A row's lock for `with_for_update`; rows that lean on it by a foreign key may still come. SQLite needs none.
ROW: _RowLock = {"key_share": True}


async def put(connection: AsyncConnection, table: Table, values: Values) -> None:
    """The row stands there with these values: inserted, or these columns replaced in the row of the same key."""
    key = [column.name for column in table.primary_key]
    insert = _INSERT[connection.dialect.name](table).values(**values)
    changes = {name: insert.excluded[name] for name in values if name not in key}
    with clash():
        await connection.execute(insert.on_conflict_do_update(index_elements=key, set_=changes))


async def put_once(connection: AsyncConnection, table: Table, values: Values, unique: Sequence[str]) -> bool:
    """Inserts the row; False, and nothing written, where one with the same `unique` columns is there."""
    insert = _INSERT[connection.dialect.name](table).values(**values)
    result = await connection.execute(insert.on_conflict_do_nothing(index_elements=unique))
    return result.rowcount == 1


@contextmanager
def clash() -> Iterator[None]:
    """A row that somebody else has put there meanwhile is Stale; one that leans on a missing row is NotFound."""
    try:
        yield
    except IntegrityError as err:
        if "foreign key" in str(err.orig).lower():
            raise NotFound("what this record belongs to does not exist in this tenant") from err
        raise Stale("a record with this key was stored by somebody else") from err
