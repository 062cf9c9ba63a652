"""The rows of the bar in their short forms (reliability.md); `make faults` runs the long ones and prints the counts.

Every row is counted on the platform's side, by its own log of what it accepted.
"""

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from tests.faults import answering, backing_up, clocks, crowding, database, ending, freezing, repeating, storming
from tests.faults.counting import Counted
from tests.faults.site import Place
from tests.postgres import Server, a_server


@pytest.fixture
def place(tmp_path: Path, server_url: str) -> Place:
    return Place(tmp_path, server_url)


@pytest.fixture
def lasting_server() -> Iterator[Server]:
    """A server of the test's own: nobody else's connections break."""
    with TemporaryDirectory(prefix="hymnsheet-") as folder, a_server(Path(folder) / "pg", lasting=True) as server:
        yield server


def holds(found: Counted) -> None:
    assert (found.lost, found.duplicated, found.wrong) == ([], 0, ()), found


async def test_whatever_the_platform_answers_everybody_is_asked_once(place: Place) -> None:
    holds(await answering.run(place, members=6))


async def test_what_comes_four_times_in_any_order_has_one_effect_and_the_latest_edit_stands(place: Place) -> None:
    holds(await repeating.run(place, members=5))


async def test_a_program_told_to_end_ends_what_it_has_begun_and_keeps_what_it_took(place: Place) -> None:
    holds(await ending.run(place, members=10))


async def test_a_database_out_of_reach_is_told_and_nothing_is_lost(place: Place) -> None:
    holds(await database.run(place, members=16, seconds=6))


async def test_a_program_that_was_frozen_loses_nothing_and_sends_nothing_twice(tmp_path: Path) -> None:
    holds(await freezing.run(Place(tmp_path), members=16, seconds=12))


async def test_a_backup_taken_while_messages_go_out_comes_back_whole(
    place: Place, request: pytest.FixtureRequest
) -> None:
    server = request.getfixturevalue("postgres") if place.url else None
    holds(await backing_up.run(place, members=14, server=server))


async def test_a_clock_that_jumps_by_a_day_nudges_nobody_twice_or_at_night(place: Place) -> None:
    holds(await clocks.run(place))


async def test_many_checks_at_once_are_all_acknowledged(place: Place) -> None:
    holds(await crowding.run(place, checks=6, events=60))


@pytest.mark.parametrize("on_server", [False, True], ids=["sqlite", "postgresql"])
async def test_kills_and_a_restart_of_the_database_lose_nothing(
    tmp_path: Path, request: pytest.FixtureRequest, on_server: bool
) -> None:
    server = request.getfixturevalue("lasting_server") if on_server else None
    place = Place(tmp_path, server.url(server.database()) if server else "")
    holds(await storming.run(place, members=24, server=server))
