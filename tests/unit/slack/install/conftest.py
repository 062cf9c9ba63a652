"""Installations on a real SQLite file, and Slack's side of OAuth on loopback."""

import asyncio
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer
from structlog.testing import capture_logs
from structlog.typing import EventDict

from adapters.slack.install import Install
from adapters.slack.rotation import InstalledTokens
from adapters.slack.tokens import tenant_of
from bot.ports.installations import Installation
from storage.cipher import Cipher
from storage.engine import make_engine
from storage.installations import SqlInstallations
from storage.migrate import migrate
from tests.fakes import SetClock
from tests.unit.slack.install.browser import Browser
from tests.unit.slack.install.slack_oauth import CANARY, SlackOAuth, slack_oauth

KEY = Cipher.new_key()


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("installations") / "migrated.db"
    asyncio.run(migrate(f"sqlite+aiosqlite:///{file}"))
    return file


@pytest.fixture
async def installations(tmp_path: Path, migrated: Path) -> AsyncIterator[SqlInstallations]:
    engine = make_engine(f"sqlite+aiosqlite:///{shutil.copy(migrated, tmp_path / 'hymnsheet.db')}")
    yield SqlInstallations(engine, Cipher([KEY]))
    await engine.dispose()


@pytest.fixture
async def slack() -> AsyncIterator[SlackOAuth]:
    async with slack_oauth() as slack:
        yield slack


@pytest.fixture
def clock() -> SetClock:
    return SetClock()


@pytest.fixture
async def tokens(installations: SqlInstallations, slack: SlackOAuth, clock: SetClock) -> AsyncIterator[InstalledTokens]:
    tokens = InstalledTokens(installations, slack.oauth, clock, patience=timedelta(seconds=20))
    yield tokens
    slack.open.set()
    await tokens.close()


Installed = Callable[..., Awaitable[Installation]]


@pytest.fixture
def installed(installations: SqlInstallations, slack: SlackOAuth, clock: SetClock) -> Installed:
    """Stores an installation whose token expires that much later; None: never."""

    async def install(expires_in: timedelta | None = timedelta(hours=12), team_id: str = "T1") -> Installation:
        refresh_token = "" if expires_in is None else f"xoxe-{CANARY}-first-{team_id}"
        slack.refresh_tokens.add(refresh_token)
        slack.lives = 12 * 3600
        return await installations.put(
            Installation(
                tenant=tenant_of(team_id),
                team_id=team_id,
                team_name="Acme",
                bot_user="UBOT",
                scopes=("commands", "chat:write"),
                installed_at=clock.now(),
                bot_token=f"xoxb-{CANARY}-first-{team_id}",
                refresh_token=refresh_token,
                expires_at=None if expires_in is None else clock.now() + expires_in,
                enterprise_id="E1",
            )
        )

    return install


@pytest.fixture
async def client(
    installations: SqlInstallations, slack: SlackOAuth, clock: SetClock
) -> AsyncIterator[TestClient[Any, Any]]:
    app = web.Application()
    app.add_routes(Install(slack.oauth, installations, clock).routes())
    async with TestClient(TestServer(app, host="127.0.0.1")) as client:
        yield client


@pytest.fixture
def browser(client: TestClient[Any, Any]) -> Browser:
    return Browser(client)


@pytest.fixture
def logs() -> Iterator[list[EventDict]]:
    with capture_logs() as logs:
        yield logs
