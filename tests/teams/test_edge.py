"""Row 10 of the bar: what is not signed by the channel service, for this app and this organisation, has no effect."""

import hmac
import json
import time
from base64 import urlsafe_b64encode
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from typing import Any

import aiohttp
import jwt
import pytest
from aiohttp import web
from cryptography.hazmat.primitives.asymmetric import rsa

from adapters.teams.authenticate import Authenticator
from adapters.teams.credentials import by_secret
from adapters.teams.edge import MAX_BODY_BYTES, MESSAGES, Edge, EmulatorGuard, Guard, TenantGuard
from adapters.teams.keys import SigningKeys
from tests.teams.issuer import KEY, OF_ANOTHER_CHANNEL, UNENDORSED, Issuer
from tests.teams.organisation import APP, TENANT

SERVICE = "https://smba.example/emea/"
ACTIVITY: dict[str, Any] = {
    "type": "message",
    "id": "1",
    "channelId": "msteams",
    "serviceUrl": SERVICE,
    "channelData": {"tenant": {"id": TENANT}},
}


@dataclass
class Gate:
    """An edge on this machine, and what it let through."""

    issuer: Issuer
    url: str = ""
    taken: list[Any] = field(default_factory=list)
    answer: dict[str, Any] | None = None
    fails: Exception | None = None

    async def post(self, body: bytes | None = None, token: str = "", **headers: str) -> int:
        body = json.dumps(ACTIVITY).encode() if body is None else body
        given = {"Content-Type": "application/json"} | ({"Authorization": f"Bearer {token}"} if token else {}) | headers
        async with aiohttp.ClientSession() as session, session.post(self.url, data=body, headers=given) as response:
            self.body = await response.read()
            return response.status

    async def take(self, activity: Any) -> dict[str, Any] | None:
        if self.fails:
            raise self.fails
        self.taken.append(activity)
        return self.answer

    async def serve(self, guard: Guard) -> web.AppRunner:
        app = web.Application()
        app.router.add_post(MESSAGES, Edge(guard, self.take).handle)
        runner = web.AppRunner(app, access_log=None)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        self.url = f"http://127.0.0.1:{runner.addresses[0][1]}{MESSAGES}"
        return runner


@pytest.fixture
async def issuer() -> AsyncIterator[Issuer]:
    async with Issuer() as made:
        yield made


@pytest.fixture
async def gate(issuer: Issuer) -> AsyncIterator[Gate]:
    made = Gate(issuer)
    credentials = by_secret(APP, "secret", TENANT)
    runner = await made.serve(TenantGuard(Authenticator(credentials, SigningKeys(issuer.keys_url)), TENANT))
    yield made
    await runner.cleanup()


async def test_a_good_token_is_let_through(gate: Gate) -> None:
    assert await gate.post(token=gate.issuer.token(SERVICE)) == 200
    assert gate.taken == [ACTIVITY]


def unsigned(**claims: Any) -> Callable[[Issuer], str]:
    now = int(time.time())
    whole = {"iss": "https://api.botframework.com", "aud": APP, "serviceurl": SERVICE, "exp": now + 600} | claims
    return lambda _: jwt.encode(whole, "", algorithm="none", headers={"kid": KEY})


def by_public_key(issuer: Issuer) -> str:
    """HS256 with the public key as the secret: taken where the algorithm is the token's choice."""
    header = urlsafe_b64encode(json.dumps({"alg": "HS256", "kid": KEY}).encode()).rstrip(b"=")
    held = header + b"." + issuer.token(SERVICE).split(".")[1].encode()
    signature = urlsafe_b64encode(hmac.digest(issuer.public().encode(), held, "sha256")).rstrip(b"=")
    return (held + b"." + signature).decode()


FORGED: dict[str, Callable[[Issuer], str]] = {
    "missing": lambda _: "",
    "garbage": lambda _: "garbage",
    "three parts of garbage": lambda _: "a.b.c",
    "not ascii": lambda _: "ÿ.ÿ.ÿ",
    "very long": lambda _: "a" * 7000,
    "wrong audience": lambda issuer: issuer.token(SERVICE, aud="00000000-0000-0000-0000-000000000000"),
    "no audience": lambda issuer: issuer.token(SERVICE, aud=None),
    "several audiences": lambda issuer: issuer.token(SERVICE, aud=[APP, "another"]),
    "wrong issuer": lambda issuer: issuer.token(SERVICE, iss="https://evil.example"),
    "no issuer": lambda issuer: issuer.token(SERVICE, iss=None),
    "the emulator's issuer": lambda issuer: issuer.token(
        SERVICE, iss="https://sts.windows.net/d6d49420-f39b-4df7-a1dc-d59a935871db/", appid=APP, ver="1.0"
    ),
    "a skill's issuer": lambda issuer: issuer.token(
        SERVICE, iss="https://login.microsoftonline.com/f8cdef31-a31e-4b4a-93e4-5f571e91255a/v2.0", azp="x", ver="2.0"
    ),
    "wrong service url": lambda issuer: issuer.token("https://evil.example/"),
    "no service url": lambda issuer: issuer.token(SERVICE, serviceurl=None),
    "expired": lambda issuer: issuer.token(SERVICE, exp=int(time.time()) - 3600),
    "never expiring": lambda issuer: issuer.token(SERVICE, exp=None),
    "a key that may speak for no channel": lambda issuer: issuer.token(SERVICE, kid=UNENDORSED),
    "a key of another channel": lambda issuer: issuer.token(SERVICE, kid=OF_ANOTHER_CHANNEL),
    "not valid yet": lambda issuer: issuer.token(SERVICE, nbf=int(time.time()) + 3600),
    "alg none": unsigned(),
    "the public key as a secret": by_public_key,
    "another's key": lambda issuer: issuer.token(SERVICE, key=rsa.generate_private_key(65537, 2048)),
    "an unknown key's name": lambda issuer: issuer.token(SERVICE, kid="unknown"),
    "no key's name": lambda issuer: issuer.token(SERVICE, kid=None),
    "a signature cut off": lambda issuer: issuer.token(SERVICE).rpartition(".")[0] + ".",
}


@pytest.mark.parametrize("kind", FORGED)
async def test_a_forged_token_is_refused_and_has_no_effect(gate: Gate, kind: str) -> None:
    token = FORGED[kind](gate.issuer)

    assert await gate.post(token=token) in {401, 403}
    assert gate.body == b""
    assert gate.taken == []


@pytest.mark.parametrize("scheme", ["Basic", "bearer", "Bearer Bearer", ""])
async def test_another_scheme_is_refused(gate: Gate, scheme: str) -> None:
    token = gate.issuer.token(SERVICE)

    assert await gate.post(Authorization=f"{scheme} {token}".strip()) == 401
    assert gate.taken == []


@pytest.mark.parametrize(
    "change",
    [
        {"channelData": {"tenant": {"id": "another"}}},
        {"channelData": {}},
        {"channelData": None},
        {"channelData": "x"},
        {"channelId": "webchat"},
    ],
)
async def test_another_organisation_or_channel_is_forbidden(gate: Gate, change: dict[str, Any]) -> None:
    body = json.dumps(ACTIVITY | change).encode()

    assert await gate.post(body, gate.issuer.token(SERVICE)) in {401, 403}
    assert gate.taken == []


@pytest.mark.parametrize(
    "change", [{"serviceUrl": None}, {"serviceUrl": 7}, {"serviceUrl": {}}, {"channelId": None}, {"channelId": []}]
)
async def test_an_activity_that_hides_where_it_comes_from_is_refused(gate: Gate, change: dict[str, Any]) -> None:
    assert await gate.post(json.dumps(ACTIVITY | change).encode(), gate.issuer.token(SERVICE)) in {401, 403}
    assert gate.taken == []


@pytest.mark.parametrize("body", [b"", b"x", b"[]", b"null", b"7", b"\xff\xfe", b"[" * 100_000, b'{"a":'])
async def test_what_is_no_activity_is_told_so(gate: Gate, body: bytes) -> None:
    assert await gate.post(body, gate.issuer.token(SERVICE)) == 400
    assert gate.taken == []


async def test_what_is_refused_is_told_in_the_log_once_in_a_while(
    gate: Gate, capsys: pytest.CaptureFixture[str]
) -> None:
    for _ in range(3):
        await gate.post()
        await gate.post(token="a.b.c")

    told = [line for line in capsys.readouterr().out.splitlines() if "teams_request_refused" in line]
    assert [("no token" in line, "unauthorized" in line) for line in told] == [(True, False), (False, True)]


async def test_what_is_not_signed_is_not_even_read(gate: Gate) -> None:
    assert await gate.post(b"x" * 1000) == 401


async def test_an_oversized_body_is_refused(gate: Gate) -> None:
    headers = {"Content-Length": str(MAX_BODY_BYTES + 1)}

    assert await gate.post(b"x" * MAX_BODY_BYTES, gate.issuer.token(SERVICE), **headers) == 413


async def test_a_body_that_claims_to_be_packed_is_refused(gate: Gate) -> None:
    headers = {"Content-Encoding": "gzip"}

    assert await gate.post(b"no gzip", gate.issuer.token(SERVICE), **headers) == 400


async def test_another_kind_of_content_is_refused(gate: Gate) -> None:
    headers = {"Content-Type": "text/plain"}

    assert await gate.post(None, gate.issuer.token(SERVICE), **headers) == 415


async def test_keys_are_fetched_once_for_many_activities(gate: Gate) -> None:
    for _ in range(5):
        assert await gate.post(token=gate.issuer.token(SERVICE)) == 200
    await gate.post(token=gate.issuer.token(SERVICE, kid="unknown"))

    assert gate.issuer.asked == 1


async def test_where_keys_cannot_be_had_nothing_is_taken_and_it_is_not_the_sender_s_fault(gate: Gate) -> None:
    gate.issuer.broken = True

    assert await gate.post(token=gate.issuer.token(SERVICE)) == 503
    assert gate.taken == []


async def test_an_invoke_is_answered_once_with_what_it_asked_for(gate: Gate) -> None:
    gate.answer = {"statusCode": 200}

    assert await gate.post(token=gate.issuer.token(SERVICE)) == 200
    assert json.loads(gate.body) == {"statusCode": 200}


@pytest.mark.parametrize(("error", "status"), [(KeyError("from"), 400), (RuntimeError("no database"), 503)])
async def test_what_fails_inside_is_told_without_a_word_of_it(gate: Gate, error: Exception, status: int) -> None:
    gate.fails = error

    assert await gate.post(token=gate.issuer.token(SERVICE)) == status
    assert gate.body == b""


@pytest.mark.parametrize(
    ("service", "status"),
    [
        ("http://127.0.0.1:1/", 200),
        ("http://[::1]:1/", 200),
        ("http://evil.example/", 403),
        ("http://192.0.2.2:1\\@127.0.0.1/", 403),
        ("http://me@127.0.0.1/", 403),
        ("file://127.0.0.1/etc", 403),
        ("127.0.0.1", 403),
        (7, 403),
    ],
)
async def test_the_emulator_is_answered_on_this_machine_alone(issuer: Issuer, service: object, status: int) -> None:
    gate = Gate(issuer)
    runner = await gate.serve(EmulatorGuard())

    assert await gate.post(json.dumps(ACTIVITY | {"serviceUrl": service}).encode()) == status

    await runner.cleanup()


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 200),
        ({"Host": "localhost:3000"}, 200),
        ({"Host": "evil.example"}, 403),
        ({"Origin": "http://127.0.0.1"}, 403),
    ],
)
async def test_a_web_page_is_no_emulator(issuer: Issuer, headers: dict[str, str], status: int) -> None:
    gate = Gate(issuer)
    runner = await gate.serve(EmulatorGuard())

    assert await gate.post(json.dumps(ACTIVITY | {"serviceUrl": "http://127.0.0.1:1/"}).encode(), **headers) == status

    await runner.cleanup()
