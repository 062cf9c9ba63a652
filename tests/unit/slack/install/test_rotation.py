"""Tokens that expire are renewed ahead of their end, one rotation at a time."""

import asyncio
import json
from dataclasses import replace
from datetime import timedelta

from adapters.slack.rotation import AHEAD, InstalledTokens
from adapters.slack.tokens import SingleToken, tenant_of
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
