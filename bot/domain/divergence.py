"""The figures of a report: pure counts over the matrix participants × reasons."""

from dataclasses import dataclass
from enum import StrEnum

from bot.domain.ids import PersonRef, ReasonId
from bot.domain.sheet import Reason


@dataclass(frozen=True, slots=True)
class Interval:
    """A 95 % interval, both ends in 0–1."""

    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Landing:
    """How one reason landed among the n informative answers."""

    reason: Reason
    unprompted: tuple[PersonRef, ...]  #: who said it unprompted
    recognised: tuple[PersonRef, ...]  #: who agreed only when it was shown
    contradicted: tuple[PersonRef, ...]  #: who said the opposite and confirmed it
    n: int
    interval: Interval  #: Wilson, of len(unprompted) / n

    @property
    def split(self) -> float:
        """2·min(p, 1−p): 0 all alike, 1 two camps of one size."""
        p = len(self.unprompted) / self.n if self.n else 0.0
        return 2 * min(p, 1 - p)


@dataclass(frozen=True, slots=True)
class Theme:
    """Own reasons that the comparer grouped as the same."""

    number: int
    text: str  #: the shortest of them, verbatim
    people: tuple[PersonRef, ...]


@dataclass(frozen=True, slots=True)
class Take:
    """People whose informative restatements say the same: the same reasons and the same themes."""

    reasons: tuple[ReasonId, ...]
    themes: tuple[int, ...]  #: shared themes only (those of two or more people)
    people: tuple[PersonRef, ...]


class Quadrant(StrEnum):
    IN_TUNE = "in_tune"
    SAME_WRONG_SONG = "same_wrong_song"
    PARTS_MISSING = "parts_missing"
    SOLOISTS = "soloists"


class MismatchKind(StrEnum):
    NOT_LANDED = "not_landed"
    CONTRADICTED = "contradicted"
    TWO_TAKES = "two_takes"
    SHARED_OWN_REASON = "shared_own_reason"


@dataclass(frozen=True, slots=True)
class Mismatch:
    """What is flagged to the manager."""

    kind: MismatchKind
    reason_id: ReasonId | None  #: for not_landed and contradicted
    theme: int | None  #: for shared_own_reason
    takes: tuple[Take, ...]  #: the two largest, for two_takes
    people: tuple[PersonRef, ...]  #: to align on it, unordered; () for two_takes


@dataclass(frozen=True, slots=True)
class Divergence:
    """The outcome of one round. Shares are counts of n; indexes are None where they are not defined."""

    n: int  #: informative answers that count
    landings: tuple[Landing, ...]  #: one per reason, in the sheet's order
    themes: tuple[Theme, ...]  #: largest first
    takes: tuple[Take, ...]  #: largest first
    mismatches: tuple[Mismatch, ...]  #: in the order to deal with them
    tune: float | None  #: None under 5 informative answers
    tune_interval: Interval | None
    unison: float | None  #: None under 5, or where nothing is said
    unison_interval: Interval | None
    quadrant: Quadrant | None
    on_border: bool  #: an interval crosses the quadrant's line
    read_back: int  #: verdicts seen and answered by their writers
    kept: int  #: of these, left as the machine had them: coding accuracy is kept / read_back
    unconfirmed: int  #: informative answers "heard, not confirmed"
    no_information: int  #: answers that say nothing in own words
    objections: int  #: in their own lane, whether or not they are in n

    @property
    def new_tunes(self) -> tuple[Theme, ...]:
        """Own reasons given by two or more."""
        return tuple(theme for theme in self.themes if len(theme.people) > 1)
