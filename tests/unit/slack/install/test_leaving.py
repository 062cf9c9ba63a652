"""A workspace takes its consent back."""

from datetime import timedelta

import pytest

from adapters.slack.leaving import LEAVING, leave
from adapters.slack.rotation import InstalledTokens
from adapters.slack.tokens import tenant_of
from storage.installations import SqlInstallations
from tests.fakes import SetClock
from tests.unit.slack.install.conftest import Installed

Json = dict[str, object]


def a_body(clock: SetClock, event: object, team_id: str = "T1") -> Json:
    """An event as Slack delivers it; its time is cut down to the second."""
    return {"type": "event_callback", "team_id": team_id, "event": event, "event_time": int(clock.now().timestamp())}


UNINSTALLED: Json = {"type": "app_uninstalled"}
REVOKED: Json = {"type": "tokens_revoked", "tokens": {"oauth": ["U1"], "bot": ["UBOT"]}}


@pytest.mark.parametrize("event", [UNINSTALLED, REVOKED], ids=["uninstalled", "revoked"])
async def test_the_installation_and_its_tokens_are_deleted(
    installations: SqlInstallations, installed: Installed, tokens: InstalledTokens, clock: SetClock, event: Json
) -> None:
    clock.advance(timedelta(milliseconds=700))
    await installed()

    assert event["type"] in LEAVING
    assert await leave(installations, a_body(clock, event), clock)

    assert await tokens.bot_token("T1") is None


async def test_the_second_of_the_two_events_finds_nothing(
    installations: SqlInstallations, installed: Installed, clock: SetClock
) -> None:
    await installed()
    await leave(installations, a_body(clock, UNINSTALLED), clock)

    assert not await leave(installations, a_body(clock, REVOKED), clock)


async def test_news_that_come_after_a_reinstall_do_not_end_it(
    installations: SqlInstallations, installed: Installed, clock: SetClock
) -> None:
    late = a_body(clock, UNINSTALLED)
    clock.advance(timedelta(minutes=1))
    again = await installed()

    assert not await leave(installations, late, clock)

    assert await installations.get(again.tenant) == again


async def test_an_event_without_a_time_counts_as_now(
    installations: SqlInstallations, installed: Installed, clock: SetClock
) -> None:
    await installed()

    assert await leave(installations, {"team_id": "T1", "event": UNINSTALLED}, clock)


async def test_another_workspace_stays_installed(
    installations: SqlInstallations, installed: Installed, clock: SetClock
) -> None:
    ours = await installed()

    await leave(installations, a_body(clock, UNINSTALLED, "T2"), clock)

    assert await installations.get(ours.tenant) == ours


@pytest.mark.parametrize(
    "event",
    [
        {"type": "tokens_revoked", "tokens": {"oauth": ["U1"]}},
        {"type": "tokens_revoked", "tokens": {"oauth": ["U1"], "bot": []}},
        {"type": "tokens_revoked", "tokens": "UBOT"},
        {"type": "tokens_revoked"},
        {"type": "message", "text": "app_uninstalled"},
        None,
    ],
)
async def test_what_does_not_speak_of_the_bot_deletes_nothing(
    installations: SqlInstallations, installed: Installed, clock: SetClock, event: object
) -> None:
    await installed()

    assert not await leave(installations, a_body(clock, event), clock)

    assert await installations.get(tenant_of("T1")) is not None


async def test_an_event_of_no_workspace_deletes_nothing(installations: SqlInstallations, clock: SetClock) -> None:
    assert not await leave(installations, {"event": UNINSTALLED, "team_id": None}, clock)
