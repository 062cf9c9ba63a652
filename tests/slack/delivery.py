"""How Slack hands requests to the app: signed over HTTP or as envelopes over Socket Mode, and again where it must."""

import asyncio
import json
import time
from abc import abstractmethod
from dataclasses import dataclass, field
from typing import Protocol
from urllib.parse import urlencode

import aiohttp
from slack_sdk.signature import SignatureVerifier

from tests.slack.bell import Moment
from tests.slack.state import State
from tests.slack.workspace import Json

ACKNOWLEDGED_WITHIN = 3.0  #: seconds, then Slack gives up on the request
COMMAND, INTERACTION, EVENT = "slash_commands", "interactive", "events_api"
RETRIES = (0.0, 0.2, 1.0)  #: seconds before an event comes again; Slack's own are 0, 60 and 300


@dataclass(frozen=True, slots=True)
class Acknowledged:
    """How the app took one request. `status` is 0 where nothing came in time or the app was not there."""

    kind: str
    status: int
    seconds: float
    body: Json = field(default_factory=dict)
    retry: int = 0
    text: str = ""

    @property
    def taken(self) -> bool:
        return 200 <= self.status < 300


class Line(Protocol):
    """A way to the app."""

    @abstractmethod
    async def send(self, kind: str, payload: Json, retry: int, reason: str) -> Acknowledged:
        """Never raises for what the app does."""
        ...


class HttpLine(Line):
    """Signed requests to one address, as the app's manifest names it for everything."""

    def __init__(self, address: str, signing_secret: str, within: float = ACKNOWLEDGED_WITHIN) -> None:
        """`within`: after so many seconds the request is given up."""
        self.address = address
        self._within = within
        self._signing_secret = signing_secret

    def headers(self, body: str, timestamp: str = "") -> dict[str, str]:
        """The headers with which Slack signs this body, now or at another time."""
        timestamp = timestamp or str(Moment.seconds())
        signature = SignatureVerifier(self._signing_secret).generate_signature(timestamp=timestamp, body=body)
        return {"X-Slack-Request-Timestamp": timestamp, "X-Slack-Signature": str(signature)}

    async def send(self, kind: str, payload: Json, retry: int, reason: str) -> Acknowledged:
        body, content_type = _written(kind, payload)
        headers = self.headers(body) | {"Content-Type": content_type}
        if retry:
            headers |= {"X-Slack-Retry-Num": str(retry), "X-Slack-Retry-Reason": reason}
        return await self.post(kind, body, headers, retry)

    async def post(self, kind: str, body: str, headers: dict[str, str], retry: int = 0) -> Acknowledged:
        """Any body with any headers."""
        begin = time.monotonic()
        limit = aiohttp.ClientTimeout(total=self._within)
        try:
            async with (
                aiohttp.ClientSession(timeout=limit) as session,
                session.post(self.address, data=body.encode(), headers=headers) as answer,
            ):
                text = await answer.text()
                took = time.monotonic() - begin
                return Acknowledged(kind, answer.status, took, _read(text), retry, text)
        except (TimeoutError, aiohttp.ClientError):
            return Acknowledged(kind, 0, time.monotonic() - begin, retry=retry)


class Office:
    """Sends whatever happens to the app, keeps how it was taken, and sends events again that were not."""

    def __init__(self, state: State, line: Line | None = None) -> None:
        self._state = state
        self.line = line
        self.acknowledged: list[Acknowledged] = []

    async def deliver(self, kind: str, payload: Json) -> Acknowledged:
        """How the first sending was taken, or the last of an event's, once all copies were."""
        copies, at_once = self._state.faults.next_copies()
        if copies and at_once:
            return (await asyncio.gather(*(self._send(kind, payload, number) for number in range(copies + 1))))[0]
        first = await self._send(kind, payload, 0)
        for number in range(1, copies + 1):
            await self._send(kind, payload, number)
        if kind == EVENT and not first.taken:
            return await self._again(payload, first)
        return first

    async def _again(self, payload: Json, last: Acknowledged) -> Acknowledged:
        for number, pause in enumerate(RETRIES, start=1):
            await asyncio.sleep(pause)
            last = await self._send(EVENT, payload, number)
            if last.taken:
                break
        return last

    async def _send(self, kind: str, payload: Json, retry: int) -> Acknowledged:
        assert self.line, "the double does not know where the app is: name its address, or use Socket Mode"
        taken = await self.line.send(kind, payload, retry, "http_timeout" if retry else "")
        self.acknowledged.append(taken)
        self._state.bell.ring()
        return taken


def _written(kind: str, payload: Json) -> tuple[str, str]:
    """Body and content type: events are JSON, the others forms."""
    if kind == EVENT:
        return json.dumps(payload), "application/json"
    form = payload if kind == COMMAND else {"payload": json.dumps(payload)}
    return urlencode(form), "application/x-www-form-urlencoded"


def _read(text: str) -> Json:
    try:
        body = json.loads(text)
    except ValueError:
        return {"text": text} if text else {}
    return body if isinstance(body, dict) else {}
