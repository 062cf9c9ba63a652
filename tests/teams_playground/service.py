"""Teams' service between the bot and people's clients: each playground is the client of one person alone.

What the bot sends goes to the client in which the conversation is: somebody's personal chat to that person's, whatever
is in the team to the first one's. Each activity goes from its client to the bot straight.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Self
from urllib.parse import unquote

import aiohttp
from aiohttp import web

PREFIX = "/_connector"


@dataclass(frozen=True, slots=True)
class Call:
    """One call of the bot, and how the client answered."""

    method: str
    path: str
    status: int


@dataclass
class Service:
    """`clients` are addresses by the person's account, the first one's first; `chats` accounts by personal chat."""

    clients: dict[str, str] = field(default_factory=dict)
    chats: Mapping[str, str] = field(default_factory=dict)
    calls: list[Call] = field(default_factory=list)
    url: str = ""

    async def __aenter__(self) -> Self:
        app = web.Application(client_max_size=2**20)
        app.router.add_route("*", PREFIX + "/v3/conversations", self._opens)
        app.router.add_route("*", PREFIX + "/v3/conversations/{id}/{rest:.*}", self._passes)
        self._runner = web.AppRunner(app, access_log=None)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}{PREFIX}"
        self._session = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(15))
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._session.close()
        await self._runner.cleanup()

    async def _opens(self, request: web.Request) -> web.Response:
        return await self._to((await request.json())["members"][0]["id"], request)

    async def _passes(self, request: web.Request) -> web.Response:
        return await self._to(self.chats.get(unquote(request.match_info["id"]), next(iter(self.clients))), request)

    async def _to(self, account: str, request: web.Request) -> web.Response:
        to, body = self.clients[account] + request.raw_path, await request.read()
        headers = {"Content-Type": "application/json"}
        async with self._session.request(request.method, to, data=body, headers=headers) as answer:
            self.calls.append(Call(request.method, unquote(request.path), answer.status))
            shown = await answer.read()
            return web.Response(status=answer.status, body=shown, content_type="application/json")
