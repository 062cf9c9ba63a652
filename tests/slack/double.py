"""Slack on this machine, named by its base address: the real SDK talks to it, a test reads what it was told.

async with SlackDouble() as slack:
    client = AsyncWebClient(token=BOT_TOKEN, base_url=slack.base_url)
    slack.calls_over_http("http://127.0.0.1:3000/slack/events")
    await slack.user("UDANA").slash("/align new-policy")
"""

from collections.abc import Callable, Sequence
from typing import Self

from aiohttp import web

from tests.slack import blocks
from tests.slack.acting import Acting
from tests.slack.bell import Bell
from tests.slack.chat_methods import respond
from tests.slack.delivery import Acknowledged, HttpLine, Office
from tests.slack.faults import Faults
from tests.slack.rights import APP_TOKEN, BOT_TOKEN, SCOPES, SIGNING_SECRET, Refusal, Token
from tests.slack.socket_mode import SocketLine
from tests.slack.state import Accepted, Called, State
from tests.slack.views import View, Views
from tests.slack.web_api import WebApi
from tests.slack.workspace import Json, Posted, Workspace

LARGEST_REQUEST = 4 * 1024 * 1024


class SlackDouble:
    """`scopes` are what the bot was granted; `validate` says what is wrong with blocks."""

    def __init__(
        self,
        *,
        scopes: frozenset[str] = SCOPES,
        validate: Callable[[Sequence[Json]], list[str]] = blocks.message_problems,
    ) -> None:
        self.state = State(validate)
        self.state.tokens[BOT_TOKEN] = Token(BOT_TOKEN, "T1", scopes)
        self.state.tokens[APP_TOKEN] = Token(APP_TOKEN, "T1", frozenset({"connections:write"}), is_app=True)
        self.sockets = SocketLine(self.state)
        self.office = Office(self.state, self.sockets)
        self._api = WebApi(self.state)
        self._runner: web.AppRunner | None = None

    async def __aenter__(self) -> Self:
        app = web.Application(client_max_size=LARGEST_REQUEST)
        app.router.add_route("*", "/api/{method}", self._api.handle)
        app.router.add_post("/actions/{ticket}", self._answered)
        app.router.add_post("/upload/{file}", self._uploaded)
        app.router.add_get("/link/", self.sockets.accept)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self.state.root = f"http://127.0.0.1:{self._runner.addresses[0][1]}"
        return self

    async def __aexit__(self, *_: object) -> None:
        self._api.close()
        await self.sockets.close()
        if self._runner:
            await self._runner.cleanup()

    @property
    def base_url(self) -> str:
        return f"{self.state.root}/api/"

    def calls_over_http(self, address: str, signing_secret: str = SIGNING_SECRET) -> HttpLine:
        """From now on the app is at this address; before, it is where it connects to by Socket Mode."""
        line = HttpLine(address, signing_secret)
        self.office.line = line
        return line

    def user(self, id_: str, team: str = "T1") -> Acting:
        space = self.state.workspaces[team]
        return Acting(self.state, self.office, space, space.users[id_])

    def messages(self, place: str, team: str = "T1") -> list[Posted]:
        """What everybody in this channel, or this person in the direct messages, reads now."""
        space = self.state.workspaces[team]
        channel = space.dm(place) if place in space.users else space.channels[place]
        return [one for one in channel.messages if not one.ephemeral_to]

    @property
    def space(self) -> Workspace:
        """The first team's."""
        return self.state.workspaces["T1"]

    @property
    def faults(self) -> Faults:
        return self.state.faults

    @property
    def bell(self) -> Bell:
        return self.state.bell

    @property
    def views(self) -> Views:
        return self.state.views

    @property
    def calls(self) -> list[Called]:
        return self.state.calls

    @property
    def accepted(self) -> list[Accepted]:
        return self.state.accepted

    @property
    def acknowledged(self) -> list[Acknowledged]:
        """Every request to the app, with the time until it was taken."""
        return self.office.acknowledged

    @property
    def slowest(self) -> float:
        """Seconds of the slowest acknowledgement."""
        return max((one.seconds for one in self.acknowledged), default=0.0)

    def home(self, user: str) -> View | None:
        return self.views.homes.get(user)

    async def connected(self, sockets: int = 1) -> None:
        """Returns once the app holds so many Socket Mode connections."""
        await self.bell.until(
            lambda: self.sockets.connections >= sockets, lambda: f"{self.sockets.connections} sockets are open"
        )

    async def _answered(self, request: web.Request) -> web.Response:
        """A response_url."""
        answering = self.state.answering.get(request.match_info["ticket"])
        if answering is None:
            return web.json_response({"ok": False, "error": "expired_url"}, status=404)
        try:
            respond(self.state, answering, await request.json())
        except Refusal as refusal:
            status = 404 if refusal.error == "used_url" else 400
            return web.json_response({"ok": False, "error": refusal.error} | refusal.beside, status=status)
        self.bell.ring()
        return web.Response(text="ok")

    async def _uploaded(self, request: web.Request) -> web.Response:
        file = self.state.files.get(request.match_info["file"])
        content = await request.read()
        if self.faults.next("upload"):
            return web.Response(status=500, text="<html>Server Error</html>", content_type="text/html")
        if file is None or len(content) != file.length:
            return web.Response(status=400, text="no such upload")
        file.content = content
        return web.Response(text=f"OK - {len(content)}")
