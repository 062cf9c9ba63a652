"""Open windows hear of changes as they come."""

import asyncio
import threading

import pytest
from aiohttp import ClientWebSocketResponse, WSMsgType, WSServerHandshakeError

from adapters.web import live
from adapters.web.live import Bell
from bot.ports.board import Post
from tests.unit.web.space import CHANNEL, Json, Space, a_message

BOUND_SECONDS = 5.0


async def hear(line: ClientWebSocketResponse, kind: str) -> Json:
    """The next news of this kind."""
    async with asyncio.timeout(BOUND_SECONDS):
        while kind not in (news := dict(await line.receive_json())):
            pass
    return news


async def test_a_message_is_heard_in_another_persons_window(space: Space) -> None:
    line = await space.client.ws_connect("/api/live?as=sam")

    await space.send("post", "dana", conversation=CHANNEL, text="Morning!")
    news = await hear(line, "posts")

    assert [(post["author"], post["text"]) for post in news["posts"]] == [("dana", "Morning!")]
    await line.close()


async def test_others_direct_messages_are_told_of_without_their_words(space: Space) -> None:
    line = await space.client.ws_connect("/api/live?as=dana")

    await space.send("post", "sam", conversation="dm/sam", text="My answer")
    news = await hear(line, "posts")

    assert news["posts"] == []
    assert [head["conversation"] for head in news["heads"]] == ["dm/sam"]
    assert "My answer" not in str(news)
    await line.close()


async def test_a_line_resumes_after_what_was_seen(space: Space) -> None:
    await space.send("post", conversation=CHANNEL, text="one")
    seen = (await space.state())["changed"]
    await space.send("post", conversation=CHANNEL, text="two")

    line = await space.client.ws_connect(f"/api/live?as=sam&after={seen}")
    news = await hear(line, "posts")

    assert [post["text"] for post in news["posts"]] == ["two"]
    await line.close()


async def test_a_line_says_which_board_it_speaks_of(space: Space) -> None:
    await space.send("post", conversation=CHANNEL, text="one")
    line = await space.client.ws_connect("/api/live?as=sam")

    assert (await hear(line, "clock"))["born"] == (await space.state())["born"] is not None
    await line.close()


async def test_a_moved_clock_is_heard_at_once(space: Space) -> None:
    line = await space.client.ws_connect("/api/live?as=sam")
    first = await hear(line, "clock")

    await space.send("clock", kind="hour")
    second = await hear(line, "clock")

    assert second["clock"]["now"] > first["clock"]["now"]
    await line.close()


async def test_what_nobody_rang_for_is_heard_at_the_next_poll(space: Space, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live, "POLL_SECONDS", 0.02)
    line = await space.client.ws_connect("/api/live?as=sam")

    await space.workspace.board.post(Post(0, CHANNEL, "luis", '{"text": "quiet"}', space.clock.now(), "k"))
    news = await hear(line, "posts")

    assert news["posts"][0]["text"] == "quiet"
    await line.close()


@pytest.mark.parametrize("query", ["as=nobody", "", "as=sam&after=x", "as=sam&after=" + "9" * 40, "as=sam&after=-1"])
async def test_a_line_needs_a_person_and_a_number(space: Space, query: str) -> None:
    with pytest.raises(WSServerHandshakeError) as refused:
        await space.client.ws_connect(f"/api/live?{query}")

    assert refused.value.status == 400


async def test_a_stopping_server_hangs_up(space: Space) -> None:
    line = await space.client.ws_connect("/api/live?as=sam")
    await hear(line, "clock")

    async with asyncio.timeout(BOUND_SECONDS):
        await space.client.server.close()
        while (said := await line.receive()).type is WSMsgType.TEXT:
            pass

    assert said.type in {WSMsgType.CLOSE, WSMsgType.CLOSING, WSMsgType.CLOSED}


async def test_another_thread_may_ring() -> None:
    bell = Bell()
    with bell.listening() as ear:
        waiting = asyncio.create_task(ear.wait())
        await asyncio.sleep(0)

        thread = threading.Thread(target=bell.ring)
        thread.start()
        async with asyncio.timeout(live.POLL_SECONDS / 2):
            await waiting
        thread.join()


async def test_a_gateway_message_is_heard(space: Space) -> None:
    line = await space.client.ws_connect("/api/live?as=sam")

    await space.gateway.send(space.workspace.team.channel_ref, a_message("A card"), key="card")
    news = await hear(line, "posts")

    assert news["posts"][0]["message"]["summary"] == "A card"
    await line.close()


async def test_what_a_window_says_on_its_line_is_ignored(space: Space) -> None:
    line = await space.client.ws_connect("/api/live?as=sam")

    await line.send_str("{}")
    await space.send("post", conversation=CHANNEL, text="Morning!")

    assert (await hear(line, "posts"))["posts"][0]["text"] == "Morning!"
    await line.close()
