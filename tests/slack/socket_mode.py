"""Slack's end of Socket Mode."""

import asyncio
import time
from itertools import count

from aiohttp import WSMsgType, web

from tests.slack.delivery import ACKNOWLEDGED_WITHIN, COMMAND, EVENT, INTERACTION, Acknowledged, Line
from tests.slack.state import State
from tests.slack.workspace import APP, Json

MOST_SOCKETS = 10


class SocketLine(Line):
    def __init__(self, state: State) -> None:
        self._state = state
        self.most = MOST_SOCKETS
        self.opened = 0  #: connections since the start
        self._open: list[tuple[web.WebSocketResponse, web.Request]] = []
        self._waiting: dict[str, asyncio.Future[Json]] = {}
        self._turn = count()

    @property
    def connections(self) -> int:
        return len(self._open)

    async def accept(self, request: web.Request) -> web.WebSocketResponse:
        """One connection, until it ends."""
        ticket = request.query.get("ticket", "")
        if ticket not in self._state.socket_tickets:
            raise web.HTTPForbidden
        self._state.socket_tickets.discard(ticket)  # an address works once
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        if len(self._open) >= self.most:
            await socket.send_json({"type": "disconnect", "reason": "too_many_websockets", "debug_info": {}})
            await socket.close()
            return socket
        await self._greet(socket, request)
        try:
            await self._listen(socket)
        finally:
            self._forget(socket)
        return socket

    async def send(self, kind: str, payload: Json, retry: int, reason: str) -> Acknowledged:
        if not self._open:
            return Acknowledged(kind, 0, 0.0, retry=retry)
        socket, _ = self._open[next(self._turn) % len(self._open)]
        envelope_id = self._state.new_id("E")
        envelope: Json = {"envelope_id": envelope_id, "type": kind, "payload": payload}
        envelope["accepts_response_payload"] = kind in (COMMAND, INTERACTION)
        if kind == EVENT:
            envelope |= {"retry_attempt": retry, "retry_reason": reason}
        answer = self._waiting[envelope_id] = asyncio.get_running_loop().create_future()
        begin = time.monotonic()
        try:
            async with asyncio.timeout(ACKNOWLEDGED_WITHIN):
                await socket.send_json(envelope)
                body = await answer
            return Acknowledged(kind, 200, time.monotonic() - begin, body, retry)
        except (TimeoutError, ConnectionError):
            return Acknowledged(kind, 0, time.monotonic() - begin, retry=retry)
        finally:
            del self._waiting[envelope_id]

    async def disconnect(self, reason: str = "refresh_requested") -> None:
        """Asks every connection to go. After a "warning" the connection still stands for a while, else it closes."""
        for socket, _ in list(self._open):
            await socket.send_json({"type": "disconnect", "reason": reason, "debug_info": {"host": "double"}})
            if reason != "warning":
                self._forget(socket)  # takes nothing more from now on
                await socket.close()

    def drop(self) -> None:
        """Every connection breaks without a word."""
        for socket, request in list(self._open):
            self._forget(socket)
            if request.transport is not None:
                request.transport.abort()

    async def close(self) -> None:
        for socket, _ in list(self._open):
            await socket.close()

    async def _greet(self, socket: web.WebSocketResponse, request: web.Request) -> None:
        self._open.append((socket, request))
        self.opened += 1
        hello = {"type": "hello", "num_connections": len(self._open), "connection_info": {"app_id": APP}}
        await socket.send_json(hello)
        self._state.bell.ring()

    async def _listen(self, socket: web.WebSocketResponse) -> None:
        async for message in socket:
            if message.type is not WSMsgType.TEXT:
                continue
            body = message.json()
            waiting = self._waiting.get(body.get("envelope_id", ""))
            if waiting is not None and not waiting.done():
                waiting.set_result(body.get("payload") or {})

    def _forget(self, socket: web.WebSocketResponse) -> None:
        self._open = [pair for pair in self._open if pair[0] is not socket]
        self._state.bell.ring()
