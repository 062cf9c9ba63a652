"""Composition root and command line. Nothing else reads the environment or chooses an implementation."""

import argparse
import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from time import perf_counter

import structlog
from aiohttp import web
from sqlalchemy.ext.asyncio import AsyncEngine

from adapters.comparers import comparers
from adapters.platforms import Platforms, add_app, run_app
from adapters.runtime.clock import MovableClock, SystemClock, SystemIds
from adapters.runtime.engine import Engine
from adapters.runtime.engine import migrate as migrate_engine
from adapters.runtime.log import set_up_logging
from adapters.runtime.pacing import ProcessPacer
from adapters.runtime.replicas import Replica
from adapters.runtime.ticker import Ticker
from adapters.settings import Config
from adapters.terminal.command import parser, run_compare
from adapters.web.api import Workspace
from adapters.web.example import Seed, make_example
from adapters.web.gateway import WebGateway, WebRoster
from adapters.web.live import Bell
from adapters.web.metrics import Metrics
from adapters.web.page import page
from adapters.web.server import Probes, build_app, listen
from adapters.web.team import SAMPLE, load_team
from adapters.web.workspace_clock import WorkspaceClock
from bot.domain.errors import HymnsheetError
from bot.flows.door import FlowDoor
from bot.flows.house import House
from bot.flows.sweep import sweep
from bot.flows.workers import handlers
from bot.ports.chat import ChatGateway, Roster
from bot.ports.work import Work
from storage.backup import backup, restore
from storage.board import SqlBoard
from storage.cipher import Cipher
from storage.engine import make_engine
from storage.installations import SqlInstallations
from storage.key_check import check_key
from storage.migrate import migrate, ready
from storage.outbox import outbox
from storage.references import SqlReferences
from storage.replicas import SqlReplicas
from storage.spending import SqlSpending
from storage.uow import RunSync, uow_factory

SWEEP = timedelta(seconds=15)
DRAIN = timedelta(seconds=20)  #: a stop takes so long: requests being answered, replies, running work
STALE_TICKS = 3  #: not ready when the last sweep is older than so many intervals
SETTLE = timedelta(seconds=60)
BAD_INPUT = 2  #: exit code

_log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Program:
    """Everything built, nothing started."""

    config: Config
    database: AsyncEngine
    house: House
    engine: Engine
    replica: Replica
    ticker: Ticker
    gateway: WebGateway
    workspace: Workspace
    metrics: Metrics
    platforms: Platforms

    async def readiness(self) -> str | None:
        """None, or what keeps this process from working."""
        last = self.ticker.last_well("sweep")
        if last is None or SystemClock().now() - last > STALE_TICKS * SWEEP:
            return "the ticker does not tick"
        return await ready(self.database)

    async def settled(self) -> None:
        await self.engine.settled(SETTLE)


def build(config: Config, database: AsyncEngine, cipher: Cipher, clock_offset: timedelta) -> Program:
    """Chooses every implementation."""
    system = SystemClock()
    clock = MovableClock(system, clock_offset)
    board, team, bell = SqlBoard(database, cipher), load_team(config.web.workspace_team or SAMPLE), Bell()
    gateway = WebGateway(board, team, clock, bell)
    platforms = Platforms(config.platforms, SqlInstallations(database, cipher), SqlReferences(database), clock)
    gateways: dict[str, ChatGateway] = {"web": gateway, **platforms.gateways}
    rosters: dict[str, Roster] = {"web": WebRoster(team, clock), **platforms.rosters}

    def work_in(run_sync: RunSync) -> Work:
        return engine.work_in(run_sync)  # its handlers need the house, and the house puts work

    uow = uow_factory(database, cipher, work_in)
    metrics, pacer = Metrics(lambda: outbox(database, clock.now()), clock), ProcessPacer(config.pace.paces)
    house = House(
        uow,
        clock,
        SystemIds(system),
        comparers(config.comparer, SqlSpending(database))[config.comparer.comparer](),
        gateways,
        rosters,
        config.runtime.command,
        pacer,
        metrics,
    )
    engine = Engine(config.runtime.system_database_url, config.runtime.executor_id(house.ids), handlers(house), clock)
    replica = Replica(SqlReplicas(database), engine, system, config.runtime.patience, pacer.share)

    async def swept() -> None:
        while await sweep(house):
            pass

    more = platforms.jobs | (replica.jobs() if config.runtime.on_server else {})
    ticker = Ticker({"sweep": (SWEEP, swept)} | more, system)
    control = WorkspaceClock(clock, board, uow, lambda: ticker.now("sweep"), bell)
    workspace = Workspace(FlowDoor(house), board, team, clock, control, bell, config.runtime.command)
    platforms.open(workspace.door, system, config.runtime.command)
    return Program(config, database, house, engine, replica, ticker, gateway, workspace, metrics, platforms)


@asynccontextmanager
async def opened(config: Config) -> AsyncIterator[Program]:
    """Built on a database that is up to date and opens with our keys."""
    keys = config.runtime.prepared(Cipher.new_key, print)
    url = config.runtime.effective_database_url
    with config.runtime.held():
        await migrate(url)
        database = make_engine(url)
        try:
            cipher = Cipher(keys)
            await check_key(database, cipher)
            board = SqlBoard(database, cipher)
            yield build(config, database, cipher, await board.clock_offset() if config.has_workspace else timedelta())
        finally:
            await database.dispose()


@asynccontextmanager
async def running(program: Program) -> AsyncIterator[tuple[int, list[str]]]:
    """Started in order; gives the port and what the platforms find wrong. Stopped in the reverse order at the end."""
    platforms = program.platforms
    space = program.workspace if program.config.has_workspace else None
    probes = Probes(program.readiness, program.metrics)
    runner = web.AppRunner(build_app(probes, space, platforms.routes), access_log=None, shutdown_timeout=5.0)
    await program.replica.beat()  # before its first work
    await program.engine.start()
    await program.ticker.now("sweep")  # what came due while nothing ran, and a first tick for /readyz
    program.ticker.start()
    try:
        if space:
            await make_example(
                Seed(space.door, space.team, space.board, program.house.uow, program.settled, program.gateway)
            )
        wrong = await platforms.start()
        yield await listen(runner, program.config.web), wrong
    finally:
        begin = perf_counter()
        await runner.cleanup()
        await platforms.stop()
        await program.ticker.stop()
        async with program.replica.ending():
            await program.engine.stop(DRAIN - timedelta(seconds=perf_counter() - begin))
        await program.replica.leave()
        await platforms.close()


async def _serve(config: Config) -> int:
    stop = asyncio.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(name, stop.set)
    async with opened(config) as program, running(program) as (port, wrong):
        address = f"http://{config.web.host}:{port}/"
        for line in (*config.platforms.missing(), *config.platforms.open_to_anybody(), *wrong):
            print(line)
        there = " and ".join(config.platforms.names)
        where = f" in {there}, and" if there else " without the local workspace,"
        where = f". Open {address} in your browser" if config.has_workspace else f"{where} at {address}"
        told = f"runs at {address}, with what stands above to mend" if wrong else f"is ready{where}"
        print(f"Hymnsheet {told}. Ctrl+C stops it.", flush=True)
        await stop.wait()
        print("Stopping …", flush=True)
    return 0


async def _migrate(config: Config) -> int:
    config.runtime.prepared(Cipher.new_key, print)
    await migrate(config.runtime.effective_database_url)
    await asyncio.to_thread(migrate_engine, config.runtime.system_database_url)
    print("The database is up to date.")
    return 0


async def _keep(config: Config, file: Path, *, back: bool) -> int:
    """`backup`, and `restore` where nothing runs."""
    keys = config.runtime.prepared(Cipher.new_key, print)
    url = config.runtime.effective_database_url
    if not back:
        await backup(url, file)
        print(f"Written: {file}. Keep the keys too, in another place: without them it cannot be read.")
        return 0
    with config.runtime.held():
        kept = await restore(url, file, Cipher(keys), SystemClock().now())
    print(f"Restored: {file}." + (f" What was there is kept as {kept}." if kept else ""))
    return 0


def _check_config(config: Config) -> int:
    rows = config.shown()
    for name, value in rows.items():
        print(f"{name} = {value}")
    for name in sorted(name for name in os.environ if name.startswith("HYMNSHEET_") and name not in rows):
        print(f"{name}: there is no such setting")
    if config.runtime.secret_keys.get_secret_value():
        Cipher(config.runtime.keys())
    return BAD_INPUT if config.platforms.unusable() else 0


def _run(config: Config, given: argparse.Namespace) -> int:
    match given.command:
        case "compare":
            return asyncio.run(run_compare(given, comparers(config.comparer), page, config.comparer.comparer))
        case "migrate":
            return asyncio.run(_migrate(config))
        case "backup" | "restore":
            return asyncio.run(_keep(config, given.file, back=given.command == "restore"))
        case "check-config":
            return _check_config(config)
        case "slack-manifest" | "teams-package":
            return run_app(given, config.platforms, config.runtime.command)
        case _:
            return asyncio.run(_serve(config))


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command; returns its exit code. Bad input is one clear line and exit code 2."""
    given = parser(add_app).parse_args(arguments)
    try:
        config = Config.read()
        set_up_logging(sys.stderr, json=config.runtime.log == "json")
        return _run(config, given)
    except HymnsheetError as err:
        print(f"hymnsheet: {err}", file=sys.stderr)
        return BAD_INPUT
    except BrokenPipeError:
        # `compare … | head`: nobody reads on (docs.python.org/3/library/signal.html#note-on-sigpipe)
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


if __name__ == "__main__":
    sys.exit(main())
