"""The page's JSON interface."""

import asyncio
import json
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime

from aiohttp import WSCloseCode, web

from adapters.web import places
from adapters.web.body import Body, read_body
from adapters.web.clock_control import ClockControl, Jump
from adapters.web.example import author_of
from adapters.web.gateway import member_of
from adapters.web.inbound import Doing, Inbound
from adapters.web.live import Bell
from adapters.web.render import Json
from adapters.web.team import Person, Team
from adapters.web.texts import language_of, texts
from bot.domain.errors import BadInput
from bot.ports.board import Board, Post
from bot.ports.clock import Clock
from bot.ports.door import Door

_HEARTBEAT_SECONDS = 20.0
_RECENT = 1000  # posts a page starts with


@dataclass(frozen=True, slots=True)
class Workspace:
    """Everything the local workspace stands on. `clock` is the workspace's own, `control` moves it."""

    door: Door
    board: Board
    team: Team
    clock: Clock
    control: ClockControl
    bell: Bell
    command: str = "/align"


@dataclass(slots=True)
class Api:
    """One handler a route. `sockets` are the open windows."""

    workspace: Workspace
    sockets: set[web.WebSocketResponse] = field(default_factory=set)
    inbound: Inbound = field(init=False)

    def __post_init__(self) -> None:
        space = self.workspace
        self.inbound = Inbound(space.door, space.board, space.team, space.clock, space.bell)

    def routes(self) -> list[web.RouteDef]:
        return [
            web.get("/api/state", self.state),
            web.get("/api/live", self.live),
            web.post("/api/command", self.command),
            web.post("/api/press", self.press),
            web.post("/api/submit", self.submit),
            web.post("/api/shortcut", self.shortcut),
            web.post("/api/post", self.post),
            web.post("/api/clock", self.clock),
        ]

    async def state(self, request: web.Request) -> web.Response:
        """All a window needs to start as this person."""
        space = self.workspace
        person = self._person(request.query.get("as") or space.team.tour_manager)
        everything = await space.board.since(places.all_of(space.team), 0, _RECENT)
        own = await space.board.since(places.seen_by(space.team, person), 0)
        language = language_of(person.locale)
        return web.json_response(
            {
                "me": person.user,
                "people": [self._drawn_person(each) for each in space.team.people if not each.bot],
                "channel": {"id": places.channel(space.team), "name": space.team.channel},
                "dm": places.direct(person.user),
                "posts": [drawn_post(post) for post in own],
                "heads": [_head(post) for post in everything],
                "born": await self._born(),
                "changed": max((post.changed for post in everything), default=0),
                "clock": await self._clock_state(),
                "command": space.command,
                "commands": [list(pair) for pair in await space.door.commands(person.actor)],
                "tour": _tour(space.team),
                "language": language,
                "texts": dict(texts(language)),
            }
        )

    async def live(self, request: web.Request) -> web.WebSocketResponse:
        """Posts changed after `after`, as they come; another person's are told of without their words."""
        person = self._person(request.query.get("as", ""))
        after = request.query.get("after", "0")
        if not (after.isdecimal() and len(after) < len(str(2**63))):
            raise BadInput("after must be a whole number.")
        socket = web.WebSocketResponse(heartbeat=_HEARTBEAT_SECONDS)
        await socket.prepare(request)
        self.sockets.add(socket)
        feed = asyncio.create_task(self._feed(socket, person, int(after)))
        try:
            async for _ in socket:
                pass
        finally:
            self.sockets.discard(socket)
            feed.cancel()
            with suppress(asyncio.CancelledError, ConnectionError):
                await feed
        return socket

    async def hang_up(self, _: web.Application) -> None:
        """Closes every window's line, so that the server can stop at once."""
        for socket in tuple(self.sockets):
            await socket.close(code=WSCloseCode.GOING_AWAY)

    async def command(self, request: web.Request) -> web.Response:
        body = await read_body(request)
        text = body.text("text")
        asked = f"{self.workspace.command} {text}".strip()
        return web.json_response(await self.inbound.command(await self._at_place(body), text, asked))

    async def press(self, request: web.Request) -> web.Response:
        body = await read_body(request)
        action, subject = body.text("action", 200), body.text("subject", 1000)
        return web.json_response(await self.inbound.press(await self._at_post(body), action, subject))

    async def submit(self, request: web.Request) -> web.Response:
        body = await read_body(request)
        doing = await (self._at_place(body) if body.number("post") is None else self._at_post(body))
        form, subject = body.text("form", 200), body.text("subject", 1000)
        return web.json_response(await self.inbound.submit(doing, form, subject, body.values("values")))

    async def shortcut(self, request: web.Request) -> web.Response:
        return web.json_response(await self.inbound.shortcut(await self._at_post(await read_body(request))))

    async def post(self, request: web.Request) -> web.Response:
        body = await read_body(request)
        return web.json_response(await self.inbound.say(await self._at_place(body), body.text("text")))

    async def clock(self, request: web.Request) -> web.Response:
        body = await read_body(request)
        kind = body.text("kind", 20)
        if kind not in set(Jump):
            raise BadInput(f"kind must be one of {', '.join(Jump)}.")
        moved = await self.workspace.control.move(Jump(kind))
        self.workspace.bell.ring_clock()
        return web.json_response({"moved": moved.moved, "clock": await self._clock_state()})

    async def _feed(self, socket: web.WebSocketResponse, person: Person, after: int) -> None:
        space = self.workspace
        own, known_clock = places.seen_by(space.team, person), ""
        try:
            with space.bell.listening() as ear:
                while True:
                    posts = await space.board.since(places.all_of(space.team), after)
                    born = await self._born()
                    if posts:
                        after = posts[-1].changed
                        mine = [drawn_post(post) for post in posts if post.conversation in own]
                        heads = [_head(post) for post in posts]
                        await socket.send_json({"posts": mine, "heads": heads, "changed": after, "born": born})
                    clock = await self._clock_state()
                    if known_clock != (known_clock := self._clock_mark(clock)):
                        await socket.send_json({"clock": clock, "people": self._away(), "born": born})
                    await ear.wait()
        finally:
            await socket.close()

    async def _clock_state(self) -> Json:
        upcoming = await self.workspace.control.upcoming()
        return {
            "now": self.workspace.clock.now().isoformat(),
            "nudge_at": _iso(upcoming.nudge_at),
            "deadline_at": _iso(upcoming.deadline_at),
        }

    async def _born(self) -> str | None:
        """What tells this board from another that stood here before; None while it is empty."""
        first = await self.workspace.board.get(1)
        return _iso(first.posted_at if first else None)

    def _clock_mark(self, clock: Json) -> str:
        return json.dumps([self.workspace.bell.clock_moves, clock["nudge_at"], clock["deadline_at"]])

    def _drawn_person(self, person: Person) -> Json:
        back = member_of(person, self.workspace.clock).away_until
        return {
            "user": person.user,
            "name": person.name,
            "role": person.role.value,
            "title": person.title,
            "time_zone": person.time_zone,
            "locale": person.locale,
            "away_until": back.isoformat() if back else None,
        }

    def _away(self) -> list[Json]:
        return [self._drawn_person(person) for person in self.workspace.team.people if not person.bot]

    def _person(self, user: str) -> Person:
        person = self.workspace.team.person(user)
        if person is None or person.bot:
            raise BadInput("Nobody of that name is in this workspace.")
        return person

    async def _at_place(self, body: Body) -> Doing:
        return await self.inbound.doing(self._person(body.text("as", 40)), body.text("conversation", 200), body.key())

    async def _at_post(self, body: Body) -> Doing:
        return await self.inbound.doing_at(self._person(body.text("as", 40)), body.number("post"), body.key())


def drawn_post(post: Post) -> Json:
    body: Json = json.loads(post.body)
    return {
        "id": post.id,
        "conversation": places.base(post.conversation),
        "private": "/only/" in post.conversation,
        "author": post.author,
        "at": post.posted_at.isoformat(),
        "revision": post.revision,
        "changed": post.changed,
        "text": body.get("text"),
        "message": body.get("message"),
        "asked": body.get("asked", ""),
    }


def _tour(team: Team) -> Json | None:
    """Who the guided tour speaks of; None where there is no example to be guided through."""
    return {"manager": team.tour_manager, "member": team.tour_member} if author_of(team) else None


def _head(post: Post) -> Json:
    return {"id": post.id, "conversation": post.conversation, "author": post.author}


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
