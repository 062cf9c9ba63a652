"""Installing by a link, from a browser's point of view."""

import asyncio
import json
import logging
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from aiohttp import ClientResponse, web
from aiohttp.test_utils import TestClient, TestServer
from structlog.testing import capture_logs
from structlog.typing import EventDict

from adapters.slack.install import COOKIE, INSTALL, LIFETIME, MOST_A_MINUTE, REDIRECT, Install
from adapters.slack.oauth import SCOPES
from adapters.slack.tokens import tenant_of
from bot.ports.installations import Installation
from storage.installations import SqlInstallations
from tests.fakes import SetClock
from tests.unit.slack.install.conftest import Installed
from tests.unit.slack.install.slack_oauth import CANARY, CLIENT, SlackOAuth

ACME = tenant_of("T1")


@dataclass
class Browser:
    """Keeps the one cookie; tells what it was answered as status and text."""

    client: TestClient[Any, Any]
    cookie: str = ""
    location: str = ""

    async def begins(self) -> str:
        """Follows the link to install; returns the state Slack is given."""
        response = await self._get(INSTALL)
        assert response.status == 302
        self.location = response.headers["Location"]
        return parse_qs(urlsplit(self.location).query)["state"][0]

    async def returns(self, *pairs: tuple[str, str]) -> tuple[int, str]:
        response = await self._get(REDIRECT, list(pairs))
        return response.status, await response.text()

    async def installs(self, code: str) -> tuple[int, str]:
        return await self.returns(("state", await self.begins()), ("code", code))

    async def _get(self, path: str, query: list[tuple[str, str]] | None = None) -> ClientResponse:
        # By hand: the cookie is for https alone, and the test's server speaks http.
        headers = {"Cookie": f"{COOKIE}={self.cookie}"} if self.cookie else {}
        response = await self.client.get(path, params=query or [], headers=headers, allow_redirects=False)
        for morsel in SimpleCookie(response.headers.get("Set-Cookie", "")).values():
            self.cookie = morsel.value
        return response


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


async def test_a_person_is_sent_to_slack_with_the_scopes_and_a_way_back(browser: Browser, slack: SlackOAuth) -> None:
    state = await browser.begins()

    address = urlsplit(browser.location)
    assert f"{address.scheme}://{address.netloc}{address.path}" == f"{slack.url}/oauth/v2/authorize"
    assert parse_qs(address.query) == {
        "state": [state],
        "client_id": [CLIENT],
        "scope": [",".join(SCOPES)],
        "redirect_uri": ["https://bot.example/slack/oauth_redirect"],
    }


async def test_the_cookie_is_for_this_browser_over_https_and_for_no_script(client: TestClient[Any, Any]) -> None:
    response = await client.get(INSTALL, allow_redirects=False)

    cookie = SimpleCookie(response.headers["Set-Cookie"])[COOKIE]
    assert cookie["secure"]
    assert cookie["httponly"]
    assert (cookie["samesite"], cookie["path"], cookie["max-age"]) == ("Lax", "/slack", "600")


async def test_consent_installs_the_product(
    browser: Browser, slack: SlackOAuth, installations: SqlInstallations, clock: SetClock
) -> None:
    slack.lives = 43200

    status, text = await browser.installs(slack.allow())

    assert status == 200
    assert "Hymnsheet is installed" in text
    assert await installations.get(ACME) == Installation(
        tenant=ACME,
        team_id="T1",
        team_name="Acme <b>& Co</b>",
        bot_user="UBOT",
        scopes=("commands", "chat:write"),
        installed_at=clock.now(),
        bot_token=f"xoxb-{CANARY}-1",
        refresh_token=f"xoxe-{CANARY}-1",
        expires_at=clock.now() + timedelta(hours=12),
        version=1,
    )


async def test_a_token_without_an_end_is_stored_without_one(
    browser: Browser, slack: SlackOAuth, installations: SqlInstallations
) -> None:
    await browser.installs(slack.allow(enterprise={"id": "E9", "name": "Acme Holding"}))

    stored = await installations.get(ACME)
    assert stored is not None
    assert (stored.refresh_token, stored.expires_at, stored.enterprise_id) == ("", None, "E9")


async def test_the_code_is_exchanged_under_the_address_it_was_issued_for(browser: Browser, slack: SlackOAuth) -> None:
    await browser.installs(slack.allow())

    assert slack.asked == [{"code": "code-1", "redirect_uri": "https://bot.example/slack/oauth_redirect"}]


async def test_a_second_installation_replaces_the_first(
    browser: Browser, slack: SlackOAuth, installations: SqlInstallations
) -> None:
    await browser.installs(slack.allow("code-1"))
    await browser.installs(slack.allow("code-2"))

    stored = await installations.get(ACME)
    assert stored is not None
    assert stored.bot_token == f"xoxb-{CANARY}-2"


async def test_what_slack_tells_of_the_workspace_is_escaped_on_the_page(browser: Browser, slack: SlackOAuth) -> None:
    _, text = await browser.installs(slack.allow())

    assert "Acme &lt;b&gt;&amp; Co&lt;/b&gt;" in text
    assert "<b>" not in text


async def test_a_page_loads_nothing_and_is_kept_nowhere(client: TestClient[Any, Any]) -> None:
    response = await client.get(REDIRECT)

    assert "default-src 'none'" in response.headers["Content-Security-Policy"]
    assert response.headers["Cache-Control"] == "no-store"
    assert response.headers["Referrer-Policy"] == "no-referrer"


async def test_a_state_is_refused_the_second_time(
    browser: Browser, slack: SlackOAuth, installations: SqlInstallations
) -> None:
    state = await browser.begins()
    cookie = browser.cookie
    await browser.returns(("state", state), ("code", slack.allow("code-1")))
    browser.cookie = cookie

    status, text = await browser.returns(("state", state), ("code", slack.allow("code-2")))

    assert status == 400
    assert "used up" in text
    stored = await installations.get(ACME)
    assert stored is not None
    assert stored.version == 1


async def test_a_state_that_comes_back_five_times_at_once_installs_once(browser: Browser, slack: SlackOAuth) -> None:
    state = await browser.begins()
    tabs = [Browser(browser.client, browser.cookie) for _ in range(5)]

    answers = await asyncio.gather(
        *(tab.returns(("state", state), ("code", slack.allow(f"code-{i}"))) for i, tab in enumerate(tabs))
    )

    assert sorted(status for status, _ in answers) == [200, 400, 400, 400, 400]
    assert len(slack.asked) == 1


async def test_after_the_way_back_the_cookie_is_gone(browser: Browser, slack: SlackOAuth) -> None:
    await browser.installs(slack.allow())

    assert browser.cookie == ""


async def nobody(_: Browser) -> str:
    return ""


async def somebody_else(browser: Browser) -> str:
    other = Browser(browser.client)
    await other.begins()
    return other.cookie


@pytest.mark.parametrize("whose", [nobody, somebody_else], ids=["no cookie", "a cookie of another installation"])
async def test_a_state_from_another_browser_is_refused(
    browser: Browser, slack: SlackOAuth, whose: Callable[[Browser], Any]
) -> None:
    state = await browser.begins()
    victim = Browser(browser.client, await whose(browser))

    status, text = await victim.returns(("state", state), ("code", slack.allow()))

    assert (status, slack.asked) == (400, [])
    assert "used up" in text


async def test_another_browser_s_attempt_does_not_use_a_state_up(browser: Browser, slack: SlackOAuth) -> None:
    state = await browser.begins()
    await Browser(browser.client).returns(("state", state), ("code", "stolen"))

    status, _ = await browser.returns(("state", state), ("code", slack.allow()))

    assert status == 200


async def test_a_state_is_refused_when_its_ten_minutes_are_over(
    browser: Browser, slack: SlackOAuth, clock: SetClock
) -> None:
    state = await browser.begins()
    clock.advance(LIFETIME)

    status, _ = await browser.returns(("state", state), ("code", slack.allow()))

    assert (status, slack.asked) == (400, [])


@pytest.mark.parametrize(
    "state",
    ["", "x", "é" * 43, "\x00" * 43, "<script>", "a" * 43, "a" * 4000, "%00"],
    ids=["none", "short", "not ASCII", "NUL", "markup", "never put", "long", "percent"],
)
async def test_a_made_up_state_is_refused_even_with_a_cookie_that_fits(
    browser: Browser, slack: SlackOAuth, state: str
) -> None:
    browser.cookie = state if state.isascii() and state.isalnum() else ""

    status, text = await browser.returns(("state", state), ("code", slack.allow()))

    assert (status, slack.asked) == (400, [])
    assert "<script>" not in text


async def test_a_state_given_twice_is_refused(browser: Browser, slack: SlackOAuth) -> None:
    state = await browser.begins()

    status, _ = await browser.returns(("state", state), ("state", state), ("code", slack.allow()))

    assert (status, slack.asked) == (400, [])


async def test_who_cancels_reads_that_nothing_was_changed(
    browser: Browser, slack: SlackOAuth, installations: SqlInstallations
) -> None:
    state = await browser.begins()

    status, text = await browser.returns(("state", state), ("error", "access_denied"))

    assert (status, slack.asked) == (200, [])
    assert "cancelled in Slack" in text
    assert await installations.get(ACME) is None


async def test_what_stands_in_the_address_is_not_repeated_on_the_page(browser: Browser) -> None:
    state = await browser.begins()

    _, text = await browser.returns(("state", state), ("error", "<i>evil</i>"), ("error_description", "call 555"))

    assert "evil" not in text
    assert "555" not in text


@pytest.mark.parametrize("code", ["", "<b>", "x" * 2000, "made-up"], ids=["none", "markup", "long", "unknown"])
async def test_a_code_that_slack_did_not_issue_installs_nothing(
    browser: Browser, installations: SqlInstallations, code: str
) -> None:
    status, text = await browser.installs(code)

    assert status == 400
    assert "(invalid_code)" in text
    assert await installations.get(ACME) is None


async def test_an_installation_in_a_whole_organisation_is_refused_with_the_way_out(
    browser: Browser, slack: SlackOAuth, installations: SqlInstallations
) -> None:
    code = slack.allow(is_enterprise_install=True, team=None, enterprise={"id": "E1", "name": "Acme"})

    status, text = await browser.installs(code)

    assert status == 400
    assert "Choose a workspace" in text
    assert await installations.get(ACME) is None


async def test_a_consent_without_a_bot_is_refused(browser: Browser, slack: SlackOAuth) -> None:
    status, text = await browser.installs(slack.allow(access_token=None))

    assert status == 400
    assert "(no_bot_token)" in text


@pytest.mark.parametrize(
    "answer",
    [
        (503, "application/json", '{"ok": false, "error": "service_unavailable"}'),
        (502, "text/html", "<h1>Bad gateway</h1>"),
        (200, "application/json", "{"),
        (200, "application/json", "[1]"),
        (200, "text/plain", "ok"),
        (200, "application/gzip", "ok"),
        (200, "application/json", '{"ok": false, "error": "<script>"}'),
        (200, "application/json", '{"ok": true, "access_token": "xoxb-1", "team": {"id": "<script>"}}'),
        (200, "application/json", '{"ok": true, "access_token": "xoxb-1", "team": "T1"}'),
    ],
)
async def test_an_answer_that_says_nothing_is_told_as_such(
    browser: Browser, slack: SlackOAuth, installations: SqlInstallations, answer: tuple[int, str, str]
) -> None:
    slack.answer = answer

    status, text = await browser.installs("code-1")

    assert status == 502
    assert "Try again" in text
    assert "<script>" not in text
    assert await installations.get(ACME) is None


async def test_a_slack_that_is_not_there_is_told_as_such(browser: Browser, slack: SlackOAuth) -> None:
    state = await browser.begins()
    assert slack.stop is not None
    await slack.stop()

    status, text = await browser.returns(("state", state), ("code", "code-1"))

    assert status == 502
    assert "Slack does not answer" in text


async def test_more_beginnings_a_minute_than_anybody_needs_are_put_off(
    client: TestClient[Any, Any], clock: SetClock
) -> None:
    begun = [(await client.get(INSTALL, allow_redirects=False)).status for _ in range(MOST_A_MINUTE + 1)]
    clock.advance(timedelta(minutes=1))
    later = await client.get(INSTALL, allow_redirects=False)

    assert begun == [302] * MOST_A_MINUTE + [429]
    assert later.status == 302


@pytest.mark.parametrize("path", [INSTALL, REDIRECT])
async def test_only_a_look_is_answered(client: TestClient[Any, Any], path: str) -> None:
    assert (await client.post(path)).status == 405
    assert (await client.head(path)).status == 405


async def test_no_token_and_no_secret_is_written_into_logs_or_pages(
    browser: Browser,
    slack: SlackOAuth,
    installed: Installed,
    logs: list[EventDict],
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)
    await installed()
    pages = [await browser.installs(slack.allow(f"code-{CANARY}"))]
    slack.refuse("invalid_code")
    pages.append(await browser.installs(f"code-{CANARY}"))
    slack.answer = (200, "text/html", f"<p>{CANARY}</p>")
    pages.append(await browser.installs(f"code-{CANARY}"))

    records = [record.getMessage() for record in caplog.records if record.name != "aiohttp.access"]
    assert [log["event"] for log in logs] == ["slack_installed", "slack_install_refused", "slack_install_refused"]
    assert CANARY not in json.dumps([pages, logs, records])
    assert CANARY not in repr(slack.oauth)
