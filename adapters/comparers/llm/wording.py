"""Reads what a language model worded: remarks, ways to explain, translations. What can be checked is checked."""

from collections.abc import Iterator, Mapping

from adapters.comparers.llm.endpoint import Failed
from adapters.comparers.llm.prompts import MAX_WAYS, REMARKS, SHEET
from adapters.comparers.llm.reading import parsed
from bot.domain.lint import Finding, FindingKind
from bot.domain.own_words import clean
from bot.domain.sheet import MAX_REASON, Reason, SheetText

MAX_REMARKS = 12
MOST_LONGER, ROOM = 3, 100  #: a translation has at most so many times the characters, and so many more
MAX_WORDS = 60  #: characters that a remark may quote


def remarks_in(sheet: SheetText, reply: str) -> tuple[Finding, ...]:
    """Remarks that fit the sheet: of a kind that was asked for, on a reason there is, quoting what stands in it.
    Raises Failed where the reply does not have the shape asked for.
    """
    remarks = parsed(reply).get("remarks")
    if not isinstance(remarks, list) or not all(isinstance(each, dict) for each in remarks):
        raise Failed("shape")
    return tuple(dict.fromkeys(finding for each in remarks for finding in _finding(sheet, each)))[:MAX_REMARKS]


def ways_in(reply: str) -> tuple[str, ...]:
    """Sentences of a reason's length, at least one. Raises Failed."""
    ways = parsed(reply).get("ways")
    if not isinstance(ways, list) or not all(isinstance(each, str) for each in ways):
        raise Failed("shape")
    lines = dict.fromkeys(" ".join(clean(way).split()) for way in ways)
    fitting = [line for line in lines if any(sign.isalnum() for sign in line) and len(line) <= MAX_REASON]
    if not fitting:
        raise Failed("shape")
    return tuple(fitting[:MAX_WAYS])


def translation_in(words: str, reply: str) -> str:
    """Text of about the length of the words. Raises Failed."""
    translation = parsed(reply).get("translation")
    if not isinstance(translation, str) or len(translation) > MOST_LONGER * len(words) + ROOM:
        raise Failed("shape")
    return clean(translation)


def _finding(sheet: SheetText, remark: Mapping[str, object]) -> Iterator[Finding]:
    """The remark, or nothing."""
    numbered = {f"r{i}": reason for i, reason in enumerate(sheet.reasons, 1)}
    kind, words = remark.get("kind"), remark.get("words")
    reason, other = numbered.get(str(remark.get("about"))), numbered.get(str(remark.get("other")))
    if kind not in REMARKS or not isinstance(words, str):
        return
    match FindingKind(str(kind)), reason:
        case FindingKind.VAGUE_TITLE, None if remark.get("about") == SHEET:
            yield Finding(FindingKind.VAGUE_TITLE, None)
        case FindingKind.NO_BECAUSE, Reason():
            yield Finding(FindingKind.NO_BECAUSE, reason.id)
        case FindingKind.OVERLAP, Reason() if other and other != reason:
            yield Finding(FindingKind.OVERLAP, reason.id, other.label)
        case (FindingKind.JARGON | FindingKind.TWO_IN_ONE) as quoting, Reason() if _stands(words, reason.text):
            yield Finding(quoting, reason.id, words.strip())
        case _:
            pass


def _stands(words: str, text: str) -> bool:
    return any(sign.isalnum() for sign in words) and len(words.strip()) <= MAX_WORDS and words.strip() in text
