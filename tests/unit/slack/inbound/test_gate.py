"""Nothing unsigned, replayed, oversized or unreadable comes through, and nothing of it ends in a 500."""

import asyncio
import hashlib
import hmac
import io
import json
import time
from collections.abc import AsyncIterator, Mapping

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse

from adapters.slack import gate
from adapters.slack.gate import MAX_BODY_BYTES, Gate
from tests.slack.rights import SIGNING_SECRET
from tests.unit.slack.inbound.conftest import CLOCK, Served

Client = TestClient[web.Request, web.Application]
COMMAND = b"command=%2Falign&text=status&team_id=T1&user_id=UDANA&trigger_id=1.2"
FORM = "application/x-www-form-urlencoded"


@pytest.fixture
def passed() -> list[AsyncBoltRequest]:
    return []


@pytest.fixture
async def client(passed: list[AsyncBoltRequest]) -> AsyncIterator[Client]:
    async def dispatch(request: AsyncBoltRequest) -> BoltResponse:
        passed.append(request)
        return BoltResponse(status=200, body="taken")

    app = web.Application()
    app.router.add_post("/slack/events", Gate(SIGNING_SECRET, CLOCK, dispatch).handle)
    async with TestClient(TestServer(app)) as client:
        yield client


def signed(body: bytes, *, at: float = 0, secret: str = SIGNING_SECRET) -> dict[str, str]:
    stamp = str(int(time.time() + at))
    digest = hmac.new(secret.encode(), f"v0:{stamp}:".encode() + body, hashlib.sha256).hexdigest()
    return {"X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": f"v0={digest}", "Content-Type": FORM}


async def post(client: Client, body: bytes, headers: Mapping[str, str]) -> int:
    async with client.post("/slack/events", data=io.BytesIO(body), headers=headers) as response:
        return response.status


async def test_a_signed_request_comes_through(client: Client, passed: list[AsyncBoltRequest]) -> None:
    assert await post(client, COMMAND, signed(COMMAND)) == 200
    assert passed[0].body["text"] == "status"


@pytest.mark.parametrize(
    "changed",
    [
        {"X-Slack-Signature": ""},
        {"X-Slack-Signature": "v0=" + "0" * 64},
        {"X-Slack-Signature": "v0=déjà vu"},
        {"X-Slack-Request-Timestamp": ""},
        {"X-Slack-Request-Timestamp": "soon"},
        {"X-Slack-Request-Timestamp": "²"},
        {"X-Slack-Request-Timestamp": "-1"},
        {"X-Slack-Request-Timestamp": "1e9"},
        {"X-Slack-Request-Timestamp": "9" * 400},
        {"X-Slack-Request-Timestamp": str(int(time.time()))[:-1]},
    ],
)
async def test_a_request_that_is_not_rightly_signed_is_401(
    client: Client, passed: list[AsyncBoltRequest], changed: Mapping[str, str]
) -> None:
    assert await post(client, COMMAND, {**signed(COMMAND), **changed}) == 401
    assert passed == []


async def test_a_request_without_any_of_slacks_headers_is_401(client: Client) -> None:
    assert await post(client, b"\xff\xfe", {}) == 401


async def test_another_secret_is_401(client: Client) -> None:
    assert await post(client, COMMAND, signed(COMMAND, secret="another")) == 401


async def test_a_body_changed_after_signing_is_401(client: Client) -> None:
    assert await post(client, COMMAND.replace(b"status", b"cancel"), signed(COMMAND)) == 401


@pytest.mark.parametrize("at", [-301, 301, -86_400])
async def test_a_request_from_outside_the_window_is_401(client: Client, at: float) -> None:
    assert await post(client, COMMAND, signed(COMMAND, at=at)) == 401


@pytest.mark.parametrize("at", [-290, 290])
async def test_clocks_may_be_apart_within_the_window(client: Client, at: float) -> None:
    assert await post(client, COMMAND, signed(COMMAND, at=at)) == 200


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (b"command=%2Falign&text=\xff", FORM),
        (b"payload=%7Bnot+json", FORM),
        (b"payload=%5B1%5D", FORM),
        (b"payload=%7B%22team%22%3A+5%7D", FORM),
        (b"{not json", "application/json"),
        (b"", "application/json"),
        (b"[1]", "application/json"),
        (b"5", "application/json"),
        (b"[" * 200_000, "application/json"),
        (b'{"type": "event_callback", "event": 5}', "application/json"),
        (b'{"type": "event_callback", "authorizations": 7, "event": {"type": "message"}}', "application/json"),
    ],
)
async def test_a_signed_body_that_is_not_what_slack_sends_is_400(
    client: Client, body: bytes, content_type: str
) -> None:
    assert await post(client, body, signed(body) | {"Content-Type": content_type}) == 400


async def test_a_body_over_the_cap_is_413_before_anything_is_read(client: Client) -> None:
    body = b"x" * (MAX_BODY_BYTES + 1)

    assert await post(client, body, signed(body)) == 413


async def test_a_body_that_hides_its_size_is_413_all_the_same(client: Client) -> None:
    async def endless() -> AsyncIterator[bytes]:
        for _ in range(MAX_BODY_BYTES // 65_536 + 2):
            yield b"x" * 65_536

    async with client.post("/slack/events", data=endless(), headers=signed(b"")) as response:
        assert response.status == 413


async def test_a_body_that_does_not_come_is_413(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gate, "READ_SECONDS", 0.05)

    async def never() -> AsyncIterator[bytes]:
        yield b"x"
        await asyncio.Event().wait()

    async with client.post("/slack/events", data=never(), headers=signed(b"")) as response:
        assert response.status == 413


def test_without_a_secret_there_is_no_gate() -> None:
    async def dispatch(_: AsyncBoltRequest) -> BoltResponse:
        return BoltResponse(status=200)

    with pytest.raises(ValueError, match="signing secret"):
        Gate("", CLOCK, dispatch)


async def test_slacks_check_of_the_address_is_answered(app: Served) -> None:
    body = json.dumps({"type": "url_verification", "challenge": "3eZbr", "token": "t"})
    line = app.slack.office.line
    assert line is not None

    taken = await line.send("events_api", json.loads(body), 0, "")

    assert taken.body == {"challenge": "3eZbr"}


@pytest.mark.parametrize(
    "body",
    [
        b"command=%2Falign",
        b"payload=%7B%22type%22%3A%22block_actions%22%7D",
        b"payload=%7B%22type%22%3A%22view_submission%22%2C%22view%22%3A%7B%7D%7D",
        b'{"type": "event_callback", "team_id": "T1", "event": {"type": "app_mention"}}',
        b'{"type": "event_callback", "event": {"type": "app_home_opened"}}',
        b"{}",
    ],
)
async def test_a_signed_request_with_nothing_in_it_does_nothing(app: Served, body: bytes) -> None:
    line = app.slack.office.line
    assert line is not None
    kind = "application/json" if body.startswith(b"{") else FORM

    taken = await line.post("any", body.decode(), signed(body) | {"Content-Type": kind})  # type: ignore[attr-defined]

    assert taken.status in {200, 400, 404}
    assert app.seen.done == []
