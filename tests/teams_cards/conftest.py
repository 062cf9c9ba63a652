"""Microsoft's own reader of Adaptive Cards; it needs node and npm."""

from pathlib import Path

import pytest

from tests.slack_types.npm import brought, installed
from tests.teams_cards.checking import Checker

HERE = Path(__file__).parent


@pytest.fixture(scope="session")
def packages() -> Path:
    """The folder in which npm has put them."""
    return brought("adaptivecards", lambda: installed(HERE, ("check.mjs",)))


@pytest.fixture(scope="session")
def checker(packages: Path) -> Checker:
    """All that checks a card, with the npm package adaptivecards."""
    return Checker(packages)
