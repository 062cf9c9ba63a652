"""What an activity of Teams says of itself."""

from datetime import UTC, datetime

import pytest

from adapters.teams.reading import doing_of

ACTIVITY = {
    "type": "message",
    "id": "1",
    "from": {"id": "29:priya"},
    "conversation": {"id": "a:priya", "tenantId": "t1"},
    "serviceUrl": "https://smba.example/",
}


def test_an_activity_says_when_it_was_made() -> None:
    doing = doing_of(ACTIVITY | {"timestamp": "2026-11-24T10:00:00.25Z"})

    assert doing.where.at == datetime(2026, 11, 24, 10, 0, 0, 250_000, tzinfo=UTC)


@pytest.mark.parametrize("stamp", [None, "", "yesterday", 7, "2026-11-24T10:00:00"])
def test_a_moment_that_is_none_is_left_out(stamp: object) -> None:
    assert doing_of(ACTIVITY | {"timestamp": stamp}).where.at is None
