"""A table as Slack's own, and as lines in a fixed width where a workspace refuses that block."""

from collections.abc import Sequence

from adapters.slack.escape import blank, escaped, shown
from adapters.slack.rich import Block, columns, padded, preformatted
from bot.messages.view import Table

MAX_COLUMNS = 20
MAX_CELLS = 150  #: Slack takes 100 rows; this many fit a page
MAX_CHARACTERS = 3000  #: Slack takes 10,000 in all cells; this many fit a page


def table(shown_table: Table) -> tuple[Block, ...]:
    """The native table; nothing where it has no room. Slack takes one in a message."""
    rows = [[_cell(cell) for cell in row] for row in (shown_table.head, *shown_table.rows)]
    texts = [cell for row in rows for cell in row]
    small = len(texts) <= MAX_CELLS and sum(len(escaped(text).encode()) for text in texts) <= MAX_CHARACTERS
    if not small or not 0 < len(shown_table.head) <= MAX_COLUMNS:
        return ()
    cells = [[{"type": "raw_text", "text": cell} for cell in row] for row in rows]
    first = {"is_wrapped": True}
    rest = [{"align": "right"} for _ in shown_table.head[1:]]
    return ({"type": "table", "rows": cells, "column_settings": [first, *rest]},)


def table_lines(shown_table: Table) -> list[Block]:
    """Columns under each other, the first flush left, the others right."""
    rows = [[_cell(cell) for cell in row] for row in (shown_table.head, *shown_table.rows)]
    widths = [max(columns(row[i]) for row in rows) for i in range(len(shown_table.head))]
    return preformatted(_line(row, widths) for row in rows)


def _line(row: Sequence[str], widths: Sequence[int]) -> str:
    first = padded(row[0], widths[0])
    rest = (" " * (width - columns(cell)) + cell for cell, width in zip(row[1:], widths[1:], strict=True))
    return "  ".join((first, *rest)).rstrip()


def _cell(text: str) -> str:
    """One line; Slack refuses an empty cell."""
    line = " ".join(shown(text).split())
    return "–" if blank(line) else line
