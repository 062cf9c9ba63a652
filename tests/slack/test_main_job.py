"""The main job in Slack, from the sheet to the summary, over HTTP and over Socket Mode alike."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.slack.acting import read
from tests.slack.double import SlackDouble
from tests.slack.running import MODES, a_program_in_slack
from tests.slack.team import HELLO, Team, charts, refusals

ANSWERS = {
    "UPRIYA": "Nobody should have to phone us again just to be paid back.",
    "USAM": "Team leads waste hours every day on signing off small refunds.",
    "UINES": "Los clientes no tienen que llamar otra vez para recuperar su dinero.",
    "UJONAS": "Kunden bekommen ihr Geld, ohne noch einmal anrufen zu müssen.",
    "UMEI": "Whoever talks with the customer is trusted to decide.",
    "UTOM": "Supervisors get back the hours they spent approving things.",
    "UGRACE": "The person on the phone knows best and is trusted to decide.",
}
WITHDRAWS, EDITS, FIXES, UNREACHABLE, LEADS = "UTOM", "USAM", "UGRACE", "UOMAR", "ULUIS"
EDITED = "Supervisors save the two hours a day that approvals take."
MISSED = "And customers do not have to ring a second time to be refunded."


@pytest.fixture(params=list(MODES))
async def team(request: pytest.FixtureRequest, tmp_path: Path, slack: SlackDouble) -> AsyncIterator[Team]:
    slack.space.users[UNREACHABLE].unreachable = "user_disabled"
    async with a_program_in_slack(tmp_path, slack, request.param, measured=True):
        yield Team(slack)


async def test_a_team_of_eight_restates_and_the_channel_reads_what_landed(team: Team) -> None:
    slack, dana = team.slack, team["UDANA"]
    await team.launches()
    await dana.waits_for("8 people")
    for user, why in ANSWERS.items():
        await team.answers(user, {"why": why, "quotable": "yes"})
    await team.answers(EDITS, {"why": EDITED}, by="Edit")
    await team.answers(FIXES, {"words": MISSED}, by="Fix it")
    for user in ANSWERS:
        if user != WITHDRAWS:
            await team.presses(user, "Yes")

    await dana.slash("/align status")
    assert "Omar (deactivated)" in read(await dana.waits_for("Could not be reached"))
    assert "refunds-up-to" in await team.sees_at_home("UDANA", "7 of 8")
    assert "by Dana · open until" in await team.sees_at_home(LEADS, "7 of 8 answered")
    await team.presses("UDANA", "Close now")
    first = await dana.waits_for("Did the message land?")
    assert charts(first) == [{"No second call": 4, "Supervisors' time": 2, "Trust": 2}]
    await team.presses(WITHDRAWS, "Withdraw")
    second = await dana.waits_for("\nVersion 2")
    assert charts(second) == [{"No second call": 4, "Supervisors' time": 1, "Trust": 2}]
    assert "To align on it: Mei, Sam" in read(second)
    await team.presses("UDANA", "Post")
    summary = await team.waits_for_channel("What we heard")
    assert "by Dana · closed · 6 of 8 answered · " in await team.sees_at_home(LEADS, "Report")

    assert charts(summary) == charts(second)
    assert not [one for one in slack.space.users.values() if one.id in ANSWERS and one.real_name in read(summary)]
    assert {user: team.posted(user, HELLO) for user in ANSWERS} == dict.fromkeys(ANSWERS, 1)
    assert len(slack.messages("C1")) == 2
    assert slack.messages(UNREACHABLE) == []
    assert refusals(slack) == [("conversations.open", "user_disabled")]
    assert all(one.taken for one in slack.acknowledged)
    assert len(slack.acknowledged) >= 30
    assert slack.slowest < 3
