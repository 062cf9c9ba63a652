"""How the database is opened, and how its writers wait for each other."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.domain.errors import BadInput, Stale
from storage.engine import make_engine, reading, writing
from tests.patience import PATIENCE
from tests.postgres import Server


@pytest.fixture
async def engine(tmp_path: Path) -> AsyncIterator[AsyncEngine]:
    engine = make_engine(f"sqlite+aiosqlite:///{tmp_path / 'hymnsheet.db'}")
    yield engine
    await engine.dispose()


@pytest.mark.parametrize(
    "url",
    [
        "",
        "hymnsheet.db",
        "sqlite:///hymnsheet.db",
        "sqlite+aiosqlite://",
        "sqlite+aiosqlite:///:memory:",
        "postgresql+asyncpg://localhost",
        "postgresql+psycopg://localhost/hymnsheet",
    ],
)
def test_a_url_that_cannot_be_served_is_bad_input(url: str) -> None:
    with pytest.raises(BadInput, match="sqlite\\+aiosqlite:///"):
        make_engine(url)


@pytest.mark.parametrize(
    ("pragma", "value"),
    [("journal_mode", "wal"), ("synchronous", 2), ("foreign_keys", 1), ("busy_timeout", 30_000)],
)
async def test_every_connection_keeps_what_it_acknowledged(engine: AsyncEngine, pragma: str, value: object) -> None:
    async with reading(engine) as connection:
        assert (await connection.exec_driver_sql(f"PRAGMA {pragma}")).scalar_one() == value


async def test_writers_come_in_the_order_they_asked(engine: AsyncEngine) -> None:
    came: list[int] = []

    async def write(number: int) -> None:
        async with writing(engine):
            came.append(number)
            await asyncio.sleep(0)

    await asyncio.gather(*(write(number) for number in range(20)))

    assert came == list(range(20))


async def test_a_reader_waits_for_no_writer_and_sees_what_is_committed(engine: AsyncEngine) -> None:
    async with writing(engine) as writer:
        await writer.exec_driver_sql("CREATE TABLE notes (text TEXT)")
        await writer.commit()

    async with writing(engine) as writer, asyncio.timeout(5), reading(engine) as reader:
        await writer.exec_driver_sql("INSERT INTO notes VALUES ('new')")

        assert (await reader.exec_driver_sql("SELECT text FROM notes")).all() == []


async def test_a_second_process_cannot_write_inside_a_write_transaction(engine: AsyncEngine) -> None:
    other = make_engine(engine.url.render_as_string())

    async with writing(engine):
        with pytest.raises(OperationalError, match="locked"):
            async with writing(other, timedelta(milliseconds=50)):
                pass

    await other.dispose()


async def test_on_a_server_a_frozen_process_does_not_keep_its_rows_from_others(
    postgres: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("storage.engine.IDLE", timedelta(seconds=0.2))
    with postgres.fresh() as url:
        frozen, other = make_engine(url), make_engine(url)
        async with writing(other) as connection:
            await connection.exec_driver_sql("CREATE TABLE counted AS SELECT 1 AS number")
            await connection.commit()

        async def sleeps_in_a_transaction() -> None:
            async with writing(frozen) as asleep:
                await asleep.exec_driver_sql("UPDATE counted SET number = number + 1")
                async with asyncio.timeout(PATIENCE), writing(other) as connection:
                    await connection.exec_driver_sql("UPDATE counted SET number = number + 10")
                    await connection.commit()
                await asleep.commit()

        with pytest.raises(DBAPIError):
            await sleeps_in_a_transaction()

        async with reading(other) as connection:
            assert (await connection.exec_driver_sql("SELECT number FROM counted")).scalar() == 11
        await frozen.dispose()
        await other.dispose()


async def test_on_a_server_nobody_waits_long_for_the_rows_of_another(
    postgres: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("storage.engine.LOCKED", timedelta(seconds=0.2))
    with postgres.fresh() as url:
        engine = make_engine(url)
        async with writing(engine) as connection:
            await connection.exec_driver_sql("CREATE TABLE counted AS SELECT 1 AS number")
            await connection.commit()

        async def waits() -> None:
            async with asyncio.timeout(PATIENCE), writing(engine) as waiting:
                await waiting.exec_driver_sql("UPDATE counted SET number = number + 10")

        async with writing(engine) as holding:
            await holding.exec_driver_sql("UPDATE counted SET number = number + 1")
            with pytest.raises(Stale):
                await asyncio.create_task(waits())
        await engine.dispose()


async def test_on_a_server_no_statement_goes_on_for_ever(postgres: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("storage.engine.LONGEST", timedelta(seconds=0.2))
    with postgres.fresh() as url:
        engine = make_engine(url)

        async def sleeps() -> None:
            async with asyncio.timeout(PATIENCE), reading(engine) as connection:
                await connection.exec_driver_sql(f"SELECT pg_sleep({2 * PATIENCE})")

        with pytest.raises(DBAPIError, match="statement timeout"):
            await sleeps()
        await engine.dispose()
