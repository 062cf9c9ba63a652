"""Slack, put together: the sending side first, since the house stands on it, then what people do there."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import structlog
from aiohttp import web
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.answers import Answers
from adapters.slack.clients import SDK_LOG, Clients
from adapters.slack.config import SlackConfig
from adapters.slack.gate import Gate
from adapters.slack.gateway import SlackGateway
from adapters.slack.inbound import Gone, Inbound
from adapters.slack.people import People
from adapters.slack.roster import SlackRoster
from adapters.slack.tokens import Tokens
from bot.ports.clock import Clock
from bot.ports.door import Door

EVENTS = "/slack/events"
_FIRST_CONNECTION_SECONDS = 5.0  #: a start does not wait longer for Slack; the connection is tried on
_PING_SECONDS = 10.0

Authorize = Callable[..., Awaitable[AuthorizeResult]]

_log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Outbound:
    """What the house stands on."""

    clients: Clients
    people: People
    gateway: SlackGateway
    roster: SlackRoster

    async def close(self) -> None:
        """After the last message."""
        await self.clients.close()


def outbound(config: SlackConfig, tokens: Tokens, clock: Clock) -> Outbound:
    clients = Clients(config.api_url, tokens)
    people = People(clients, clock)
    return Outbound(clients, people, SlackGateway(clients, clock), SlackRoster(clients, people))


class SlackAdapter:
    """`routes` for the web server; Socket Mode runs between `start` and `stop`."""

    def __init__(self, config: SlackConfig, app: AsyncApp, inbound: Inbound, routes: Sequence[web.RouteDef]) -> None:
        self.routes = routes
        self._config = config
        self._app = app
        self._inbound = inbound
        self._socket: AsyncSocketModeHandler | None = None
        self._connecting: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Connects Socket Mode where it is on. Slack may be away: the connection is then made when it is back."""
        if not self._config.socket:
            return
        token = self._config.app_token.get_secret_value()
        # A client of its own: the handler's default would forget the base address.
        client = AsyncWebClient(token=token, base_url=self._config.api_url, logger=SDK_LOG)
        self._socket = AsyncSocketModeHandler(
            self._app, token, logger=SDK_LOG, web_client=client, ping_interval=_PING_SECONDS
        )
        self._connecting = asyncio.ensure_future(self._socket.connect_async())  # type: ignore[no-untyped-call] # Bolt's
        _, waiting = await asyncio.wait({self._connecting}, timeout=_FIRST_CONNECTION_SECONDS)
        if waiting:
            _log.warning("slack_not_connected_yet", platform="slack")

    async def stop(self) -> None:
        """Takes nothing new, and ends the replies on their way."""
        if self._connecting is not None:
            self._connecting.cancel()
            await asyncio.wait({self._connecting})
        if self._socket is not None:
            await self._socket.close_async()  # type: ignore[no-untyped-call] # Bolt's
        await self._inbound.drain()


def build(
    config: SlackConfig,
    door: Door,
    out: Outbound,
    clock: Clock,
    command: str,
    authorize: Authorize,
    gone: Gone,
    more_routes: Sequence[web.RouteDef] = (),
) -> SlackAdapter:
    """`clock` must be the real time: Slack signs with it."""
    client = AsyncWebClient(base_url=config.api_url, logger=SDK_LOG)
    app = AsyncApp(
        logger=SDK_LOG,
        name="hymnsheet",
        client=client,
        authorize=authorize,
        request_verification_enabled=False,  # the gate's work; over Socket Mode nothing is signed
        attaching_conversation_kwargs_enabled=False,
    )
    inbound = Inbound(door, out.people, out.roster, Answers(out.clients, out.gateway, clock), command, gone)
    inbound.listen(app)
    routes = list(more_routes)
    if config.http:
        gate = Gate(config.signing_secret.get_secret_value(), clock, app.async_dispatch)
        routes.append(web.post(EVENTS, gate.handle))
    return SlackAdapter(config, app, inbound, routes)


def authorize_single(token: str) -> Authorize:
    """For one workspace: every request is answered with its token."""

    async def authorize(team_id: str | None) -> AuthorizeResult:
        return AuthorizeResult(enterprise_id=None, team_id=team_id, bot_token=token)

    return authorize


async def stays(_: Mapping[str, Any]) -> None:
    """With one token there is nothing to forget when a workspace takes it away: sends are refused from then on."""
