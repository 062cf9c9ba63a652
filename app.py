"""Composition root and command line. Nothing else reads the environment or chooses an implementation."""

import argparse
import asyncio
import os
import re
import signal
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta

import structlog
from aiohttp import web
from pydantic import ValidationError
from sqlalchemy.ext.asyncio import AsyncEngine

from adapters.comparers import COMPARERS
from adapters.comparers.config import ComparerConfig
from adapters.runtime.clock import MovableClock, SystemClock, SystemIds
from adapters.runtime.config import RuntimeConfig
from adapters.runtime.engine import Engine
from adapters.runtime.engine import migrate as migrate_engine
from adapters.runtime.log import set_up_logging
from adapters.runtime.ticker import Ticker
from adapters.terminal.command import add_compare, run_compare
from adapters.web.api import Workspace
from adapters.web.config import WebConfig
from adapters.web.example import Seed, make_example
from adapters.web.gateway import WebGateway, WebRoster
from adapters.web.live import Bell
from adapters.web.page import page
from adapters.web.server import Probes, build_app
from adapters.web.team import SAMPLE, load_team
from adapters.web.workspace_clock import WorkspaceClock
from bot.domain.errors import BadInput, HymnsheetError
from bot.flows.door import FlowDoor
from bot.flows.house import House
from bot.flows.sweep import sweep
from bot.flows.workers import handlers
from bot.ports.work import Work
from storage.board import SqlBoard
from storage.cipher import Cipher
from storage.engine import make_engine
from storage.key_check import check_key
from storage.migrate import migrate, ready
from storage.uow import RunSync, uow_factory

SWEEP = timedelta(seconds=15)
DRAIN = timedelta(seconds=20)  #: at a stop, running work gets so long
STALE_TICKS = 3  #: not ready when the last tick is older than so many intervals
SETTLE = timedelta(seconds=60)
BAD_INPUT = 2  #: exit code

_log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Config:
    """Every setting, read once."""

    runtime: RuntimeConfig
    web: WebConfig
    comparer: ComparerConfig

    @classmethod
    def read(cls) -> "Config":
        try:
            return cls(RuntimeConfig(), WebConfig(), ComparerConfig())
        except ValidationError as err:
            first = err.errors()[0]
            name = "_".join(str(part) for part in first["loc"]).upper()
            raise BadInput(f"HYMNSHEET_{name}: {first['msg']}") from err


@dataclass(frozen=True, slots=True)
class Program:
    """Everything built, nothing started."""

    config: Config
    database: AsyncEngine
    house: House
    engine: Engine
    ticker: Ticker
    gateway: WebGateway
    workspace: Workspace

    async def readiness(self) -> str | None:
        """None, or what keeps this process from working."""
        last = self.ticker.last_tick
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

    def work_in(run_sync: RunSync) -> Work:
        return engine.work_in(run_sync)  # its handlers need the house, and the house puts work

    uow = uow_factory(database, cipher, work_in)
    house = House(
        uow,
        clock,
        SystemIds(system),
        COMPARERS[config.comparer.comparer](),
        {"web": gateway},
        {"web": WebRoster(team, clock)},
        config.runtime.command,
    )
    engine = Engine(_system_url(config), "embedded", handlers(house), clock)

    async def swept() -> None:
        while await sweep(house):
            pass

    ticker = Ticker({"sweep": (SWEEP, swept)}, system)
    control = WorkspaceClock(clock, board, uow, lambda: ticker.now("sweep"), bell)
    workspace = Workspace(FlowDoor(house), board, team, clock, control, bell, config.runtime.command)
    return Program(config, database, house, engine, ticker, gateway, workspace)


@asynccontextmanager
async def opened(config: Config) -> AsyncIterator[Program]:
    """Built on a database that is up to date and opens with our keys."""
    keys = await _prepare(config.runtime)
    url = config.runtime.effective_database_url
    await migrate(url)
    database = make_engine(url)
    try:
        cipher = Cipher(keys)
        await check_key(database, cipher)
        moved = config.web.has_workspace
        yield build(config, database, cipher, await SqlBoard(database, cipher).clock_offset() if moved else timedelta())
    finally:
        await database.dispose()


@asynccontextmanager
async def running(program: Program) -> AsyncIterator[int]:
    """Started in order and serving at the port given; stopped in the reverse order at the end."""
    web_config = program.config.web
    space = program.workspace if web_config.has_workspace else None
    runner = web.AppRunner(build_app(Probes(program.readiness), space), access_log=None)
    await program.engine.start()
    await program.ticker.now("sweep")  # what came due while nothing ran, and a first tick for /readyz
    program.ticker.start()
    try:
        if space:
            await make_example(
                Seed(space.door, space.team, space.board, program.house.uow, program.settled, program.gateway)
            )
        yield await _listen(runner, web_config)
    finally:
        await runner.cleanup()
        await program.ticker.stop()
        await program.engine.stop(DRAIN)


async def _prepare(runtime: RuntimeConfig) -> list[str]:
    """The data folder and the keys; the embedded default makes a key file and says so."""
    await asyncio.to_thread(runtime.data_dir.mkdir, 0o700, parents=True, exist_ok=True)
    keys = runtime.keys()
    if not keys:
        runtime.keep_key(Cipher.new_key())
        keys = runtime.keys()
        print(f"Made a key file, readable by you alone: {runtime.key_file}. Without it, what is stored cannot be read.")
    return keys


def _system_url(config: Config) -> str:
    """Where the work engine keeps its tables: the same database, by its synchronous driver."""
    return config.runtime.effective_database_url.replace("sqlite+aiosqlite", "sqlite")


async def _listen(runner: web.AppRunner, config: WebConfig) -> int:
    await runner.setup()
    site = web.TCPSite(runner, config.host.strip("[]"), config.port)
    try:
        await site.start()
    except OSError as err:
        raise BadInput(
            f"cannot listen on {config.host}:{config.port} ({err.strerror}); set HYMNSHEET_PORT to a free port"
        ) from err
    return int(runner.addresses[0][1])


async def _serve(config: Config) -> int:
    stop = asyncio.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(name, stop.set)
    async with opened(config) as program, running(program) as port:
        address = f"http://{config.web.host}:{port}/"
        if config.web.has_workspace:
            print(f"Hymnsheet is ready. Open {address} in your browser. Ctrl+C stops it.", flush=True)
        else:
            print(f"Hymnsheet is ready at {address}, without the local workspace.", flush=True)
        await stop.wait()
        print("Stopping …", flush=True)
    return 0


async def _migrate(config: Config) -> int:
    await _prepare(config.runtime)
    await migrate(config.runtime.effective_database_url)
    await asyncio.to_thread(migrate_engine, _system_url(config))
    print("The database is up to date.")
    return 0


def _check_config(config: Config) -> int:
    """Every effective setting, secrets hidden."""
    runtime = config.runtime
    source = "HYMNSHEET_SECRET_KEYS" if runtime.secret_keys.get_secret_value() else str(runtime.key_file)
    rows = {
        "HYMNSHEET_HOST": config.web.host,
        "HYMNSHEET_PORT": str(config.web.port),
        "HYMNSHEET_DATA_DIR": str(runtime.data_dir),
        "HYMNSHEET_DATABASE_URL": re.sub(r"(//[^:/@]+):[^@]*@", r"\1:(hidden)@", runtime.effective_database_url),
        "HYMNSHEET_SECRET_KEYS": f"(hidden) from {source}",
        "HYMNSHEET_COMMAND": runtime.command,
        "HYMNSHEET_COMPARER": config.comparer.comparer,
        "HYMNSHEET_LOG": runtime.log,
        "HYMNSHEET_WORKSPACE": f"{config.web.workspace} ({'there' if config.web.has_workspace else 'not there'})",
        "HYMNSHEET_WORKSPACE_TEAM": str(config.web.workspace_team or "(the sample team)"),
    }
    for name, value in rows.items():
        print(f"{name} = {value}")
    if runtime.secret_keys.get_secret_value():
        Cipher(runtime.keys())
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="app.py", description="Hymnsheet, the hymn-sheet check.")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND")
    commands.add_parser("serve", help="run the program (the default)")
    commands.add_parser("migrate", help="bring the database to this version")
    commands.add_parser("check-config", help="print the effective settings, secrets hidden")
    add_compare(commands)
    return parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command; returns its exit code. Bad input is one clear line and exit code 2."""
    given = _parser().parse_args(arguments)
    try:
        config = Config.read()
        set_up_logging(sys.stderr, json=config.runtime.log == "json")
        match given.command:
            case "compare":
                return asyncio.run(run_compare(given, COMPARERS, page))
            case "migrate":
                return asyncio.run(_migrate(config))
            case "check-config":
                return _check_config(config)
            case _:
                return asyncio.run(_serve(config))
    except HymnsheetError as err:
        print(f"hymnsheet: {err}", file=sys.stderr)
        return BAD_INPUT
    except (
        BrokenPipeError
    ):  # `compare … | head`: nobody reads on (docs.python.org/3/library/signal.html#note-on-sigpipe)
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


if __name__ == "__main__":
    sys.exit(main())
