"""Where the rows of the bar are run: Slack's double, a database, and replicas of the program as their operators have
them. On SQLite there is one program, on PostgreSQL there are as many as are asked for.
"""

import asyncio
import os
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

import aiohttp

from storage.cipher import Cipher
from tests.e2e.program import Program
from tests.faults.counting import Audit, audit, ledger, undone
from tests.patience import PATIENCE
from tests.slack.delivery import Acknowledged, HttpLine, Line
from tests.slack.double import SlackDouble
from tests.slack.rights import BOT_TOKEN, SIGNING_SECRET
from tests.slack.team import SHEET, Team
from tests.slack.workspace import BOT_USER, Json, User, Workspace, acme

ZONES = ("Europe/Madrid", "America/New_York", "Asia/Kolkata")
LATE = 60.0  #: seconds until a request is given up: a busy machine is late, and loses nothing for it
MANAGER, CHANNEL = "UDANA", "C1"
NO_LIMITS = {"HYMNSHEET_LIMITS_SLACK_CONVERSATION": "off", "HYMNSHEET_LIMITS_SLACK_TENANT": "off"}


@dataclass(frozen=True, slots=True)
class Place:
    """A folder of a row's own, and the URL of a database at head; "" for a file in that folder."""

    folder: Path
    url: str = ""

    @property
    def database(self) -> str:
        return "PostgreSQL" if self.url else "SQLite"

    @property
    def effective_url(self) -> str:
        return self.url or f"sqlite+aiosqlite:///{self.file}"

    @property
    def file(self) -> Path:
        """The embedded database of the one program."""
        return self.folder / "r0" / "data" / "hymnsheet.db"


@dataclass
class Spread(Line):
    """A balancer before the replicas: each request goes to the next one that lives."""

    programs: list[Program]
    _turns: "count[int]" = field(default_factory=count)

    async def send(self, kind: str, payload: Json, retry: int, reason: str) -> Acknowledged:
        there = [one for one in self.programs if one.process and one.process.returncode is None]
        if not there:
            return Acknowledged(kind, 0, 0.0, retry=retry)
        program = there[next(self._turns) % len(there)]
        return await line_to(program).send(kind, payload, retry, reason)


def line_to(program: Program) -> HttpLine:
    return HttpLine(f"{program.address}slack/events", SIGNING_SECRET, LATE)


@dataclass
class Site:
    place: Place
    slack: SlackDouble
    programs: list[Program]
    members: list[str]
    session: aiohttp.ClientSession
    key: str  #: seals what is stored

    @property
    def team(self) -> Team:
        return Team(self.slack)

    @property
    def printed(self) -> str:
        return "\n".join(one.printed for one in self.programs)

    @property
    def asked(self) -> set[str]:
        """The members who have something in their direct messages."""
        channels = self.slack.space.channels
        return {user for user in self.members if (dm := channels.get(f"D{user[1:]}")) and dm.messages}

    @property
    def wanted(self) -> list[tuple[str, str]]:
        """Whom a launch owes what."""
        return [*((user, "ask") for user in self.members), (f"#{CHANNEL}", "card"), (MANAGER, "launched")]

    async def begins(self, manager: str = MANAGER, **changes: str) -> None:
        """Somebody writes a sheet and sends it; returns as soon as that was taken."""
        person = self.team[manager]
        await person.slash("/align new-policy")
        await self.team._opened(person, "title")
        await person.submits(SHEET | changes)
        await person.waits_for_button("Send to the team")
        await person.presses("Send to the team")

    async def until(
        self, there: Callable[[], bool | Awaitable[bool]], what: str, patience: float = 2 * PATIENCE
    ) -> float:
        """Waits for it; returns after how many seconds it was there."""
        begin = time.monotonic()
        while True:
            found = there()
            if found if isinstance(found, bool) else await found:
                return time.monotonic() - begin
            if time.monotonic() - begin > patience:
                raise AssertionError(f"not within {patience:.0f} s: {what}; {self.printed[-4000:]}")
            await asyncio.sleep(0.05)

    async def ends(self, patience: float = 2 * PATIENCE) -> float:
        """Until nothing waits to be sent or done any more."""

        async def nothing_left() -> bool:
            left = await undone(self.place.effective_url)
            if left:
                await asyncio.sleep(0.3)
            return left == 0

        return await self.until(nothing_left, f"everything sent; {len(self.asked)} are asked", patience)

    async def audited(self) -> Audit:
        return audit(await ledger(self.place.effective_url), self.slack.accepted)

    async def probe(self, name: str, program: Program | None = None) -> int:
        """The status that /livez or /readyz answers with; 0 for none."""
        program = program or self.programs[0]
        try:
            async with self.session.get(f"{program.address}{name}", timeout=aiohttp.ClientTimeout(10)) as answer:
                return answer.status
        except (aiohttp.ClientError, TimeoutError):
            return 0


def crowd(members: int) -> tuple[Workspace, list[str]]:
    """Dana's workspace with so many people in her channel, in three zones."""
    space = acme()
    people = [User(f"U{i:05}", f"p{i}", f"Person {i}", ZONES[i % 3]) for i in range(1, members + 1)]
    space.users |= {one.id: one for one in people}
    space.channels[CHANNEL].members = [MANAGER, BOT_USER, *(one.id for one in people)]
    return space, [one.id for one in people]


@asynccontextmanager
async def a_site(
    place: Place,
    members: int,
    *,
    replicas: int = 2,
    settings: Mapping[str, str] | None = None,
    through: Mapping[int, str] | None = None,
) -> AsyncIterator[Site]:
    """Everything running; stopped at the end. `through`: by which URL a replica reaches its database, by its number."""
    async with AsyncExitStack() as stack:
        session = await stack.enter_async_context(aiohttp.ClientSession())
        slack = await stack.enter_async_context(SlackDouble())
        slack.state.page_size, slack.state.trigger_seconds = 200, LATE
        slack.state.workspaces["T1"], names = crowd(members)
        key = Cipher.new_key()
        shared = {
            "HYMNSHEET_PORT": "0",
            "HYMNSHEET_SECRET_KEYS": key,
            "HYMNSHEET_REPLICA_PATIENCE": "6",  # longer than a busy machine keeps a heartbeat waiting
            "HYMNSHEET_SLACK_BOT_TOKEN": BOT_TOKEN,
            "HYMNSHEET_SLACK_SIGNING_SECRET": SIGNING_SECRET,
            "HYMNSHEET_SLACK_API_URL": slack.base_url,
        }
        programs = [
            _program(
                place.folder / f"r{number}",
                {
                    **shared,
                    "HYMNSHEET_REPLICA": f"r{number}",
                    "HYMNSHEET_DATABASE_URL": (through or {}).get(number, place.url),
                    **(settings or {}),
                },
            )
            for number in range(replicas if place.url else 1)
        ]
        slack.office.line = Spread(programs)
        for program in programs:
            stack.push_async_callback(_ended, program)
            await program.start()
        yield Site(place, slack, programs, names, session, key)


def _program(folder: Path, settings: Mapping[str, str]) -> Program:
    folder.mkdir(parents=True)
    return Program(folder, {**os.environ, "HYMNSHEET_DATA_DIR": str(folder / "data"), **settings})


async def _ended(program: Program) -> None:
    if program.process:
        await program.stop()
