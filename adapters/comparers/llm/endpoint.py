"""Asks an OpenAI-compatible endpoint: time-outs, retries, sizes and numbers are ours, not the SDK's."""

import asyncio
import json
import ssl
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import cache
from typing import Any, cast

import httpx2
from openai import APIConnectionError, APIStatusError, AsyncOpenAI, DefaultAsyncHttpxClient, OpenAIError

from adapters.comparers.llm.budget import Budget, OverCap
from adapters.comparers.llm.prompts import Prompt
from bot.ports.spending import Tokens

ATTEMPTS = 3
BACKOFF = 1.0  #: seconds before the second attempt, twice that before the third
LONGEST_WAIT = 30.0  #: seconds of a Retry-After that are waited for; the local comparer is there at once
MAX_REPLY = 1_000_000  #: bytes; ours have a few thousand
REPLY_TOKENS = 4_000  #: of one reply, a reasoning model's thoughts included
REST = 60.0  #: seconds for which nobody asks an endpoint that is away
CAP = "cap"  #: the reason of what was not asked for its cost
_AWAY_AFTER = 3  #: requests in a row given up by an endpoint that is away

_TRY_AGAIN = frozenset({408, 409, 429, 500, 502, 503, 504, 529})
_NEVER_AGAIN = frozenset({"insufficient_quota", "billing_hard_limit_reached"})
_REFUSED = frozenset({401, 402, 403, 404})


@dataclass(frozen=True, slots=True)
class Server:
    """Which endpoint, and how much of it is used."""

    base_url: str
    api_key: str = field(repr=False)
    model: str
    timeout: float = 60.0  #: seconds of one attempt
    at_once: int = 8  #: requests on their way


class Failed(Exception):
    """No reply that can be used. `reason` is one word for the log."""

    def __init__(self, reason: str, *, wait: float | None = None, away: bool = False, billed: bool = False) -> None:
        super().__init__(reason)
        self.reason = reason
        self.wait = wait  #: seconds to wait before another attempt; None: another one is of no use
        self.away = away  #: the endpoint's own trouble: the next request would meet it as well
        self.billed = billed  #: what was set aside may have been used


class TooLong(Exception):
    """A reply of more than MAX_REPLY bytes; it was not read to its end."""


class Endpoint:
    """Connections are opened for each batch and closed after it, so that nothing outlives the loop it was made in."""

    def __init__(
        self,
        server: Server,
        *,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self.server = server
        self._sleep = sleep
        self._monotonic = monotonic
        self._asked_again_at = 0.0  #: monotonic; before that nobody is asked
        self._given_up = 0  #: requests in a row
        self._unknown: set[str] = set()  #: parameters that this endpoint turned down
        self._turns: tuple[asyncio.AbstractEventLoop, asyncio.Semaphore] | None = None

    @asynccontextmanager
    async def opened(self) -> AsyncIterator["Session"]:
        http = DefaultAsyncHttpxClient(
            verify=_trusted(), follow_redirects=False, event_hooks={"response": [_capped]}, timeout=self.server.timeout
        )
        key = self.server.api_key or "none"
        async with AsyncOpenAI(
            api_key=key, base_url=self.server.base_url, max_retries=0, timeout=self.server.timeout, http_client=http
        ) as client:
            yield Session(self, client)

    async def ask(self, client: AsyncOpenAI, prompt: Prompt, budget: Budget) -> str:
        """The reply's text. Raises Failed."""
        for attempt in range(1, ATTEMPTS + 1):
            try:
                async with self._turn():
                    return await self._attempt(client, prompt, budget)
            except Failed as failed:
                if failed.wait is None or attempt == ATTEMPTS:
                    self._note(failed)
                    raise
                await self._sleep(max(failed.wait, BACKOFF * 2 ** (attempt - 1)))
        raise AssertionError("unreachable")  # pragma: no cover - the last attempt returns or raises; mypy cannot see it

    async def _attempt(self, client: AsyncOpenAI, prompt: Prompt, budget: Budget) -> str:
        if self._monotonic() < self._asked_again_at:
            raise Failed("away")
        most = Tokens(prompt.most_tokens, REPLY_TOKENS)
        try:
            await budget.set_aside(most)
        except OverCap as err:
            raise Failed(CAP) from err
        try:
            document = await self._request(client, prompt)
        except Failed as failed:
            if not failed.billed:
                await budget.settle(most, Tokens())
            raise
        await budget.settle(most, _used(document) or most)
        self._given_up = 0
        return _content(document)

    async def _request(self, client: AsyncOpenAI, prompt: Prompt) -> Mapping[str, object]:
        # Through `Any`: the arguments differ from endpoint to endpoint, and the reply is checked by hand.
        create = cast("Any", client.chat.completions.with_raw_response.create)
        arguments = self._arguments(prompt)
        try:
            async with asyncio.timeout(self.server.timeout):
                reply = await create(**arguments)
        except TimeoutError as err:
            raise Failed("timeout", wait=0, away=True, billed=True) from err
        except APIStatusError as err:
            raise self._refusal(err, arguments) from err
        except TooLong as err:
            raise Failed("too_long", billed=True) from err
        except APIConnectionError as err:
            raise Failed("disconnected", wait=0, away=True, billed=True) from err
        except (OpenAIError, httpx2.HTTPError, OSError, ValueError) as err:
            raise Failed("unreadable", billed=True) from err
        try:
            document = json.loads(reply.content)
        except (ValueError, RecursionError) as err:
            raise Failed("unreadable", billed=True) from err
        return cast("Mapping[str, object]", document if isinstance(document, dict) else {})

    def _arguments(self, prompt: Prompt) -> dict[str, object]:
        shape = {"name": prompt.name, "strict": True, "schema": prompt.schema}
        arguments: dict[str, object] = {
            "model": self.server.model,
            "messages": [{"role": role, "content": content} for role, content in prompt.messages],
            "response_format": {"type": "json_schema", "json_schema": shape},
        }
        if "temperature" not in self._unknown:
            arguments["temperature"] = 0
        name = "max_tokens" if "max_completion_tokens" in self._unknown else "max_completion_tokens"
        return {**arguments, name: REPLY_TOKENS}

    def _refusal(self, err: APIStatusError, arguments: Mapping[str, object]) -> Failed:
        """What a status means. A parameter that some models do not take is left out from then on."""
        status = err.status_code
        if {err.code, err.type} & _NEVER_AGAIN:
            return Failed("insufficient_quota", away=True)
        if status in _TRY_AGAIN:
            wait = _retry_after(err.response.headers)
            return Failed(f"http_{status}", wait=wait if wait <= LONGEST_WAIT else None, away=True)
        if err.param in {"temperature", "max_completion_tokens"} & arguments.keys():
            self._unknown.add(err.param)
            return Failed(f"http_{status}", wait=0)
        return Failed(f"http_{status}", away=status in _REFUSED)

    def _note(self, failed: Failed) -> None:
        """After a few requests in a row that met the endpoint's own trouble, it is left alone for a while."""
        if not failed.away:
            return
        self._given_up += 1
        if self._given_up >= _AWAY_AFTER:
            self._given_up = 0
            self._asked_again_at = self._monotonic() + REST

    def _turn(self) -> asyncio.Semaphore:
        loop = asyncio.get_running_loop()
        if self._turns is None or self._turns[0] is not loop:
            self._turns = loop, asyncio.Semaphore(self.server.at_once)
        return self._turns[1]


@dataclass(frozen=True, slots=True)
class Session:
    """An endpoint with its connections open."""

    endpoint: Endpoint
    client: AsyncOpenAI

    async def ask(self, prompt: Prompt, budget: Budget) -> str:
        """The reply's text. Raises Failed."""
        return await self.endpoint.ask(self.client, prompt, budget)


class _CappedStream(httpx2.AsyncByteStream):
    def __init__(self, stream: httpx2.AsyncByteStream) -> None:
        self._stream = stream

    async def __aiter__(self) -> AsyncIterator[bytes]:
        size = 0
        async for part in self._stream:
            size += len(part)
            if size > MAX_REPLY:
                raise TooLong
            yield part

    async def aclose(self) -> None:
        await self._stream.aclose()


async def _capped(response: httpx2.Response) -> None:
    """Before the body is read, whatever the status."""
    response.stream = _CappedStream(cast("httpx2.AsyncByteStream", response.stream))


@cache
def _trusted() -> ssl.SSLContext:
    return httpx2.create_ssl_context()


def _retry_after(headers: Mapping[str, str]) -> float:
    """Seconds, 0 where the header is missing or a date."""
    try:
        return max(float(headers.get("retry-after", "0")), 0)
    except ValueError:
        return 0


def _used(document: Mapping[str, object]) -> Tokens | None:
    usage = document.get("usage")
    if not isinstance(usage, dict):
        return None
    tokens_in, tokens_out = usage.get("prompt_tokens"), usage.get("completion_tokens")
    if not isinstance(tokens_in, int) or not isinstance(tokens_out, int) or min(tokens_in, tokens_out) < 0:
        return None
    return Tokens(tokens_in, tokens_out)


def _content(document: Mapping[str, object]) -> str:
    """The text of the first choice. Raises Failed for a refusal, one cut short, and anything else."""
    match document:
        case {"choices": [{"finish_reason": "length"}, *_]}:
            raise Failed("truncated")
        case {"choices": [{"finish_reason": "content_filter"}, *_]} | {
            "choices": [{"message": {"refusal": str()}}, *_]
        }:
            raise Failed("refused")
        case {"choices": [{"message": {"content": str(content)}}, *_]}:
            return content
        case _:
            raise Failed("unreadable")
