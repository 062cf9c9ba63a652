"""Microsoft's playground; it needs node and npm, and a Chromium."""

import shutil
import subprocess
from collections.abc import AsyncIterator
from pathlib import Path
from typing import NoReturn

import pytest

from tests.conftest import REQUIRED
from tests.slack_types.npm import installed
from tests.teams.double import TeamsDouble
from tests.teams.running import a_program_in_teams
from tests.teams_playground.window import Windows, windows

HERE = Path(__file__).parent


@pytest.fixture(scope="session")
def playground() -> Path:
    """The folder in which npm has put it."""
    if shutil.which("node") is None or shutil.which("npm") is None:
        _missing("install Debian's packages nodejs and npm")
    try:
        return installed(HERE, ("loopback.cjs",))
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as err:
        _missing(f"npm could not bring the playground: {err}")


def _missing(how: str) -> NoReturn:
    if "node" in REQUIRED:
        pytest.fail(f"node is required here and missing: {how}")
    pytest.skip(f"node is not here: {how}")


@pytest.fixture
async def team(tmp_path: Path, playground: Path, chromium: str) -> AsyncIterator[Windows]:
    bot = TeamsDouble()  # no more than where the bot is
    async with (
        a_program_in_teams(tmp_path, bot),
        windows(chromium, playground, tmp_path, bot.bot_url) as opened,
    ):
        yield opened
