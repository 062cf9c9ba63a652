"""Clocks change in Europe on 25 October 2026 and 28 March 2027, in New York on 8 March and 1 November 2026, in Sydney
on 5 April and 4 October 2026.
"""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.schedule import (
    after_rest,
    away_deadline,
    in_working_hours,
    last_working_before,
    later_at,
    next_working,
    nudge_times,
    zone_of,
)

MADRID = ZoneInfo("Europe/Madrid")
NEW_YORK = ZoneInfo("America/New_York")
SYDNEY = ZoneInfo("Australia/Sydney")
ZONES = st.sampled_from([MADRID, NEW_YORK, SYDNEY, ZoneInfo("Asia/Kathmandu"), ZoneInfo("UTC")])
MOMENTS = st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001 - made aware here


def at(text: str, zone: ZoneInfo = MADRID) -> datetime:
    """A moment by the clock on the wall, in UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=zone).astimezone(UTC)


@pytest.mark.parametrize("name", ["Europe/Madrid", "Asia/Kolkata", "UTC"])
def test_a_zone_is_known_by_its_name(name: str) -> None:
    assert zone_of(name).key == name


@pytest.mark.parametrize("name", ["", "Mars/Olympus", "Europe", "../etc/passwd", "/etc/localtime", "a\x00b", "\ud800"])
def test_a_zone_that_does_not_exist_is_utc(name: str) -> None:
    assert zone_of(name).key == "UTC"


@pytest.mark.parametrize(
    ("moment", "inside"),
    [
        ("2026-11-23 08:59:59", False),
        ("2026-11-23 09:00", True),
        ("2026-11-23 17:00", True),
        ("2026-11-23 17:00:01", False),
        ("2026-11-27 12:00", True),
        ("2026-11-28 12:00", False),
        ("2026-11-29 12:00", False),
    ],
)
def test_working_hours_are_9_to_17_from_monday_to_friday(moment: str, inside: bool) -> None:
    assert in_working_hours(at(moment), MADRID) is inside


def test_a_naive_moment_is_refused() -> None:
    naive = datetime(2026, 11, 23, 12)  # noqa: DTZ001 - the point of the test
    for refused in (
        lambda: in_working_hours(naive, MADRID),
        lambda: next_working(naive, MADRID),
        lambda: last_working_before(naive, MADRID),
        lambda: away_deadline(naive, date(2026, 11, 23), MADRID),
        lambda: later_at(naive, at("2026-11-24 12:00"), MADRID),
        lambda: nudge_times(at("2026-11-23 12:00"), naive, MADRID),
    ):
        with pytest.raises(ValueError, match="zone"):
            refused()


@pytest.mark.parametrize(
    ("zone", "before", "after"),
    [
        (MADRID, "2026-10-23 12:00", "2026-10-26 12:00"),
        (MADRID, "2026-03-27 12:00", "2026-03-30 12:00"),
        (NEW_YORK, "2026-10-30 12:00", "2026-11-02 12:00"),
        (NEW_YORK, "2026-03-06 12:00", "2026-03-09 12:00"),
        (SYDNEY, "2026-10-02 12:00", "2026-10-05 12:00"),
        (SYDNEY, "2026-04-03 12:00", "2026-04-06 12:00"),
    ],
)
def test_the_working_day_stays_the_clocks_over_a_change(zone: ZoneInfo, before: str, after: str) -> None:
    friday, monday = datetime.fromisoformat(before).date(), datetime.fromisoformat(after).date()
    weekend = at(before, zone) + timedelta(days=2)

    assert at(before, zone).utcoffset() == timedelta(0)
    assert at(before, zone) + timedelta(days=3) != at(after, zone)
    assert next_working(weekend, zone) == at(f"{monday} 09:00", zone)
    assert last_working_before(weekend, zone) == at(f"{friday} 17:00", zone)


@pytest.mark.parametrize(
    ("moment", "following"),
    [
        ("2026-11-23 12:34", "2026-11-23 12:34"),
        ("2026-11-23 17:00", "2026-11-23 17:00"),
        ("2026-11-23 03:00", "2026-11-23 09:00"),
        ("2026-11-23 17:01", "2026-11-24 09:00"),
        ("2026-11-27 20:00", "2026-11-30 09:00"),
        ("2026-11-28 12:00", "2026-11-30 09:00"),
    ],
)
def test_the_next_working_moment(moment: str, following: str) -> None:
    assert next_working(at(moment), MADRID) == at(following)


@pytest.mark.parametrize(
    ("moment", "preceding"),
    [
        ("2026-11-24 12:34", "2026-11-24 12:34"),
        ("2026-11-24 09:00", "2026-11-24 09:00"),
        ("2026-11-24 22:00", "2026-11-24 17:00"),
        ("2026-11-24 08:59", "2026-11-23 17:00"),
        ("2026-11-30 08:00", "2026-11-27 17:00"),
        ("2026-11-29 12:00", "2026-11-27 17:00"),
    ],
)
def test_the_last_working_moment_before(moment: str, preceding: str) -> None:
    assert last_working_before(at(moment), MADRID) == at(preceding)


@given(MOMENTS, ZONES)
def test_a_moved_moment_is_inside_and_stays_there(moment: datetime, zone: ZoneInfo) -> None:
    after, before = next_working(moment, zone), last_working_before(moment, zone)

    assert before <= moment <= after
    assert in_working_hours(after, zone)
    assert in_working_hours(before, zone)
    assert next_working(after, zone) == after
    assert last_working_before(before, zone) == before
    assert after.tzinfo is before.tzinfo is UTC


# Nudges ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("asked", "deadline", "nudges"),
    [
        pytest.param(
            "2026-11-23 10:00", "2026-11-25 17:00", ["2026-11-24 16:30", "2026-11-25 13:00"], id="one at closing time"
        ),
        pytest.param("2026-11-23 10:00", "2026-11-25 12:00", ["2026-11-24 12:00", "2026-11-24 16:30"], id="moved back"),
        pytest.param("2026-11-23 10:00", "2026-11-24 17:00", ["2026-11-23 16:30", "2026-11-24 13:00"], id="one day"),
        pytest.param("2026-11-23 16:30", "2026-11-24 17:00", ["2026-11-24 13:00"], id="first within the hour"),
        pytest.param("2026-11-27 10:00", "2026-11-30 10:00", ["2026-11-27 16:30"], id="both before the weekend: one"),
        pytest.param("2026-11-24 09:00", "2026-11-25 16:00", ["2026-11-24 16:00", "2026-11-25 12:00"], id="overnight"),
        pytest.param("2026-11-23 10:00", "2026-11-25 11:00", ["2026-11-24 11:00", "2026-11-24 16:30"], id="six apart"),
        pytest.param("2026-11-23 10:00", "2026-11-24 20:00", ["2026-11-23 16:30", "2026-11-24 16:00"], id="evening"),
        pytest.param("2026-11-23 09:00", "2026-11-23 12:00", [], id="too short for any"),
        pytest.param("2026-11-27 18:00", "2026-11-29 12:00", [], id="a weekend long"),
        pytest.param("2026-11-23 09:00", "2026-11-24 16:00", ["2026-11-23 16:00", "2026-11-24 12:00"], id="short"),
        pytest.param("2026-11-23 09:00", "2026-11-25 15:30", ["2026-11-24 15:30", "2026-11-25 11:30"], id="halves"),
    ],
)
def test_nudges_come_a_day_and_four_hours_before_in_working_hours(asked: str, deadline: str, nudges: list[str]) -> None:
    assert nudge_times(at(asked), at(deadline), MADRID) == tuple(map(at, nudges))


def test_a_nudge_due_at_the_end_of_the_day_leaves_time_to_be_sent() -> None:
    (nudge,) = nudge_times(at("2026-11-27 10:00"), at("2026-11-30 08:00"), MADRID)

    assert in_working_hours(nudge + timedelta(minutes=29), MADRID)


def test_of_two_nudges_less_than_two_hours_apart_the_later_stays() -> None:
    asked = at("2026-11-23 10:00")

    assert nudge_times(asked, at("2026-11-28 14:30"), MADRID) == (at("2026-11-27 14:30"), at("2026-11-27 16:30"))
    assert nudge_times(asked, at("2026-11-28 14:31"), MADRID) == (at("2026-11-27 16:30"),)


def test_nudges_follow_the_persons_own_day() -> None:
    asked, deadline = at("2026-11-19 10:00"), at("2026-11-24 15:30")

    assert nudge_times(asked, deadline, NEW_YORK) == (
        at("2026-11-23 09:30", NEW_YORK),
        at("2026-11-23 16:30", NEW_YORK),
    )


def test_a_nudge_counts_its_hours_and_not_the_clocks() -> None:
    deadline = at("2026-10-25 18:00")  # 24 h before, clocks not yet put back, it is 19:00 on Saturday

    assert nudge_times(at("2026-10-20 10:00"), deadline, MADRID) == (at("2026-10-23 16:30"),)
    assert nudge_times(at("2026-10-20 10:00"), at("2026-10-26 08:00"), MADRID) == (at("2026-10-23 16:30"),)


@given(MOMENTS, st.timedeltas(timedelta(minutes=1), timedelta(days=60)), ZONES)
def test_nudges_are_few_apart_and_in_working_hours(asked: datetime, open_for: timedelta, zone: ZoneInfo) -> None:
    nudges = nudge_times(asked, asked + open_for, zone)

    assert len(nudges) <= 2
    for nudge in nudges:
        assert in_working_hours(nudge, zone)
        assert asked + timedelta(hours=1) <= nudge <= asked + open_for - timedelta(hours=4)
    assert all(later - earlier >= timedelta(hours=2) for earlier, later in pairwise(nudges))


# Away and later ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("back_on", "deadline"),
    [
        ("2026-11-24", "2026-11-25 17:00"),
        ("2026-11-27", "2026-11-30 17:00"),
        ("2026-11-28", "2026-12-01 17:00"),
        ("2026-10-22", "2026-11-24 12:00"),
    ],
)
def test_somebody_away_has_until_the_end_of_the_second_working_day_back(back_on: str, deadline: str) -> None:
    assert away_deadline(at("2026-11-24 12:00"), date.fromisoformat(back_on), MADRID) == at(deadline)


@pytest.mark.parametrize(
    ("now", "deadline", "again"),
    [
        ("2026-11-23 10:00", "2026-11-25 10:00", "2026-11-23 13:00"),
        ("2026-11-23 15:00", "2026-11-25 10:00", "2026-11-24 09:00"),
        ("2026-11-27 16:00", "2026-11-30 10:00", "2026-11-30 09:00"),
        ("2026-11-23 10:00", "2026-11-23 14:00", "2026-11-23 13:00"),
        ("2026-11-23 10:00", "2026-11-23 13:59", None),
        ("2026-11-27 16:00", "2026-11-30 09:59", None),
    ],
)
def test_later_is_three_hours_on_and_an_hour_before_the_deadline(now: str, deadline: str, again: str | None) -> None:
    assert later_at(at(now), at(deadline), MADRID) == (again and at(again))


@pytest.mark.parametrize(
    ("until", "deadline", "then"),
    [
        ("2026-11-24 11:30", "2026-11-26 11:00", "2026-11-24 11:30"),
        ("2026-11-24 16:30", "2026-11-26 11:00", "2026-11-24 16:30"),
        ("2026-11-24 16:45", "2026-11-26 11:00", "2026-11-25 09:00"),  # sent after five, it would never come
        ("2026-11-24 17:00", "2026-11-26 11:00", "2026-11-25 09:00"),
        ("2026-11-25 07:00", "2026-11-26 11:00", "2026-11-25 09:00"),
        ("2026-11-27 16:45", "2026-12-01 11:00", "2026-11-30 09:00"),
        ("2026-11-28 08:00", "2026-12-01 11:00", "2026-11-30 09:00"),
        ("2026-11-26 10:30", "2026-11-26 11:00", "2026-11-26 10:00"),  # an hour before the deadline at the latest
        ("2026-12-31 08:00", "2026-11-26 11:00", "2026-11-26 10:00"),
        ("2026-12-31 08:00", "2026-11-26 09:30", "2026-11-25 16:30"),  # and in working hours
        ("2026-12-31 08:00", "2026-11-29 12:00", "2026-11-27 16:30"),
    ],
)
def test_a_reminder_waits_for_the_end_of_a_rest_as_long_as_there_is_time(until: str, deadline: str, then: str) -> None:
    assert after_rest(at(until), at(deadline), MADRID) == at(then)


@given(until=MOMENTS, left=st.timedeltas(timedelta(hours=-1), timedelta(days=30)), zone=ZONES)
def test_a_reminder_after_a_rest_comes_in_working_hours_and_before_the_deadline(
    until: datetime, left: timedelta, zone: ZoneInfo
) -> None:
    moment = after_rest(until, until + left, zone)

    assert in_working_hours(moment, zone)
    assert moment <= until + left - timedelta(hours=1)
