"""Deadlines as people type them: "2d", "4 hours", "2026-12-01", "2026-12-01 15:30"."""

import re
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.domain.errors import Worded
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
    """A length of time: "30m", "4h", "2d", "1w", "2 days", "3 Stunden". Raises Worded."""
    match = _SPAN.fullmatch(" ".join(text.lower().split()))
    length = _NAMES.get(match[2]) if match else None
    if match is None or length is None or int(match[1]) == 0:
        raise _unusable(text)
    return int(match[1]) * length


def deadline_of(text: str, now: datetime, zone: ZoneInfo) -> datetime:
    """The moment meant, in UTC: a length of time from now, or a date in the zone, at 17:00 where no time is given.

    Raises Worded for what is neither, lies in the past, or is more than 60 days ahead.
    """
    match = _DATE.fullmatch(text.strip())
    moment = _date(match, zone) if match else now.astimezone(UTC) + span(text)
    if moment <= now:
        raise Worded("error.deadline_past", text=_short(text))
    if moment > now + LONGEST:
        raise Worded("error.deadline_far", text=_short(text), days=LONGEST.days)
    return moment


def _date(match: re.Match[str], zone: ZoneInfo) -> datetime:
    year, month, day, hour, minute = match.groups()
    try:
        clock = time(int(hour), int(minute)) if hour else CLOSES
        return datetime.combine(date(int(year), int(month), int(day)), clock, zone).astimezone(UTC)
    except (ValueError, OverflowError):
        raise _unusable(match[0]) from None


def _unusable(text: str) -> Worded:
    return Worded("error.bad_deadline", text=_short(text))


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 30 else f"{line[:29]}…"  # noqa: PLR2004 - one line stays one line
