"""Runs as Slack's rich_text, which shows text as it stands: no mention, link or mark in it comes to life."""

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from adapters.slack.escape import blank, chunks, escaped, shown
from bot.messages.view import Run, Style

Block = dict[str, object]
Element = dict[str, object]

#: Slack names no limit for one rich_text block: this is a section's limit, with room for entities and styles.
MAX_BLOCK = 4000
_PIECE = 600  #: characters; the worst of them, all "&", still fit a block
_ELEMENT = 60  #: what a text costs beside its characters

_STYLES: dict[Style, dict[str, bool]] = {Style.PLAIN: {}, Style.STRONG: {"bold": True}, Style.QUIET: {"italic": True}}


def rich_text(*elements: Element) -> Block:
    return {"type": "rich_text", "elements": list(elements)}


def section(runs: Sequence[Run]) -> Element:
    return {"type": "rich_text_section", "elements": _texts(runs)}


def quote(runs: Sequence[Run]) -> Element:
    return {"type": "rich_text_quote", "elements": _texts(runs)}


def bullets(items: Sequence[Sequence[Run]], style: str = "bullet") -> Element:
    return {"type": "rich_text_list", "style": style, "elements": [section(item) for item in items]}


def preformatted(lines: Iterable[str]) -> list[Block]:
    """Lines in a fixed width, in as many blocks as they need."""
    texts = ("".join(run.text for run in group).strip("\n") for group in fitting((Run("\n".join(lines)),)))
    return [
        rich_text({"type": "rich_text_preformatted", "elements": [{"type": "text", "text": text}]}) for text in texts
    ]


def fitting(runs: Iterable[Run]) -> list[tuple[Run, ...]]:
    """The runs in groups that fit a block each; nothing where there is nothing to see."""
    groups: list[list[Run]] = [[]]
    for run in _pieces(runs):
        if cost((*groups[-1], run)) > MAX_BLOCK:
            groups.append([])
        groups[-1].append(run)
    return [_merged(group) for group in groups if not blank("".join(run.text for run in group))]


def cost(runs: Iterable[Run]) -> int:
    """About what Slack counts for them: bytes, with & < > as entities."""
    return sum(len(escaped(run.text).encode()) + _ELEMENT for run in runs)


def _merged(runs: Iterable[Run]) -> tuple[Run, ...]:
    return tuple(Run("".join(run.text for run in same), style) for style, same in groupby(runs, lambda run: run.style))


def columns(text: str) -> int:
    """How many columns of a fixed-width font the text takes."""
    return sum(
        0 if unicodedata.combining(char) else 2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text
    )


def padded(text: str, width: int) -> str:
    return text + " " * max(0, width - columns(text))


def _pieces(runs: Iterable[Run]) -> Iterator[Run]:
    for run in runs:
        for piece in chunks(shown(run.text), _PIECE):
            yield Run(piece, run.style)


def _texts(runs: Sequence[Run]) -> list[Element]:
    """Slack refuses an empty text element and an element without any."""
    texts = [_text(run) for run in runs if run.text]
    return texts or [{"type": "text", "text": " "}]


def _text(run: Run) -> Element:
    style = _STYLES[run.style]
    return {"type": "text", "text": run.text, **({"style": style} if style else {})}
