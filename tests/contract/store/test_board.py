"""The local workspace's board."""

import asyncio
from dataclasses import replace
from datetime import timedelta

from bot.ports.board import Post
from storage.board import SqlBoard
from tests.builders import NOW

SUPPORT = "channel/support"
DM = "dm/priya"


def a_post(key: str = "k1", conversation: str = SUPPORT, body: str = '{"text": "¡hola! 🙂"}') -> Post:
    return Post(0, conversation, "dana", body, NOW, key)


async def test_a_post_comes_back_as_it_was_stored(board: SqlBoard) -> None:
    stored = await board.post(a_post())

    assert stored == replace(a_post(), id=stored.id, changed=stored.changed)
    assert await board.get(stored.id) == stored


async def test_ids_rise_with_every_post(board: SqlBoard) -> None:
    ids = [(await board.post(a_post(f"k{i}"))).id for i in range(3)]

    assert 0 < ids[0] < ids[1] < ids[2]


async def test_a_known_key_is_posted_once_and_the_first_post_stays(board: SqlBoard) -> None:
    first = await board.post(a_post())

    assert await board.post(a_post(body="{}")) == first
    assert await board.since([SUPPORT], 0) == [first]


async def test_one_key_posted_at_once_is_posted_once(board: SqlBoard) -> None:
    posted = await asyncio.gather(*(board.post(a_post()) for _ in range(5)))

    assert len(set(posted)) == 1


async def test_an_update_replaces_the_body_and_rises_over_the_whole_board(board: SqlBoard) -> None:
    first, second = await board.post(a_post("k1")), await board.post(a_post("k2"))

    updated = await board.update(first.id, "{}")

    assert updated is not None
    assert updated == replace(first, body="{}", revision=2, changed=updated.changed)
    assert updated.changed > second.changed
    assert await board.get(first.id) == updated


async def test_what_was_never_posted_is_none(board: SqlBoard) -> None:
    assert await board.get(7) is None
    assert await board.update(7, "{}") is None


async def test_posts_come_in_order_of_change(board: SqlBoard) -> None:
    first, second = await board.post(a_post("k1")), await board.post(a_post("k2", DM))
    updated = await board.update(first.id, "{}")

    assert await board.since([SUPPORT, DM], 0) == [second, updated]


async def test_posts_are_those_of_the_conversations_asked_for(board: SqlBoard) -> None:
    await board.post(a_post("k1"))
    direct = await board.post(a_post("k2", DM))

    assert await board.since([DM], 0) == [direct]
    assert await board.since([], 0) == []


async def test_what_a_page_has_seen_does_not_come_again(board: SqlBoard) -> None:
    first, second = await board.post(a_post("k1")), await board.post(a_post("k2"))

    assert await board.since([SUPPORT], first.changed) == [second]
    assert await board.since([SUPPORT], second.changed) == []


async def test_of_more_posts_than_the_limit_the_latest_come(board: SqlBoard) -> None:
    posts = [await board.post(a_post(f"k{i}")) for i in range(4)]

    assert await board.since([SUPPORT], 0, limit=2) == posts[2:]


async def test_the_board_is_empty_before_the_first_post(board: SqlBoard) -> None:
    assert await board.empty()

    await board.post(a_post())

    assert not await board.empty()


async def test_the_clock_stands_where_it_was_moved(board: SqlBoard) -> None:
    assert await board.clock_offset() == timedelta()

    await board.set_clock_offset(timedelta(days=1, microseconds=1))
    await board.post(a_post())
    await board.set_clock_offset(timedelta(days=2, microseconds=1))

    assert await board.clock_offset() == timedelta(days=2, microseconds=1)
