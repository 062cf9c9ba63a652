"""Who is at work on a database."""

from datetime import timedelta

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from storage.engine import make_engine
from storage.replicas import SqlReplicas

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
