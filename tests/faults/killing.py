"""Row 1: the program is killed at named points of a check, by the platform that it is speaking to, and started again.

The points are the kinds of messages a check sends, each before the platform takes it and after, before it answers.
"""

import asyncio
from collections import Counter
from collections.abc import Awaitable
from dataclasses import dataclass, field
from functools import partial

from tests.e2e.program import Program
from tests.faults.counting import Audit, Counted, only
from tests.faults.site import MANAGER, NO_LIMITS, Place, Site, a_site
from tests.slack.faults import Blow

LAUNCHING, READING_BACK, REPORTING, POSTING = ("card", "ask", "launched"), ("read_back",), ("report",), ("summary",)
KINDS = (*LAUNCHING, *READING_BACK, *REPORTING, *POSTING)
ASKED = 2  #: people in each check
PATIENCE = 300.0  #: seconds: what was marked and not known to be sent waits 30 s at each start


@dataclass
class Killer:
    """Kills the program, and starts it again as whatever watches over it does."""

    site: Site
    fallen: list[str] = field(default_factory=list)
    _up: "asyncio.Future[None] | None" = None
    _one_by_one: asyncio.Lock = field(default_factory=asyncio.Lock)

    @property
    def program(self) -> Program:
        return self.site.programs[0]

    async def strikes(self, turn: int, kinds: tuple[str, ...], act: Awaitable[object]) -> None:
        """At each of these kinds once, of a check's messages that this brings about; returns when all have come."""
        for kind in kinds:
            after = (turn + KINDS.index(kind)) % 2 == 1
            fall = partial(self._kill, f"{kind}, {'after' if after else 'before'}")
            self.site.slack.faults.blows.append(Blow(kind, after, fall))
        await act
        await self.site.until(lambda: not self.site.slack.faults.blows, f"all blows of {kinds} to fall", PATIENCE)
        await self.up()
        await self.site.ends(PATIENCE)

    async def up(self) -> None:
        if self._up:
            await self._up

    async def _kill(self, name: str) -> None:
        async with self._one_by_one:
            await self.up()
            self.fallen.append(name)
            await self.program.kill()
            self._up = asyncio.ensure_future(self.program.start())


async def run(place: Place, turns: int) -> Counted:
    """Every second turn a point's other side: all twelve are struck in two."""
    async with a_site(place, ASKED * turns, replicas=1, settings=NO_LIMITS) as site:
        killer = Killer(site)
        for turn in range(turns):
            people = site.members[ASKED * turn : ASKED * (turn + 1)]
            title = f"Turn {turn}"
            await killer.strikes(turn, LAUNCHING, site.begins(title=title, who="\n".join(people)))
            await _answers(site, people[1])
            await killer.strikes(turn, READING_BACK, _answers(site, people[0]))
            await killer.strikes(turn, REPORTING, site.team[MANAGER].slash(f"/align close turn-{turn}"))
            await killer.strikes(turn, POSTING, site.team[MANAGER].slash(f"/align report turn-{turn} --post"))
        found = await site.audited()
        fallen, again = Counter(killer.fallen), found.duplicated(channels=True)
        in_channels = sum(times for name, times in fallen.items() if name.split(",")[0] in {"card", "summary"})
        return Counted(
            f"{fallen.total()} kills at {len(fallen)} points, each {min(fallen.values())} to {max(fallen.values())} "
            f"times; {found.posted.total()} messages of {turns} checks; {again} sent again in the channel",
            [*found.lost(), *_missing(found, turns)],
            found.duplicated(),
            only(
                (len(fallen) < min(turns, 2) * len(KINDS), "not every point was struck"),
                (again > in_channels, "more in the channel than were in flight"),
            ),
        )


async def _answers(site: Site, user: str) -> None:
    await site.team.presses(user, "Answer")
    await site.team._opened(site.team[user], "why")
    await site.team[user].submits({"why": "Nobody has to phone us a second time to get their money back."})


def _missing(found: Audit, turns: int) -> list[str]:
    """Kinds of which the platform has fewer than there are owed."""
    there = Counter(key.split(":")[5] for key in found.posted)
    owed = {kind: turns * (ASKED if kind in {"ask", "read_back"} else 1) for kind in KINDS}
    return [f"{kind}: {there[kind]} of {n}" for kind, n in owed.items() if there[kind] < n]
