from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.teams.double import TeamsDouble
from tests.teams.served import Served, a_served_bot


@pytest.fixture
async def teams() -> AsyncIterator[TeamsDouble]:
    async with TeamsDouble() as double:
        yield double


@pytest.fixture
async def bot(tmp_path: Path, teams: TeamsDouble) -> AsyncIterator[Served]:
    async with a_served_bot(tmp_path, teams) as served:
        yield served
