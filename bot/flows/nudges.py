"""When somebody is reminded next."""

from datetime import datetime

from bot.domain.check import Participant
from bot.domain.schedule import NUDGES_BEFORE, nudge_times, zone_of

MAX_NUDGES = len(NUDGES_BEFORE)


def next_nudge(participant: Participant, now: datetime) -> datetime | None:
    """The next of the nudges this participant may still get before their deadline; None where none is left."""
    left = MAX_NUDGES - participant.nudges
    times = nudge_times(now, participant.deadline_at, zone_of(participant.time_zone))
    return times[-left:][0] if left > 0 and times else None
