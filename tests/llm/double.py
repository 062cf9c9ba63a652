"""An OpenAI-compatible endpoint for tests: speaks /v1/chat/completions in a thread of its own, on loopback.

It reads answers as FakeComparer does, from what it was sent and nothing else, unless a fault is scripted.
"""

import asyncio
import json
import re
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, cast

from aiohttp import web

from bot.domain.sheet import SheetText, reasons_of
from bot.domain.verdict import Verdict
from tests.fakes_compare import FakeComparer

BIG = 5_000_000  #: bytes of the reply that is far too long
Body = Mapping[str, Any]
#: What comes in the place of a good reply: given the good reply's text, what is sent.
Fault = Callable[[str], web.StreamResponse | None]


@dataclass
class Double:
    """`faults` come first, one a request; then `always`, where it is set; then good replies."""

    requests: list[Body] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    always: Fault | None = None
    address: str = ""
    most_at_once: int = 0
    now: int = 0
    ended: asyncio.Event = field(default_factory=asyncio.Event)

    async def answer(self, request: web.Request) -> web.StreamResponse:
        body = cast("Body", await request.json())
        self.requests.append(body)
        self.now += 1
        self.most_at_once = max(self.most_at_once, self.now)
        try:
            good = json.dumps(await _good(body))
            fault = self.faults.pop(0) if self.faults else self.always
            if fault is None:
                return completion(good)
            response = fault(good)
            if response is None:
                await self.ended.wait()  # never answers
                return web.Response()
            if isinstance(response, Cut) and request.transport:
                request.transport.abort()
            return response
        finally:
            self.now -= 1


class Cut(web.Response):
    """The connection is cut before a byte is sent."""


def completion(content: str | None, *, finish: str = "stop", refusal: str | None = None) -> web.Response:
    message = {"role": "assistant", "content": content, "refusal": refusal}
    usage = {"prompt_tokens": 1000, "completion_tokens": 100, "total_tokens": 1100}
    choice = {"index": 0, "finish_reason": finish, "message": message}
    return web.json_response({"id": "x", "object": "chat.completion", "choices": [choice], "usage": usage})


def status(code: int, *, kind: str = "", param: str = "", retry_after: str = "") -> Fault:
    error = {"message": "scripted", "type": kind or None, "code": kind or None, "param": param or None}
    headers = {"Retry-After": retry_after} if retry_after else {}
    return lambda _: web.json_response({"error": error}, status=code, headers=headers)


def says(content: str) -> Fault:
    return lambda _: completion(content)


def with_changes(change: Callable[[Any], None]) -> Fault:
    """The good reply, changed."""

    def changed(good: str) -> web.Response:
        value = json.loads(good)
        change(value)
        return completion(json.dumps(value))

    return changed


@contextmanager
def a_double() -> Iterator[Double]:
    """Serving until the block is left."""
    double, started, loop = Double(), threading.Event(), asyncio.new_event_loop()
    thread = threading.Thread(target=_serve, args=(double, started, loop), name="llm-double")
    thread.start()
    try:
        assert started.wait(10)
        yield double
    finally:
        loop.call_soon_threadsafe(double.ended.set)
        thread.join(10)


def _serve(double: Double, started: threading.Event, loop: asyncio.AbstractEventLoop) -> None:
    async def serve() -> None:
        app = web.Application(client_max_size=10_000_000)
        app.router.add_post("/v1/chat/completions", double.answer)
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=1)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        double.address = f"http://127.0.0.1:{runner.addresses[0][1]}/v1"
        started.set()
        await double.ended.wait()
        await runner.cleanup()

    with asyncio.Runner(loop_factory=lambda: loop) as runner:
        runner.run(serve())


def delimited(content: str) -> str:
    """What stands between the marks of a message."""
    found = re.search(
        r"^<((?:sheet|answer|texts|notes)-[0-9a-f]{24})>\n(.*)\n</\1>\s*$", content, re.DOTALL | re.MULTILINE
    )
    assert found, content[:200]
    return found[2]


async def _good(body: Body) -> object:
    system, user = body["messages"][0]["content"], body["messages"][1]["content"]
    match body["response_format"]["json_schema"]["name"]:
        case "coding":
            return await _coding(json.loads(delimited(system)), delimited(user))
        case "themes":
            return {"themes": [[number] for number in range(1, len(delimited(user).split("\n")) + 1)]}
        case "review":
            return {"remarks": [{"about": "r1", "kind": "no_because", "words": "", "other": ""}]}
        case "translation":
            return {"translation": f"translated: {delimited(user)}"}
        case "explanation":
            return {"ways": ["Without it, somebody has to call twice.", "Think of the last call you had."]}
        case _:
            return {"sentences": list(await FakeComparer().propose_reasons(delimited(user)))}


async def _coding(sheet: Mapping[str, Any], answer: str) -> object:
    text = SheetText(sheet["title"], sheet["text"], reasons_of(tuple(sheet["reasons"].values())))
    (coding,) = await FakeComparer().code(text, (answer,))
    return {
        "verdicts": {verdict.reason_id: _verdict(verdict, answer) for verdict in coding.verdicts},
        "own_reasons": [own.text for own in coding.own_reasons][:3],
        "says_why": coding.informative,
        "objects": coding.objection,
    }


def _verdict(verdict: Verdict, answer: str) -> object:
    return {
        "quote": verdict.quote.of(answer) if verdict.quote else "",
        "verdict": verdict.kind.value,
        "certainty": "unsure" if verdict.unsure else "certain",
    }
