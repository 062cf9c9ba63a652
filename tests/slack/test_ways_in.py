"""Every way to Hymnsheet in Slack beside the slash command, with the running program."""

import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from adapters.slack.inbound import SHORTCUT
from tests.slack.acting import read
from tests.slack.double import SlackDouble
from tests.slack.rights import BOT_TOKEN
from tests.slack.running import MODES, a_program_in_slack
from tests.slack.team import SHEET, Team, charts, refusals

NOTES = "From Monday we answer in chat first, because customers wait eight minutes on the phone."


@pytest.fixture(params=list(MODES))
async def team(request: pytest.FixtureRequest, tmp_path: Path, slack: SlackDouble) -> AsyncIterator[Team]:
    async with a_program_in_slack(tmp_path, slack, request.param, hasty=True):
        yield Team(slack)


async def test_a_message_a_mention_the_home_tab_and_direct_messages_lead_on(team: Team) -> None:
    slack, dana = team.slack, team["UDANA"]

    notes = team["ULUIS"].posts(NOTES)
    await dana.shortcut(notes, SHORTCUT)
    assert NOTES in read(await dana.waits_for_modal("title"))
    await dana.closes()

    await dana.mentions("new-policy Chat first", thread=notes.ts)
    await dana.waits_for_button("Open the dialog")
    await dana.presses("Open the dialog")
    assert "Chat first" in read(await dana.waits_for_modal("title"))
    await dana.closes()

    await team.sees_at_home("UDANA", "Help")
    await dana.presses("Help", slack.home("UDANA"))
    await slack.bell.until(
        lambda: (view := slack.views.top("UDANA")) and "/align new-policy" in read(view), lambda: "no modal"
    )

    await team["UTOM"].writes_dm("what is this?")
    await team["UTOM"].waits_for("There is no open question for you")
    assert refusals(slack) == []
    assert all(one.taken for one in slack.acknowledged)


async def test_a_workspace_without_charts_reads_the_figures_in_words(team: Team) -> None:
    team.slack.state.unknown_blocks.add("data_visualization")
    await team.launches(who="UPRIYA")
    await team.answers("UPRIYA", {"why": "Nobody should have to phone us again just to be paid back."})
    await team.presses("UPRIYA", "Yes")

    report = await team["UDANA"].waits_for("Did the message land?")

    assert charts(report) == []
    assert re.search(r"No second call\s+█+\s+1 of 1", read(report))
    assert ("chat.postMessage", "invalid_blocks") in refusals(team.slack)


async def test_where_pictures_are_on_the_refused_chart_stands_in_the_thread(tmp_path: Path, slack: SlackDouble) -> None:
    slack.state.unknown_blocks.add("data_visualization")
    slack.state.tokens[BOT_TOKEN].scopes |= {"files:write"}
    async with a_program_in_slack(tmp_path, slack, "http", {"HYMNSHEET_SLACK_CHART_PNG": "on"}):
        team = Team(slack)
        await team.launches(who="UPRIYA")
        await team.answers("UPRIYA", {"why": "Nobody should have to phone us again just to be paid back."})
        await team.presses("UPRIYA", "Yes")

        report = await team["UDANA"].waits_for("Did the message land?")
        picture = await slack.bell.until(
            lambda: next((one for one in team["UDANA"].inbox if one.files and one.thread_ts == report.ts), None),
            lambda: f"no picture: {slack.calls[-5:]}",
        )

    file = next(one for one in slack.state.files.values() if one.ts == picture.ts)
    assert (file.content or b"").startswith(b"\x89PNG")
    assert "No second call: 1 of 1" in file.alt


@pytest.mark.parametrize("wrong", ["hangs", "refuses"])
async def test_a_workspace_that_does_not_tell_its_groups_gets_the_dialog_without_them(team: Team, wrong: str) -> None:
    slack, dana = team.slack, team["UDANA"]
    if wrong == "hangs":
        slack.faults.hangs_after_accepting("usergroups.list")
    else:
        slack.faults.refuses("usergroups.list", "internal_error")

    await dana.slash("/align new-policy")

    form = await dana.waits_for_modal("title")
    assert not [block for block in form.blocks if block.get("block_id") == "groups"]
    await dana.submits(SHEET | {"who": "UPRIYA"})
    await dana.waits_for_button("Send to the team")
    assert [call.error for call in slack.calls if call.method == "views.open"] == [""]
    assert all(one.taken for one in slack.acknowledged)


async def test_a_check_begun_at_home_asks_a_user_group(team: Team) -> None:
    slack, dana = team.slack, team["UDANA"]
    await team.sees_at_home("UDANA", "New hymn sheet")
    await dana.presses("New hymn sheet", slack.home("UDANA"))
    await dana.waits_for_modal("channel")
    await dana.submits(SHEET | {"channel": "C1", "groups": "@support-team"})
    await team.presses("UDANA", "Send to the team")
    await dana.waits_for("3 people")

    await team.waits_for_channel("Refunds up to 50")
    for user in ("UPRIYA", "USAM", "UINES"):
        await team.reads(user, "Answer")
    assert {user for user in slack.space.users if slack.messages(user)} == {"UDANA", "UPRIYA", "USAM", "UINES"}
    assert refusals(slack) == []


async def test_who_joins_while_a_check_is_running_is_told_to_its_manager_and_asked_at_a_press(team: Team) -> None:
    slack, dana = team.slack, team["UDANA"]
    joiners = {user: slack.space.users[user] for user in ("UTOM", "UROBOT", "UGUEST", "USTRANGER")}
    for user in joiners:
        slack.space.channels["C1"].members.remove(user)
    await team.launches()
    await dana.waits_for("7 people")

    slack.faults.redelivers(2, at_once=True)
    for user in joiners:
        await team[user].joins()
    await team.presses("UDANA", "Ask them too")
    await team.presses("UTOM", "Answer")

    await dana.waits_for("Tom is asked as well")
    assert [text for text in team.read_by("UDANA") if "has joined the channel" in text] == []
    assert slack.messages("UROBOT") == slack.messages("UGUEST") == slack.messages("USTRANGER") == []
    assert refusals(slack) == []
    assert all(one.taken for one in slack.acknowledged)
