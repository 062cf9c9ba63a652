"""The real sources of time and identity, and the local workspace's movable clock."""

import secrets
from datetime import UTC, datetime, timedelta

from bot.ports.clock import Clock, IdSource


class SystemClock(Clock):
    """The machine's own time."""

    def now(self) -> datetime:
        return datetime.now(UTC)


class MovableClock(Clock):
    """Another clock's time plus an offset that only grows: the local workspace's own clock."""

    def __init__(self, base: Clock, offset: timedelta = timedelta()) -> None:
        self._base = base
        self._offset = offset

    @property
    def offset(self) -> timedelta:
        """How far this clock is ahead of its base; kept on the board between two runs."""
        return self._offset

    def now(self) -> datetime:
        return self._base.now() + self._offset

    def move_to(self, moment: datetime) -> timedelta:
        """Shows `moment` or later, and returns the offset; a moment already past changes nothing."""
        return self.advance(max(moment - self.now(), timedelta()))

    def advance(self, by: timedelta) -> timedelta:
        """Shows `by` more than before, and returns the offset. Raises ValueError for a step back."""
        if by < timedelta():
            raise ValueError("this clock only moves forward")
        self._offset += by
        return self._offset


_RANDOM_BITS = 74
_LOW_BITS = 62
_MILLISECONDS = timedelta(milliseconds=1)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class SystemIds(IdSource):
    """UUIDs of version 7 (RFC 9562, method 2): each greater than the one before, also where the clock steps back."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._last = 0

    def new(self) -> str:
        milliseconds = (self._clock.now() - _EPOCH) // _MILLISECONDS
        fresh = (milliseconds << _RANDOM_BITS) | secrets.randbits(_RANDOM_BITS)
        if fresh >> _RANDOM_BITS <= self._last >> _RANDOM_BITS:
            fresh = self._last + 1 + secrets.randbits(32)
        self._last = fresh
        high, low = fresh >> _LOW_BITS, fresh & ((1 << _LOW_BITS) - 1)
        time, rand_a = high >> 12, high & 0xFFF
        return f"{time:012x}{0x7000 | rand_a:04x}{0b10 << _LOW_BITS | low:016x}"
