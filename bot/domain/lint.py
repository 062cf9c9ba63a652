"""The clarity review of a sheet: remarks for its author alone, to be taken or left."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from itertools import combinations

from bot.domain.ids import ReasonId
from bot.domain.lint_words import CONNECTIVES, JARGON, JOINTS, LINKS, VAGUE
from bot.domain.sheet import Reason, SheetText

LONG_REASON = 200  #: characters; the longest a reader takes in as one thought
LONG_BODY = 600  #: characters; so long a text seldom has one reason only
SAME = 0.5  #: Jaccard similarity of content words from which two reasons overlap

_CLAUSE_WORDS = 4  #: a shorter part is a remark, not a second reason
_STEM = 5  #: letters that tell content words apart: refund, refunds, refunded
_WORD = re.compile(r"[^\W_]+")
_STOPS = re.compile(r";|(?<!\d)[.!?](?=\s)")
_SIGNS = re.compile(r"[%€$£]|n['’]t\b|\b\d[\d.,]* (?:of|out of|von|de cada|de)\b")


class FindingKind(StrEnum):
    NO_BECAUSE = "no_because"  #: a reason that names no cause, goal or consequence
    JARGON = "jargon"
    TWO_IN_ONE = "two_in_one"
    OVERLAP = "overlap"
    TOO_LONG = "too_long"
    ONE_REASON = "one_reason"  #: a long text with a single reason
    VAGUE_TITLE = "vague_title"  #: the title does not say what changes


@dataclass(frozen=True, slots=True)
class Finding:
    """One remark. `detail` is the word concerned (jargon, the joint of two reasons), or the other reason's label
    (overlap), or "".
    """

    kind: FindingKind
    reason_id: ReasonId | None  #: None for what concerns the whole sheet
    detail: str = ""


def lint(text: SheetText, language: str) -> tuple[Finding, ...]:
    """The remarks on a sheet: on the whole, on each reason, on pairs of them; () for a clear one.

    Precision before recall: of the 182 sheets of the project's corpus, whose reasons are meant to be good, one in
    eight gets a remark. Words are looked for in the sheet's language only ("en",
    "es-MX"); in one without lists nothing is said of links, jargon and joints.
    """
    code = language.replace("_", "-").split("-")[0].lower()
    return (
        *_of_sheet(text),
        *(finding for reason in text.reasons for finding in _of_reason(reason, code)),
        *_overlaps(text.reasons),
    )


def _of_sheet(text: SheetText) -> Iterator[Finding]:
    if all(word in VAGUE or word.isdigit() for word in _words(text.title)):
        yield Finding(FindingKind.VAGUE_TITLE, None)
    if len(text.reasons) == 1 and len(text.body) > LONG_BODY:
        yield Finding(FindingKind.ONE_REASON, text.reasons[0].id)


def _of_reason(reason: Reason, language: str) -> Iterator[Finding]:
    lower = reason.text.lower()
    if language in LINKS and not _linked(lower, language):
        yield Finding(FindingKind.NO_BECAUSE, reason.id)
    for match in _pattern(JARGON.get(language, "")).finditer(lower):
        yield Finding(FindingKind.JARGON, reason.id, reason.text[match.start() : match.end()])
    joint = _joint(lower, language)
    if joint:
        yield Finding(FindingKind.TWO_IN_ONE, reason.id, joint)
    if len(reason.text) > LONG_REASON:
        yield Finding(FindingKind.TOO_LONG, reason.id)


def _linked(clause: str, language: str) -> bool:
    return bool(_pattern(LINKS[language]).search(clause) or _SIGNS.search(clause))


def _joint(lower: str, language: str) -> str:
    """What joins two clauses of some length that would each pass as a reason: a word, a semicolon or the end of a
    sentence; "" where nothing does.
    """
    if language not in LINKS:
        return ""
    for pattern in (_pattern(JOINTS[language]), _STOPS):
        for match in pattern.finditer(lower):
            clauses = lower[: match.start()], lower[match.end() :]
            if all(len(_words(clause)) >= _CLAUSE_WORDS and _linked(clause, language) for clause in clauses):
                return match[0]
    return ""


def _overlaps(reasons: tuple[Reason, ...]) -> Iterator[Finding]:
    for one, other in combinations(reasons, 2):
        first, second = _stems(one.text), _stems(other.text)
        if first and second and len(first & second) >= SAME * len(first | second):
            yield Finding(FindingKind.OVERLAP, other.id, one.label)


def _stems(text: str) -> frozenset[str]:
    return frozenset(word[:_STEM] for word in _words(text) if len(word) >= _STEM - 1 and word not in CONNECTIVES)


def _words(text: str) -> list[str]:
    return _WORD.findall(text.lower())


@cache
def _pattern(words: str) -> re.Pattern[str]:
    """Any of the words, whole; nothing for an empty list."""
    alternatives = "|".join(re.split(r"(?<!\\)\s+", words.strip()))
    return re.compile(rf"\b(?:{alternatives})\b" if alternatives else r"(?!)")
