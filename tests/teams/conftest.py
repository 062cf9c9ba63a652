from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from adapters.teams import credentials
from tests.teams.double import TeamsDouble
from tests.teams.login import Login
from tests.teams.served import Served, a_served_bot


@pytest.fixture
async def teams() -> AsyncIterator[TeamsDouble]:
    async with TeamsDouble() as double:
        yield double


@pytest.fixture
async def bot(tmp_path: Path, teams: TeamsDouble) -> AsyncIterator[Served]:
    async with a_served_bot(tmp_path, teams) as served:
        yield served


@pytest.fixture
async def login(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Login]:
    """What signs in with a secret goes there."""
    async with Login() as made:
        monkeypatch.setattr(credentials, "Session", made.session)
        yield made
