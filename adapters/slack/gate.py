"""What stands before Bolt on the HTTP side: nothing unsigned, replayed, oversized or unreadable reaches it.

Bolt's own check answers 500 to a timestamp that is no number, a signature that is not ASCII and a body that is not
UTF-8. Here every such request is 400 or 401.
https://docs.slack.dev/authentication/verifying-requests-from-slack
"""

import asyncio
import hmac
import json
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from http import HTTPStatus
from urllib.parse import parse_qs

import structlog
from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse

from bot.ports.clock import Clock

MAX_BODY_BYTES = 1024 * 1024  #: many times the largest dialog Slack sends
REPLAY_WINDOW = timedelta(minutes=5)
TOLD_EVERY = timedelta(minutes=10)
READ_SECONDS = 5.0  #: Slack itself gives up after 3

_log = structlog.get_logger()

Dispatch = Callable[[AsyncBoltRequest], Awaitable[BoltResponse]]


class Gate:
    """The handler of POST /slack/events. `clock` must be the real time: Slack signs with it."""

    def __init__(self, signing_secret: str, clock: Clock, dispatch: Dispatch) -> None:
        if not signing_secret:
            raise ValueError("without a signing secret there is no gate, and so no route")
        self._secret = signing_secret.encode()
        self._clock = clock
        self._dispatch = dispatch
        self._silent_until: dict[str, datetime] = {}

    async def handle(self, request: web.Request) -> web.Response:
        try:
            body = await _read(request)
        except web.RequestPayloadError:  # it claims to be packed, and is not; Slack packs nothing
            return web.Response(status=HTTPStatus.BAD_REQUEST, text="cannot be read\n")
        if body is None:
            return web.Response(status=HTTPStatus.REQUEST_ENTITY_TOO_LARGE, text="too large\n")
        if wrong := self._unsigned(request, body):
            self._tell(wrong)
            return web.Response(status=HTTPStatus.UNAUTHORIZED, text="not signed by Slack\n")
        asked = _understood(request, body)
        if asked is None:
            return web.Response(status=HTTPStatus.BAD_REQUEST, text="cannot be read\n")
        return await to_aiohttp_response(await self._dispatch(asked))

    def _unsigned(self, request: web.Request, body: bytes) -> str:
        """What is wrong with the signature: "none", "clock", "secret"; "" where it is Slack's."""
        stamp = request.headers.get("X-Slack-Request-Timestamp", "")
        if not (stamp.isascii() and stamp.isdecimal() and len(stamp) <= len("9999999999")):
            return "none"
        signature = request.headers.get("X-Slack-Signature", "").encode("utf-8", "surrogateescape")
        right = hmac.new(self._secret, b"v0:" + stamp.encode() + b":" + body, "sha256").hexdigest()
        if not hmac.compare_digest(signature, b"v0=" + right.encode()):
            return "secret"
        late = abs(self._clock.now().timestamp() - int(stamp)) > REPLAY_WINDOW.total_seconds()
        return "clock" if late else ""

    def _tell(self, wrong: str) -> None:
        """An operator whose secret or clock is wrong reads it in the log; a stranger who knocks does not fill it."""
        now = self._clock.now()
        if wrong != "none" and now >= self._silent_until.get(wrong, now):
            self._silent_until[wrong] = now + TOLD_EVERY
            _log.warning("slack_request_not_signed", platform="slack", reason_code=wrong)


async def _read(request: web.Request) -> bytes | None:
    """The body; None where it is over the cap or comes too slowly."""
    if (request.content_length or 0) > MAX_BODY_BYTES:
        return None
    body = bytearray()
    try:
        async with asyncio.timeout(READ_SECONDS):
            async for chunk in request.content.iter_any():
                body += chunk
                if len(body) > MAX_BODY_BYTES:
                    return None
    except TimeoutError:
        return None
    return bytes(body)


def _understood(request: web.Request, body: bytes) -> AsyncBoltRequest | None:
    """The request as Bolt takes it; None where its body is not what Slack sends."""
    try:
        text = body.decode("utf-8")
        for payload in [text] if request.content_type == "application/json" else parse_qs(text).get("payload", []):
            read = json.loads(payload)
            if not isinstance(read, dict) or not isinstance(read.get("event", {}), dict):
                return None
        return AsyncBoltRequest(body=text, headers=dict(request.headers))
    except (ValueError, RecursionError, TypeError, AttributeError, KeyError, IndexError):
        return None  # Bolt reads some fields at once, and takes their shape for granted
