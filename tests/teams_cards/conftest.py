"""Microsoft's own reader of Adaptive Cards; it needs node and npm."""

import shutil
import subprocess
from pathlib import Path
from typing import NoReturn

import pytest

from tests.conftest import REQUIRED
from tests.slack_types.npm import installed
from tests.teams_cards.checking import Checker

HERE = Path(__file__).parent


@pytest.fixture(scope="session")
def checker() -> Checker:
    """All that checks a card, with the npm package adaptivecards."""
    if shutil.which("node") is None or shutil.which("npm") is None:
        _missing("install Debian's packages nodejs and npm")
    try:
        return Checker(installed(HERE, ("check.mjs",)))
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as err:
        _missing(f"npm could not bring adaptivecards: {err}")


def _missing(how: str) -> NoReturn:
    if "node" in REQUIRED:
        pytest.fail(f"node is required here and missing: {how}")
    pytest.skip(f"node is not here: {how}")
