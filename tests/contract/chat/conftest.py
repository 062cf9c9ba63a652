"""Every platform's gateway and roster, each with a way to look at what it posted; another platform joins here."""

import asyncio
import shutil
from abc import abstractmethod
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Protocol

import pytest

from adapters.web.gateway import WebGateway, WebRoster
from adapters.web.live import Bell
from adapters.web.team import TENANT, load_team
from bot.domain.ids import ChannelRef, PersonRef
from bot.ports.chat import ChatGateway, Roster
from storage.board import SqlBoard
from storage.cipher import Cipher
from storage.engine import make_engine
from storage.migrate import migrate
from tests.fakes import KeepingGateway, SetClock

TEAM = """
[channel]
name = "support"
[[people]]
user = "dana"
role = "manager"
[[people]]
user = "ines"
locale = "es"
time_zone = "Europe/Madrid"
[[people]]
user = "mei"
away_days = 3
[[people]]
user = "visitor"
guest = true
[[people]]
user = "robot"
bot = true
"""
CHANNEL = ChannelRef(TENANT, "support")
DANA = PersonRef(TENANT, "dana")


class Chat(Protocol):
    """A platform under test."""

    gateway: ChatGateway

    @abstractmethod
    async def shown(self, to: PersonRef | ChannelRef) -> list[str]:
        """The messages as they stand there now, one text each."""
        ...


class WebChat(Chat):
    def __init__(self, board: SqlBoard, team_file: Path) -> None:
        self._board = board
        self.gateway = WebGateway(board, load_team(team_file), SetClock(), Bell())

    async def shown(self, to: PersonRef | ChannelRef) -> list[str]:
        place = f"dm/{to.user}" if isinstance(to, PersonRef) else f"channel/{to.channel}"
        return [post.body for post in await self._board.since([place], 0)]


class KeptChat(Chat):
    def __init__(self) -> None:
        self.kept = KeepingGateway(refuse={"nobody": "not here"})
        self.gateway = self.kept

    async def shown(self, to: PersonRef | ChannelRef) -> list[str]:
        return [message.summary for message in self.kept.to(to.user if isinstance(to, PersonRef) else to.channel)]


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("board") / "migrated.db"
    asyncio.run(migrate(f"sqlite+aiosqlite:///{file}"))
    return file


@pytest.fixture
def team_file(tmp_path: Path) -> Path:
    file = tmp_path / "team.toml"
    file.write_text(TEAM)
    return file


@pytest.fixture(params=["web", "kept"])
async def chat(request: pytest.FixtureRequest, tmp_path: Path, migrated: Path, team_file: Path) -> AsyncIterator[Chat]:
    if request.param == "kept":
        yield KeptChat()
        return
    engine = make_engine(f"sqlite+aiosqlite:///{shutil.copy(migrated, tmp_path / 'board.db')}")
    yield WebChat(SqlBoard(engine, Cipher([Cipher.new_key()])), team_file)
    await engine.dispose()


@pytest.fixture
def roster(team_file: Path) -> Roster:
    return WebRoster(load_team(team_file), SetClock())
