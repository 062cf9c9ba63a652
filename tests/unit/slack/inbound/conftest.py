"""The Slack adapter with a scripted door behind it and the double before it, in both modes."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from aiohttp import web

from adapters.runtime.clock import SystemClock
from adapters.slack.config import SlackConfig
from adapters.slack.run import EVENTS, Outbound, SlackAdapter, build, outbound
from bot.messages.view import Button, Buttons, Field, FieldKind, Form, Message, Run, Text
from bot.ports.door import Actor
from storage.cipher import Cipher
from storage.engine import make_engine
from storage.installations import SqlInstallations
from tests.fakes_door import ScriptedDoor
from tests.slack.double import SlackDouble
from tests.slack.rights import APP_TOKEN, BOT_TOKEN, SIGNING_SECRET
from tests.slack.state import Called

CLOCK = SystemClock()  # Slack signs with the real time
SETTINGS = {
    "http": {"bot_token": BOT_TOKEN, "signing_secret": SIGNING_SECRET},
    "socket": {"bot_token": BOT_TOKEN, "app_token": APP_TOKEN},
}
FORM = Form("answer", "Your answer", "Send", "c1", (Field("why", FieldKind.LINES, "Why", max_length=3000),))


def saying(words: str, *buttons: Button) -> Message:
    return Message(words, (Text((Run(words),)), *((Buttons(buttons),) if buttons else ())))


@dataclass
class Seen:
    """What the scripted door was given, by name."""

    door: ScriptedDoor

    @property
    def done(self) -> list[str]:
        return [str(event[0]) for event in self.door.events]

    @property
    def actor(self) -> Actor:
        actor = self.door.events[-1][1]
        assert isinstance(actor, Actor)
        return actor

    @property
    def given(self) -> tuple[object, ...]:
        """After the actor: where and what."""
        return self.door.events[-1][2:]


@dataclass
class Served:
    slack: SlackDouble
    door: ScriptedDoor
    out: Outbound
    adapter: SlackAdapter
    seen: Seen = field(init=False)

    def __post_init__(self) -> None:
        self.seen = Seen(self.door)


def settings(slack: SlackDouble, given: Mapping[str, str]) -> SlackConfig:
    return SlackConfig.model_validate({"api_url": slack.base_url, **given})


@asynccontextmanager
async def served(slack: SlackDouble, given: Mapping[str, str], folder: Path) -> AsyncIterator[Served]:
    config, door = settings(slack, given), ScriptedDoor()
    engine = make_engine(f"sqlite+aiosqlite:///{folder / 'slack.db'}")
    out = outbound(config, SqlInstallations(engine, Cipher([Cipher.new_key()])), CLOCK)
    adapter = build(config, door, out, CLOCK, "/align")
    app = web.Application()
    app.add_routes(adapter.routes)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    if config.http:
        slack.calls_over_http(f"http://127.0.0.1:{runner.addresses[0][1]}{EVENTS}")
    await adapter.start()
    if config.socket:
        await slack.connected()
    try:
        yield Served(slack, door, out, adapter)
    finally:
        await runner.cleanup()
        await adapter.stop()
        await adapter.close()
        await engine.dispose()


class Ringing(list[Called]):
    """The double's log, heard also when a call was struck by a fault."""

    def __init__(self, slack: SlackDouble) -> None:
        super().__init__()
        self._slack = slack

    def append(self, called: Called) -> None:
        super().append(called)
        self._slack.bell.ring()


@pytest.fixture
async def slack() -> AsyncIterator[SlackDouble]:
    async with SlackDouble() as double:
        double.state.calls = Ringing(double)
        yield double


@pytest.fixture(params=["http", "socket"])
async def both(request: pytest.FixtureRequest, slack: SlackDouble, tmp_path: Path) -> AsyncIterator[Served]:
    """In each mode."""
    async with served(slack, SETTINGS[request.param], tmp_path) as adapter:
        yield adapter


@pytest.fixture
async def app(slack: SlackDouble, tmp_path: Path) -> AsyncIterator[Served]:
    """Over HTTP, for what does not depend on the mode."""
    async with served(slack, SETTINGS["http"], tmp_path) as adapter:
        yield adapter
