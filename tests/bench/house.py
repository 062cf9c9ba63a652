"""The real flows, ledger and engine in this process, on a database of their own, with a platform that takes all."""

import asyncio
import time
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta

from sqlalchemy.ext.asyncio import AsyncEngine

from adapters.runtime.clock import SystemClock, SystemIds
from adapters.runtime.engine import Engine
from adapters.runtime.engine import migrate as migrate_engine
from adapters.runtime.pacing import ProcessPacer
from bot.domain.ids import ChannelRef, PersonRef
from bot.domain.pace import Pace
from bot.flows.house import House
from bot.flows.workers import handlers
from bot.messages.view import Message
from bot.ports.chat import ChatGateway, Delivered, Member, Refused, RetryAt, SentRef
from bot.ports.work import Work
from storage.cipher import Cipher
from storage.engine import make_engine
from storage.migrate import migrate
from storage.uow import RunSync, uow_factory
from tests.fakes import ListedRoster
from tests.fakes_compare import FakeComparer

NO_LIMITS = Pace()


@dataclass
class Taking(ChatGateway):
    """Takes every message at once and counts it by key; `complete` once `wanted` different ones are there."""

    wanted: int
    taken: Counter[str] = field(default_factory=Counter)
    at: dict[str, float] = field(default_factory=dict)  #: when each was last taken, on the performance counter
    complete: asyncio.Event = field(default_factory=asyncio.Event)

    async def send(self, to: PersonRef | ChannelRef, message: Message, *, key: str) -> Delivered | RetryAt | Refused:
        del message
        self.taken[key] += 1
        self.at[key] = time.perf_counter()
        if len(self.taken) == self.wanted:
            self.complete.set()
        return Delivered(SentRef(to.tenant, "somewhere", str(len(self.taken))))

    async def update(self, sent: SentRef, message: Message) -> Delivered | RetryAt | Refused:
        del message
        return Delivered(sent)


@dataclass(frozen=True, slots=True)
class Standing:
    """A running house, and what its database is opened with."""

    house: House
    database: AsyncEngine
    cipher: Cipher


@asynccontextmanager
async def a_house(
    url: str, gateway: Taking, members: Sequence[Member] = (), pace: Pace = NO_LIMITS
) -> AsyncIterator[Standing]:
    """On this database, empty so far; these are the people of its workspace. One at a time in a process."""
    await migrate(url)
    plain = url.replace("+aiosqlite", "").replace("+asyncpg", "")
    await asyncio.to_thread(migrate_engine, plain)
    database, clock, cipher = make_engine(url), SystemClock(), Cipher([Cipher.new_key()])

    def work_in(run_sync: RunSync) -> Work:
        return engine.work_in(run_sync)

    house = House(
        uow_factory(database, cipher, work_in),
        clock,
        SystemIds(clock),
        FakeComparer(),
        {"web": gateway},
        {"web": ListedRoster(list(members))},
        pacer=ProcessPacer({"web": pace}),
    )
    engine = Engine(plain, "embedded", handlers(house), clock)
    await engine.start()
    try:
        yield Standing(house, database, cipher)
    finally:
        await engine.stop(timedelta(seconds=20))
        await database.dispose()
