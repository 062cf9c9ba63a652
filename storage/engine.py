"""The database, and the two ways into it: reading and writing."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import timedelta

from sqlalchemy import URL, Connection, event, make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import ArgumentError, DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from bot.domain.errors import BadInput, Stale

_READING = "hymnsheet_reading"
_TURNS = "hymnsheet_turns"
_PATIENCE = "hymnsheet_patience"

#: How long a writer waits for those of other processes: a backup or somebody's tool may hold the file for 20 s.
_LONG = timedelta(seconds=30)

_PRAGMAS = (
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",  # in WAL, NORMAL may lose the last commits at a power cut
    "PRAGMA foreign_keys = ON",
)

#: PostgreSQL's writers at once in this process, and its readers beside them: three replicas stay far below the
#: server's own 100 connections.
WRITERS, _READERS = 8, 4

#: PostgreSQL ends a transaction in which nothing was asked for so long: a frozen process must not keep the rows that it
#: has changed from all others. Longer than the longest call to a platform inside a transaction.
IDLE = timedelta(seconds=40)

#: Of a statement that a frozen process asked for by half nobody says that it is idle: none takes longer than this.
LONGEST = timedelta(seconds=40)

#: And none waits longer for rows that another holds: those of a frozen process that wait would get them next, and hold
#: them for as long again, one after the other.
LOCKED = timedelta(seconds=15)

#: What PostgreSQL says of a transaction that must be run again: serialization failure, deadlock, rows held too long.
_LOST_RACE = frozenset({"40001", "40P01", "55P03"})

_FORMS = "sqlite+aiosqlite:///path/to/file.db or postgresql+asyncpg://user:password@host/database"


def make_engine(url: str) -> AsyncEngine:
    """The engine for one event loop; dispose of it at the end. Raises BadInput on a URL it cannot serve."""
    try:
        parsed = make_url(url)
    except ArgumentError as err:
        raise BadInput(f"the database URL must look like {_FORMS}") from err
    named = parsed.database not in {None, "", ":memory:"}
    if named and parsed.drivername == "postgresql+asyncpg":
        return _on_server(parsed)
    if named and parsed.drivername == "sqlite+aiosqlite":
        return _on_file(parsed)
    raise BadInput(f"the database URL must name a file or a database: {_FORMS}")


def _on_server(url: URL) -> AsyncEngine:
    return create_async_engine(
        url,
        pool_size=WRITERS + _READERS,
        max_overflow=0,
        pool_pre_ping=True,  # the server may have been restarted since
        connect_args={
            "timeout": 10,
            "server_settings": {
                "idle_in_transaction_session_timeout": _milliseconds(IDLE),
                "statement_timeout": _milliseconds(LONGEST),
                "lock_timeout": _milliseconds(LOCKED),
            },
        },
        execution_options={_TURNS: _Turns(WRITERS)},
    )


def _milliseconds(time: timedelta) -> str:
    return str(time // timedelta(milliseconds=1))


def _on_file(url: URL) -> AsyncEngine:
    engine = create_async_engine(
        url,
        # The driver's own BEGIN comes only before the first write: two who read the same value would both add to it.
        connect_args={"isolation_level": None},
        execution_options={_TURNS: _Turns(1)},
    )
    event.listen(engine.sync_engine, "connect", _prepare)
    event.listen(engine.sync_engine, "begin", _begin)
    return engine


@asynccontextmanager
async def writing(
    engine: AsyncEngine, patience: timedelta | None = None, *, aside: bool = False
) -> AsyncIterator[AsyncConnection]:
    """One write transaction; rolled back unless the connection's `commit()` was awaited.

    Waits its turn in this process, however long, and then up to 30 s for other processes; with `patience` no longer
    than that for either. Raises TimeoutError of the former, OperationalError of the latter. On PostgreSQL several
    write at once: raises Stale where this one lost a race and is to be run again. `aside` waits for no turn: for what
    is short and must come through while all others wait.
    """
    turns: _Turns = engine.sync_engine.get_execution_options()[_TURNS]
    async with AsyncExitStack() as stack:
        if not aside:
            async with asyncio.timeout(patience.total_seconds() if patience else None):
                await stack.enter_async_context(turns.next())
        patient = engine.execution_options(**{_PATIENCE: patience or _LONG})
        connection = await stack.enter_async_context(patient.connect())
        await connection.begin()
        try:
            yield connection
        except DBAPIError as err:
            if getattr(err.orig, "sqlstate", None) in _LOST_RACE:
                raise Stale("somebody else changed the same records meanwhile") from err
            raise


@asynccontextmanager
async def reading(engine: AsyncEngine) -> AsyncIterator[AsyncConnection]:
    """One snapshot to read from. Waits for no writer."""
    options: dict[str, object] = {_READING: True}
    if engine.dialect.name == "postgresql":
        options |= {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
    async with engine.execution_options(**options).connect() as connection:
        await connection.begin()
        yield connection


class _Turns:
    """SQLite takes one writer at a time, and lets the others poll for it, the unlucky ones for long.

    Here the writers of this process queue in the order they came; only other processes and the work engine's
    threads are met by polling. PostgreSQL takes several: there the queue keeps connections free for the readers.
    """

    def __init__(self, places: int) -> None:
        self._places = asyncio.Semaphore(places)
        self._holders: set[asyncio.Task[object] | None] = set()

    @asynccontextmanager
    async def next(self) -> AsyncIterator[None]:
        task = asyncio.current_task()
        if task in self._holders:
            raise RuntimeError("a write transaction inside a write transaction would wait for itself")
        async with self._places:
            self._holders.add(task)
            try:
                yield
            finally:
                self._holders.discard(task)


def _prepare(driver: DBAPIConnection, record: object) -> None:
    del record
    cursor = driver.cursor()
    cursor.execute(_wait_at_most(_LONG))  # first: the others may have to wait already
    for pragma in _PRAGMAS:
        cursor.execute(pragma)
    cursor.close()


def _begin(connection: Connection) -> None:
    options = connection.get_execution_options()
    if options.get(_READING, False):
        connection.exec_driver_sql("BEGIN")
        return
    connection.exec_driver_sql(_wait_at_most(options.get(_PATIENCE, _LONG)))
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def _wait_at_most(patience: timedelta) -> str:
    return f"PRAGMA busy_timeout = {_milliseconds(patience)}"
