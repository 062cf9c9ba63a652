"""Working hours, nudges and deadlines in a person's own zone. Moments are aware, in UTC, in and out.

Working hours are 9:00 to 17:00 by the clock on the wall, both ends included, Monday to Friday.
"""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

OPENS = time(9)
CLOSES = time(17)
NUDGES_UNTIL = time(16, 30)  #: what is due at the stroke of closing would be sent after it, and never come
NUDGES_BEFORE = (timedelta(hours=24), timedelta(hours=4))
NUDGE_AFTER_ASKING = timedelta(hours=1)
NUDGES_APART = timedelta(hours=2)
LATER = timedelta(hours=3)
LATER_BEFORE_DEADLINE = timedelta(hours=1)

_DAY = timedelta(days=1)
_SATURDAY = 5


def zone_of(name: str) -> ZoneInfo:
    """The IANA zone of that name; UTC where there is none (platforms also send "", or names of their own)."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):  # OSError: the name of a folder, "Europe"
        return ZoneInfo("UTC")


def in_working_hours(moment: datetime, zone: ZoneInfo) -> bool:
    local = _local(moment, zone)
    return _works(local.date()) and OPENS <= local.time() <= CLOSES


def next_working(moment: datetime, zone: ZoneInfo) -> datetime:
    """The earliest moment in working hours not before this one: itself, if it is inside."""
    local = _local(moment, zone)
    day = local.date()
    if _works(day) and local.time() <= CLOSES:
        return _utc(moment) if local.time() >= OPENS else _at(day, OPENS, zone)
    return _at(_working_day(day + _DAY, _DAY), OPENS, zone)


def last_working_before(moment: datetime, zone: ZoneInfo) -> datetime:
    """The latest moment in working hours not after this one: itself, if it is inside."""
    local = _local(moment, zone)
    day = local.date()
    if _works(day) and local.time() >= OPENS:
        return _utc(moment) if local.time() <= CLOSES else _at(day, CLOSES, zone)
    return _at(_working_day(day - _DAY, -_DAY), CLOSES, zone)


def nudge_times(asked_at: datetime, deadline_at: datetime, zone: ZoneInfo) -> tuple[datetime, ...]:
    """At most two moments in the person's working hours, in order: 24 h and 4 h before the deadline, each moved back
    to the latest working moment not after it, with time left in the day to be sent.

    A nudge less than an hour after the asking is dropped. Of two less than 2 hours apart the later one stays: it is
    the nearer to the deadline.
    """
    moved = (_before_closing(last_working_before(deadline_at - before, zone), zone) for before in NUDGES_BEFORE)
    fitting = [moment for moment in moved if moment >= asked_at + NUDGE_AFTER_ASKING]
    close = len(fitting) > 1 and fitting[1] - fitting[0] < NUDGES_APART
    return tuple(fitting[1:] if close else fitting)


def away_deadline(check_deadline: datetime, back_on: date, zone: ZoneInfo) -> datetime:
    """The end of the second working day back, never before the check's own deadline."""
    first = _working_day(back_on, _DAY)
    second = _working_day(first + _DAY, _DAY)
    return max(_utc(check_deadline), _at(second, CLOSES, zone))


def later_at(now: datetime, deadline_at: datetime, zone: ZoneInfo) -> datetime | None:
    """When to ask again somebody who said "Later": three hours on, in working hours with time left in the day
    to be sent; None where that is less than an hour before the deadline.
    """
    moment = _before_closing(next_working(now + LATER, zone), zone)
    return moment if moment <= deadline_at - LATER_BEFORE_DEADLINE else None


def after_rest(until: datetime, deadline_at: datetime, zone: ZoneInfo) -> datetime:
    """When to remind somebody who is not to be disturbed until then: in working hours after it with time left in the
    day to be sent, and at the latest an hour before the deadline, moved back into working hours: what comes there
    makes no sound, and is not lost.
    """
    moment = next_working(until, zone)
    if _before_closing(moment, zone) < moment:
        moment = next_working(_at(_local(moment, zone).date() + _DAY, OPENS, zone), zone)
    latest = last_working_before(deadline_at - LATER_BEFORE_DEADLINE, zone)
    return min(moment, _before_closing(latest, zone))


def _before_closing(moment: datetime, zone: ZoneInfo) -> datetime:
    return min(moment, _at(_local(moment, zone).date(), NUDGES_UNTIL, zone))


def _local(moment: datetime, zone: ZoneInfo) -> datetime:
    return _utc(moment).astimezone(zone)


def _utc(moment: datetime) -> datetime:
    if moment.utcoffset() is None:
        raise ValueError("a moment needs its zone")
    return moment.astimezone(UTC)


def _at(day: date, clock: time, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, clock, zone).astimezone(UTC)


def _works(day: date) -> bool:
    return day.weekday() < _SATURDAY


def _working_day(day: date, step: timedelta) -> date:
    """The day itself or the nearest working day in the direction of the step."""
    while not _works(day):
        day += step
    return day
