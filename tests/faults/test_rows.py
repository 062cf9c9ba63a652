"""The rows of the bar in their short forms (reliability.md); `make faults` runs the long ones and prints the counts.

Every row is counted on the platform's side, by its own log of what it accepted.
"""

from pathlib import Path

import pytest

from tests.faults import answering
from tests.faults.counting import Counted
from tests.faults.site import Place


@pytest.fixture
def place(tmp_path: Path, server_url: str) -> Place:
    return Place(tmp_path, server_url)


def holds(found: Counted) -> None:
    assert (found.lost, found.duplicated, found.wrong) == ([], 0, ()), found


async def test_whatever_the_platform_answers_everybody_is_asked_once(place: Place) -> None:
    holds(await answering.run(place, members=8, replicas=2))
