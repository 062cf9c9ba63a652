"""Bars as Slack's native chart, and as lines of text where a workspace refuses that block."""

from adapters.slack.escape import shown
from adapters.slack.rich import Block, columns, fitting, padded, preformatted, rich_text, section
from bot.messages.lengths import one_line
from bot.messages.view import Bar, Chart, Run, Style

MAX_TITLE = 50
MAX_NAME = 20
MAX_BARS = 20
_WIDTH = 16  #: characters of the longest bar: a line of 20 + 16 + "10 of 10" fits a phone


def chart(shown_chart: Chart) -> tuple[Block, ...]:
    """The native chart with the shares beneath it, which it shows only to a pointer; nothing where it has no room."""
    if not 0 < len(shown_chart.bars) <= MAX_BARS:
        return ()
    names = _names(shown_chart.bars)
    points = [{"label": name, "value": bar.value} for name, bar in zip(names, shown_chart.bars, strict=True)]
    drawn: Block = {
        "type": "data_visualization",
        "title": one_line(shown(shown_chart.title), MAX_TITLE) or "…",
        "chart": {
            "type": "bar",
            "series": [{"name": one_line(f"n = {shown_chart.most}", MAX_NAME), "data": points}],
            "axis_config": {"categories": names},
        },
    }
    return (drawn, *_notes(shown_chart))


def chart_lines(shown_chart: Chart) -> list[Block]:
    """Each bar as a line: label, bar, share."""
    labels = [one_line(shown(bar.label), MAX_NAME) for bar in shown_chart.bars]
    widest = max(map(columns, labels), default=0)
    lines = [
        f"{padded(label, widest)} {padded(_bar(bar.value, shown_chart.most), _WIDTH)} {shown(bar.note) or bar.value}"
        for label, bar in zip(labels, shown_chart.bars, strict=True)
    ]
    title = Run(shown(shown_chart.title), Style.STRONG)
    return [*(rich_text(section(group)) for group in fitting((title,))), *preformatted(lines)]


def _notes(shown_chart: Chart) -> list[Block]:
    notes = [f"{one_line(shown(bar.label), MAX_NAME)}: {shown(bar.note)}" for bar in shown_chart.bars if bar.note]
    if not notes:
        return []
    text = {"type": "plain_text", "text": " · ".join(notes), "emoji": False}
    return [{"type": "context", "elements": [text]}]


def _names(bars: tuple[Bar, ...]) -> list[str]:
    """The labels, none empty and no two alike: Slack takes them for the categories of the axis."""
    names: list[str] = []
    for i, bar in enumerate(bars):
        name = one_line(shown(bar.label), MAX_NAME) or "–"
        names.append(name if name not in names else f"{one_line(name, MAX_NAME - 5)} ({i + 1})")
    return names


def _bar(value: int, most: int) -> str:
    """A full block for each part; at least one where there is anybody."""
    return "█" * (max(1, round(_WIDTH * value / most)) if value and most else 0)
