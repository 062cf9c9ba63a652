"""Deadlines as people type them: "2d", "4 hours", "tomorrow", "Friday 12:00", "2026-12-01", "2026-12-01 15:30"."""

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
_TOMORROW = frozenset(("tomorrow", "mañana", "morgen"))
_WEEKDAYS = {
    name: day
    for day, names in enumerate(
        (
            "monday mon lunes montag",
            "tuesday tue martes dienstag",
            "wednesday wed miércoles miercoles mittwoch",
            "thursday thu jueves donnerstag",
            "friday fri viernes freitag",
            "saturday sat sábado sabado samstag",
            "sunday sun domingo sonntag",
        )
    )
    for name in names.split()
}
_SPAN = re.compile(r"([0-9]{1,5}) ?([^\W\d_]+)")
_DATE = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})(?:[ T]+([0-9]{1,2}):([0-9]{2}))?")
_NAMED = re.compile(r"([^\W\d_]+)(?: +([0-9]{1,2}):([0-9]{2}))?")


def span(text: str) -> timedelta:
    """A length of time: "30m", "4h", "2d", "1w", "2 days", "3 Stunden". Raises Worded."""
    match = _SPAN.fullmatch(" ".join(text.lower().split()))
    length = _NAMES.get(match[2]) if match else None
    if match is None or length is None or int(match[1]) == 0:
        raise _unusable(text)
    return int(match[1]) * length


def names_a_day(word: str) -> bool:
    """Tomorrow, or a day of the week."""
    return word.lower() in _TOMORROW or word.lower() in _WEEKDAYS


def deadline_of(text: str, now: datetime, zone: ZoneInfo) -> datetime:
    """The moment meant, in UTC: a length of time from now, or a day in the zone, at 17:00 where no time is given.

    The name of a day is the next one after today.

    Raises Worded for what is neither, lies in the past, or is more than 60 days ahead.
    """
    match = _DATE.fullmatch(_dated(text.strip(), now.astimezone(zone).date()))
    moment = _date(match, zone) if match else now.astimezone(UTC) + span(text)
    if moment <= now:
        raise Worded("error.deadline_past", text=_short(text))
    if moment > now + LONGEST:
        raise Worded("error.deadline_far", text=_short(text), days=LONGEST.days)
    return moment


def _dated(text: str, today: date) -> str:
    """The name of a day as its date; anything else as it stands."""
    match = _NAMED.fullmatch(text)
    if match is None or not names_a_day(match[1]):
        return text
    name = match[1].lower()
    ahead = 1 if name in _TOMORROW else (_WEEKDAYS[name] - today.weekday() - 1) % 7 + 1
    return text.replace(match[1], (today + timedelta(days=ahead)).isoformat())


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
