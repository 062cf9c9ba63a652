"""The main job in a real client of Teams, from the command in the channel to the report and the summary.

The client is Microsoft's playground, driven in a browser. What it does not have is in docs/teams.md.
"""

import pytest
from playwright.async_api import expect

from tests.slack.team import HELLO, SHEET
from tests.slack.test_main_job import EDITED, MISSED
from tests.teams.test_main_job import ANSWERS
from tests.teams_playground.window import Window, Windows

FORM = {
    "Title": SHEET["title"],
    "What changes": SHEET["body"],
    "Why it matters": SHEET["reasons"],
    "Short labels": SHEET["labels"],
}
#: Sam says one thing at first, and another in `EDITED`.
SAID = {name: ANSWERS[name] for name in ("Priya", "Mei", "Tom", "Grace")} | {"Sam": ANSWERS["Mei"]}
EDITS, FIXES, WITHDRAWS = "Sam", "Grace", "Tom"
WHY, QUOTED, MORE = "Why does this change matter", "My words may be quoted", "What did I miss"
HEARD, TIME, CALL = "Did I get you right?", "supervisors lose two hours", "calling a second time"
CHANNEL = "Customer care - Support"


async def test_five_people_answer_in_their_clients_and_the_manager_reads_what_landed(
    team: Windows, capsys: pytest.CaptureFixture[str]
) -> None:
    dana = team["Dana"]
    await asks(dana)
    for name, why in SAID.items():
        await answers(team[name], why)
    await answers(team[EDITS], EDITED, by="Edit")
    await team[EDITS].reads(HEARD, TIME)
    await team[FIXES].presses("Fix it")
    await team[FIXES].fills({MORE: MISSED}, within=MORE)
    await team[FIXES].presses("Send")
    await team[FIXES].reads(HEARD, CALL)
    for name in SAID:
        if name != WITHDRAWS:
            await team[name].presses("Yes")
            await team[name].reads("You said: yes")
    await dana.presses("Close now …", "Close now")
    first = await dana.reads("Did the message land?")
    await expect(first).to_contain_text("5 of 5 answered")
    assert await dana.bars(first) == [
        "No second call · 2 of 5, 2",
        "Supervisors' time · 2 of 5, 2",
        "Trust · 2 of 5, 2",
    ]

    await team[WITHDRAWS].presses("Withdraw …", "Withdraw")
    second = await dana.reads("Did the message land?", "Version 2")
    landed = ["No second call · 2 of 4, 2", "Supervisors' time · 1 of 4, 1", "Trust · 2 of 4, 2"]
    assert await dana.bars(second) == landed
    await expect(second).to_contain_text("To align on it: Mei, Sam")
    await dana.presses("Post")
    await dana.goes_to(CHANNEL)
    summary = await dana.reads("What we heard")
    assert await dana.bars(summary) == landed
    assert not [name for name in SAID if name in await summary.inner_text()]
    await expect(dana.cards.filter(has_text="The question closed")).to_have_count(1)
    for name in SAID:
        await expect(team[name].cards.filter(has_text=HELLO)).to_have_count(1)
    assert {call.status for call in team.calls} == {200, 201}
    with capsys.disabled():
        print(f" [six playgrounds took {len(team.calls)} calls of the bot]", end="")


async def asks(dana: Window) -> None:
    """From the command in the channel to the question in everybody's chat."""
    await dana.goes_to(CHANNEL)
    await dana.mentions("align new-policy")
    await dana.goes_to("Personal Chat")
    await dana.fills(FORM, within="Time to answer")
    await dana.presses("Review")
    await dana.presses("Send to the team …", "Send to the team")
    await dana.reads("5 people are being asked")


async def answers(person: Window, why: str, by: str = "Answer") -> None:
    await person.presses(by)
    await person.fills({WHY: why, QUOTED: "yes"}, within=QUOTED)
    await person.presses("Send")
    await person.reads(HEARD)
