"""Teams' side of a test: the Bot Connector's REST interface on this machine, and people who use their client."""

import asyncio
import json
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from time import perf_counter
from typing import Any, Self
from urllib.parse import unquote

import aiohttp
from aiohttp import web

from tests.e2e.program import PATIENCE
from tests.slack.bell import Bell
from tests.teams.organisation import Json, Organisation, Person, Posted, acme

MOST = 28 * 1024  #: bytes of a card


@dataclass(frozen=True, slots=True)
class Fault:
    """What the next call is answered with instead, `after` it took effect where that is set; status 0 is no fault."""

    status: int
    code: str = ""
    retry_after: str = ""
    after: bool = False
    empty: bool = False  #: answered with an empty object
    text_alone: bool = False  #: the code stands in a text, as some refusals have it


@dataclass(frozen=True, slots=True)
class Call:
    """One call of the bot, and how it was answered."""

    method: str
    path: str
    status: int
    token: str


@dataclass
class TeamsDouble:
    """Logs every call it gets. `faults` are used up one by one by calls that post or change something."""

    space: Organisation = field(default_factory=acme)
    calls: list[Call] = field(default_factory=list)
    faults: deque[Fault] = field(default_factory=deque)
    lookups: deque[Fault] = field(default_factory=deque)  #: the same for calls that only ask
    page: int = 4  #: members of a page
    bell: Bell = field(default_factory=Bell)
    bot_url: str = ""
    service_url: str = ""
    answered: list[int] = field(default_factory=list)  #: how the bot answered activities
    slowest: float = 0.0  #: seconds that it took for one of them

    async def __aenter__(self) -> Self:
        app = web.Application(middlewares=[self._logged], client_max_size=2**20)
        app.add_routes(
            [
                web.post("/v3/conversations", self._create),
                web.post("/v3/conversations/{id}/activities", self._post),
                web.put("/v3/conversations/{id}/activities/{activity}", self._update),
                web.delete("/v3/conversations/{id}/activities/{activity}", self._delete),
                web.get("/v3/conversations/{id}/pagedmembers", self._members),
                web.get("/v3/conversations/{id}/members/{member}", self._member),
            ]
        )
        self._runner = web.AppRunner(app, access_log=None, handler_cancellation=False)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self.service_url = f"http://127.0.0.1:{self._runner.addresses[0][1]}/"
        self._session = aiohttp.ClientSession()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._session.close()
        await self._runner.cleanup()

    async def brings(self, activity: Json, token: str = "") -> tuple[int, Json | None]:
        """An activity to the bot; how it was answered."""
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        begin = perf_counter()
        async with self._session.post(self.bot_url, json=activity, headers=headers) as response:
            self.slowest = max(self.slowest, perf_counter() - begin)
            self.answered.append(response.status)
            body = await response.text()
            return response.status, (await response.json() if body else None)

    async def waits(self, look: Callable[[], Any], story: Callable[[], str]) -> Any:
        return await self.bell.until(look, story, PATIENCE)

    @web.middleware
    async def _logged(self, request: web.Request, handler: Callable[[web.Request], Any]) -> web.StreamResponse:
        waiting = self.lookups if request.method == "GET" else self.faults
        fault = waiting.popleft() if waiting else None
        if fault and not fault.status:
            fault = None
        if fault and fault.empty:
            answer = web.json_response({}, status=fault.status)
        elif fault and not fault.after:
            answer = _refusal(fault.status, fault.code, fault.retry_after, text_alone=fault.text_alone)
        else:
            answer = await handler(request)
            answer = _refusal(fault.status, fault.code) if fault else answer
        token = request.headers.get("Authorization", "")
        self.calls.append(Call(request.method, unquote(request.path), answer.status, token))
        self.bell.ring()
        await asyncio.sleep(0)
        return answer

    async def _create(self, request: web.Request) -> web.Response:
        wanted = await request.json()
        person = self.space.by_account(wanted["members"][0]["id"])
        if person is None or wanted["channelData"]["tenant"]["id"] != person.tenant:
            return _refusal(403, "BotNotInConversationRoster")
        if person.unreachable:
            return _refusal(403, person.unreachable)
        self.space.chats.add(person.chat)
        return web.json_response({"id": person.chat}, status=201)

    async def _post(self, request: web.Request) -> web.Response:
        place, activity = self._place(request), await request.json()
        refused = self._refused(place, activity)
        if refused:
            return refused
        (shown,) = activity["attachments"]
        posted = Posted(self.space.next_id(), place, activity["summary"], shown["content"])
        self.space.messages.append(posted)
        return web.json_response({"id": posted.id}, status=201)

    async def _update(self, request: web.Request) -> web.Response:
        activity, posted = await request.json(), self._posted(request)
        if posted is None:
            return _refusal(404, "ActivityNotFoundInConversation")
        refused = self._refused(posted.conversation, activity)
        if refused:
            return refused
        posted.card, posted.summary = activity["attachments"][0]["content"], activity["summary"]
        posted.versions += 1
        return web.json_response({"id": posted.id})

    async def _delete(self, request: web.Request) -> web.Response:
        posted = self._posted(request)
        if posted is None:
            return _refusal(404, "ActivityNotFoundInConversation")
        self.space.messages.remove(posted)
        return web.Response()

    async def _members(self, request: web.Request) -> web.Response:
        names = self.space.rosters.get(self._place(request))
        if names is None:
            return _refusal(403, "BotNotInConversationRoster")
        begin = int(request.query.get("continuationToken") or 0)
        shown: Json = {"members": [self.space.people[name].listed() for name in names[begin : begin + self.page]]}
        if begin + self.page < len(names):
            shown["continuationToken"] = str(begin + self.page)
        return web.json_response(shown)

    async def _member(self, request: web.Request) -> web.Response:
        place, person = self._place(request), self.space.by_account(unquote(request.match_info["member"]))
        listed = person and (place == person.chat or person.name in self.space.rosters.get(place, []))
        return web.json_response(person.listed()) if person and listed else _refusal(404, "MemberNotFound")

    def _place(self, request: web.Request) -> str:
        return unquote(request.match_info["id"])

    def _posted(self, request: web.Request) -> Posted | None:
        place, wanted = self._place(request), request.match_info["activity"]
        return next((one for one in self.space.in_(place) if one.id == wanted), None)

    def _refused(self, place: str, activity: Json) -> web.Response | None:
        person: Person | None = self.space.of_chat(place)
        if person and person.unreachable:
            return _refusal(403, person.unreachable)
        if not self.space.knows(place):
            return _refusal(404, "ConversationNotFound")
        size = len(str(activity["attachments"][0]["content"]).encode())
        return _refusal(413, "MessageSizeTooBig") if size > MOST else None


def _refusal(status: int, code: str, retry_after: str = "", *, text_alone: bool = False) -> web.Response:
    headers = {"Retry-After": retry_after} if retry_after else {}
    if text_alone:
        told = json.dumps({"subCode": code, "details": None})
        return web.json_response({"errorCode": 209, "message": told}, status=status, headers=headers)
    return web.json_response({"error": {"code": code, "message": code}}, status=status, headers=headers)
