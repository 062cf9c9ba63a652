from collections.abc import AsyncIterator

import pytest

from tests.teams.double import TeamsDouble


@pytest.fixture
async def teams() -> AsyncIterator[TeamsDouble]:
    async with TeamsDouble() as double:
        yield double
