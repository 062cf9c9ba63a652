"""A person's own words in a round, the read-back of them, and the account that counts in the report."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from bot.domain.ids import CheckId, PersonRef, ReasonId, RestatementId
from bot.domain.verdict import Coding, Standing, Verdict, VerdictKind

MAX_QUESTIONS = 2  #: at most so many "did you also mean …?" in one read-back


@dataclass(frozen=True, slots=True)
class Restatement:
    """One answer. `fix` is what its writer added in the read-back; both are coded together."""

    id: RestatementId
    check_id: CheckId
    round: int
    person: PersonRef
    why: str
    differently: str
    worry: str
    quotable: bool  #: the writer ticked "may be quoted"
    objection: str  #: what the writer disagrees with, "" if nothing
    submitted_at: datetime
    revision: int  #: counts from 1; an edit or a fix raises it
    fix: str = ""
    gated: bool = False  #: kept as "no information" after the own-words gate asked once

    @property
    def text(self) -> str:
        """What is coded. Quotes index into it."""
        return f"{self.why}\n{self.fix}" if self.fix else self.why


@dataclass(frozen=True, slots=True)
class ReadBack:
    """What was heard in one revision of a restatement, and what its writer said to that."""

    coding: Coding
    comparer: str  #: name of the comparer that coded, printed in the report
    revision: int  #: of the restatement that was coded
    yes: frozenset[ReasonId] = frozenset()  #: questions answered "yes, that too"
    no: frozenset[ReasonId] = frozenset()  #: questions answered "no"
    dropped: frozenset[ReasonId] = frozenset()  #: heard, but the writer said "I did not mean that"
    dropped_own: frozenset[str] = frozenset()  #: own reasons the writer struck out, by their text
    confirmed_at: datetime | None = None  #: when the writer said "Yes"


@dataclass(frozen=True, slots=True)
class Account:
    """One row of the matrix participants × reasons: what counts of one answer."""

    person: PersonRef
    standings: Mapping[ReasonId, Standing] = field(hash=False)
    own_reasons: tuple[str, ...]
    informative: bool
    confirmed: bool  #: the writer saw the read-back and said yes
    objection: bool
    read_back: int = 0  #: verdicts that the writer saw and answered
    kept: int = 0  #: of these, how many the writer left as the machine had them


def heard_by(asked: str, coders: Sequence[str], grouper: str) -> str:
    """Who heard a round, as the report prints it: the comparer that was asked; with numbers of answers where others
    coded some of them, or grouped the own reasons.
    """
    counts = Counter({asked: 0})
    counts.update(coders)
    others = sorted({*counts, grouper} - {asked})
    if not others:
        return asked
    return ", ".join(f"{name} ({counts[name]})" if name in counts else name for name in (asked, *others))


def questions(coding: Coding) -> tuple[Verdict, ...]:
    """The verdicts to ask about instead of stating them: the ≤ 2 unsure ones closest to even."""
    unsure = sorted((v for v in coding.verdicts if v.unsure), key=lambda v: (abs(v.p.expressed - 0.5), v.reason_id))
    chosen = {v.reason_id for v in unsure[:MAX_QUESTIONS]}
    return tuple(v for v in coding.verdicts if v.reason_id in chosen)


def stated(coding: Coding) -> tuple[Verdict, ...]:
    """The verdicts a read-back states as heard: expressed or contradicted, and not asked about."""
    asked = {v.reason_id for v in questions(coding)}
    return tuple(v for v in coding.verdicts if v.kind is not VerdictKind.ABSENT and v.reason_id not in asked)


def account_of(restatement: Restatement, read_back: ReadBack | None) -> Account:
    """What counts of one answer: the machine's draft as far as its writer let it stand.

    A question the machine leaned to "expressed" on and the writer affirmed was said unprompted; one it leaned to
    "absent" on is only recognised; one left open does not count. A contradiction counts once the writer has confirmed
    it, never before.
    """
    if read_back is None:
        return Account(
            restatement.person, {}, (), informative=False, confirmed=False, objection=bool(restatement.objection)
        )
    coding = read_back.coding
    answered = _answered(read_back)
    return Account(
        restatement.person,
        {verdict.reason_id: _standing(verdict, read_back) for verdict in coding.verdicts},
        tuple(own.text for own in coding.own_reasons if own.text not in read_back.dropped_own),
        informative=coding.informative and not restatement.gated,
        confirmed=read_back.confirmed_at is not None,
        objection=bool(restatement.objection) or coding.objection,
        read_back=len(answered),
        kept=sum(_kept(verdict, read_back) for verdict in coding.verdicts if verdict.reason_id in answered),
    )


def _answered(read_back: ReadBack) -> set[ReasonId]:
    """The verdicts that the writer saw and answered."""
    shown = {verdict.reason_id for verdict in stated(read_back.coding)}
    asked = {verdict.reason_id for verdict in questions(read_back.coding)}
    seen = shown if read_back.confirmed_at else shown & read_back.dropped
    return seen | (asked & (read_back.yes | read_back.no))


def _standing(verdict: Verdict, read_back: ReadBack) -> Standing:
    reason_id = verdict.reason_id
    if reason_id in read_back.yes:
        return Standing.UNPROMPTED if verdict.kind is VerdictKind.EXPRESSED else Standing.RECOGNISED
    if reason_id in read_back.no or reason_id in read_back.dropped:
        return Standing.ABSENT
    if verdict in questions(read_back.coding):
        return Standing.ABSENT
    match verdict.kind:
        case VerdictKind.EXPRESSED:
            return Standing.UNPROMPTED
        case VerdictKind.CONTRADICTED if read_back.confirmed_at is not None:
            return Standing.CONTRADICTED
        case _:
            return Standing.ABSENT


def _kept(verdict: Verdict, read_back: ReadBack) -> bool:
    if verdict.reason_id in read_back.yes:
        return verdict.kind is VerdictKind.EXPRESSED
    if verdict.reason_id in read_back.no:
        return verdict.kind is not VerdictKind.EXPRESSED
    return verdict.reason_id not in read_back.dropped
