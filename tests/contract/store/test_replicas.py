"""Who is at work on a database."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from storage.engine import WRITERS, make_engine, writing
from storage.replicas import SqlReplicas
from tests.patience import PATIENCE

MINUTE = timedelta(minutes=1)


@pytest.fixture
def replicas(engine: AsyncEngine) -> SqlReplicas:
    return SqlReplicas(engine)


async def test_whoever_was_heard_is_alive(replicas: SqlReplicas) -> None:
    await replicas.beat("one")
    await replicas.beat("two")
    await replicas.beat("one")

    assert await replicas.alive(MINUTE) == {"one", "two"}


async def test_a_heartbeat_grows_old(replicas: SqlReplicas) -> None:
    await replicas.beat("one")

    assert await replicas.alive(-MINUTE) == frozenset()


async def test_whoever_leaves_is_gone(replicas: SqlReplicas) -> None:
    await replicas.beat("one")
    await replicas.beat("two")
    await replicas.leave("one")

    assert await replicas.alive(MINUTE) == {"two"}


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
async def test_a_heartbeat_comes_through_while_all_writers_wait(replicas: SqlReplicas, engine: AsyncEngine) -> None:
    begun, ended = asyncio.Queue[None](), asyncio.Event()

    async def writes() -> None:
        async with writing(engine):
            begun.put_nowait(None)
            await ended.wait()

    writers = [asyncio.create_task(writes()) for _ in range(WRITERS + 1)]
    for _ in range(WRITERS):
        await begun.get()
    async with asyncio.timeout(PATIENCE):
        await replicas.beat("one")
    ended.set()
    await asyncio.gather(*writers)

    assert await replicas.alive(MINUTE) == {"one"}


async def test_one_at_a_time_looks_for_the_dead(replicas: SqlReplicas) -> None:
    async with replicas.alone() as alone:
        assert alone
    async with replicas.alone() as alone:
        assert alone


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
async def test_another_process_does_not_look_meanwhile(replicas: SqlReplicas, url: str) -> None:
    other = make_engine(url)

    async with replicas.alone(), SqlReplicas(other).alone() as second:
        assert not second

    await other.dispose()
