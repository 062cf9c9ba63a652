"""A check of ten thousand people through the real flows, ledger and engine, to a double that takes every message.

Prints messages a second from the launch to the last message, and memory. With limits, which are scaled down in time:
how long it took, divided by what the limit alone would take.
"""

import asyncio
import tempfile
import time
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from adapters.runtime.clock import SystemClock, SystemIds
from adapters.runtime.engine import Engine
from adapters.runtime.engine import migrate as migrate_engine
from adapters.runtime.pacing import ProcessPacer
from bot.domain.ids import ChannelRef, PersonRef
from bot.domain.pace import Limit, Pace
from bot.flows.house import House
from bot.flows.workers import handlers
from bot.messages.view import Message
from bot.ports.chat import ChatGateway, Delivered, Member, Refused, RetryAt, SentRef
from bot.ports.work import Task, TaskKind, Work
from storage.cipher import Cipher
from storage.engine import make_engine
from storage.migrate import migrate
from storage.uow import RunSync, uow_factory
from tests.bench.memory import resident_mib
from tests.builders import CHECK, TENANT, a_check, a_sheet
from tests.fakes import ListedRoster
from tests.fakes_compare import FakeComparer

PEOPLE = 10_000
SCALE = 10  #: the limits are so many times shorter than the platform's
LIMIT = Limit(240, timedelta(seconds=60) / SCALE)  #: Slack's for a workspace
NO_LIMITS = Pace()


@dataclass
class Taking(ChatGateway):
    """Takes every message at once and counts it by key."""

    wanted: int
    taken: Counter[str] = field(default_factory=Counter)
    complete: asyncio.Event = field(default_factory=asyncio.Event)

    async def send(self, to: PersonRef | ChannelRef, message: Message, *, key: str) -> Delivered | RetryAt | Refused:
        del message
        self.taken[key] += 1
        if len(self.taken) == self.wanted:
            self.complete.set()
        return Delivered(SentRef(to.tenant, "somewhere", str(len(self.taken))))

    async def update(self, sent: SentRef, message: Message) -> Delivered | RetryAt | Refused:
        del message
        return Delivered(sent)


@asynccontextmanager
async def launched(folder: Path, gateway: Taking, people: int, pace: Pace) -> AsyncIterator[None]:
    """A running house in which a check with so many people has just been launched."""
    url = f"sqlite+aiosqlite:///{folder / 'bench.db'}"
    await migrate(url)
    await asyncio.to_thread(migrate_engine, url.replace("+aiosqlite", ""))
    database, clock = make_engine(url), SystemClock()
    team = [Member(PersonRef(TENANT, f"p{i:05}"), f"Person {i}", "Europe/Madrid", "en") for i in range(people)]

    def work_in(run_sync: RunSync) -> Work:
        return engine.work_in(run_sync)

    units = uow_factory(database, Cipher([Cipher.new_key()]), work_in)
    house = House(
        units,
        clock,
        SystemIds(clock),
        FakeComparer(),
        {"web": gateway},
        {"web": ListedRoster(team)},
        pacer=ProcessPacer({"web": pace}),
    )
    engine = Engine(url.replace("+aiosqlite", ""), "embedded", handlers(house), clock)
    async with units() as uow:
        await uow.sheets.put(a_sheet())
        deadline = clock.now() + timedelta(days=2)
        await uow.checks.add(a_check(opened_at=clock.now(), deadline_at=deadline, due_at=deadline))
        await uow.work.put(Task(TaskKind.LAUNCH, (TENANT, CHECK)), key="launch")
        await uow.commit()
    await engine.start()
    try:
        yield
    finally:
        await engine.stop(timedelta(seconds=20))
        await database.dispose()


async def fan_out(people: int, pace: Pace = NO_LIMITS) -> None:
    gateway, before = Taking(people + 2), resident_mib()  # the card, and what the manager is told
    with tempfile.TemporaryDirectory() as folder:
        begin = time.perf_counter()
        async with launched(Path(folder), gateway, people, pace):
            await gateway.complete.wait()
            took = time.perf_counter() - begin
            after = resident_mib()
    lost, doubled = gateway.wanted - len(gateway.taken), gateway.taken.total() - len(gateway.taken)
    name = f"{people} messages, limits {'on' if pace.tenant else 'off'}"
    print(
        f"{name:31} {took:.0f} s, {people / took:.0f}/s, {lost} lost, {doubled} doubled; {before:.0f} → {after:.0f} MiB"
    )
    if pace.tenant:
        alone = (gateway.wanted - 1) // LIMIT.messages * LIMIT.within.total_seconds()
        print(f"  ÷ the limit alone             {took / alone:.2f}   (240 a minute, scaled {SCALE} times in time)")


if __name__ == "__main__":
    asyncio.run(fan_out(PEOPLE))
    asyncio.run(fan_out(PEOPLE, Pace(tenant=(LIMIT,))))
