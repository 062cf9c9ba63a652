"""The rows of the bar in their short forms (reliability.md); `make faults` runs the long ones and prints the counts.

Every row is counted on the platform's side, by its own log of what it accepted.
"""

from pathlib import Path

import pytest

from tests.faults import answering, repeating
from tests.faults.counting import Counted
from tests.faults.site import Place


@pytest.fixture
def place(tmp_path: Path, server_url: str) -> Place:
    return Place(tmp_path, server_url)


def holds(found: Counted) -> None:
    assert (found.lost, found.duplicated, found.wrong) == ([], 0, ()), found


async def test_whatever_the_platform_answers_everybody_is_asked_once(place: Place) -> None:
    holds(await answering.run(place, members=8, replicas=2))


async def test_what_comes_four_times_in_any_order_has_one_effect_and_the_latest_edit_stands(place: Place) -> None:
    holds(await repeating.run(place, members=5, replicas=2))
