"""The main job while things go wrong between Slack and the program: nothing is lost or said twice, and every request is
acknowledged in time.
"""

from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.slack.acting import read
from tests.slack.double import SlackDouble
from tests.slack.faults import Fault, Faults, Kind
from tests.slack.running import a_program_in_slack
from tests.slack.team import HELLO, Team, charts

ANSWERS = {
    "UPRIYA": "Nobody should have to phone us again just to be paid back.",
    "UINES": "Los clientes no tienen que llamar otra vez para recuperar su dinero.",
    "UMEI": "Whoever talks with the customer is trusted to decide.",
}
ONCE = 1  #: a message that is struck five times waits for two minutes, as it should, and longer than a test does
SENDING = ("chat.postMessage", "chat.update", "conversations.open")


def _redelivered(faults: Faults) -> None:
    faults.always_redelivered = 3


def _rate_limited(faults: Faults) -> None:
    for method in SENDING:
        faults.sometimes(method, 0.15, Fault(Kind.RATE_LIMIT, seconds=1), in_a_row=ONCE)


def _failing(faults: Faults) -> None:
    for method in SENDING:
        faults.sometimes(method, 0.15, Fault(Kind.FAIL), in_a_row=ONCE)


def _reset(faults: Faults) -> None:
    for method in SENDING:
        faults.sometimes(method, 0.15, Fault(Kind.RESET_BEFORE), in_a_row=ONCE)
    faults.sometimes("chat.update", 0.15, Fault(Kind.RESET_AFTER), in_a_row=ONCE)


def _unheard(faults: Faults) -> None:
    """Taken, and the answer lost: only a look at the history tells. Channels are not to be read with these scopes."""
    faults.resets("chat.postMessage", accepted=True, to="D", times=3)


def _slow(faults: Faults) -> None:
    for method in (*SENDING, "views.open", "views.update"):
        faults.sometimes(method, 0.3, Fault(Kind.DELAY, seconds=1.0))


def _expired(faults: Faults) -> None:
    faults.refuses("views.open", "expired_trigger_id", times=2)  # what announces the dialog, and the dialog itself


def _cut_off(faults: Faults) -> None:
    del faults  # the connection itself breaks, see below


RUNS: dict[str, tuple[str, Callable[[Faults], None]]] = {
    "redelivered over http": ("http", _redelivered),
    "redelivered over sockets": ("sockets", _redelivered),
    "rate limited": ("http", _rate_limited),
    "failing": ("sockets", _failing),
    "reset": ("http", _reset),
    "unheard": ("sockets", _unheard),
    "slow": ("http", _slow),
    "expired triggers": ("sockets", _expired),
    "asked to reconnect": ("sockets", _cut_off),
}


@pytest.mark.parametrize("fault", RUNS)
async def test_the_main_job_survives(slack: SlackDouble, tmp_path: Path, fault: str) -> None:
    team, (mode, breaks) = Team(slack), RUNS[fault]
    async with a_program_in_slack(tmp_path, slack, mode):
        breaks(slack.faults)
        await team.launches(who="\n".join(ANSWERS))
        for user, why in ANSWERS.items():
            if breaks is _cut_off:
                await _reconnected(slack)
            await team.answers(user, {"why": why})
            await team.presses(user, "Yes")
        report = await team["UDANA"].waits_for("Did the message land?")
        await team.presses("UDANA", "Post")
        summary = await team.waits_for_channel("What we heard")

    assert charts(summary) == charts(report) == [{"No second call": 2, "Supervisors' time": 0, "Trust": 1}]
    assert {user: team.posted(user, HELLO) for user in ANSWERS} == dict.fromkeys(ANSWERS, 1)
    assert said_twice(team) == []
    assert slack.faults.undercut == 0
    assert slack.slowest < 3
    assert all(one.taken for one in slack.acknowledged)


async def test_a_question_that_was_sent_unheard_is_found_and_brought_up_to_date(
    slack: SlackDouble, tmp_path: Path
) -> None:
    team = Team(slack)
    async with a_program_in_slack(tmp_path, slack, "http"):
        _unheard(slack.faults)
        await team.launches(who="UPRIYA")
        await team.answers("UPRIYA", {"why": ANSWERS["UPRIYA"]})

        await team.reads("UPRIYA", "You have answered. Thank you!")

    assert team.posted("UPRIYA", HELLO) == 1


async def _reconnected(slack: SlackDouble) -> None:
    before = slack.sockets.opened
    await slack.sockets.disconnect()
    await slack.bell.until(lambda: slack.sockets.opened > before, lambda: "the program did not come back")


def said_twice(team: Team) -> list[str]:
    """Messages that stand more than once in one conversation."""
    places = [*ANSWERS, "UDANA", "C1"]
    texts = Counter((place, read(one)) for place in places for one in team.slack.messages(place))
    return [f"{place}: {text[:80]}" for (place, text), times in texts.items() if times > 1]
