"""Turns: how many messages may go out in how long, and when the next one may.

Pure: whoever uses it gives the time. A message is given a turn once and comes back for it; engines wake it late, so
that what was really sent is looked at once more before it goes.
"""

from collections import deque
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

ATTEMPTS = 8  #: tries of one message that end badly, before it is given up
_FIRST_PAUSE = timedelta(seconds=2)
_LONGEST_MARGIN = timedelta(seconds=1)
_NEVER = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Limit:
    """At most so many messages in any stretch of time as long as `within`."""

    messages: int
    within: timedelta

    @property
    def margin(self) -> timedelta:
        """Turns are given out so much farther apart, so that one taken late does not hold up the next."""
        return min(self.within / 50, _LONGEST_MARGIN)

    def part(self, senders: int) -> "Limit":
        """Each one's part where so many share the limit."""
        if self.messages >= senders:
            return Limit(self.messages // senders, self.within)
        return Limit(1, self.within * senders / self.messages)


@dataclass(frozen=True, slots=True)
class Pace:
    """One platform's limits; () for none."""

    conversation: tuple[Limit, ...] = ()
    tenant: tuple[Limit, ...] = ()


def pause(attempts: int) -> timedelta:
    """How long to wait after this many tries (1, 2, …) that ended badly: three times as long each time, so that eight
    of them outlast half an hour's outage.
    """
    return _FIRST_PAUSE * int(3 ** (attempts - 1))


class Lane:
    """The turns of one conversation, or of one tenant as a whole. First come, first served."""

    def __init__(self, limits: tuple[Limit, ...]) -> None:
        most = max((limit.messages for limit in limits), default=0)
        self._whole = self._limits = limits
        self._given: deque[datetime] = deque(maxlen=most)  #: turns in order, without the shift
        self._sent: deque[datetime] = deque(maxlen=most)
        self._turns: dict[str, datetime] = {}  #: by message, without the shift
        self._shift = timedelta()  #: by how much all turns have moved since they were given
        self._held = _NEVER
        self._late = _NEVER

    def share(self, senders: int) -> None:
        """So many have the limits together from now on."""
        self._limits = tuple(limit.part(senders) for limit in self._whole)

    def turn(self, key: str, now: datetime) -> datetime:
        """When this message may be sent: not after `now` if it may be sent now."""
        if key not in self._turns:
            self._give(key, now)
        planned = max(self._turns[key] + self._shift, self._held)
        if planned > now:
            return planned
        free = max((self._after(self._sent, limit, limit.within) for limit in self._limits), default=_NEVER)
        if free <= now:
            return now
        # Others took their turns late: it waits behind those that are held up like it, not behind all.
        step = max(limit.within / limit.messages for limit in self._limits)
        self._late = max(free, self._late + step)
        self._turns[key] = self._late - self._shift
        return self._late

    def sent(self, key: str, now: datetime) -> None:
        """It goes out now; its turn is over."""
        self._turns.pop(key, None)
        self._sent.append(now)

    def hold(self, key: str, until: datetime, now: datetime) -> None:
        """The platform takes nothing before `until`: every turn to come moves by as much. This message, which it did
        not take, comes first then.
        """
        begin = max(self._held, now)
        if until > begin:
            self._shift += until - begin
            self._held = until
        self._turns[key] = until - self._shift

    @property
    def held(self) -> datetime:
        """Nothing before; long past where nothing was ever held."""
        return self._held

    def idle(self, now: datetime) -> bool:
        """True when it can be forgotten: nobody waits, and nothing sent counts any more."""
        longest = max((limit.within for limit in self._limits), default=timedelta())
        quiet = not self._sent or self._sent[-1] + longest < now
        return not self._turns and quiet and self._held < now

    def forget_turns(self, before: datetime) -> None:
        """Messages that did not come for their turn will not come any more."""
        self._turns = {key: at for key, at in self._turns.items() if at + self._shift >= before}

    def _give(self, key: str, now: datetime) -> None:
        moved = now - self._shift
        at = max(
            (self._after(self._given, limit, limit.within + limit.margin) for limit in self._limits), default=_NEVER
        )
        at = max(at, moved, self._held - self._shift) if self._held > now else max(at, moved)
        self._turns[key] = at
        self._given.append(at)

    @staticmethod
    def _after(times: deque[datetime], limit: Limit, within: timedelta) -> datetime:
        """When the oldest of the last `limit.messages` no longer counts."""
        return times[-limit.messages] + within if len(times) >= limit.messages else _NEVER
