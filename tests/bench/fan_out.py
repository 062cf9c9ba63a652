"""A check of ten thousand people through the real flows, ledger and engine, to a double that takes every message.

Prints messages a second from the launch to the last message, and memory. With limits, which are scaled down in time:
how long it took, divided by what the limit alone would take (goal ≤ 1.05). The limit must be what holds the messages
up: scaled too far, it is the machine.

python -m tests.bench.fan_out [PEOPLE [SCALE]]
"""

import asyncio
import sys
import tempfile
import time
from datetime import timedelta
from pathlib import Path

from bot.domain.ids import PersonRef
from bot.domain.pace import Limit, Pace
from bot.flows.house import House
from bot.ports.chat import Member
from bot.ports.work import Task, TaskKind
from tests.bench.house import NO_LIMITS, Taking, a_house
from tests.bench.memory import resident_mib
from tests.builders import CHECK, TENANT, a_check, a_sheet

PEOPLE = 10_000
SCALE = 5  #: the limit is so many times shorter than the platform's
SLACKS = Limit(240, timedelta(seconds=60))  #: for a workspace
PATIENCE = 7_200.0  #: seconds; what is missing then is counted as lost


async def launch(house: House) -> None:
    """From now on everybody is asked."""
    async with house.uow() as uow:
        await uow.sheets.put(a_sheet())
        now = house.clock.now()
        deadline = now + timedelta(days=2)
        await uow.checks.add(a_check(opened_at=now, deadline_at=deadline, due_at=deadline))
        await uow.work.put(Task(TaskKind.LAUNCH, (TENANT, CHECK)), key="launch")
        await uow.commit()


async def fan_out(people: int = PEOPLE, scale: int = 0) -> None:
    """With `scale`, Slack's limit is on, so many times shorter."""
    limit = Limit(SLACKS.messages, SLACKS.within / scale) if scale else None
    gateway, before = Taking(people + 2), resident_mib()  # the card, and what the manager is told
    team = [Member(PersonRef(TENANT, f"p{i:05}"), f"Person {i}", "Europe/Madrid", "en") for i in range(people)]
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite+aiosqlite:///{Path(folder) / 'bench.db'}"
        async with a_house(url, gateway, team, Pace(tenant=(limit,)) if limit else NO_LIMITS) as standing:
            begin = time.perf_counter()
            await launch(standing.house)
            try:
                await asyncio.wait_for(gateway.complete.wait(), PATIENCE)
            except TimeoutError:
                print(f"  after {PATIENCE:.0f} s not all are there")
            took = time.perf_counter() - begin
            after = resident_mib()
    lost, doubled = gateway.wanted - len(gateway.taken), gateway.taken.total() - len(gateway.taken)
    name = f"{people} messages, limits {'on' if limit else 'off'}"
    print(
        f"{name:31} {took:.1f} s, {people / took:.0f}/s, {lost} lost, {doubled} doubled; {before:.0f} → {after:.0f} MiB"
    )
    if limit:
        alone = (gateway.wanted - 1) // limit.messages * limit.within.total_seconds()
        ratio = f"{took / alone:.2f}" if alone else f"nothing: ≤ {limit.messages} messages"
        print(f"  ÷ the limit alone, {alone:.0f} s{'':7}{ratio}   (240 a minute, {scale} times as fast)")


if __name__ == "__main__":
    given = [int(each) for each in sys.argv[1:]]
    asyncio.run(fan_out(*given[:1]))
    asyncio.run(fan_out(given[0] if given else PEOPLE, given[1] if given[1:] else SCALE))
