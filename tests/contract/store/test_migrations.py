"""The chain of migrations."""

import asyncio
from collections.abc import AsyncIterator, Callable
from datetime import timedelta
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncEngine

from storage.engine import make_engine, reading, writing
from storage.migrate import config_on, migrate, ours, ready
from storage.tables import metadata
from tests.contract.store.conftest import ON_FILE, Database, drivers_gone

SHORT = timedelta(milliseconds=50)


@pytest.fixture
async def fresh(database: Database) -> AsyncIterator[AsyncEngine]:
    """A database without any table of ours, in which the work engine has one already."""
    engine = make_engine(database.blank())
    async with writing(engine) as connection:
        await connection.exec_driver_sql("CREATE TABLE workflow_status (workflow_uuid TEXT)")
        await connection.commit()
    yield engine
    await engine.dispose()


async def run(engine: AsyncEngine, step: Callable[[Connection], object]) -> None:
    async with writing(engine) as connection:
        await connection.run_sync(step)
        await connection.commit()


async def tables(engine: AsyncEngine) -> set[str]:
    async with reading(engine) as connection:
        return set(await connection.run_sync(lambda on: inspect(on).get_table_names()))


def stairway(connection: Connection) -> None:
    """Each step up, down and up again."""
    config = config_on(connection)
    for script in reversed(list(ScriptDirectory.from_config(config).walk_revisions())):
        command.upgrade(config, script.revision)
        command.downgrade(config, str(script.down_revision or "base"))
        command.upgrade(config, script.revision)


async def test_every_migration_goes_up_down_and_up(fresh: AsyncEngine) -> None:
    await run(fresh, stairway)

    assert await tables(fresh) == {*metadata.tables, "alembic_version", "workflow_status"}


async def test_the_way_down_leaves_nothing_of_ours_and_all_that_is_not(fresh: AsyncEngine) -> None:
    await run(fresh, lambda on: command.upgrade(config_on(on), "head"))
    await run(fresh, lambda on: command.downgrade(config_on(on), "base"))

    assert await tables(fresh) == {"alembic_version", "workflow_status"}


async def test_the_head_is_what_the_tables_say(fresh: AsyncEngine) -> None:
    differences: list[object] = []

    def compare(connection: Connection) -> None:
        command.upgrade(config_on(connection), "head")
        context = MigrationContext.configure(connection, opts={"include_name": ours})
        differences.extend(compare_metadata(context, metadata))

    await run(fresh, compare)

    assert differences == []


async def test_a_migration_that_fails_leaves_the_database_as_it_was(fresh: AsyncEngine) -> None:
    await run(fresh, lambda on: on.exec_driver_sql("CREATE TABLE sheets (id TEXT)"))
    before = await tables(fresh)

    with pytest.raises(DBAPIError):
        await run(fresh, lambda on: command.upgrade(config_on(on), "head"))

    assert await tables(fresh) == before


async def test_migrating_twice_at_once_is_the_same_as_once(fresh: AsyncEngine) -> None:
    url = fresh.url.render_as_string()

    await asyncio.gather(migrate(url), migrate(url))

    assert await ready(fresh) is None


async def test_a_database_before_its_migrations_is_not_ready(fresh: AsyncEngine) -> None:
    assert "migrations" in (await ready(fresh) or "")


async def test_a_migrated_database_is_ready(engine: AsyncEngine) -> None:
    assert await ready(engine) is None


@ON_FILE
async def test_a_database_that_another_process_holds_is_not_ready_until_it_is_let_go(engine: AsyncEngine) -> None:
    other = make_engine(engine.url.render_as_string())

    async with writing(other):
        held = await ready(engine, SHORT)
    await other.dispose()

    assert "unreachable" in (held or "") or "busy" in (held or "")  # whichever is noticed first
    assert await ready(engine) is None


@ON_FILE
async def test_a_database_whose_writers_do_not_get_on_is_not_ready(engine: AsyncEngine) -> None:
    async with writing(engine):
        probe = asyncio.create_task(ready(engine, SHORT))
        await asyncio.wait([probe])

    assert "busy" in (probe.result() or "")


async def test_a_database_that_cannot_be_opened_is_not_ready(tmp_path: Path) -> None:
    engine = make_engine(f"sqlite+aiosqlite:///{tmp_path / 'nowhere' / 'hymnsheet.db'}")

    reason = await ready(engine)

    await engine.dispose()
    await drivers_gone()
    assert "unreachable" in (reason or "")


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
async def test_a_migration_may_take_as_long_as_it_must(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    limits: list[object] = []

    def upgrade(config: Config, _: str) -> None:
        on: Connection = config.attributes["connection"]
        limits.extend(on.exec_driver_sql(f"SHOW {one}").scalar() for one in ("lock_timeout", "statement_timeout"))

    monkeypatch.setattr(command, "upgrade", upgrade)
    await migrate(database.blank())

    assert limits == ["0", "0"]
