"""Brings the database to the tables of this version, and says whether it is there."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine

from storage.engine import make_engine, reading, writing

_SCRIPTS = Path(__file__).parent / "migrations"


async def migrate(url: str) -> None:
    """The database has this version's tables. One transaction: a second caller waits, and finds the work done."""
    engine = make_engine(url)
    try:
        async with writing(engine) as connection:
            await connection.run_sync(lambda on: command.upgrade(config_on(on), "head"))
            await connection.commit()
    finally:
        await engine.dispose()


async def ready(engine: AsyncEngine) -> str | None:
    """What keeps this database from being used; None where nothing does."""
    try:
        async with reading(engine) as connection:
            at_head = await connection.run_sync(_at_head)
    except (SQLAlchemyError, OSError) as err:
        return f"database unreachable: {err}"
    return None if at_head else "migrations not at head: run `python app.py migrate`"


def config_on(connection: Connection) -> Config:
    """Alembic's configuration for this open connection."""
    config = Config()
    config.set_main_option("script_location", str(_SCRIPTS).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config


def _at_head(connection: Connection) -> bool:
    heads = ScriptDirectory.from_config(config_on(connection)).get_heads()
    return set(MigrationContext.configure(connection).get_current_heads()) == set(heads)
