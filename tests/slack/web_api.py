"""The Web API's front: faults, tokens and scopes, then the method."""

import asyncio
import base64
import json
import time
from typing import NoReturn

from aiohttp import web

from tests.slack.chat_methods import CHAT
from tests.slack.conversation_methods import CONVERSATIONS
from tests.slack.faults import Fault, Kind
from tests.slack.file_methods import FILES
from tests.slack.install_methods import INSTALL
from tests.slack.methods import Call, Method
from tests.slack.people_methods import PEOPLE
from tests.slack.rights import Refusal, Token
from tests.slack.state import Called, State
from tests.slack.view_methods import VIEWS
from tests.slack.workspace import Json

METHODS: dict[str, Method] = {**CHAT, **CONVERSATIONS, **PEOPLE, **VIEWS, **FILES, **INSTALL}


class WebApi:
    def __init__(self, state: State) -> None:
        self._state = state
        self._closing = asyncio.Event()

    async def handle(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"]
        args = await _arguments(request)
        fault = self._state.faults.next(method, str(args.get("channel", "")), json.dumps(args, sort_keys=True))
        if fault and fault.kind in (Kind.RATE_LIMIT, Kind.FAIL, Kind.RESET_BEFORE, Kind.REFUSE):
            return self._refused(request, method, args, fault)
        blow = self._state.faults.blow_at(_key(args))
        if blow and not blow.accepted:
            await blow.falls()
            return self._refused(request, method, args, Fault(Kind.RESET_BEFORE))
        answer = self._answer(request, method, args)
        self._state.bell.ring()
        if blow:
            await blow.falls()
            _reset(request)
        if fault and fault.kind is Kind.RESET_AFTER:
            _reset(request)
        if fault and fault.kind in (Kind.DELAY, Kind.HANG_AFTER):
            await self._wait(fault.seconds if fault.kind is Kind.DELAY else None)
        return web.json_response(answer, headers=self._scopes(request))

    def _scopes(self, request: web.Request) -> dict[str, str]:
        """Every answer to a good token names its scopes."""
        token = self._state.tokens.get(request.headers.get("Authorization", "").removeprefix("Bearer "))
        return {"x-oauth-scopes": ",".join(sorted(token.scopes))} if token and not token.trouble else {}

    def close(self) -> None:
        """Lets go of whoever waits for an answer that never comes."""
        self._closing.set()

    async def _wait(self, seconds: float | None) -> None:
        try:
            async with asyncio.timeout(seconds):
                await self._closing.wait()
        except TimeoutError:
            return

    def _refused(self, request: web.Request, method: str, args: Json, fault: Fault) -> web.Response:
        error = fault.error if fault.kind is Kind.REFUSE else str(fault.kind)
        self._log(method, args, error)
        if fault.kind is Kind.RESET_BEFORE:
            _reset(request)
        if fault.kind is Kind.FAIL:
            return web.Response(status=500, text="<html>Server Error</html>", content_type="text/html")
        if fault.kind is Kind.RATE_LIMIT:
            wait = {"Retry-After": str(int(fault.seconds))}
            return web.json_response({"ok": False, "error": "ratelimited"}, status=429, headers=wait)
        return web.json_response({"ok": False, "error": error})

    def _answer(self, request: web.Request, method: str, args: Json) -> Json:
        try:
            call = Call(self._state, args, self._token(request, method, args), _credentials(request, args))
            answer = {"ok": True} | METHODS[method].act(call)
        except Refusal as refusal:
            self._log(method, args, refusal.error)
            return {"ok": False, "error": refusal.error} | refusal.beside
        self._log(method, args, "")
        return answer

    def _token(self, request: web.Request, method: str, args: Json) -> Token | None:
        """The token of the call, allowed to call this method; None where the method takes none."""
        known = METHODS.get(method)
        if known is None:
            raise Refusal("unknown_method", req_method=method)
        if known.open:
            return None
        value = request.headers.get("Authorization", "").removeprefix("Bearer ").strip() or str(args.get("token", ""))
        if not value:
            raise Refusal("not_authed")
        token = self._state.tokens.get(value)
        if token is None:
            raise Refusal("invalid_auth")
        if token.trouble:
            raise Refusal(token.trouble)
        if token.is_app != known.for_app:
            raise Refusal("not_allowed_token_type")
        if known.scope and known.scope not in token.scopes:
            raise Refusal("missing_scope", needed=known.scope, provided=",".join(sorted(token.scopes)))
        return token

    def _log(self, method: str, args: Json, error: str) -> None:
        shown = {key: value for key, value in args.items() if key != "token"}
        self._state.calls.append(Called(method, shown, error, time.monotonic()))


def _key(args: Json) -> str:
    """What the app calls the message by, in its metadata."""
    metadata = args.get("metadata")
    payload = metadata.get("event_payload") if isinstance(metadata, dict) else None
    return str(payload.get("key") or "") if isinstance(payload, dict) else ""


async def _arguments(request: web.Request) -> Json:
    """Query, form and JSON body together; what is JSON inside a form is read."""
    given: Json = {key: _read(key, value) for key, value in request.query.items()}
    if request.content_type == "application/json":
        return given | dict(json.loads(await request.text() or "{}"))
    form = await request.post()
    return given | {key: _read(key, value) for key, value in form.items() if isinstance(value, str)}


def _read(key: str, value: str) -> object:
    return json.loads(value) if key in ("blocks", "view", "metadata", "files") and value else value


def _credentials(request: web.Request, args: Json) -> tuple[str, str]:
    """Client id and secret, from the Basic header or the form."""
    header = request.headers.get("Authorization", "")
    if header.startswith("Basic "):
        name, _, secret = base64.b64decode(header.removeprefix("Basic ")).decode().partition(":")
        return name, secret
    return str(args.get("client_id", "")), str(args.get("client_secret", ""))


def _reset(request: web.Request) -> NoReturn:
    """Breaks the connection as a network does."""
    if request.transport is not None:
        request.transport.abort()
    raise ConnectionResetError("broken on purpose")
