"""A workspace on a real board and a scripted door, with people who use it."""

import itertools
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from aiohttp import ClientWebSocketResponse
from aiohttp.test_utils import TestClient

from adapters.web.api import Workspace
from adapters.web.clock_control import ClockControl, Jump, Moved, Upcoming
from adapters.web.gateway import WebGateway
from bot.messages.view import Button, Buttons, Message, Run, Text
from tests.fakes import SetClock
from tests.fakes_door import ScriptedDoor

Json = dict[str, Any]
CHANNEL = "channel/team-support"
_keys = itertools.count(1)


def a_message(words: str = "Hello", *, button: str = "") -> Message:
    text = Text((Run(words),))
    return Message(words, (text, Buttons((Button(button.title(), button, "c1"),))) if button else (text,))


def a_key() -> str:
    return f"event-{next(_keys):06}"


class HourControl(ClockControl):
    """Moves an hour at a time; nothing else is due."""

    def __init__(self, clock: SetClock) -> None:
        self._clock = clock

    async def upcoming(self) -> Upcoming:
        return Upcoming(None, self._clock.now() + timedelta(hours=5))

    async def move(self, jump: Jump) -> Moved:
        if jump is Jump.HOUR:
            self._clock.advance(timedelta(hours=1))
        return Moved(self._clock.now(), jump is Jump.HOUR)


@dataclass
class Space:
    client: TestClient[Any, Any]
    workspace: Workspace
    door: ScriptedDoor
    gateway: WebGateway
    clock: SetClock
    lines: list[ClientWebSocketResponse] = field(default_factory=list)

    async def state(self, user: str = "dana") -> Json:
        response = await self.client.get("/api/state", params={"as": user})
        assert response.status == 200, await response.text()
        return dict(await response.json())

    async def posts(self, user: str = "dana") -> list[Json]:
        return list((await self.state(user))["posts"])

    async def send(self, path: str, user: str = "dana", /, **body: object) -> Json:
        status, said = await self.try_to(path, user, **body)
        assert status == 200, said
        return said

    async def try_to(self, path: str, user: str = "dana", /, **body: object) -> tuple[int, Json]:
        response = await self.client.post(f"/api/{path}", json={"as": user, "event_key": a_key(), **body})
        return response.status, dict(await response.json())

    async def raw(self, data: bytes, headers: Mapping[str, str] | None = None) -> tuple[int, Json]:
        response = await self.client.post(
            "/api/post", data=data, headers={"Content-Type": "application/json", **(headers or {})}
        )
        return response.status, dict(await response.json())
