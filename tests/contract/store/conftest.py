"""One fixture for each database the stores run on; every test of this folder runs on all of them."""

import asyncio
import shutil
import threading
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Protocol

import pytest
from sqlalchemy import Column, MetaData, String, Table, insert, select
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.ports.work import Task, Work
from storage.board import SqlBoard
from storage.cipher import Cipher
from storage.engine import make_engine, reading
from storage.migrate import migrate
from storage.uow import RunSync, SqlUnitOfWork, uow_factory
from tests.builders import a_check, a_sheet
from tests.postgres import Server

KEY = Cipher.new_key()
Units = Callable[[], SqlUnitOfWork]

_put_work = Table("put_work", MetaData(), Column("key", String, primary_key=True), Column("task", String))


class WorkInTable(Work):
    """Writes what is put into a table of its own through `run_sync`, as the work engine does."""

    def __init__(self, run_sync: RunSync) -> None:
        self._run_sync = run_sync

    async def put(self, task: Task, *, key: str, wait: timedelta = timedelta()) -> None:
        del wait
        row = insert(_put_work).values(key=key, task=" ".join((task.kind, *task.args)))
        await self._run_sync(lambda connection: connection.execute(row))


async def put_work(engine: AsyncEngine) -> list[str]:
    async with reading(engine) as connection:
        return list((await connection.execute(select(_put_work.c.task))).scalars())


async def drivers_gone() -> None:
    """The driver's threads have ended: no connection was left behind open."""
    for thread in threading.enumerate():
        if "_connection_worker_thread" in thread.name:
            await asyncio.to_thread(thread.join, 10)
            assert not thread.is_alive()


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("store") / "migrated.db"
    asyncio.run(migrate(f"sqlite+aiosqlite:///{file}"))
    return file


class Database(Protocol):
    """A database of the kind under test, blank or at head."""

    def blank(self) -> str: ...
    def migrated(self) -> str: ...


@dataclass(frozen=True)
class SqliteFile:
    folder: Path
    migrated_file: Path

    def blank(self) -> str:
        return f"sqlite+aiosqlite:///{self.folder / 'blank.db'}"

    def migrated(self) -> str:
        return f"sqlite+aiosqlite:///{shutil.copy(self.migrated_file, self.folder / 'hymnsheet.db')}"


@dataclass(frozen=True)
class OnServer:
    server: Server
    template: str
    stack: ExitStack

    def blank(self) -> str:
        return self.stack.enter_context(self.server.fresh())

    def migrated(self) -> str:
        return self.stack.enter_context(self.server.fresh(self.template))


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path, migrated_file: Path) -> Iterator[Database]:
    """Another kind joins here."""
    if request.param == "sqlite":
        yield SqliteFile(tmp_path, migrated_file)
        return
    with ExitStack() as stack:
        yield OnServer(request.getfixturevalue("postgres"), request.getfixturevalue("migrated_template"), stack)


#: For what a file alone does: it has one writer, and its bytes can be read.
ON_FILE = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


@pytest.fixture
def url(database: Database) -> str:
    return database.migrated()


@pytest.fixture
async def engine(url: str) -> AsyncIterator[AsyncEngine]:
    engine = make_engine(url)
    async with engine.begin() as connection:
        await connection.run_sync(_put_work.create)
    yield engine
    await engine.dispose()


@pytest.fixture
async def neighbour(url: str, cipher: Cipher) -> AsyncIterator[Units]:
    """Units of work as another process has them: on the same database, through another engine."""
    other = make_engine(url)
    yield uow_factory(other, cipher, WorkInTable)
    await other.dispose()


@pytest.fixture
def cipher() -> Cipher:
    return Cipher([KEY])


@pytest.fixture
def units(engine: AsyncEngine, cipher: Cipher) -> Units:
    return uow_factory(engine, cipher, WorkInTable)


@pytest.fixture
def board(engine: AsyncEngine, cipher: Cipher) -> SqlBoard:
    return SqlBoard(engine, cipher)


@pytest.fixture
async def checked(units: Units) -> Units:
    """Units of work over a database that holds one sheet and one open check of it."""
    async with units() as uow:
        await uow.sheets.put(a_sheet())
        await uow.checks.add(a_check())
        await uow.commit()
    return units
