from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.domain.deadlines import deadline_of, span
from bot.domain.errors import Worded
from bot.messages.catalogue import catalogue

MADRID = ZoneInfo("Europe/Madrid")
NOW = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("30m", timedelta(minutes=30)),
        ("4h", timedelta(hours=4)),
        ("2d", timedelta(days=2)),
        ("1w", timedelta(weeks=1)),
        ("2 days", timedelta(days=2)),
        (" 1  Week ", timedelta(weeks=1)),
        ("3 días", timedelta(days=3)),
        ("3 Stunden", timedelta(hours=3)),
        ("45 min", timedelta(minutes=45)),
    ],
)
def test_a_span_is_a_number_and_a_unit(text: str, length: timedelta) -> None:
    assert span(text) == length


@pytest.mark.parametrize("text", ["", "2", "d", "2 moons", "-2d", "1.5d", "2d 4h", "999999d", "٢d", "0d"])
def test_what_is_no_span_says_how_to_write_one(text: str) -> None:
    with pytest.raises(Worded, match=r"error\.bad_deadline") as refused:
        span(text)

    assert refused.value.values == {"text": " ".join(text.split())}


def test_a_long_line_is_quoted_short() -> None:
    with pytest.raises(Worded) as refused:
        span("the day after\nthe day after " * 1000)

    assert len(str(refused.value.values["text"])) <= 30
    assert "\n" not in str(refused.value.values["text"])


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2d", NOW + timedelta(days=2)),
        ("60 days", NOW + timedelta(days=60)),
        ("2026-12-01", datetime(2026, 12, 1, 16, 0, tzinfo=UTC)),
        (" 2026-12-1 ", datetime(2026, 12, 1, 16, 0, tzinfo=UTC)),
        ("2026-12-01 15:30", datetime(2026, 12, 1, 14, 30, tzinfo=UTC)),
        ("2026-12-01T9:05", datetime(2026, 12, 1, 8, 5, tzinfo=UTC)),
        ("2026-11-23 11:01", NOW + timedelta(minutes=1)),
        ("tomorrow", datetime(2026, 11, 24, 16, 0, tzinfo=UTC)),
        ("Mañana 9:30", datetime(2026, 11, 24, 8, 30, tzinfo=UTC)),
        ("friday", datetime(2026, 11, 27, 16, 0, tzinfo=UTC)),
        ("Sonntag  12:00", datetime(2026, 11, 29, 11, 0, tzinfo=UTC)),
        ("Monday", datetime(2026, 11, 30, 16, 0, tzinfo=UTC)),  # today is one
    ],
)
def test_a_deadline_is_a_span_from_now_or_a_date_in_the_zone(text: str, moment: datetime) -> None:
    deadline = deadline_of(text, NOW, MADRID)

    assert deadline == moment
    assert deadline.tzinfo is UTC


def test_a_date_after_the_clocks_changed_is_by_the_clock_of_that_day() -> None:
    summer = datetime(2026, 10, 20, 10, 0, tzinfo=UTC)

    assert deadline_of("2026-10-24", summer, MADRID) == datetime(2026, 10, 24, 15, 0, tzinfo=UTC)
    assert deadline_of("2026-10-26", summer, MADRID) == datetime(2026, 10, 26, 16, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "zone"), [("0001-01-01 00:00", "Australia/Sydney"), ("9999-12-31 23:59", "Pacific/Honolulu")]
)
def test_a_date_at_the_end_of_all_calendars_is_not_in_ours(text: str, zone: str) -> None:
    with pytest.raises(Worded, match=r"error\.bad_deadline"):
        deadline_of(text, NOW, ZoneInfo(zone))


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("2026-11-22", "“2026-11-22” is in the past. Please choose a later deadline."),
        ("2026-11-23 11:00", "in the past"),
        ("61d", "too far ahead: at most 60 days"),
        ("2027-06-01", "too far ahead"),
        ("2026-02-30", "“2026-02-30” is not a time I can use"),
        ("2026-12-01 25:00", "not a time I can use"),
        ("0000-01-01", "not a time I can use"),
        ("someday", "“someday” is not a time I can use"),
        ("0h", "not a time I can use"),
        ("", "not a time I can use"),
    ],
)
def test_an_unusable_deadline_says_what_to_do(text: str, why: str) -> None:
    with pytest.raises(Worded) as refused:
        deadline_of(text, NOW, MADRID)

    assert why in catalogue("en")(refused.value.key, **refused.value.values)
