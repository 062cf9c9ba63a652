"""Reads a language model's reply about one answer, and believes nothing in it that the answer does not hold."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import cast

from adapters.comparers.llm.prompts import CERTAINTIES
from bot.domain.ids import ReasonId
from bot.domain.sheet import SheetText
from bot.domain.verdict import Chances, OwnReason, Span, Verdict, VerdictKind

MAX_OWN_REASONS = 3  #: of one answer

#: p of the verdict that was named, by how certain the model says it is; not calibrated.
_P = dict(zip(CERTAINTIES, (0.95, 0.8, 0.55), strict=True))
#: How the rest is shared among the other two: a missed reason is likelier than one turned into its opposite.
_SHARE = 0.85


@dataclass(frozen=True, slots=True)
class Reading:
    """What of a reply can be used: None stands for a verdict whose quote is not in the answer."""

    verdicts: tuple[Verdict | None, ...]
    own_reasons: tuple[OwnReason, ...]
    all_found: bool  #: every quote and every own reason stands in the answer
    says_why: bool
    objects: bool

    def mended_by(self, later: "Reading") -> "Reading":
        """The later one; where it has no verdict, this one's."""
        verdicts = tuple(new or old for old, new in zip(self.verdicts, later.verdicts, strict=True))
        return replace(later, verdicts=verdicts)


def read(sheet: SheetText, text: str, sent: str, reply: str) -> Reading | None:
    """None where the reply does not have the shape asked for. `sent` is `text` as the model saw it."""
    value = parsed(reply)
    verdicts, own = value.get("verdicts"), value.get("own_reasons")
    says_why, objects = value.get("says_why"), value.get("objects")
    if not (isinstance(verdicts, dict) and isinstance(own, list) and isinstance(says_why, bool)):
        return None
    if not isinstance(objects, bool) or not all(isinstance(each, str) for each in own):
        return None
    rows = [verdicts.get(f"r{number}") for number in range(1, len(sheet.reasons) + 1)]
    if len(verdicts) != len(rows) or not all(_shaped(row) for row in rows):
        return None
    read_verdicts = tuple(
        _verdict(reason.id, cast("Mapping[str, str]", row), sent)
        for reason, row in zip(sheet.reasons, rows, strict=True)
    )
    spans = [found(each, sent) for each in own]
    return Reading(
        read_verdicts,
        tuple(OwnReason(span.of(text), span) for span in dict.fromkeys(spans) if span)[:MAX_OWN_REASONS],
        all_found=all(spans) and all(read_verdicts),
        says_why=says_why,
        objects=objects,
    )


def parsed(reply: str) -> Mapping[str, object]:
    """The JSON object in a reply; {} where it is none."""
    try:
        value = json.loads(reply)
    except (ValueError, RecursionError):
        return {}
    return cast("Mapping[str, object]", value) if isinstance(value, dict) else {}


def chances(kind: VerdictKind, p: float) -> Chances:
    """`p` for this verdict, the rest shared among the others; they sum to 1."""
    most, least = round((1 - p) * _SHARE, 6), round((1 - p) * (1 - _SHARE), 6)
    match kind:
        case VerdictKind.EXPRESSED:
            return Chances(p, most, least)
        case VerdictKind.ABSENT:
            return Chances(most, p, least)
        case VerdictKind.CONTRADICTED:
            return Chances(least, most, p)


def _shaped(row: object) -> bool:
    return (
        isinstance(row, dict)
        and isinstance(row.get("quote"), str)
        and row.get("verdict") in set(VerdictKind)
        and row.get("certainty") in _P
    )


def _verdict(reason_id: ReasonId, row: Mapping[str, str], sent: str) -> Verdict | None:
    kind, certainty = VerdictKind(row["verdict"]), row["certainty"]
    quote = found(row["quote"], sent)
    if quote is None and kind is not VerdictKind.ABSENT:
        return None
    unsure = certainty == CERTAINTIES[-1]
    rests = kind is not VerdictKind.ABSENT or unsure
    return Verdict(reason_id, kind, unsure, chances(kind, _P[certainty]), quote if rests else None)


def found(quote: str, sent: str) -> Span | None:
    """Where the quote stands, letter by letter; None where it says nothing or stands nowhere."""
    quote = quote.strip()
    start = sent.find(quote) if any(sign.isalnum() for sign in quote) else -1
    return Span(start, start + len(quote)) if start >= 0 else None
