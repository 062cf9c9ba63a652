"""One workspace a test: a temporary SQLite file behind the page's server on loopback."""

import asyncio
import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from aiohttp.test_utils import TestClient, TestServer

from adapters.web.api import Workspace
from adapters.web.gateway import WebGateway
from adapters.web.live import Bell
from adapters.web.server import Probes, build_app
from adapters.web.team import load_team
from storage.board import SqlBoard
from storage.cipher import Cipher
from storage.engine import make_engine
from storage.migrate import migrate
from tests.fakes import SetClock
from tests.fakes_door import ScriptedDoor
from tests.unit.web.space import HourControl, Space

KEY = Cipher.new_key()


async def _ready() -> str | None:
    return None


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("board") / "migrated.db"
    asyncio.run(migrate(f"sqlite+aiosqlite:///{file}"))
    return file


@pytest.fixture
async def board(tmp_path: Path, migrated: Path) -> AsyncIterator[SqlBoard]:
    engine = make_engine(f"sqlite+aiosqlite:///{shutil.copy(migrated, tmp_path / 'board.db')}")
    yield SqlBoard(engine, Cipher([KEY]))
    await engine.dispose()


@pytest.fixture
async def space(board: SqlBoard) -> AsyncIterator[Space]:
    clock, team, bell, door = SetClock(), load_team(), Bell(), ScriptedDoor()
    workspace = Workspace(door, board, team, clock, HourControl(clock), bell)
    app = build_app(Probes(_ready), workspace)
    async with TestClient(TestServer(app, host="127.0.0.1")) as client:
        yield Space(client, workspace, door, WebGateway(board, team, clock, bell), clock)
