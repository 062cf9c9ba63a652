import pytest

from adapters.runtime.engine import migrate
from tests.postgres import Server


@pytest.fixture(scope="session")
def engine_template(postgres: Server) -> str:
    """The name of a database with the work engine's tables, to be copied for each test."""
    name = postgres.database()
    migrate(postgres.url(name).replace("+asyncpg", ""))
    return name
