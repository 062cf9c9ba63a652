"""Memory of the real program while it asks the people of one check, in Slack over HTTP, with the double behind it.

One program for each size; a slash command begins, the double takes every message, the limits are off. The comparer is
not loaded: nobody has answered.

python -m tests.bench.asking [PEOPLE …]
"""

import asyncio
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from tests.bench.memory import peak_mib, resident_mib
from tests.slack.double import SlackDouble
from tests.slack.running import a_program_in_slack
from tests.slack.team import SHEET, Team
from tests.slack.workspace import User

SIZES = (100, 1_000, 10_000)
UNPACED = {"HYMNSHEET_LIMITS_SLACK_TENANT": "off", "HYMNSHEET_LIMITS_SLACK_CONVERSATION": "off"}
PATIENCE = 3_600.0  #: seconds; at the longest
ASKED_ALREADY = 8  #: of the double's own team, without its manager and its lead
SLACKS_PAGE = 200


async def asking(sizes: Sequence[int] = SIZES) -> None:
    for people in sizes:
        with tempfile.TemporaryDirectory() as folder:
            async with SlackDouble(validate=lambda _: []) as slack:
                grow(slack, people)
                async with a_program_in_slack(Path(folder), slack, "http", UNPACED) as program:
                    assert program.process
                    before = resident_mib(program.process.pid)
                    begin = time.perf_counter()
                    asked = await launched(slack, people)
                    took = time.perf_counter() - begin
                    await slack.user("UDANA").slash("/align status")
                    after, peak = resident_mib(program.process.pid), peak_mib(program.process.pid)
        name = f"{people} participants in Slack"
        missing = "" if asked >= people else f", only {asked} asked"
        print(f"{name:31} {before:.0f} → {after:.0f} MiB, at most {peak:.0f}; in {took:.0f} s{missing}", flush=True)


def grow(slack: SlackDouble, people: int) -> None:
    slack.state.page_size = SLACKS_PAGE
    for number in range(people - ASKED_ALREADY):
        user = User(f"U{number:06}", f"person{number}", f"Person {number}")
        slack.space.users[user.id] = user
        slack.space.channels["C1"].members.append(user.id)


async def launched(slack: SlackDouble, people: int) -> int:
    """Dana writes the sheet and sends it; how many were asked, once all messages are there or patience is over."""
    team, dana = Team(slack), slack.user("UDANA")
    await dana.slash("/align new-policy")
    await dana.waits_for_modal("title")
    await dana.submits(SHEET)
    await team.presses("UDANA", "Send to the team")
    direct = {slack.space.dm(user).id for user in slack.space.users if user not in ("UDANA", "ULUIS")}
    deadline = time.perf_counter() + PATIENCE
    while (asked := len({one.channel for one in slack.accepted} & direct)) < people:
        if time.perf_counter() > deadline:
            break
        await asyncio.sleep(0.5)
    return asked


if __name__ == "__main__":
    asyncio.run(asking([*map(int, sys.argv[1:])] or SIZES))
