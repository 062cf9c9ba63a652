"""Cuts a text into sentences and clauses, keeping where each stands. English, Spanish, German, French, Portuguese."""

import re
from collections.abc import Iterator

from bot.domain.verdict import Span

MAX_READ = 20_000  #: characters of a text that are looked at; what lies beyond is kept by its writer and not coded
MAX_PIECES = 150  #: sentences of a text that are looked at
MIN_CLAUSE = 3  #: words
MAX_PIECE = 600  #: characters; a longer run without a full stop is cut at a space

_ABBREVIATION = re.compile(
    r"(?:\b(?:e\.g|i\.e|etc|vs|approx|no|nr|bzw|ca|ggf|inkl|evtl|z\.\s?b|d\.\s?h|u\.\s?a|p\.\s?ej|p\.\s?ex|aprox"
    r"|mr|mrs|ms|dr|sr|sra|dra|st|núm|art|max|min|std|usw)|\b[^\W\d_]|(?<!\d)\d{1,2})\.$",
    re.IGNORECASE,
)
_END = re.compile(r"[.!?…]+[\"'”’»)\]]*(?=\s|$)|[;。！？](?=\s|$)|\s*[\n\r\u2028\u2029]+")
_BULLET = re.compile(r"\s*(?:[-*•·–—>]+\s+|\(?\d{1,2}[.)]\s+|[☐✓✔➤→]\s*)?")
_CLAUSE = re.compile(
    r",\s+(?=(?:and|but|so|because|since|which|y|e|pero|porque|sino|und|aber|weil|da|damit|sondern|denn|sonst|et|mais|car"
    r"|parce|mas|pois|otherwise|not|rather)\b)|\s+[-–—]+\s+|:\s+",
    re.IGNORECASE,
)


def sentences(text: str) -> tuple[Span, ...]:
    """The sentences and lines of a text, without the blanks and bullets around them; only those with a letter or digit.

    At most MAX_PIECES, each of at most MAX_PIECE characters, from the first MAX_READ characters.
    """
    found: list[Span] = []
    for span in _runs(text[:MAX_READ]):
        found.extend(_cut(text, span))
        if len(found) >= MAX_PIECES:
            break
    return tuple(found[:MAX_PIECES])


def clauses(text: str, sentence: Span) -> tuple[Span, ...]:
    """The parts of a sentence that could stand alone, of at least MIN_CLAUSE words each; () where it has only one."""
    bounds = [sentence.start]
    for mark in _CLAUSE.finditer(text, sentence.start, sentence.end):
        if min(_words(text, bounds[-1], mark.start()), _words(text, mark.end(), sentence.end)) >= MIN_CLAUSE:
            bounds.append(mark.end())
    if len(bounds) == 1:
        return ()
    ends = [*bounds[1:], sentence.end]
    return tuple(_trimmed(text, start, end) for start, end in zip(bounds, ends, strict=True))


def _words(text: str, start: int, end: int) -> int:
    return len(text[start:end].split())


def _runs(text: str) -> Iterator[Span]:
    start = 0
    for mark in _END.finditer(text):
        if mark[0] == "." and _ABBREVIATION.search(text, max(start, mark.end() - 12), mark.end()):
            continue
        yield from _telling(text, start, mark.end())
        start = mark.end()
    yield from _telling(text, start, len(text))


def _telling(text: str, start: int, end: int) -> Iterator[Span]:
    bullet = _BULLET.match(text, start, end)
    span = _trimmed(text, bullet.end() if bullet else start, end)
    if any(char.isalnum() for char in text[span.start : span.end]):
        yield span


def _trimmed(text: str, start: int, end: int) -> Span:
    piece = text[start:end]
    stripped = piece.strip().rstrip(",:–—- ")
    lead = len(piece) - len(piece.lstrip())
    return Span(start + lead, start + lead + len(stripped))


def _cut(text: str, span: Span) -> Iterator[Span]:
    start = span.start
    while span.end - start > MAX_PIECE:
        space = text.rfind(" ", start + MAX_PIECE // 2, start + MAX_PIECE)
        end = space if space > 0 else start + MAX_PIECE
        yield from _telling(text, start, end)
        start = end
    yield from _telling(text, start, span.end)
