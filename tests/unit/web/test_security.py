"""The workspace answers this machine's own page alone."""

import json

import pytest
from aiohttp.test_utils import TestClient, TestServer

from adapters.web.server import Probes, build_app
from tests.unit.web.space import CHANNEL, Space, a_key


@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1.evil.example", "", "localhost.", "[::2]:3000", "a@localhost"]
)
async def test_a_host_that_is_not_loopback_is_refused(space: Space, host: str) -> None:
    response = await space.client.get("/", headers={"Host": host})

    assert response.status == 403


@pytest.mark.parametrize("host", ["localhost", "localhost:3000", "127.0.0.1:8080", "[::1]:3000", "LOCALHOST:3000"])
async def test_loopback_hosts_are_answered(space: Space, host: str) -> None:
    response = await space.client.get("/", headers={"Host": host})

    assert response.status == 200


@pytest.mark.parametrize(
    "header",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://localhost:9"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
)
async def test_another_site_can_neither_write_nor_read_nor_listen(space: Space, header: dict[str, str]) -> None:
    write = await space.client.post("/api/post", json={}, headers=header)
    read = await space.client.get("/api/state", headers=header)
    listen = await space.client.get("/api/live?as=dana", headers=header)

    assert [write.status, read.status, listen.status] == [403, 403, 403]


async def test_the_own_page_is_let_in(space: Space) -> None:
    origin = f"http://{space.client.host}:{space.client.port}"
    body = {"as": "dana", "conversation": CHANNEL, "text": "hello", "event_key": a_key()}

    response = await space.client.post(
        "/api/post", json=body, headers={"Origin": origin, "Sec-Fetch-Site": "same-origin"}
    )

    assert response.status == 200


async def test_a_form_post_is_refused(space: Space) -> None:
    response = await space.client.post("/api/post", data={"text": "hello"})

    assert response.status == 415


async def test_a_body_over_the_cap_is_refused(space: Space) -> None:
    status, said = await space.raw(b'{"text": "' + b"x" * 300_000 + b'"}')

    assert (status, said) == (413, {"error": "That is too long to send at once."})


@pytest.mark.parametrize("data", [b"", b"{", b"\xff\xfe", b"[" * 100_000, b"[]", b'"text"', b"null"])
async def test_what_is_no_json_object_gets_one_clear_line(space: Space, data: bytes) -> None:
    status, said = await space.raw(data)

    assert status == 400
    assert said["error"] in {"That is not JSON.", "Send a JSON object."}


@pytest.mark.parametrize(
    ("change", "line"),
    [
        ({"text": 7}, "text must be a text."),
        ({"text": "x" * 40_001}, "text is too long: at most 40,000 characters."),
        ({"event_key": "short"}, "Every request needs its own event_key, 8 to 100 characters long."),
        ({"as": "nobody"}, "Nobody of that name is in this workspace."),
        ({"conversation": "dm/sam"}, "There is no such conversation."),
        ({"text": "  "}, "There is nothing to send."),
    ],
)
async def test_an_unusable_field_gets_one_clear_line(space: Space, change: dict[str, object], line: str) -> None:
    status, said = await space.try_to("post", "dana", **{"conversation": CHANNEL, "text": "hello", **change})

    assert (status, said) == (400, {"error": line})


async def test_an_unknown_path_is_refused_in_json(space: Space) -> None:
    response = await space.client.get("/api/secrets")

    assert (response.status, await response.json()) == (404, {"error": "Not Found"})


async def test_static_files_stay_inside_their_folder(space: Space) -> None:
    response = await space.client.get("/static/%2e%2e/team.toml")

    assert response.status in {403, 404}


@pytest.mark.parametrize("path", ["/", "/static/main.js", "/api/state", "/api/nothing"])
async def test_every_answer_carries_the_strict_policy(space: Space, path: str) -> None:
    response = await space.client.get(path)

    assert response.headers["Content-Security-Policy"].startswith("default-src 'self';")
    assert "unsafe" not in response.headers["Content-Security-Policy"]
    assert response.headers["X-Content-Type-Options"] == "nosniff"


async def test_nul_and_lone_surrogates_are_cleaned_at_the_border(space: Space) -> None:
    body = {"as": "dana", "conversation": CHANNEL, "text": "a\0b\ud800c", "event_key": a_key()}

    await space.raw(json.dumps(body).encode())

    assert (await space.posts())[0]["text"] == "ab?c"


async def test_probes_answer_any_host() -> None:
    async def not_yet() -> str | None:
        return "migrations are not at head"

    app = build_app(Probes(not_yet), None)
    async with TestClient(TestServer(app)) as client:
        answers = [await client.get(path, headers={"Host": "bot"}) for path in ("/livez", "/readyz")]

        assert [answer.status for answer in answers] == [200, 503]
        assert await answers[1].text() == "migrations are not at head\n"


async def test_a_ready_server_says_so(space: Space) -> None:
    response = await space.client.get("/readyz")

    assert (response.status, await response.text()) == (200, "ready\n")


async def test_without_a_workspace_there_is_no_page() -> None:
    async def ready() -> str | None:
        return None

    async with TestClient(TestServer(build_app(Probes(ready), None))) as client:
        assert (await client.get("/")).status == 404
        assert (await client.get("/api/state")).status == 404
