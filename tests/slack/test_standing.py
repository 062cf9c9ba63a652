"""Tokens that Slack refuses, and permissions that it did not grant, are named at the start."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from pydantic import SecretStr

from adapters.slack.config import SlackConfig
from adapters.slack.run import SlackAdapter, build, outbound
from tests.fakes import SetClock
from tests.fakes_door import ScriptedDoor
from tests.slack.double import SlackDouble
from tests.slack.faults import Fault, Kind
from tests.slack.rights import APP_TOKEN, BOT_TOKEN, SCOPES
from tests.slack.running import a_program_in_slack
from tests.unit.slack.gate_front import NowhereInstalled


@asynccontextmanager
async def an_adapter(
    slack: SlackDouble, bot: str = BOT_TOKEN, app: str = APP_TOKEN, *, png: bool = False
) -> AsyncIterator[SlackAdapter]:
    clock = SetClock()
    config = SlackConfig(
        bot_token=SecretStr(bot), app_token=SecretStr(app), api_url=slack.base_url, chart_png=png, client_id=""
    )
    out = outbound(config, NowhereInstalled(), clock)
    adapter = build(config, ScriptedDoor(), out, clock, "/align")
    yield adapter
    await adapter.stop()
    await adapter.close()


async def wrong(slack: SlackDouble, bot: str = BOT_TOKEN, app: str = APP_TOKEN, *, png: bool = False) -> list[str]:
    async with an_adapter(slack, bot, app, png=png) as adapter:
        return await adapter.start()


async def test_where_all_is_well_nothing_is_said(slack: SlackDouble) -> None:
    assert await wrong(slack) == []
    assert [call.method for call in slack.calls] == ["auth.test", "apps.connections.open"]


async def test_a_bot_token_that_is_none_is_named(slack: SlackDouble) -> None:
    (line,) = await wrong(slack, bot="xoxb-mistyped")
    assert line.startswith("HYMNSHEET_SLACK_BOT_TOKEN is refused (invalid_auth).")


async def test_tokens_in_each_others_places_are_both_named(slack: SlackDouble) -> None:
    bot, app = await wrong(slack, bot=APP_TOKEN, app=BOT_TOKEN)
    assert bot.startswith("HYMNSHEET_SLACK_BOT_TOKEN is refused (not_allowed_token_type).")
    assert app.startswith("HYMNSHEET_SLACK_APP_TOKEN is refused (not_allowed_token_type).")


async def test_permissions_that_were_not_granted_are_named(slack: SlackDouble) -> None:
    slack.state.tokens[BOT_TOKEN].scopes = SCOPES - {"im:write", "usergroups:read"}
    (line,) = await wrong(slack)
    assert line.startswith("not granted: im:write, usergroups:read.")


async def test_the_permission_to_upload_is_missed_only_where_pictures_are_on(slack: SlackDouble) -> None:
    assert await wrong(slack) == []
    (line,) = await wrong(slack, png=True)
    assert line.startswith("not granted: files:write.")


BREAK: dict[str, Callable[[SlackDouble], None]] = {
    "a page of HTML": lambda slack: slack.faults.fails("auth.test"),
    "a broken connection": lambda slack: slack.faults.resets("auth.test", accepted=False),
    "an error of Slack's": lambda slack: slack.faults.refuses("auth.test", "internal_error"),
    "a limit": lambda slack: slack.faults.add("auth.test", Fault(Kind.RATE_LIMIT, 1)),
}


@pytest.mark.parametrize("fault", BREAK.values(), ids=BREAK)
async def test_trouble_that_passes_is_not_blamed_on_the_token(
    slack: SlackDouble, fault: Callable[[SlackDouble], None]
) -> None:
    fault(slack)
    assert await wrong(slack) == []


async def test_a_start_does_not_wait_for_slack_for_ever(slack: SlackDouble, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("adapters.slack.run._FIRST_CONNECTION_SECONDS", 0.2)
    slack.faults.hangs_after_accepting("auth.test")
    slack.faults.hangs_after_accepting("apps.connections.open")
    assert await wrong(slack) == []


async def test_an_operator_reads_it_beside_the_line_that_says_where_it_runs(slack: SlackDouble, tmp_path: Path) -> None:
    slack.state.tokens[BOT_TOKEN].scopes = SCOPES - {"usergroups:read"}
    async with a_program_in_slack(tmp_path, slack, "http") as program:
        shown = program.printed
    assert "Slack: not granted: usergroups:read. Add that under OAuth & Permissions" in shown
    assert f"Hymnsheet runs at {program.address}, with what stands above to mend. Ctrl+C stops it." in shown
