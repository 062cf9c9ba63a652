"""Runs as Adaptive Cards' rich text, which shows text as it stands: no mention, link or mark in it comes to life."""

import json
from collections.abc import Iterator, Sequence
from typing import Any

from adapters.teams.escape import alike, blank, chunks, harmless, shown
from bot.messages.view import Run, Style

Element = dict[str, Any]

MAX_PIECE = 12_000  #: bytes of JSON; several of them fit a card
_RUN = 1000  #: characters; the worst of them, all beyond the first plane, fit a piece

_STYLES: dict[Style, Element] = {
    Style.PLAIN: {},
    Style.STRONG: {"weight": "Bolder"},
    Style.QUIET: {"isSubtle": True, "italic": True},
}


def rich(runs: Sequence[Run], **look: object) -> list[Element]:
    """One block a line, so that every client breaks them alike; nothing where there is nothing to see."""
    blocks: list[Element] = []
    gap = False
    for line in _lines(runs):
        if blank("".join(run.text for run in line)):
            gap = True
            continue
        for inlines in _fitting(line, look):
            block: Element = {"type": "RichTextBlock", "inlines": inlines}
            blocks.append({**block, "spacing": "Small" if gap else "None"} if blocks else block)
            gap = False
    return blocks


def quiet(text: str) -> list[Element]:
    """A small aside."""
    return rich((Run(text),), isSubtle=True, size="Small")


def line(text: str, **look: object) -> Element:
    """One line of text: as plain TextBlock where Markdown reads nothing in it, else as rich text."""
    flat = " ".join(shown(text).split())
    if harmless(flat):
        return {"type": "TextBlock", "text": flat, "wrap": True, **look}
    run = {"type": "TextRun", "text": "…" if blank(flat) else flat}
    return {"type": "RichTextBlock", "inlines": [{**run, **{k: v for k, v in look.items() if k != "style"}}]}


def size(value: object) -> int:
    """Bytes of its JSON with every sign beyond ASCII escaped, as the SDK writes it: never less than in UTF-8."""
    return len(json.dumps(value))


def label(text: str) -> str:
    """One line for a title, a label or a fact."""
    flat = alike(text)
    return "…" if blank(flat) else flat


def _lines(runs: Sequence[Run]) -> list[list[Run]]:
    lines: list[list[Run]] = [[]]
    for run in runs:
        first, *more = shown(run.text).split("\n")
        lines[-1].append(Run(first, run.style))
        lines += [[Run(rest, run.style)] for rest in more]
    return lines


def _fitting(runs: Sequence[Run], look: Element) -> Iterator[list[Element]]:
    group: list[Element] = []
    for run in runs:
        for text in chunks(run.text, _RUN):
            inline = {"type": "TextRun", "text": text, **look, **_STYLES[run.style]}
            if group and size([*group, inline]) > MAX_PIECE:
                yield group
                group = []
            group.append(inline)
    if group:
        yield group
