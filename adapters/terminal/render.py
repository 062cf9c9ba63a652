"""Draws the neutral message parts in a terminal. Buttons are left out: there is nobody to press them."""

from typing import assert_never

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.progress_bar import ProgressBar
from rich.rule import Rule
from rich.table import Table as Grid
from rich.text import Text as Line

from bot.domain.own_words import clean
from bot.messages.view import (
    Buttons,
    Chart,
    Divider,
    Facts,
    Heading,
    Items,
    Message,
    Part,
    Quote,
    Run,
    Style,
    Table,
    Text,
)

_STYLES = {Style.PLAIN: "", Style.STRONG: "bold", Style.QUIET: "dim"}
_BAR = 30  #: columns


def show(console: Console, message: Message) -> None:
    """Prints every part, a blank line between two."""
    for part in message.parts:
        drawn = drawing(part)
        if drawn is not None:
            console.print(drawn)
            console.print()


def drawing(part: Part) -> RenderableType | None:  # noqa: PLR0911 - one arm a kind
    """The part as rich draws it; None for what a terminal leaves out. No text is read as markup or control codes."""
    match part:
        case Heading():
            return Line(clean(part.text), style="bold underline")
        case Text():
            return _line(part.runs, quiet=part.quiet)
        case Items():
            return Group(*(_item(item) for item in part.items))
        case Quote():
            return _quote(part)
        case Facts():
            return _facts(part)
        case Chart():
            return _chart(part)
        case Table():
            return _table(part)
        case Divider():
            return Rule(style="dim")
        case Buttons():
            return None
        case _:
            assert_never(part)


def _line(runs: tuple[Run, ...], *, quiet: bool = False) -> Line:
    line = Line(style="dim" if quiet else "")
    for run in runs:
        line.append(_safe(run.text), style=_STYLES[run.style])
    return line


def _safe(text: str) -> str:
    """Cleaned of control codes; the blanks around it stay, they part it from the next run."""
    cleaned = clean(text)
    lead = text[: len(text) - len(text.lstrip())]
    tail = text[len(text.rstrip()) :] if cleaned else ""
    return "".join(c for c in lead if c in " \n") + cleaned + "".join(c for c in tail if c in " \n")


def _item(runs: tuple[Run, ...]) -> RenderableType:
    grid = Grid.grid(padding=(0, 1))
    grid.add_row("•", _line(runs))
    return grid


def _quote(quote: Quote) -> RenderableType:
    line = Line(f"“{clean(quote.text)}”", style="italic")
    if quote.by:
        line.append(f" — {clean(quote.by)}", style="dim")
    return Padding(line, (0, 0, 0, 2))


def _facts(facts: Facts) -> RenderableType:
    grid = Grid.grid(padding=(0, 2))
    for name, value in facts.pairs:
        grid.add_row(Line(clean(name), style="dim"), Line(clean(value)))
    return grid


def _chart(chart: Chart) -> RenderableType:
    grid = Grid.grid(padding=(0, 1))
    for bar in chart.bars:
        drawn = ProgressBar(total=max(1, chart.most), completed=bar.value, width=_BAR, finished_style="bar.complete")
        grid.add_row(Line(clean(bar.label)), drawn, Line(clean(bar.note), style="dim"))
    return Group(Line(clean(chart.title), style="bold"), grid)


def _table(table: Table) -> RenderableType:
    grid = Grid(header_style="bold")
    for cell in table.head:
        grid.add_column(Line(clean(cell)))
    for row in table.rows:
        grid.add_row(*(Line(clean(cell)) for cell in row))
    return grid
