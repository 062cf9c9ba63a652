"""Durable work: DBOS Transact behind the `Work` port, on the application's own database.

A task is one workflow. Its handler runs on the application's loop; DBOS and its writes stay on threads of their own.
A run that must be repeated (it raised, or asked for it) is put as a new, delayed workflow, so that what waits holds
no place among the `CONCURRENCY` running.
"""

import asyncio
import logging
import sqlite3
from collections.abc import Awaitable, Callable, Collection, Mapping
from contextlib import closing
from dataclasses import asdict
from datetime import timedelta
from math import ceil
from typing import Any
from urllib.parse import quote

import structlog
from dbos import DBOS, DBOSClient, DBOSConfig, DBOSPortableJSONSerializer, EnqueueOptions

from adapters.runtime.item import Item
from adapters.runtime.log import place_of
from bot.ports.clock import Clock
from bot.ports.work import Again, Task, TaskKind, Work

Handler = Callable[[tuple[str, ...]], Awaitable[Again | None]]
RunSync = Callable[[Callable[[Any], object]], Awaitable[object]]

CONCURRENCY = 32  #: tasks running at once in this process
ATTEMPTS = 8  #: runs of a task that raises, before it is given up
FIRST_BACKOFF = timedelta(seconds=1)  #: doubled after each failure
LONGEST_BACKOFF = timedelta(seconds=60)
#: How often DBOS looks for work: 0.1 s from commit to start on average, for 1.9 % of a core at rest.
#: Looking every 0.1 s costs 3.2 %, and DBOS offers no way to wake it.
POLLING = timedelta(milliseconds=200)

_NAME = "hymnsheet"
#: Pinned: DBOS runs only work of its own version, and work must outlive our releases.
_VERSION = "1"
_WORKFLOW = "task"
_QUEUE = "tasks"
_THREADS = 4  # SQLite has one writer: more threads only wait for each other
_SERVER_THREADS = 8  # PostgreSQL has many
_FROZEN_SECONDS = 20.0  #: PostgreSQL ends a transaction in which a frozen process has asked nothing for so long
_UNFINISHED = ["ENQUEUED", "PENDING", "DELAYED"]

_log = structlog.get_logger()


def migrate(system_database_url: str) -> None:
    """Brings DBOS's own tables to its version, after the application's own migrations.

    Of several processes on PostgreSQL one does it, by a lock of DBOS's own, and the others wait.
    """
    if on_file(system_database_url):
        with closing(sqlite3.connect(system_database_url.removeprefix("sqlite:///"))) as connection:
            connection.execute("PRAGMA journal_mode=WAL")  # kept in the file; 21 -> 98 items/s
    DBOS.migrate(system_database_url)


def on_file(system_database_url: str) -> bool:
    return system_database_url.startswith("sqlite:")


def backoff(failures: int, first: timedelta = FIRST_BACKOFF) -> timedelta:
    """How long to wait after this many failures in a row (1, 2, …)."""
    return min(first * (1 << (failures - 1)), LONGEST_BACKOFF)


class Engine:
    """Runs what was put, at least once each. One at a time in a process: DBOS is a singleton.

    `executor_id`: the same at every start of an embedded installation, so that it takes its own work up again;
    unique for each of several replicas. `clock` must be the one the handlers' `Again.at` is read from.
    """

    def __init__(
        self,
        system_database_url: str,
        executor_id: str,
        handlers: Mapping[TaskKind, Handler],
        clock: Clock,
        *,
        polling: timedelta = POLLING,
        first_backoff: timedelta = FIRST_BACKOFF,
    ) -> None:
        self._url = system_database_url
        self.executor_id = executor_id
        self._handlers = handlers
        self._clock = clock
        self._polling = polling
        self._first_backoff = first_backoff
        self._loop: asyncio.AbstractEventLoop | None = None
        self._running: set[str] = set()  #: what runs in this process
        self._missing: set[str] = set()  #: what was said to run in it at the last look, and did not
        self._client = DBOSClient(
            system_database_url=system_database_url,
            serializer=DBOSPortableJSONSerializer(),
            application_name=_NAME,
            lazy=True,
            sys_db_idle_transaction_timeout_sec=_FROZEN_SECONDS,
        )

    async def start(self) -> None:
        """Takes up what an earlier process left, and runs handlers on the running loop from now on."""
        self._loop = asyncio.get_running_loop()
        # In a thread: launched on this loop, DBOS would run its own part of every item here as well.
        await asyncio.to_thread(self._launch, self._loop)

    async def stop(self, drain: timedelta) -> None:
        """Takes no new item, waits for the running ones, and leaves what has not ended after `drain` to the next start.

        A thread of DBOS looks once a second; without running items this takes about 0.1 s.
        """
        if self._loop is not None:
            running = await asyncio.to_thread(self._unfinished, ["PENDING"])
            seconds = ceil(drain.total_seconds()) if running else 0
            await asyncio.to_thread(DBOS.destroy, destroy_registry=True, workflow_completion_timeout_sec=seconds)
            self._loop = None
        await asyncio.to_thread(self._client.destroy)

    def work_in(self, run_sync: RunSync) -> Work:
        """A `Work` inside the transaction whose connection's `run_sync` is given; usable before `start`."""
        return _Outbox(self._client, run_sync)

    async def settled(self, within: timedelta) -> bool:
        """True as soon as every item put has ended; False where some still run, wait or are delayed after `within`."""
        try:
            async with asyncio.timeout(within.total_seconds()):
                # DBOS keeps its state in the database: there is no event to wait on
                while await asyncio.to_thread(self._unfinished, _UNFINISHED):  # noqa: ASYNC110 - see above
                    await asyncio.sleep(0.02)
        except TimeoutError:
            return False
        return True

    async def adopt(self, alive: Collection[str]) -> int:
        """Puts back into the queue what runs in no process of these names; returns how many items that were.

        For one caller at a time: what another has just put back may run again already.
        """
        return await asyncio.to_thread(self._adopt, alive)

    async def reclaim(self) -> int:
        """Puts back into the queue what is said to run in this process, and did not at this look and the last one: the
        database went away between giving it out and being heard. Returns how many items that were.
        """
        return await asyncio.to_thread(self._reclaim)

    def _adopt(self, alive: Collection[str]) -> int:
        return self._put_back([item for item, executor in self._pending() if executor not in alive])

    def _reclaim(self) -> int:
        missing = {item for item, executor in self._pending() if executor == self.executor_id} - self._running
        again, self._missing = missing & self._missing, missing
        return self._put_back(again)

    def _pending(self) -> list[tuple[str, str | None]]:
        """What is said to run, and in which process."""
        running = self._client.list_workflows(
            status=["PENDING"], queue_name=_QUEUE, load_input=False, load_output=False
        )
        return [(item.workflow_id, item.executor_id) for item in running]

    def _put_back(self, items: Collection[str]) -> int:
        if items:
            self._client.resume_workflows(list(items), queue_name=_QUEUE)
        return len(items)

    def _launch(self, loop: asyncio.AbstractEventLoop) -> None:
        _quiet()
        migrate(self._url)
        # Registered before the launch: DBOS looks for new queues only once a second.
        self._client.register_queue(
            _QUEUE, worker_concurrency=CONCURRENCY, polling_interval_sec=self._polling.total_seconds()
        )
        DBOS(config=self._config())

        # No limit to recoveries: a task is never dropped because the process around it died often.
        @DBOS.workflow(name=_WORKFLOW, max_recovery_attempts=None)
        async def task(kind: str, args: list[str], key: str, run: int, failures: int) -> str:
            return await self._run(Item(kind, args, key, run, failures), loop)

        DBOS.launch()

    def _config(self) -> DBOSConfig:
        return {
            "name": _NAME,
            "system_database_url": self._url,
            "application_version": _VERSION,
            "executor_id": self.executor_id,
            "serializer": DBOSPortableJSONSerializer(),
            "run_migrations": False,
            "enable_otlp": False,
            "log_level": "WARNING",
            "max_executor_threads": _THREADS if on_file(self._url) else _SERVER_THREADS,
            # A file needs no question whether it is there.
            "db_engine_kwargs": {"pool_pre_ping": not on_file(self._url)},
            "sys_db_idle_transaction_timeout_sec": _FROZEN_SECONDS,
            "notification_listener_polling_interval_sec": 0.25,  # only bounds how long stopping takes
        }

    async def _run(self, item: Item, loop: asyncio.AbstractEventLoop) -> str:
        """Runs on DBOS's loop; returns what DBOS keeps as the outcome."""
        self._running.add(item.workflow_id)
        try:
            attempt = asyncio.run_coroutine_threadsafe(self._attempt(item), loop)
            following = await asyncio.wrap_future(attempt)
            if following is None:
                return "ended"
            await self._put_until_taken(*following)
            return "again"
        finally:
            self._running.discard(item.workflow_id)

    async def _put_until_taken(self, delay: timedelta, item: Item) -> None:
        """An item that ended without its next run put would be forgotten: the database may be away just now."""
        while True:
            try:
                await asyncio.to_thread(self._put, item, delay)
            except Exception as error:  # noqa: BLE001 - whatever the database says
                _log.warning("task not put again", task=item.kind, key=item.key, error=type(error).__name__)
                await asyncio.sleep(self._first_backoff.total_seconds())
            else:
                return

    async def _attempt(self, item: Item) -> tuple[timedelta, Item] | None:
        """Runs on the application's loop; returns the next run and how long to wait for it, None for the end."""
        try:
            outcome = await self._handlers[TaskKind(item.kind)](tuple(item.args))
        except asyncio.CancelledError as error:
            if (current := asyncio.current_task()) and current.cancelling():
                raise  # the engine stops; the item stays with DBOS for the next start
            return self._after(item, error)
        except Exception as error:  # noqa: BLE001 - the work loop: whatever a handler raises is recorded and retried
            return self._after(item, error)
        return None if outcome is None else (outcome.at - self._clock.now(), item.again(failures=0))

    def _after(self, item: Item, error: BaseException) -> tuple[timedelta, Item] | None:
        failures = item.failures + 1
        log = _log.bind(
            task=item.kind,
            key=item.key,
            attempt=failures,
            error=type(error).__name__,
            place=place_of(error.__traceback__),
        )
        if failures >= ATTEMPTS:
            log.error("task given up")
            return None
        log.warning("task failed")
        return backoff(failures, self._first_backoff), item.again(failures)

    def _put(self, item: Item, delay: timedelta) -> None:
        self._client.enqueue(_options(item, delay), **asdict(item))

    def _unfinished(self, states: list[str]) -> bool:
        return bool(
            self._client.list_workflows(status=states, queue_name=_QUEUE, limit=1, load_input=False, load_output=False)
        )


class _Outbox(Work):
    def __init__(self, client: DBOSClient, run_sync: RunSync) -> None:
        self._client = client
        self._run_sync = run_sync

    async def put(self, task: Task, *, key: str, wait: timedelta = timedelta()) -> None:
        # Quoted: DBOS refuses an id of blanks alone, and no database takes every character.
        item = Item(task.kind, task.args, quote(key, safe=" :/|@", errors="surrogatepass"))

        def enqueue(connection: Any) -> None:
            self._client.enqueue_in_transaction(connection, _options(item, wait), **asdict(item))

        await self._run_sync(enqueue)


def _options(item: Item, delay: timedelta = timedelta()) -> EnqueueOptions:
    options: EnqueueOptions = {
        "workflow_name": _WORKFLOW,
        "queue_name": _QUEUE,
        "workflow_id": item.workflow_id,
        "app_version": _VERSION,
    }
    if delay > timedelta():
        options["delay_seconds"] = delay.total_seconds() + 0.001  # DBOS cuts to milliseconds: never too early
    return options


def _quiet() -> None:
    """DBOS adds a console of its own unless its logger has a handler; its records are to come through ours."""
    logger = logging.getLogger("dbos")
    if not logger.handlers:
        logger.addHandler(logging.NullHandler())
