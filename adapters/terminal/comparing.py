"""Compares a list of answers with a sheet, once and unconfirmed, and tells the outcome as JSON values."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from adapters.terminal.answers import Answer
from bot.domain.divergence import Divergence
from bot.domain.figures import figures
from bot.domain.figures_json import as_json
from bot.domain.ids import CheckId, PersonRef, RestatementId, TenantId
from bot.domain.restatement import Account, ReadBack, Restatement, account_of, heard_by
from bot.domain.sheet import SheetText
from bot.domain.verdict import Coding, Span
from bot.ports.compare import Comparer, grouped

_AT_ONCE = 64  #: answers between two reports of progress
_NEVER = datetime(1, 1, 1, tzinfo=UTC)  #: a file does not tell when its answers were given


@dataclass(frozen=True, slots=True)
class Compared:
    """The outcome: one coding for each answer, in the same order, and the figures over all."""

    sheet: SheetText
    answers: tuple[Answer, ...]
    comparer: str
    limits: tuple[str, ...]
    codings: tuple[Coding, ...]
    divergence: Divergence


async def compare(
    sheet: SheetText, answers: Sequence[Answer], comparer: Comparer, progress: Callable[[int], None]
) -> Compared:
    """`progress` is told how many answers were done since it was last told. Raises ComparerUnavailable."""
    codings: list[Coding] = []
    for start in range(0, len(answers), _AT_ONCE):
        some = answers[start : start + _AT_ONCE]
        codings.extend(await comparer.code(sheet, [answer.text for answer in some]))
        progress(len(some))
    accounts = [_account(answer, coding, comparer.name) for answer, coding in zip(answers, codings, strict=True)]
    numbered, grouper, _ = await grouped(comparer, [own for account in accounts for own in account.own_reasons])
    themes = iter(numbered)
    numbers = [[next(themes) for _ in account.own_reasons] for account in accounts]
    divergence = figures(sheet.reasons, accounts, numbers)
    by = heard_by(comparer.name, [coding.coder or comparer.name for coding in codings], grouper)
    return Compared(sheet, tuple(answers), by, comparer.limits_of(by), tuple(codings), divergence)


def _account(answer: Answer, coding: Coding, comparer: str) -> Account:
    """Nobody has read it back: what counts is what was heard."""
    restatement = Restatement(
        RestatementId(answer.id),
        CheckId("terminal"),
        1,
        PersonRef(TenantId("terminal"), answer.id),
        why=answer.text,
        differently="",
        worry="",
        quotable=False,
        objection="",
        submitted_at=_NEVER,
        revision=1,
    )
    return account_of(restatement, ReadBack(coding, comparer, revision=1))


def compared_json(compared: Compared) -> dict[str, object]:
    """The document that `compare --json` prints; stable from outside."""
    codings = [coding_json(answer, coding) for answer, coding in zip(compared.answers, compared.codings, strict=True)]
    return {"comparer": compared.comparer, "codings": codings, "report": as_json(compared.divergence)}


def coding_json(answer: Answer, coding: Coding) -> dict[str, object]:
    """One coding; stable from outside. `columns` is there only where the answer had more columns than id and text,
    `comparer` where another than the one asked coded it.
    """
    more: dict[str, object] = {"columns": dict(answer.columns)} if answer.columns else {}
    if coding.coder:
        more["comparer"] = coding.coder
    return {
        "answer_id": answer.id,
        "verdicts": [
            {
                "reason_id": verdict.reason_id,
                "verdict": verdict.kind.value,
                "unsure": verdict.unsure,
                "p": {
                    "expressed": verdict.p.expressed,
                    "absent": verdict.p.absent,
                    "contradicted": verdict.p.contradicted,
                },
                "quote": _quote(verdict.quote),
            }
            for verdict in coding.verdicts
        ],
        "own_reasons": [{"text": own.text, "quote": _quote(own.quote)} for own in coding.own_reasons],
        "informative": coding.informative,
        "parroting": coding.parroting,
        "objection": coding.objection,
        **more,
    }


def _quote(span: Span | None) -> dict[str, int] | None:
    return None if span is None else {"start": span.start, "end": span.end}
