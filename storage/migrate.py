"""Brings the database to the tables of this version, and says whether it is there."""

import asyncio
from datetime import timedelta
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, func, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine

from storage.engine import make_engine, reading, writing
from storage.tables import metadata

#: "hymn": one process at a time migrates, on PostgreSQL by this lock, on SQLite as its only writer.
_MIGRATING = 0x68796D6E

_SCRIPTS = Path(__file__).parent / "migrations"


async def migrate(url: str) -> None:
    """The database has this version's tables. One transaction: a second caller waits, and finds the work done."""
    engine = make_engine(url)
    try:
        async with writing(engine) as connection:
            if engine.dialect.name == "postgresql":
                for limit in ("lock_timeout", "statement_timeout"):  # as long as it takes, and so whoever waits for it
                    await connection.exec_driver_sql(f"SET LOCAL {limit} = 0")
                await connection.execute(select(func.pg_advisory_xact_lock(_MIGRATING)))
            await connection.run_sync(lambda on: command.upgrade(config_on(on), "head"))
            await connection.commit()
    finally:
        await engine.dispose()


async def ready(engine: AsyncEngine, patience: timedelta = timedelta(seconds=2)) -> str | None:
    """What keeps this database from being used; None where it can be written to within `patience`."""
    try:
        async with asyncio.timeout(patience.total_seconds()), reading(engine) as connection:
            if not await connection.run_sync(_at_head):
                return "migrations not at head: run `python app.py migrate`"
        async with writing(engine, patience):
            return None
    except TimeoutError:
        return "database busy: it does not answer, or the writers' queue does not move"
    except (SQLAlchemyError, OSError) as err:
        return f"database unreachable: {err}"


def config_on(connection: Connection) -> Config:
    """Alembic's configuration for this open connection."""
    config = Config()
    config.set_main_option("script_location", str(_SCRIPTS).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config


def ours(name: str | None, kind: str, parents: object) -> bool:
    """Alembic's `include_name`: the work engine's tables in the same file are not ours to compare or to drop."""
    del parents
    return kind != "table" or name in metadata.tables


def _at_head(connection: Connection) -> bool:
    heads = ScriptDirectory.from_config(config_on(connection)).get_heads()
    return set(MigrationContext.configure(connection).get_current_heads()) == set(heads)
