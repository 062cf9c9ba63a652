"""The adapter in this process, with a scripted door, before the double for Teams."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from aiohttp import web
from pydantic import SecretStr

from adapters.teams.config import TeamsConfig
from adapters.teams.reading import tenant_of
from adapters.teams.run import Outbound, TeamsAdapter, build, outbound
from bot.domain.ids import ChannelRef, PersonRef
from storage.engine import make_engine
from storage.migrate import migrate
from storage.references import SqlReferences
from tests.fakes import SetClock
from tests.fakes_door import ScriptedDoor
from tests.teams.acting import Acting
from tests.teams.double import TeamsDouble
from tests.teams.organisation import APP, CHANNEL, TENANT

EMULATOR = TeamsConfig(emulator=True, app_id=APP, app_password=SecretStr(""), tenant_id="", dialogs=True)


@dataclass
class Served:
    teams: TeamsDouble
    door: ScriptedDoor
    clock: SetClock
    out: Outbound
    adapter: TeamsAdapter

    def __getitem__(self, name: str) -> Acting:
        return Acting(self.teams, self.teams.space.people[name])

    def person(self, name: str) -> PersonRef:
        return PersonRef(tenant_of(TENANT), self.teams.space.people[name].aad)

    @property
    def channel(self) -> ChannelRef:
        return ChannelRef(tenant_of(TENANT), CHANNEL)

    @property
    def done(self) -> list[object]:
        """What reached the door, in its words."""
        return [event[0] for event in self.door.events]

    async def settled(self) -> None:
        """Every reply is given."""
        await self.adapter.stop()


@asynccontextmanager
async def a_served_bot(
    folder: Path, teams: TeamsDouble, config: TeamsConfig = EMULATOR, keys_url: str = ""
) -> AsyncIterator[Served]:
    url = f"sqlite+aiosqlite:///{folder / 'teams.db'}"
    await migrate(url)
    engine = make_engine(url)
    clock, door = SetClock(), ScriptedDoor()
    out = outbound(config, SqlReferences(engine), clock)
    adapter = build(config, door, out, clock, "/align", keys_url)
    try:
        async with _listening(teams, adapter):
            yield Served(teams, door, clock, out, adapter)
    finally:
        await adapter.close()
        await engine.dispose()


@asynccontextmanager
async def another_process(bot: Served) -> AsyncIterator[Served]:
    """The same bot in another process, to which activities come meanwhile."""
    adapter = build(EMULATOR, bot.door, bot.out, bot.clock, "/align")
    before = bot.teams.bot_url
    async with _listening(bot.teams, adapter):
        yield Served(bot.teams, bot.door, bot.clock, bot.out, adapter)
    bot.teams.bot_url = before


@asynccontextmanager
async def _listening(teams: TeamsDouble, adapter: TeamsAdapter) -> AsyncIterator[None]:
    await adapter.start()
    app = web.Application()
    app.add_routes(adapter.routes)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    teams.bot_url = f"http://127.0.0.1:{runner.addresses[0][1]}/api/messages"
    try:
        yield
    finally:
        await runner.cleanup()
        await adapter.stop()
