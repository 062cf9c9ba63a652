"""Bolt's own code asks who we are in a workspace."""

import hashlib
import hmac
import json
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import pytest
from slack_bolt.async_app import AsyncApp, AsyncBoltRequest
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.authorize import authorize_installed
from adapters.slack.leaving import leave
from adapters.slack.rotation import AHEAD, InstalledTokens
from storage.installations import SqlInstallations
from tests.fakes import SetClock
from tests.unit.slack.install.conftest import Installed
from tests.unit.slack.install.slack_oauth import CANARY, SlackOAuth

SECRET = "signing-secret"


@dataclass
class Served:
    """A Bolt app, and what its listeners saw."""

    app: AsyncApp
    seen: list[tuple[str | None, str | None, str | None]] = field(default_factory=list)

    async def gets(self, event: dict[str, Any], team_id: str = "T1") -> int:
        body = json.dumps({"type": "event_callback", "team_id": team_id, "event": event, "event_time": 1})
        at = str(int(time.time()))
        signature = hmac.new(SECRET.encode(), f"v0:{at}:{body}".encode(), hashlib.sha256).hexdigest()
        headers: dict[str, str | Sequence[str]] = {
            "content-type": "application/json",
            "x-slack-request-timestamp": at,
            "x-slack-signature": f"v0={signature}",
        }
        return (await self.app.async_dispatch(AsyncBoltRequest(body=body, headers=headers))).status


@pytest.fixture
def served(tokens: InstalledTokens, installations: SqlInstallations, clock: SetClock) -> Served:
    app = AsyncApp(
        signing_secret=SECRET,
        client=AsyncWebClient(base_url="http://127.0.0.1:9/api/"),
        authorize=authorize_installed(tokens),
        process_before_response=True,
    )
    served = Served(app)

    async def seen(context: Any, client: Any) -> None:
        served.seen.append((context.team_id, context.bot_user_id, client.token))

    async def left(body: dict[str, object]) -> None:
        body.pop("event_time")
        await leave(installations, body, clock)

    app.event("app_mention")(seen)
    app.event("app_uninstalled")(left)
    return served


async def test_a_request_runs_with_its_workspace_s_own_token(served: Served, installed: Installed) -> None:
    await installed(team_id="T1")
    await installed(team_id="T2")

    for team in ("T1", "T2"):
        assert await served.gets({"type": "app_mention", "user": "U1"}, team) == 200

    assert served.seen == [("T1", "UBOT", f"xoxb-{CANARY}-first-T1"), ("T2", "UBOT", f"xoxb-{CANARY}-first-T2")]


async def test_a_request_runs_with_a_rotated_token_where_it_was_due(served: Served, installed: Installed) -> None:
    await installed(AHEAD)

    await served.gets({"type": "app_mention", "user": "U1"})

    assert served.seen == [("T1", "UBOT", f"xoxb-{CANARY}-1")]


async def test_what_the_bot_did_itself_reaches_no_listener(served: Served, installed: Installed) -> None:
    await installed()

    await served.gets({"type": "app_mention", "user": "UBOT"})

    assert served.seen == []


@pytest.mark.parametrize("team", ["T9", ""])
async def test_a_workspace_that_is_not_installed_reaches_no_listener(served: Served, team: str) -> None:
    assert await served.gets({"type": "app_mention", "user": "U1"}, team) == 200

    assert served.seen == []


async def test_an_uninstall_is_heard_and_ends_it(served: Served, installed: Installed, slack: SlackOAuth) -> None:
    await installed()

    await served.gets({"type": "app_uninstalled"})
    await served.gets({"type": "app_mention", "user": "U1"})

    assert served.seen == []
    assert slack.asked == []
