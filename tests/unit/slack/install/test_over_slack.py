"""Installing, working and leaving, with the stand-in for Slack on the other side."""

import shutil
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import yaml
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer
from pydantic import SecretStr

from adapters.runtime.clock import MovableClock, SystemClock
from adapters.slack.config import SlackConfig
from adapters.slack.install import COOKIE, INSTALL, REDIRECT
from adapters.slack.manifest import manifest
from adapters.slack.oauth import FILES_SCOPE, SCOPES
from adapters.slack.run import Outbound, _oauth, build, outbound
from adapters.slack.tokens import tenant_of
from bot.domain.ids import PersonRef
from bot.messages.view import Message, Run, Text
from bot.ports.chat import Delivered, Refused
from storage.cipher import Cipher
from storage.engine import make_engine
from storage.installations import SqlInstallations
from tests.fakes_door import ScriptedDoor
from tests.slack.double import SlackDouble
from tests.slack.rights import CLIENT_ID, CLIENT_SECRET, SIGNING_SECRET
from tests.unit.slack.install.conftest import KEY

DANA = PersonRef(tenant_of("T1"), "UDANA")
HELLO = Message("Hello", (Text((Run("Hello"),)),))


@dataclass
class Product:
    """The product as many workspaces install it; nobody has yet."""

    client: TestClient[Any, Any]
    slack: SlackDouble
    door: ScriptedDoor
    out: Outbound

    async def is_installed(self, team: str = "T1") -> str:
        """Somebody follows the link and allows it; returns the page they end on."""
        there = await self.client.get(INSTALL, allow_redirects=False)
        state = parse_qs(urlsplit(there.headers["Location"]).query)["state"][0]
        code = self.slack.state.installing.allow(team, "UDANA")
        back = await self.client.get(
            REDIRECT, params={"state": state, "code": code}, headers={"Cookie": f"{COOKIE}={state}"}
        )
        return await back.text()


@pytest.fixture
def clock() -> MovableClock:
    return MovableClock(SystemClock())


@pytest.fixture
async def product(tmp_path: Path, migrated: Path, clock: MovableClock) -> AsyncIterator[Product]:
    engine = make_engine(f"sqlite+aiosqlite:///{shutil.copy(migrated, tmp_path / 'hymnsheet.db')}")
    async with SlackDouble() as slack:
        config = SlackConfig(
            client_id=CLIENT_ID,
            client_secret=SecretStr(CLIENT_SECRET),
            signing_secret=SecretStr(SIGNING_SECRET),
            api_url=slack.base_url,
        )
        door, real = ScriptedDoor(), SystemClock()
        out = outbound(config, SqlInstallations(engine, Cipher([KEY])), clock)
        adapter = build(config, door, out, real, "/align")
        app = web.Application()
        app.add_routes(adapter.routes)
        async with TestClient(TestServer(app, host="127.0.0.1")) as client:
            slack.calls_over_http(str(client.make_url("/slack/events")))
            yield Product(client, slack, door, out)
        await adapter.stop()
        await adapter.close()
    await engine.dispose()


def test_the_link_asks_for_what_the_manifest_names() -> None:
    app = yaml.safe_load(manifest("/align"))

    assert tuple(app["oauth_config"]["scopes"]["bot"]) == SCOPES
    assert app["settings"]["org_deploy_enabled"] is False


def test_where_charts_come_as_pictures_the_link_asks_for_the_permission_too() -> None:
    config = SlackConfig(client_id=CLIENT_ID, client_secret=SecretStr(CLIENT_SECRET), chart_png=True)

    (asked,) = parse_qs(urlsplit(_oauth(config).authorize_url("state")).query)["scope"]

    assert tuple(asked.split(",")) == (*SCOPES, FILES_SCOPE)


async def test_before_it_is_installed_it_takes_and_says_nothing(product: Product) -> None:
    await product.slack.user("UDANA").slash("/align help")

    assert product.door.events == []
    assert isinstance(await product.out.gateway.send(DANA, HELLO, key="k"), Refused)


async def test_once_installed_it_takes_commands_and_writes(product: Product) -> None:
    assert "Hymnsheet is installed" in await product.is_installed()

    taken = await product.slack.user("UDANA").slash("/align help")

    assert taken.taken
    assert [event[0] for event in product.door.events] == ["command help"]
    assert isinstance(await product.out.gateway.send(DANA, HELLO, key="k"), Delivered)


async def test_a_token_that_is_due_is_rotated_for_a_message_on_schedule(product: Product, clock: MovableClock) -> None:
    product.slack.state.installing.rotates = True
    await product.is_installed()
    before = await product.out.tokens.bot_token("T1")
    clock.advance(timedelta(hours=11))

    sent = await product.out.gateway.send(DANA, HELLO, key="k")

    assert isinstance(sent, Delivered)
    assert await product.out.tokens.bot_token("T1") != before


@pytest.mark.parametrize(
    "event",
    [{"type": "app_uninstalled"}, {"type": "tokens_revoked", "tokens": {"oauth": [], "bot": ["UHYMN"]}}],
    ids=["uninstalled", "revoked"],
)
async def test_after_it_was_taken_away_it_has_no_token(product: Product, event: dict[str, Any]) -> None:
    await product.is_installed()

    heard = await product.slack.user("UDANA").hears(event)

    assert heard.taken
    assert await product.out.tokens.bot_token("T1") is None


async def test_who_installs_again_after_that_is_served_again(product: Product) -> None:
    await product.is_installed()
    await product.slack.user("UDANA").hears({"type": "app_uninstalled"})

    await product.is_installed()

    assert isinstance(await product.out.gateway.send(DANA, HELLO, key="k"), Delivered)
