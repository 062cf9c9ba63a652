"""The main job in Teams, from the sheet to the summary."""

from collections.abc import AsyncIterator, Mapping
from pathlib import Path

import pytest

from tests.slack.team import HELLO, SHEET
from tests.slack.test_main_job import EDITED, MISSED
from tests.teams.acting import Acting
from tests.teams.double import TeamsDouble
from tests.teams.organisation import CHANNEL, Posted, actions, charts, inputs, read
from tests.teams.running import a_program_in_teams

ANSWERS = {
    "Priya": "Nobody should have to phone us again just to be paid back.",
    "Sam": "Team leads waste hours every day on signing off small refunds.",
    "Inés": "Los clientes no tienen que llamar otra vez para recuperar su dinero.",
    "Jonas": "Kunden bekommen ihr Geld, ohne noch einmal anrufen zu müssen.",
    "Mei": "Whoever talks with the customer is trusted to decide.",
    "Tom": "Supervisors get back the hours they spent approving things.",
    "Grace": "The person on the phone knows best and is trusted to decide.",
}
WITHDRAWS, EDITS, FIXES, UNREACHABLE = "Tom", "Sam", "Grace", "Omar"
WITHOUT_DIALOGS = frozenset({"Inés", "Tom"})


@pytest.fixture
async def team(tmp_path: Path, teams: TeamsDouble) -> AsyncIterator[TeamsDouble]:
    teams.space.people[UNREACHABLE].unreachable = "ConversationBlockedByUser"
    async with a_program_in_teams(tmp_path, teams, dialogs=True, measured=True):
        yield teams


async def answers(person: Acting, values: Mapping[str, str], by: str = "Answer") -> None:
    """Answers in a dialog, or on a card where there are none, and waits for what was heard."""

    def heard() -> int:
        return sum(one.versions for one in person.inbox if person.own("Yes") & set(read(one.card).splitlines()))

    before = heard()
    await person.waits_for_button(by)
    if person.dialogs:
        assert await (await person.opens(by)).sends(values) is None
    else:
        await answers_on_a_card(person, values, by)
    await person.teams.waits(lambda: heard() > before, lambda: f"{person.person.name} reads {person.read}")


async def answers_on_a_card(person: Acting, values: Mapping[str, str], by: str) -> None:
    begun = len(person.inbox)
    await person.presses(by)

    def form() -> Posted | None:
        return next((one for one in person.inbox[begun:] if list(inputs(one.card))), None)

    shown = await person.teams.waits(form, lambda: f"{person.person.name} reads {person.read}")
    await person.presses(actions(shown.card)[-1]["title"], values, on=shown)


async def presses(person: Acting, label: str) -> None:
    await person.waits_for_button(label)
    await person.presses(label)


async def presses_in_the_channel(person: Acting, label: str) -> None:
    """A button that this person alone sees there, under the newest message."""
    shared = person.teams.space.in_(CHANNEL)[-1]
    seen = await person.looks(shared)
    assert seen
    await person.presses(label, on=seen)


async def test_a_team_of_eight_restates_and_the_channel_reads_what_landed(
    team: TeamsDouble, capsys: pytest.CaptureFixture[str]
) -> None:
    people = {name: Acting(team, person, name not in WITHOUT_DIALOGS) for name, person in team.space.people.items()}
    dana = people["Dana"]
    await dana.mentions("align new-policy")
    await dana.waits_for_button("Open the form")
    sheet = await dana.opens("Open the form")
    assert "Why it matters" in sheet.read
    refused = await sheet.sends(SHEET | {"leads": "aad-luis", "labels": "x" * 300})
    assert refused
    assert await refused.sends({"labels": SHEET["labels"]}) is None
    await presses(dana, "Send to the team")
    await dana.waits_for("8 people")

    for name, why in ANSWERS.items():
        await answers(people[name], {"why": why, "quotable": "yes"})
    await answers(people[EDITS], {"why": EDITED}, by="Edit")
    await answers(people[FIXES], {"words": MISSED}, by="Fix it")
    for name in ANSWERS:
        if name != WITHDRAWS:
            await presses(people[name], "Yes")
    await dana.writes("/align status")
    assert "Omar (this person has blocked Hymnsheet)" in read((await dana.waits_for("Could not be reached")).card)
    await presses_in_the_channel(dana, "Close now")
    first = (await dana.waits_for("Did the message land?")).card
    assert charts(first) == [{"No second call": 4, "Supervisors' time": 2, "Trust": 2}]
    await presses(people[WITHDRAWS], "Withdraw")
    second = (await dana.waits_for("\nVersion 2")).card
    assert charts(second) == [{"No second call": 4, "Supervisors' time": 1, "Trust": 2}]
    assert "To align on it: Mei, Sam" in read(second)
    await presses(dana, "Post")

    def posted() -> Posted | None:
        return next((one for one in team.space.in_(CHANNEL) if "What we heard" in read(one.card)), None)

    summary = await team.waits(posted, lambda: f"the channel reads {team.space.in_(CHANNEL)}")
    assert charts(summary.card) == charts(second)
    assert await people["Mei"].looks(summary) is None
    await presses_in_the_channel(dana, "Report")
    await team.waits(lambda: dana.read[-1] == read(second), lambda: f"Dana reads {dana.read}")
    assert not [name for name in ANSWERS if name in read(summary.card)]
    hello = {
        name: sum(bool(people[name].own(HELLO) & set(text.splitlines())) for text in people[name].read)
        for name in ANSWERS
    }
    assert hello == dict.fromkeys(ANSWERS, 1)
    assert len(team.space.in_(CHANNEL)) == 2
    assert people[UNREACHABLE].inbox == []
    assert {call.status for call in team.calls} == {200, 201, 403}
    assert set(team.answered) == {200}
    with capsys.disabled():
        told = f"{len(team.answered)} activities taken, the slowest in {team.slowest:.2f} s, {len(team.calls)} calls"
        print(f" [{told}]", end="")
