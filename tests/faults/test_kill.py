"""The process is killed at random moments of a whole check and started again: nothing is lost, nothing is sent twice.

Faults come from outside: the program knows nothing of this.
"""

import asyncio
import random
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import aiohttp
from sqlalchemy import select

from storage.engine import make_engine, reading
from storage.tables import posts
from tests.e2e.program import PATIENCE, Program, Window, a_program, team_file

MEMBERS = 6
KILLS = 10
KILLS_ON_SERVER = 3  #: the short form: what differs there is the database, not the program

#: A name kept over restarts: the program takes up its own work again, and waits for no heartbeat to grow old.
ALONE = {"HYMNSHEET_REPLICA": "alone"}


@dataclass
class Killer:
    """Kills the program a random moment after some of the requests, and starts it again."""

    program: Program
    chance: random.Random
    left: int = KILLS
    strikes: list[float] = field(default_factory=list)

    async def insist(self, act: Callable[[], Awaitable[object]]) -> object:
        """Does it until it was taken, as a person at a page would, while the program may die at any moment."""
        async with asyncio.timeout(PATIENCE):
            while True:
                strike = asyncio.create_task(self._strike()) if self.left else None
                try:
                    return await act()
                except (aiohttp.ClientError, ConnectionError, AssertionError):
                    await asyncio.sleep(0.05)
                finally:
                    if strike:
                        await strike

    async def _strike(self) -> None:
        if self.chance.random() < 0.5:
            return
        self.left -= 1
        delay = self.chance.uniform(0.0, 0.25)
        self.strikes.append(delay)
        await asyncio.sleep(delay)
        await self.program.kill()
        await self.program.start()


async def test_a_check_survives_kills_at_random_moments(tmp_path: Path, server_url: str) -> None:
    settings = ALONE | {"HYMNSHEET_DATABASE_URL": server_url}
    async with a_program(tmp_path, team=team_file(tmp_path, MEMBERS), settings=settings) as program:
        chance = random.Random(20261122)  # noqa: S311 - not a secret, a repeatable run
        killer = Killer(program, chance, KILLS_ON_SERVER if server_url else KILLS)
        manager = program.acting_as("m")
        await killer.insist(lambda: _writes(manager))
        await killer.insist(lambda: _sends(manager))
        members = [program.acting_as(f"p{i:02}") for i in range(1, MEMBERS + 1)]
        for member in members:
            await killer.insist(partial(_answers, member))
        for member in members:
            await killer.insist(partial(_confirms, member))
        await manager.waits_for("Did the message land?")
        await killer.insist(lambda: _posts(manager))
        await manager.waits_for("What we heard", "channel/")

        assert killer.left == 0
        url = server_url or f"sqlite+aiosqlite:///{tmp_path / 'data' / 'hymnsheet.db'}"
        assert await _sent(url) == _everything_once()


async def _writes(manager: Window) -> None:
    if any("Reasons that last" in str(post) for post in await manager.posts("")):
        return
    await manager.commands("new-policy")
    reasons = "so that customers need not call again\nbecause supervisors lose hours to approvals"
    await manager.fills({"title": "Reasons that last", "body": "Refunds on the call.", "reasons": reasons})


async def _sends(manager: Window) -> None:
    if any("Answer" in str(post) for post in await manager.program.acting_as("p01").posts()):
        return
    draft = await manager.posts("")
    if any("Send to the team" in str(post) for post in draft):
        await manager.presses("Send to the team")
    await manager.program.acting_as("p01").waits_for("In your own words")


async def _answers(member: Window) -> None:
    if any("You have answered" in str(post) for post in await member.posts()):
        return
    await member.presses("Answer")
    await member.fills({"why": f"I am {member.user}: customers should not have to phone us a second time"})


async def _confirms(member: Window) -> None:
    await member.waits_for("what I heard")
    if not any("that's right" in str(post) for post in await member.posts()):
        await member.presses("Yes")


async def _posts(manager: Window) -> None:
    if not any("What we heard" in str(post) for post in await manager.posts("channel/")):
        await manager.presses("Post")


async def _sent(url: str) -> Counter[str]:
    """How many messages of each kind stand on the board, by the key they were sent under."""
    engine = make_engine(url)
    async with reading(engine) as connection:
        keys = list((await connection.execute(select(posts.c.key))).scalars())
    await engine.dispose()
    kinds = Counter[str]()
    for key in keys:
        parts = key.split(":")
        if parts[0] == "web":
            kinds[f"{parts[4]}:{parts[5]}"] += 1
    return kinds


def _everything_once() -> Counter[str]:
    users = [f"p{i:02}" for i in range(1, MEMBERS + 1)]
    wanted = Counter(f"{user}:{kind}" for user in users for kind in ("ask", "read_back"))
    wanted.update(("#all:card", "#all:summary", "m:launched", "m:report", "m:summary_preview"))
    return wanted
