"""Deadlines as people type them: "2d", "4 hours", "2026-12-01", "2026-12-01 15:30"."""

import re
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.domain.errors import BadInput
from bot.domain.schedule import CLOSES

LONGEST = timedelta(days=60)

_UNITS = {
    "m": timedelta(minutes=1),
    "h": timedelta(hours=1),
    "d": timedelta(days=1),
    "w": timedelta(weeks=1),
}
#: The words of the messages' languages, and their short forms.
_NAMES = {
    name: _UNITS[unit]
    for unit, names in {
        "m": "m min mins minute minutes minuto minutos minuten",
        "h": "h hr hrs hour hours hora horas std stunde stunden",
        "d": "d day days día días dia dias tag tage tagen",
        "w": "w wk wks week weeks sem semana semanas woche wochen",
    }.items()
    for name in names.split()
}
_SPAN = re.compile(r"([0-9]{1,5}) ?([^\W\d_]+)")
_DATE = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})(?:[ T]+([0-9]{1,2}):([0-9]{2}))?")


def span(text: str) -> timedelta:
    """A length of time: "30m", "4h", "2d", "1w", "2 days", "3 Stunden". Raises BadInput."""
    match = _SPAN.fullmatch(" ".join(text.lower().split()))
    length = _NAMES.get(match[2]) if match else None
    if match is None or length is None:
        raise BadInput(f"“{_short(text)}” is not a length of time: write 30m, 4h, 2d or 1w.")
    if int(match[1]) == 0:
        raise BadInput("A deadline needs some time: write 30m, 4h, 2d or 1w.")
    return int(match[1]) * length


def deadline_of(text: str, now: datetime, zone: ZoneInfo) -> datetime:
    """The moment meant, in UTC: a length of time from now, or a date in the zone, at 17:00 where no time is given.

    Raises BadInput for what is neither, lies in the past, or is more than 60 days ahead.
    """
    match = _DATE.fullmatch(text.strip())
    moment = _date(match, zone) if match else now.astimezone(UTC) + _span_or_date(text)
    if moment <= now:
        raise BadInput(f"“{_short(text)}” is in the past: choose a later deadline.")
    if moment > now + LONGEST:
        raise BadInput(f"“{_short(text)}” is too far ahead: choose a deadline within {LONGEST.days} days.")
    return moment


def _date(match: re.Match[str], zone: ZoneInfo) -> datetime:
    year, month, day, hour, minute = match.groups()
    try:
        clock = time(int(hour), int(minute)) if hour else CLOSES
        return datetime.combine(date(int(year), int(month), int(day)), clock, zone).astimezone(UTC)
    except (ValueError, OverflowError):
        raise BadInput(f"“{_short(match[0])}” is not in the calendar: write a date as 2026-12-01.") from None


def _span_or_date(text: str) -> timedelta:
    try:
        return span(text)
    except BadInput:
        raise BadInput(f"“{_short(text)}” is no deadline: write 4h, 2d, 1w or a date as 2026-12-01 15:30.") from None


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 30 else f"{line[:29]}…"  # noqa: PLR2004 - one line stays one line
