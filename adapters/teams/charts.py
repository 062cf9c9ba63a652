"""Bars as Teams' own chart with a set of facts where a client has none, and tables."""

from collections.abc import Iterator, Sequence

from adapters.teams.escape import blank, shown
from adapters.teams.rich import MAX_PIECE, Element, label, line, rich, size
from bot.messages.lengths import one_line
from bot.messages.view import Bar, Chart, Run, Table

MAX_BARS = 20
_WIDTH = 10  #: characters of the longest bar, where bars are characters


def chart(drawn: Chart) -> list[Element]:
    """`Chart.HorizontalBar`; its fallback is what clients without charts show."""
    if not drawn.bars:
        return []
    title = one_line(shown(drawn.title), 80)
    instead: Element = {"type": "Container", "items": [line(title, weight="Bolder"), _facts(drawn)]}
    if len(drawn.bars) > MAX_BARS:
        return [instead]
    native: Element = {
        "type": "Chart.HorizontalBar",
        "title": title,
        "displayMode": "AbsoluteNoAxis",
        "data": [{"x": name, "y": bar.value} for name, bar in zip(_names(drawn.bars), drawn.bars, strict=True)],
        "fallback": instead,
    }
    return [native]


def table(drawn: Table) -> list[Element]:
    """A table in as many pieces as it needs, the head on each; rows too long for one are lines."""
    if not drawn.head:
        return []
    head = _row(drawn.head, weight="Bolder", size="Small")
    rows = [_row(row) for row in drawn.rows]
    if any(size([head, row]) > MAX_PIECE for row in rows):
        return [block for row in (drawn.head, *drawn.rows) for block in rich((Run(" · ".join(row)),))]
    columns = [{"width": 2}, *({"width": 1} for _ in drawn.head[1:])]
    return [
        {
            "type": "Table",
            "columns": columns,
            "rows": [head, *group],
            "firstRowAsHeader": True,
            "showGridLines": False,
        }
        for group in _grouped(head, rows)
    ]


def _facts(drawn: Chart) -> Element:
    facts = [
        {
            "title": label(bar.label),
            "value": f"{_bar(bar.value, drawn.most)} {label(bar.note or str(bar.value))}".strip(),
        }
        for bar in drawn.bars
    ]
    return {"type": "FactSet", "facts": facts}


def _names(bars: Sequence[Bar]) -> list[str]:
    """Label and share, no two alike: they are the categories of the axis."""
    names: list[str] = []
    for i, bar in enumerate(bars):
        given = one_line(shown(bar.label), 40)
        name = f"{'–' if blank(given) else given}{f' · {shown(bar.note)}' if bar.note else ''}"
        names.append(name if name not in names else f"{name} ({i + 1})")
    return names


def _bar(value: int, most: int) -> str:
    """A full block for each part; at least one where there is anybody."""
    return "█" * (max(1, round(_WIDTH * value / most)) if value and most else 0)


def _row(cells: Sequence[str], **look: object) -> Element:
    items = [[line("–" if blank(shown(cell)) else cell, **look)] for cell in cells]
    return {"type": "TableRow", "cells": [{"type": "TableCell", "items": item} for item in items]}


def _grouped(head: Element, rows: Sequence[Element]) -> Iterator[list[Element]]:
    group: list[Element] = []
    for row in rows:
        if group and size([head, *group, row]) > MAX_PIECE:
            yield group
            group = []
        group.append(row)
    yield group
