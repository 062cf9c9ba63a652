"""Microsoft's playground; it needs node and npm, and a Chromium."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.slack_types.npm import brought, installed
from tests.teams.double import TeamsDouble
from tests.teams.running import a_program_in_teams
from tests.teams_playground.window import Windows, windows

HERE = Path(__file__).parent


@pytest.fixture(scope="session")
def playground() -> Path:
    """The folder in which npm has put it."""
    return brought("the playground", lambda: installed(HERE, ("loopback.cjs",)))


@pytest.fixture
async def team(tmp_path: Path, playground: Path, chromium: str) -> AsyncIterator[Windows]:
    bot = TeamsDouble()  # no more than where the bot is
    async with (
        a_program_in_teams(tmp_path, bot),
        windows(chromium, playground, tmp_path, bot.bot_url) as opened,
    ):
        yield opened
