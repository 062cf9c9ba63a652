"""The adapter as a whole: its modes, its end, and a workspace that leaves."""

from pathlib import Path

import pytest
from aiohttp.test_utils import TestClient, TestServer

from adapters.slack import run
from adapters.slack.tokens import tenant_of
from adapters.web.server import Probes, build_app
from bot.domain.ids import PersonRef
from bot.messages.view import Say
from bot.ports.chat import Refused
from bot.ports.installations import Installation
from storage.cipher import Cipher
from storage.engine import make_engine
from storage.installations import SqlInstallations
from storage.migrate import migrate
from tests.fakes_door import ScriptedDoor
from tests.slack.double import SlackDouble
from tests.slack.rights import BOT_TOKEN, SIGNING_SECRET
from tests.unit.slack.inbound.conftest import CLOCK, SETTINGS, saying, served, settings

MANY = {"client_id": "1.2", "client_secret": "s", "signing_secret": SIGNING_SECRET}


async def test_without_a_signing_secret_there_is_no_route(slack: SlackDouble, tmp_path: Path) -> None:
    config = settings(slack, SETTINGS["socket"])
    engine = make_engine(f"sqlite+aiosqlite:///{tmp_path / 'slack.db'}")
    out = run.outbound(config, SqlInstallations(engine, Cipher([Cipher.new_key()])), CLOCK)

    assert not run.build(config, ScriptedDoor(), out, CLOCK, "/align").routes


async def test_a_start_does_not_wait_for_slack_to_come_back(
    slack: SlackDouble, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    slack.faults.fails("apps.connections.open", times=1)
    monkeypatch.setattr(run, "_FIRST_CONNECTION_SECONDS", 0.05)
    config = settings(slack, SETTINGS["socket"])
    engine = make_engine(f"sqlite+aiosqlite:///{tmp_path / 'slack.db'}")
    out = run.outbound(config, SqlInstallations(engine, Cipher([Cipher.new_key()])), CLOCK)
    adapter = run.build(config, ScriptedDoor(), out, CLOCK, "/align")

    await adapter.start()
    await adapter.stop()
    await adapter.close()

    assert slack.sockets.connections == 0


async def test_a_socket_that_slack_closes_is_opened_again(slack: SlackDouble, tmp_path: Path) -> None:
    async with served(slack, SETTINGS["socket"], tmp_path) as app:
        app.door.replies["command status"] = Say(saying("All is well"))
        opened = slack.sockets.opened

        await slack.sockets.disconnect()
        await slack.bell.until(lambda: slack.sockets.opened > opened, lambda: "no new socket")
        await slack.connected()
        await slack.user("UDANA").slash("/align status")

        await slack.user("UDANA").waits_for("All is well")


async def test_stopping_waits_for_the_replies_on_their_way(
    slack: SlackDouble, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with served(slack, SETTINGS["http"], tmp_path) as app:
        app.door.replies["command status"] = Say(saying("All is well"))
        monkeypatch.setattr(slack.state, "new_response_url", lambda _: "")
        slack.faults.delays("chat.postEphemeral", 0.2)
        await slack.user("UDANA").slash("/align status")

    assert [one.text for one in slack.user("UDANA").private] == ["All is well"]


async def test_a_workspace_that_takes_its_consent_back_is_forgotten(slack: SlackDouble, tmp_path: Path) -> None:
    url = f"sqlite+aiosqlite:///{tmp_path / 'slack.db'}"
    await migrate(url)
    async with served(slack, MANY, tmp_path) as app:
        await app.out.installations.put(
            Installation(tenant_of("T1"), "T1", "Acme", "UHYMN", ("commands",), CLOCK.now(), bot_token=BOT_TOKEN)
        )
        app.door.replies["command status"] = Say(saying("All is well"))
        await slack.user("UDANA").slash("/align status")
        await slack.user("UDANA").waits_for("All is well")

        taken = await slack.user("UDANA").hears({"type": "app_uninstalled"})

        assert taken.taken
        sam = PersonRef(tenant_of("T1"), "USAM")
        assert isinstance(await app.out.gateway.send(sam, saying("hello"), key="k1"), Refused)


async def test_one_token_is_kept_when_the_workspace_leaves(slack: SlackDouble, tmp_path: Path) -> None:
    async with served(slack, SETTINGS["http"], tmp_path):
        assert (await slack.user("UDANA").hears({"type": "tokens_revoked", "tokens": {"bot": ["UHYMN"]}})).taken


async def test_with_many_workspaces_there_are_the_routes_to_install(slack: SlackDouble, tmp_path: Path) -> None:
    config = settings(slack, MANY)
    engine = make_engine(f"sqlite+aiosqlite:///{tmp_path / 'slack.db'}")
    out = run.outbound(config, SqlInstallations(engine, Cipher([Cipher.new_key()])), CLOCK)

    routes = run.build(config, ScriptedDoor(), out, CLOCK, "/align").routes

    assert [route.path for route in routes] == ["/slack/install", "/slack/oauth_redirect", "/slack/events"]


async def test_slack_reaches_its_route_beside_the_workspaces_guard(slack: SlackDouble, tmp_path: Path) -> None:
    async with served(slack, SETTINGS["http"], tmp_path) as app:
        routes = app.adapter.routes

        async def ready() -> None:
            return None

        async with TestClient(TestServer(build_app(Probes(ready), None, routes))) as client:
            outside = {"Host": "hymnsheet.example"}
            unsigned = await client.post("/slack/events", data={"command": "/align"}, headers=outside)
            elsewhere = await client.post("/slack/other", data={"command": "/align"}, headers=outside)

    assert (unsigned.status, elsewhere.status) == (401, 403)
    assert "Content-Security-Policy" not in unsigned.headers
