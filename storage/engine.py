"""The database, and the two ways into it: reading and writing."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import timedelta

from sqlalchemy import Connection, event, make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import ArgumentError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from bot.domain.errors import BadInput

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


def make_engine(url: str) -> AsyncEngine:
    """The engine for one event loop; dispose of it at the end. Raises BadInput on a URL it cannot serve."""
    try:
        parsed = make_url(url)
    except ArgumentError as err:
        raise BadInput("the database URL must look like sqlite+aiosqlite:///path/to/file.db") from err
    if parsed.drivername != "sqlite+aiosqlite" or parsed.database in {None, "", ":memory:"}:
        raise BadInput("the database URL must name a file: sqlite+aiosqlite:///path/to/file.db")
    engine = create_async_engine(
        parsed,
        # The driver's own BEGIN comes only before the first write: two who read the same value would both add to it.
        connect_args={"isolation_level": None},
        execution_options={_TURNS: _Turns()},
    )
    event.listen(engine.sync_engine, "connect", _prepare)
    event.listen(engine.sync_engine, "begin", _begin)
    return engine


@asynccontextmanager
async def writing(engine: AsyncEngine, patience: timedelta | None = None) -> AsyncIterator[AsyncConnection]:
    """One write transaction; rolled back unless the connection's `commit()` was awaited.

    Waits its turn in this process, however long, and then up to 30 s for other processes; with `patience` no longer
    than that for either. Raises TimeoutError of the former, OperationalError of the latter.
    """
    turns: _Turns = engine.sync_engine.get_execution_options()[_TURNS]
    async with AsyncExitStack() as stack:
        async with asyncio.timeout(patience.total_seconds() if patience else None):
            await stack.enter_async_context(turns.next())
        patient = engine.execution_options(**{_PATIENCE: patience or _LONG})
        connection = await stack.enter_async_context(patient.connect())
        await connection.begin()
        yield connection


@asynccontextmanager
async def reading(engine: AsyncEngine) -> AsyncIterator[AsyncConnection]:
    """One snapshot to read from. Waits for no writer."""
    async with engine.execution_options(**{_READING: True}).connect() as connection:
        await connection.begin()
        yield connection


class _Turns:
    """SQLite takes one writer at a time, and lets the others poll for it, the unlucky ones for long.

    Here the writers of this process queue in the order they came; only other processes and the work engine's
    threads are met by polling.
    """

    def __init__(self) -> None:
        self._lock = asyncio.Lock()
        self._holder: asyncio.Task[object] | None = None

    @asynccontextmanager
    async def next(self) -> AsyncIterator[None]:
        if self._holder is not None and self._holder is asyncio.current_task():
            raise RuntimeError("a write transaction inside a write transaction would wait for itself")
        async with self._lock:
            self._holder = asyncio.current_task()
            try:
                yield
            finally:
                self._holder = None


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
    return f"PRAGMA busy_timeout = {patience // timedelta(milliseconds=1)}"
