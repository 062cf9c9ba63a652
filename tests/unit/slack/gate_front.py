"""The product's own route for Slack over a scripted door, and requests as anybody can send them."""

import asyncio
import hashlib
import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from io import BytesIO
from typing import Any
from urllib.parse import urlencode

from aiohttp.test_utils import TestClient

from bot.domain.ids import TenantId
from bot.ports.installations import Installation, Installations
from tests.fakes import SetClock
from tests.fakes_door import ScriptedDoor

SECRET = "the-signing-secret"
EVENTS = "/slack/events"
FORM = "application/x-www-form-urlencoded"
Json = dict[str, Any]


def signature(body: bytes, stamp: str, secret: str = SECRET) -> str:
    return "v0=" + hmac.new(secret.encode(), f"v0:{stamp}:".encode() + body, hashlib.sha256).hexdigest()


def stamp_of(moment: datetime) -> str:
    return str(int(moment.timestamp()))


def as_form(payload: object) -> str:
    return urlencode({"payload": json.dumps(payload)})


@dataclass
class Front:
    client: TestClient[Any, Any]
    door: ScriptedDoor
    clock: SetClock

    async def sends(self, body: str | bytes, headers: Mapping[str, str]) -> int:
        """A request as it is; headers that are "" are left out."""
        data = body.encode() if isinstance(body, str) else body
        given = {name: value for name, value in headers.items() if value} | {"Connection": "close"}
        async with self.client.post(EVENTS, data=BytesIO(data), headers=given) as response:
            await response.read()
            return response.status

    async def signs(
        self, body: str | bytes, kind: str = "application/json", late: timedelta = timedelta(), **more: str
    ) -> int:
        """A request signed as Slack signs, so much earlier; `more` are headers, with _ for -."""
        data = body.encode() if isinstance(body, str) else body
        stamp = stamp_of(self.clock.now() - late)
        headers = {
            "Content-Type": kind,
            "X-Slack-Request-Timestamp": stamp,
            "X-Slack-Signature": signature(data, stamp),
            **{name.replace("_", "-"): value for name, value in more.items()},
        }
        return await self.sends(data, headers)

    async def puts(self, raw: bytes) -> int:
        """Bytes on the wire, with no client between that would mend them; returns the answer's status."""
        reader, writer = await asyncio.open_connection("127.0.0.1", self.client.port)
        writer.write(raw)
        async with asyncio.timeout(20):
            line = await reader.readline()
        writer.close()
        await writer.wait_closed()
        return int(line.split()[1])


class NowhereInstalled(Installations):
    """One workspace with one token asks no installation."""

    async def get(self, tenant: TenantId) -> Installation | None:
        raise NotImplementedError(tenant)

    async def put(self, installation: Installation) -> Installation:
        raise NotImplementedError(installation)

    async def save(self, installation: Installation) -> Installation:
        raise NotImplementedError(installation)

    async def delete(self, tenant: TenantId, until: datetime) -> bool:
        raise NotImplementedError(tenant, until)

    async def put_state(self, state: str, now: datetime, expires_at: datetime) -> None:
        raise NotImplementedError(state, now, expires_at)

    async def take_state(self, state: str, now: datetime) -> bool:
        raise NotImplementedError(state, now)
