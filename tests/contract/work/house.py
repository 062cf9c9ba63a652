"""An engine on a temporary file, and the transactions of an application beside it."""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncEngine

from adapters.runtime.clock import SystemClock
from adapters.runtime.engine import Engine, Handler, migrate
from bot.ports.work import Again, Task, TaskKind
from storage.engine import make_engine

#: Long enough for a busy machine; a test ends as soon as what it waits for is there.
PATIENCE = timedelta(seconds=20)
POLLING = timedelta(milliseconds=30)


class Recorder:
    """A handler that records its runs; `outcomes` says how each of the first runs ends, the others end well."""

    def __init__(self, *outcomes: Again | BaseException | Callable[[], Again]) -> None:
        self.runs: list[tuple[str, ...]] = []
        self._outcomes = list(outcomes)

    async def __call__(self, args: tuple[str, ...]) -> Again | None:
        self.runs.append(args)
        if not self._outcomes:
            return None
        outcome = self._outcomes.pop(0)
        if isinstance(outcome, BaseException):
            raise outcome
        return outcome if isinstance(outcome, Again) else outcome()


class Gate:
    """A handler whose runs wait until it is opened, and which knows how many ran at once."""

    def __init__(self, crowd: int = 1) -> None:
        self.entered = asyncio.Event()  #: `crowd` runs are inside
        self.open = asyncio.Event()
        self.inside = 0
        self.most = 0
        self.ended = 0
        self._crowd = crowd

    async def __call__(self, args: tuple[str, ...]) -> Again | None:
        del args
        self.inside += 1
        self.most = max(self.most, self.inside)
        if self.inside == self._crowd:
            self.entered.set()
        try:
            await self.open.wait()
        finally:
            self.inside -= 1
        self.ended += 1
        return None


@dataclass(frozen=True, slots=True)
class House:
    engine: Engine
    database: AsyncEngine

    async def put(self, task: Task, *keys: str, undo: bool = False) -> None:
        """Puts the task under each key, in one transaction that also writes a row of the application's own."""
        async with self.database.connect() as connection:
            await connection.exec_driver_sql("CREATE TABLE IF NOT EXISTS own (key TEXT)")
            work = self.engine.work_in(connection.run_sync)
            for key in keys:
                await connection.execute(sa.text("INSERT INTO own VALUES (:key)"), {"key": key})
                await work.put(task, key=key)
            await (connection.rollback() if undo else connection.commit())

    async def own_rows(self) -> int:
        return await self._count("own")

    async def delayed(self) -> None:
        """Returns when a task is stored as waiting for its time."""
        async with asyncio.timeout(PATIENCE.total_seconds()):
            while not await self._count("workflow_status WHERE status = 'DELAYED'"):  # noqa: ASYNC110 - another process's state
                await asyncio.sleep(0.02)

    async def settled(self) -> bool:
        return await self.engine.settled(PATIENCE)

    async def _count(self, rows: str) -> int:
        async with self.database.connect() as connection:
            counted = await connection.exec_driver_sql(f"SELECT count(*) FROM {rows}")  # noqa: S608 - words of this file
            return int(counted.scalar_one())


def on(file: Path) -> str:
    """The engine's URL of this file."""
    return f"sqlite:///{file}"


def an_engine(url: str, handlers: Mapping[TaskKind, Handler], executor_id: str = "embedded") -> Engine:
    return Engine(url, executor_id, handlers, SystemClock(), polling=POLLING, first_backoff=timedelta())


@asynccontextmanager
async def a_house(
    url: str, deliver: Handler, *, running: bool = True, executor_id: str = "embedded"
) -> AsyncIterator[House]:
    """An engine whose `deliver` tasks go to this handler; other kinds have none."""
    engine = an_engine(url, {TaskKind.DELIVER: deliver}, executor_id)
    database = make_engine(url.replace("sqlite:", "sqlite+aiosqlite:").replace("postgresql:", "postgresql+asyncpg:"))
    migrate(url)
    if running:
        await engine.start()
    try:
        yield House(engine, database)
    finally:
        await engine.stop(timedelta())
        await database.dispose()
