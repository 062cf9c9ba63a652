"""Installing that comes to nothing ends on one clear page, and changes nothing."""

import json
import logging
from datetime import timedelta
from typing import Any

import pytest
from aiohttp.test_utils import TestClient
from structlog.typing import EventDict

from adapters.slack.install import INSTALL, MOST_A_MINUTE, REDIRECT
from adapters.slack.tokens import tenant_of
from storage.installations import SqlInstallations
from tests.fakes import SetClock
from tests.unit.slack.install.browser import Browser
from tests.unit.slack.install.conftest import Installed
from tests.unit.slack.install.slack_oauth import CANARY, SlackOAuth

ACME = tenant_of("T1")


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
