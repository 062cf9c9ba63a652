"""What a comparer says of one text, and how it stands once its writer has seen it."""

from dataclasses import dataclass
from enum import StrEnum

from bot.domain.ids import ReasonId


class VerdictKind(StrEnum):
    EXPRESSED = "expressed"
    ABSENT = "absent"
    CONTRADICTED = "contradicted"


@dataclass(frozen=True, slots=True)
class Span:
    """Half-open range of Unicode code points in the text it quotes."""

    start: int
    end: int

    def of(self, text: str) -> str:
        return text[self.start : self.end]


@dataclass(frozen=True, slots=True)
class Chances:
    """Calibrated probabilities of the three verdicts; they sum to 1."""

    expressed: float
    absent: float
    contradicted: float


@dataclass(frozen=True, slots=True)
class Verdict:
    """For one reason and one text. `kind` is the most probable one, also where `unsure`."""

    reason_id: ReasonId
    kind: VerdictKind
    unsure: bool
    p: Chances
    quote: Span | None  #: what the verdict rests on; None where nothing was found


@dataclass(frozen=True, slots=True)
class OwnReason:
    """Something given as the why that is not on the sheet."""

    text: str
    quote: Span | None


@dataclass(frozen=True, slots=True)
class Coding:
    """One text compared with one sheet: k verdicts in the order of the sheet's reasons."""

    verdicts: tuple[Verdict, ...]
    own_reasons: tuple[OwnReason, ...]
    informative: bool  #: False: says nothing about the why in own words
    parroting: bool  #: copies the sheet's own words
    objection: bool  #: disagrees with the change
    coder: str = ""  #: name of who coded it in place of the comparer that was asked, wholly or in part; "": nobody
    capped: bool = False  #: that was for the check's cap on what a language model may cost


class Standing(StrEnum):
    """How one reason stands in one person's answer."""

    UNPROMPTED = "unprompted"  #: said in the answer, or in the writer's own fix of the read-back
    RECOGNISED = "recognised"  #: only agreed to when it was shown
    ABSENT = "absent"
    CONTRADICTED = "contradicted"
