"""Installing by a link, from a browser's point of view."""

import asyncio
from collections.abc import Callable
from datetime import timedelta
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from aiohttp.test_utils import TestClient

from adapters.slack.install import COOKIE, INSTALL, LIFETIME, REDIRECT
from adapters.slack.oauth import SCOPES
from adapters.slack.tokens import tenant_of
from bot.ports.installations import Installation
from storage.installations import SqlInstallations
from tests.fakes import SetClock
from tests.unit.slack.install.browser import Browser
from tests.unit.slack.install.slack_oauth import CANARY, CLIENT, SlackOAuth

ACME = tenant_of("T1")


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
