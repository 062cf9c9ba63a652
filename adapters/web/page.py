"""Messages as one self-contained HTML page: no script, nothing loaded, every text escaped. For files and printing."""

import re
from collections.abc import Iterable, Sequence
from html import escape
from pathlib import Path
from typing import assert_never

from bot.messages.view import (
    Bar,
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

_STYLE = Path(__file__).parent / "static" / "page.css"
_NUMBERED = re.compile("[①-⑳]")
_TAGS = {Style.PLAIN: "{}", Style.STRONG: "<strong>{}</strong>", Style.QUIET: '<span class="quiet">{}</span>'}


def page(messages: Sequence[Message], *, title: str, language: str) -> str:
    """The whole document. `language` is a language tag; buttons are left out."""
    sections = "\n".join(f"<section>{_parts(message.parts)}</section>" for message in messages)
    return f"""<!doctype html>
<html lang="{escape(language)}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>{escape(title)}</title>
<style>
{_STYLE.read_text("utf-8")}</style>
</head>
<body>
<main>
<h1 dir="auto">{escape(title)}</h1>
{sections}
</main>
</body>
</html>
"""


def _parts(parts: Iterable[Part]) -> str:
    return "\n".join(_part(part) for part in parts)


def _part(part: Part) -> str:  # noqa: PLR0911 — one arm a kind
    match part:
        case Heading(text):
            return f'<h2 dir="auto">{escape(text)}</h2>'
        case Text(runs, quiet):
            look = ' class="quiet"' if quiet else ""
            return f'<p dir="auto"{look}>{_runs(runs)}</p>'
        case Items(items):
            return f"<ul>{''.join(map(_item, items))}</ul>"
        case Quote(text, by):
            caption = f"<figcaption>{escape(by)}</figcaption>" if by else ""
            return f'<figure class="quote"><blockquote dir="auto">{escape(text)}</blockquote>{caption}</figure>'
        case Facts(pairs):
            rows = "".join(f"<div><dt>{escape(name)}</dt><dd>{escape(value)}</dd></div>" for name, value in pairs)
            return f"<dl>{rows}</dl>"
        case Chart():
            return _chart(part)
        case Table(head, rows):
            return _table(head, rows)
        case Divider():
            return "<hr>"
        case Buttons():
            return ""
        case _:
            assert_never(part)


def _item(runs: Sequence[Run]) -> str:
    """A number of its own stands where the bullet would."""
    numbered = ' class="numbered"' if _NUMBERED.match("".join(run.text for run in runs)) else ""
    return f'<li dir="auto"{numbered}>{_runs(runs)}</li>'


def _runs(runs: Sequence[Run]) -> str:
    return "".join(_TAGS[run.style].format(escape(run.text)) for run in runs)


def _chart(chart: Chart) -> str:
    said = "; ".join(f"{bar.label}: {bar.note or bar.value}" for bar in chart.bars)
    rows = "".join(_bar(bar, chart.most) for bar in chart.bars)
    name, title = escape(f"{chart.title}. {said}"), escape(chart.title)
    return f'<figure class="chart" role="img" aria-label="{name}"><figcaption>{title}</figcaption>{rows}</figure>'


def _bar(bar: Bar, most: int) -> str:
    share = min(100.0, 100 * bar.value / most) if most else 0.0
    return (
        f'<div class="row"><span class="label">{escape(bar.label)}</span>'
        f'<span class="track"><span class="fill" style="width:{share:.1f}%"></span></span>'
        f'<span class="note">{escape(bar.note or str(bar.value))}</span></div>'
    )


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    titles = "".join(f'<th scope="col">{escape(cell)}</th>' for cell in head)
    body = "".join(_row(row) for row in rows)
    return f'<div class="table"><table><thead><tr>{titles}</tr></thead><tbody>{body}</tbody></table></div>'


def _row(cells: Sequence[str]) -> str:
    return f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in cells)}</tr>"
