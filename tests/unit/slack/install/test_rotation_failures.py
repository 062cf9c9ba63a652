"""A rotation that fails, or that something overtakes, costs no workspace its token."""

import asyncio
from datetime import timedelta

import pytest

from adapters.slack.rotation import AHEAD, PAUSE, InstalledTokens
from bot.domain.errors import WrongKey
from bot.domain.ids import TenantId
from bot.ports.installations import Installation
from storage.cipher import Cipher
from storage.installations import SqlInstallations
from tests.fakes import SetClock
from tests.unit.slack.install.conftest import Installed
from tests.unit.slack.install.slack_oauth import CANARY, SlackOAuth

FIRST = f"xoxb-{CANARY}-first-T1"
SECOND = f"xoxb-{CANARY}-1"
MINUTE = timedelta(minutes=1)


@pytest.mark.parametrize(
    "answer",
    [
        (200, "application/json", '{"ok": false, "error": "invalid_refresh_token"}'),
        (429, "application/json", '{"ok": false, "error": "ratelimited"}'),
        (502, "text/html", "<h1>Bad gateway</h1>"),
    ],
    ids=["refused", "rate limited", "broken"],
)
async def test_a_rotation_that_fails_leaves_the_valid_token_in_use(
    tokens: InstalledTokens, installed: Installed, slack: SlackOAuth, answer: tuple[int, str, str]
) -> None:
    await installed(AHEAD)
    slack.answer = answer

    assert await tokens.bot_token("T1") == FIRST


async def test_after_a_failure_slack_is_left_alone_for_a_while(
    tokens: InstalledTokens, installed: Installed, slack: SlackOAuth, clock: SetClock
) -> None:
    await installed(AHEAD)
    slack.refuse("internal_error")
    await tokens.bot_token("T1")
    await tokens.bot_token("T1")
    slack.answer = None

    assert len(slack.asked) == 1
    clock.advance(PAUSE)
    assert await tokens.bot_token("T1") == SECOND


async def test_a_token_that_expired_and_was_refused_twice_is_none(
    tokens: InstalledTokens, installed: Installed, slack: SlackOAuth, clock: SetClock
) -> None:
    await installed(-MINUTE)
    slack.refresh_tokens.clear()

    assert await tokens.bot_token("T1") == FIRST
    clock.advance(PAUSE)

    assert await tokens.bot_token("T1") is None
    assert await tokens.bot_token("T1") is None


@pytest.mark.parametrize("code", ["internal_error", "bad_client_secret"])
async def test_no_installation_is_given_up_for_what_may_pass(
    tokens: InstalledTokens, installed: Installed, slack: SlackOAuth, clock: SetClock, code: str
) -> None:
    await installed(-MINUTE)
    slack.refuse(code)
    for _ in range(3):
        assert await tokens.bot_token("T1") == FIRST
        clock.advance(PAUSE)
    slack.answer = None

    assert await tokens.bot_token("T1") == SECOND


async def test_a_reinstall_ends_what_a_failed_rotation_began(
    tokens: InstalledTokens, installed: Installed, slack: SlackOAuth, clock: SetClock
) -> None:
    await installed(-MINUTE)
    slack.refresh_tokens.clear()
    await tokens.bot_token("T1")
    clock.advance(PAUSE)
    assert await tokens.bot_token("T1") is None

    await installed()

    assert await tokens.bot_token("T1") == FIRST


async def test_a_rotation_does_not_overwrite_a_reinstall(
    tokens: InstalledTokens, installed: Installed, installations: SqlInstallations, slack: SlackOAuth
) -> None:
    await installed(AHEAD)
    slack.open.clear()
    caller = asyncio.create_task(tokens.bot_token("T1"))
    await slack.heard()
    again = await installed()
    slack.open.set()

    assert await caller == again.bot_token
    assert await installations.get(again.tenant) == again


async def test_a_rotation_does_not_bring_back_what_was_uninstalled(
    tokens: InstalledTokens,
    installed: Installed,
    installations: SqlInstallations,
    slack: SlackOAuth,
    clock: SetClock,
) -> None:
    gone = await installed(AHEAD)
    slack.open.clear()
    caller = asyncio.create_task(tokens.bot_token("T1"))
    await slack.heard()
    await installations.delete(gone.tenant, clock.now())
    slack.open.set()

    assert await caller is None
    assert await installations.get(gone.tenant) is None


async def test_a_rotation_that_another_one_forestalled_asks_slack_nothing(
    tokens: InstalledTokens, installed: Installed, installations: SqlInstallations, slack: SlackOAuth
) -> None:
    stored = await installed(AHEAD)

    class Slow(SqlInstallations):
        """Between the first look and the second somebody else has rotated."""

        looks = 0

        async def get(self, tenant: TenantId) -> Installation | None:
            self.looks += 1
            return stored if self.looks == 1 else await installations.get(tenant)

    slow = Slow(installations._engine, installations._cipher)
    assert await tokens.bot_token("T1") == SECOND

    assert await InstalledTokens(slow, slack.oauth, SetClock()).bot_token("T1") == SECOND
    assert len(slack.asked) == 1


async def test_what_the_store_cannot_open_is_said_aloud(
    installations: SqlInstallations, installed: Installed, slack: SlackOAuth, clock: SetClock
) -> None:
    await installed(AHEAD)
    strangers = SqlInstallations(installations._engine, Cipher([Cipher.new_key()]))

    with pytest.raises(WrongKey):
        await InstalledTokens(strangers, slack.oauth, clock).bot_token("T1")
