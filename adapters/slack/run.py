"""Slack, put together: the sending side first, since the house stands on it, then what people do there."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import structlog
from aiohttp import web
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.answers import Answers
from adapters.slack.authorize import authorize_installed
from adapters.slack.chart_png import png
from adapters.slack.clients import PLATFORM, SDK_LOG, Clients
from adapters.slack.config import SlackConfig
from adapters.slack.gate import Gate
from adapters.slack.gateway import SlackGateway
from adapters.slack.inbound import Gone, Inbound
from adapters.slack.install import Install
from adapters.slack.leaving import leave
from adapters.slack.oauth import FILES_SCOPE, OPTIONAL, SCOPES, OAuth
from adapters.slack.people import People
from adapters.slack.pictures import Pictures
from adapters.slack.roster import SlackRoster
from adapters.slack.rotation import InstalledTokens
from adapters.slack.shapes import whole_only
from adapters.slack.standing import SocketClient, bot_trouble
from adapters.slack.tokens import SingleToken, Tokens
from bot.ports.clock import Clock
from bot.ports.door import Door
from bot.ports.installations import Installations

__all__ = ["PLATFORM", "Outbound", "SlackAdapter", "build", "outbound"]

EVENTS = "/slack/events"
_FIRST_CONNECTION_SECONDS = 5.0  #: a start does not wait longer for Slack; the connection is tried on
_PING_SECONDS = 10.0

Authorize = Callable[..., Awaitable[AuthorizeResult]]

_log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Outbound:
    """What the house stands on."""

    tokens: Tokens
    installations: Installations
    clients: Clients
    people: People
    gateway: SlackGateway
    roster: SlackRoster


def outbound(config: SlackConfig, installations: Installations, clock: Clock) -> Outbound:
    """`installations` is used where people install the app in their workspaces themselves."""
    tokens: Tokens = SingleToken(config.bot_token.get_secret_value().strip())
    if config.many_workspaces:
        tokens = InstalledTokens(installations, _oauth(config), clock)
    clients = Clients(config.api_url, tokens)
    people = People(clients, clock)
    gateway = SlackGateway(clients, clock, Pictures(png if config.chart_png else None))
    return Outbound(tokens, installations, clients, people, gateway, SlackRoster(clients, people))


class SlackAdapter:
    """`routes` for the web server; Socket Mode runs between `start` and `stop`."""

    name = "Slack"

    def __init__(
        self, config: SlackConfig, app: AsyncApp, inbound: Inbound, routes: Sequence[web.RouteDef], out: Outbound
    ) -> None:
        self.routes = routes
        self._out = out
        self._config = config
        self._app = app
        self._inbound = inbound
        self._socket: AsyncSocketModeHandler | None = None
        self._connecting: asyncio.Task[None] | None = None

    async def start(self) -> list[str]:
        """Connects Socket Mode where it is on. Slack may be away: the connection is then made when it is back. Returns
        one sentence for each thing that Slack says is wrong with the tokens.
        """
        wrong = await self._of_bot()
        return wrong + await self._connected() if self._config.socket else wrong

    async def _of_bot(self) -> list[str]:
        token = self._config.bot_token.get_secret_value().strip()
        if not token:
            return []  # each workspace has its own
        needed = [scope for scope in _scopes(self._config) if scope not in OPTIONAL]
        try:
            async with asyncio.timeout(_FIRST_CONNECTION_SECONDS):
                return await bot_trouble(self._out.clients.with_token(token), needed)
        except TimeoutError:
            return []

    async def _connected(self) -> list[str]:
        token = self._config.app_token.get_secret_value().strip()
        # A client of its own: the handler's default would forget the base address.
        client = SocketClient(token=token, base_url=self._config.api_url, logger=SDK_LOG)
        self._socket = AsyncSocketModeHandler(
            self._app, token, logger=SDK_LOG, web_client=client, ping_interval=_PING_SECONDS
        )
        self._connecting = asyncio.ensure_future(self._socket.connect_async())  # type: ignore[no-untyped-call] # Bolt's
        _, waiting = await asyncio.wait({self._connecting}, timeout=_FIRST_CONNECTION_SECONDS)
        if waiting:
            _log.warning("slack_not_connected_yet", platform="slack", reason_code=client.refused)
        return client.trouble()

    async def stop(self) -> None:
        """Takes nothing new, and ends the replies on their way."""
        if self._connecting is not None:
            self._connecting.cancel()
            await asyncio.wait({self._connecting})
        if self._socket is not None:
            await self._socket.close_async()  # type: ignore[no-untyped-call] # Bolt's
        await self._inbound.drain()

    async def close(self) -> None:
        """After the last message is sent."""
        if isinstance(self._out.tokens, InstalledTokens):
            await self._out.tokens.close()  # a renewal that Slack has answered is stored
        await self._out.clients.close()


def build(config: SlackConfig, door: Door, out: Outbound, clock: Clock, command: str) -> SlackAdapter:
    """`clock` must be the real time: Slack signs with it."""
    authorize = _single(config.bot_token.get_secret_value().strip())
    gone: Gone = _stays
    routes: list[web.RouteDef] = []
    if isinstance(out.tokens, InstalledTokens):
        authorize = authorize_installed(out.tokens)
        gone = partial(leave, out.installations, clock=clock)
        routes = Install(_oauth(config), out.installations, clock).routes()
    app = AsyncApp(
        logger=SDK_LOG,
        name="hymnsheet",
        client=AsyncWebClient(base_url=config.api_url, logger=SDK_LOG),
        authorize=authorize,
        request_verification_enabled=False,  # the gate's work; over Socket Mode nothing is signed
        attaching_conversation_kwargs_enabled=False,
    )
    inbound = Inbound(door, out.people, out.roster, Answers(out.clients, out.gateway, clock), command, gone)
    inbound.listen(app)
    if config.http:
        gate = Gate(config.signing_secret.get_secret_value(), clock, whole_only(app.async_dispatch))
        routes.append(web.post(EVENTS, gate.handle))
    return SlackAdapter(config, app, inbound, routes, out)


def _scopes(config: SlackConfig) -> tuple[str, ...]:
    return (*SCOPES, FILES_SCOPE) if config.chart_png else SCOPES


def _oauth(config: SlackConfig) -> OAuth:
    return OAuth(config.client_id, config.client_secret.get_secret_value(), config.api_url, scopes=_scopes(config))


def _single(token: str) -> Authorize:
    """For one workspace: whoever asks is answered with its token."""

    async def authorize(team_id: str | None) -> AuthorizeResult:
        return AuthorizeResult(enterprise_id=None, team_id=team_id, bot_token=token)

    return authorize


async def _stays(_: Mapping[str, Any]) -> None:
    """With one token there is nothing to forget when the workspace takes it away: sends are refused from then on."""
