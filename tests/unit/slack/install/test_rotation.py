"""Tokens that expire are renewed ahead of their end, one rotation at a time."""

import asyncio
import json
from dataclasses import replace
from datetime import timedelta

import pytest

from adapters.slack.rotation import AHEAD, PAUSE, InstalledTokens
from adapters.slack.tokens import SingleToken, tenant_of
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


async def test_the_single_workspace_has_its_one_token() -> None:
    assert await SingleToken("xoxb-only").bot_token("T1") == "xoxb-only"


async def test_where_the_product_is_not_installed_there_is_no_token(tokens: InstalledTokens) -> None:
    assert await tokens.bot_token("T1") is None
    assert await tokens.bot_token("") is None


async def test_a_token_with_time_left_is_used_as_it_is(
    tokens: InstalledTokens, installed: Installed, slack: SlackOAuth
) -> None:
    await installed(AHEAD + MINUTE)

    assert await tokens.bot_token("T1") == FIRST
    assert slack.asked == []


async def test_a_token_that_never_expires_is_never_rotated(
    tokens: InstalledTokens, installed: Installed, slack: SlackOAuth, clock: SetClock
) -> None:
    await installed(None)
    clock.advance(timedelta(days=400))

    assert await tokens.bot_token("T1") == FIRST
    assert slack.asked == []


async def test_a_token_is_rotated_two_hours_before_its_end(
    tokens: InstalledTokens, installed: Installed, installations: SqlInstallations, clock: SetClock
) -> None:
    before = await installed(AHEAD)

    assert await tokens.bot_token("T1") == SECOND
    assert await installations.get(before.tenant) == replace(
        before,
        bot_token=SECOND,
        refresh_token=f"xoxe-{CANARY}-1",
        expires_at=clock.now() + timedelta(hours=12),
        version=2,
    )


async def test_a_token_that_has_expired_unused_is_rotated(
    tokens: InstalledTokens, installed: Installed, clock: SetClock
) -> None:
    await installed()
    clock.advance(timedelta(days=3))

    assert await tokens.bot_token("T1") == SECOND


async def test_the_next_rotation_uses_the_new_refresh_token(
    tokens: InstalledTokens, installed: Installed, clock: SetClock
) -> None:
    await installed(AHEAD)
    await tokens.bot_token("T1")
    clock.advance(timedelta(hours=11))

    assert await tokens.bot_token("T1") == f"xoxb-{CANARY}-2"


async def test_a_refresh_token_that_slack_does_not_replace_is_kept(
    tokens: InstalledTokens, installed: Installed, installations: SqlInstallations, slack: SlackOAuth
) -> None:
    before = await installed(AHEAD)
    renewed = {"ok": True, "token_type": "bot", "access_token": "xoxb-x", "expires_in": 43200}
    slack.answer = (200, "application/json", json.dumps(renewed))

    assert await tokens.bot_token("T1") == "xoxb-x"

    after = await installations.get(before.tenant)
    assert after is not None
    assert after.refresh_token == before.refresh_token


async def test_a_rotation_that_was_switched_off_gives_a_token_for_good(
    tokens: InstalledTokens, installed: Installed, slack: SlackOAuth, clock: SetClock
) -> None:
    await installed(AHEAD)
    slack.lives = None

    assert await tokens.bot_token("T1") == SECOND
    clock.advance(timedelta(days=1))
    assert await tokens.bot_token("T1") == SECOND
    assert len(slack.asked) == 1


async def test_callers_at_once_share_one_rotation(
    tokens: InstalledTokens, installed: Installed, slack: SlackOAuth
) -> None:
    await installed(AHEAD)

    given = await asyncio.gather(*(tokens.bot_token("T1") for _ in range(20)))

    assert given == [SECOND] * 20
    assert len(slack.asked) == 1


async def test_workspaces_rotate_beside_each_other(
    tokens: InstalledTokens, installed: Installed, slack: SlackOAuth
) -> None:
    await installed(AHEAD, "T1")
    await installed(AHEAD, "T2")
    slack.open.clear()

    both = asyncio.gather(tokens.bot_token("T1"), tokens.bot_token("T2"))
    await slack.heard()
    await slack.heard()
    slack.open.set()

    assert sorted(str(token) for token in await both) == [SECOND, f"xoxb-{CANARY}-2"]


async def test_of_two_replicas_that_rotate_at_once_both_end_with_the_stored_token(
    installations: SqlInstallations, installed: Installed, slack: SlackOAuth, clock: SetClock
) -> None:
    await installed(AHEAD)
    replicas = [InstalledTokens(installations, slack.oauth, clock, timedelta(seconds=20)) for _ in range(2)]
    slack.open.clear()

    both = asyncio.gather(*(replica.bot_token("T1") for replica in replicas))
    await slack.heard()
    await slack.heard()
    slack.open.set()
    await both

    assert [await replica.bot_token("T1") for replica in replicas] == [SECOND, SECOND]


async def test_a_replica_too_late_with_an_expired_token_finds_the_new_one(
    installations: SqlInstallations, installed: Installed, slack: SlackOAuth, clock: SetClock
) -> None:
    await installed(-MINUTE)
    late, quick = (InstalledTokens(installations, slack.oauth, clock) for _ in range(2))
    stored = await installations.get(tenant_of("T1"))
    assert stored is not None
    slack.refresh_tokens.clear()  # the quick one has used it up, and not yet stored what it got

    assert await late.bot_token("T1") == FIRST  # Slack will say token_expired: worth another try
    slack.refresh_tokens.add(stored.refresh_token)

    assert await quick.bot_token("T1") == SECOND
    assert await late.bot_token("T1") == SECOND


async def test_a_caller_that_is_cancelled_does_not_lose_the_new_token(
    tokens: InstalledTokens, installed: Installed, slack: SlackOAuth
) -> None:
    await installed(AHEAD)
    slack.open.clear()
    caller = asyncio.create_task(tokens.bot_token("T1"))
    await slack.heard()

    caller.cancel()
    await asyncio.wait([caller])
    slack.open.set()
    await tokens.close()

    assert await tokens.bot_token("T1") == SECOND
    assert len(slack.asked) == 1


async def test_nobody_waits_long_for_a_rotation_that_can_be_done_without(
    installations: SqlInstallations, installed: Installed, slack: SlackOAuth, clock: SetClock
) -> None:
    await installed(AHEAD)
    hasty = InstalledTokens(installations, slack.oauth, clock, patience=timedelta())
    slack.open.clear()

    assert await hasty.bot_token("T1") == FIRST

    slack.open.set()
    await hasty.close()
    assert await hasty.bot_token("T1") == SECOND


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
