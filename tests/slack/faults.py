"""What goes wrong at Slack's side of the wire, set by a test before it happens."""

import random
import time
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from enum import StrEnum

GRACE = 1.5  #: seconds; what was on its way at a 429 may still come so long


class Kind(StrEnum):
    RATE_LIMIT = "rate_limit"  #: 429 with Retry-After
    FAIL = "fail"  #: a status 500 with a page of HTML
    RESET_BEFORE = "reset_before"  #: the connection breaks, nothing was taken
    RESET_AFTER = "reset_after"  #: taken, the connection breaks before the answer
    DELAY = "delay"  #: taken, answered late
    HANG_AFTER = "hang_after"  #: taken, never answered
    REFUSE = "refuse"  #: ok: false with this error


@dataclass(frozen=True, slots=True)
class Fault:
    kind: Kind
    seconds: float = 0  #: of Retry-After, or of the delay
    error: str = ""
    to: str = ""  #: strikes only in conversations whose id begins so: "D" direct messages, "C" channels


@dataclass(frozen=True, slots=True)
class Blow:
    """What happens to the app when it sends a message of this kind; the connection breaks after it."""

    kind: str  #: as it stands in the key of the message
    accepted: bool  #: the message was taken before
    falls: Callable[[], Awaitable[None]]


@dataclass
class Faults:
    """Faults wait in line by method; "*" strikes any method. What is in line comes before what is left to chance."""

    redeliveries: list[tuple[int, bool]] = field(default_factory=list)  #: for the next requests to the app
    always_redelivered: int = 0  #: every request to the app comes so many times more, all at once
    undercut: int = 0  #: calls made again before their Retry-After was over
    crowded: int = 0  #: other calls of a method in a conversation that was to be left alone for so long
    hurried: int = 0  #: calls of a method anywhere, longer than GRACE after a 429 and before its Retry-After was over
    struck: Counter[Kind] = field(default_factory=Counter)
    blows: list[Blow] = field(default_factory=list)  #: each falls once
    _line: dict[str, list[Fault]] = field(default_factory=dict)
    _chances: list[tuple[str, float, Fault, int]] = field(default_factory=list)
    _row: Counter[str] = field(default_factory=Counter)  #: strikes by chance in a row, by method
    _chance: random.Random = field(default_factory=lambda: random.Random(7))  # noqa: S311 (a repeatable run)
    _closed: dict[str, float] = field(default_factory=dict)  #: method → until when
    _closed_since: dict[str, float] = field(default_factory=dict)
    _not_before: dict[tuple[str, str], tuple[float, str]] = field(default_factory=dict)

    def add(self, method: str, fault: Fault, times: int = 1) -> None:
        self._line.setdefault(method, []).extend([fault] * times)

    def rate_limits(self, method: str, *, times: int = 1, retry_after: int = 1) -> None:
        self.add(method, Fault(Kind.RATE_LIMIT, retry_after), times)

    def fails(self, method: str, *, times: int = 1) -> None:
        self.add(method, Fault(Kind.FAIL), times)

    def resets(self, method: str, *, accepted: bool, to: str = "", times: int = 1) -> None:
        """Breaks the connection; `accepted` says whether the call took effect before."""
        self.add(method, Fault(Kind.RESET_AFTER if accepted else Kind.RESET_BEFORE, to=to), times)

    def delays(self, method: str, seconds: float, *, times: int = 1) -> None:
        self.add(method, Fault(Kind.DELAY, seconds), times)

    def hangs_after_accepting(self, method: str, *, times: int = 1) -> None:
        self.add(method, Fault(Kind.HANG_AFTER), times)

    def refuses(self, method: str, error: str, *, times: int = 1) -> None:
        self.add(method, Fault(Kind.REFUSE, error=error), times)

    def sometimes(self, method: str, share: float, fault: Fault, *, in_a_row: int = 1_000_000) -> None:
        """Strikes this share of the calls, the same ones in every run, and no more than that of a method in a row."""
        self._chances.append((method, share, fault, in_a_row))

    def redelivers(self, copies: int, *, at_once: bool = False) -> None:
        """The next request to the app comes again so many times, one after the other or all at once."""
        self.redeliveries.append((copies, at_once))

    def next_copies(self) -> tuple[int, bool]:
        """How often the next request to the app comes again, and whether at once."""
        return self.redeliveries.pop(0) if self.redeliveries else (self.always_redelivered, True)

    def clear(self) -> None:
        """From now on nothing goes wrong."""
        self.always_redelivered = 0
        self._line.clear()
        self._chances.clear()
        self.redeliveries.clear()

    def blow_at(self, key: str) -> Blow | None:
        """The blow that falls at the message of this key."""
        for number, blow in enumerate(self.blows):
            if blow.kind in key.split(":"):
                return self.blows.pop(number)
        return None

    def next(self, method: str, channel: str = "", call: str = "") -> Fault | None:
        """The fault that strikes this call; `call` tells it from others of this method in this conversation."""
        self._note_early(method, channel, call)
        fault = self._from_line(method, channel) or self._by_chance(method, channel)
        if fault:
            self.struck[fault.kind] += 1
        if fault and fault.kind is Kind.RATE_LIMIT:
            now = time.monotonic()
            self._not_before[method, channel] = now + fault.seconds, call
            if self._closed.get(method, 0.0) < now:
                self._closed_since[method] = now
            self._closed[method] = now + fault.seconds
        return fault

    def _note_early(self, method: str, channel: str, call: str) -> None:
        if self._closed_since.get(method, time.monotonic()) + GRACE < time.monotonic() < self._closed.get(method, 0.0):
            self.hurried += 1
        earliest, refused = self._not_before.get((method, channel), (0.0, ""))
        if time.monotonic() < earliest:
            self.undercut += call == refused
            self.crowded += call != refused

    def _from_line(self, method: str, channel: str) -> Fault | None:
        for line in (self._line.get(method, []), self._line.get("*", [])):
            for number, fault in enumerate(line):
                if channel.startswith(fault.to):
                    return line.pop(number)
        return None

    def _by_chance(self, method: str, channel: str) -> Fault | None:
        for name, share, fault, in_a_row in self._chances:
            meant = name in (method, "*") and channel.startswith(fault.to)
            if meant and self._chance.random() < share and self._row[method] < in_a_row:
                self._row[method] += 1
                return fault
        self._row[method] = 0
        return None
