"""Each neutral part as Slack's blocks. The limits are those of Slack's Block Kit reference."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import count
from typing import assert_never

from adapters.slack.charts import chart, chart_lines
from adapters.slack.escape import blank, chunks, escaped, shown
from adapters.slack.rich import MAX_BLOCK, Block, bullets, cost, fitting, quote, rich_text, section
from adapters.slack.tables import table, table_lines
from bot.messages.catalogue import FALLBACK, Catalogue, catalogue, languages
from bot.messages.lengths import MAX_HEADING, one_line
from bot.messages.view import (
    Button,
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
    Weight,
)

MAX_CONTEXT = 2000
MAX_LABEL = 75
MAX_VALUE = 2000
MAX_ACTIONS = 25
MAX_CONFIRM_TITLE = 100
MAX_CONFIRM_TEXT = 300
MAX_CONFIRM_LABEL = 30
PRESS = "press"  #: what the action ids of our buttons begin with

_MARKS = frozenset("*_~`<>&:\n")


@dataclass(frozen=True, slots=True)
class Drawn:
    """What one part becomes; `bare` is the same without the blocks that an older workspace refuses."""

    native: tuple[Block, ...]
    bare: tuple[Block, ...]
    chart: Chart | None = None  #: what `native` shows of it, and `bare` only in words


def drawn_message(message: Message) -> list[Drawn]:
    """All parts; the summary where none of them has anything to see."""
    numbers = count(1)
    pieces = [piece for part in message.parts for piece in drawn(part, numbers)]
    return pieces or drawn(Text((Run("…" if blank(shown(message.summary)) else message.summary),)), numbers)


def drawn(part: Part, numbers: Iterator[int]) -> list[Drawn]:
    """The part's blocks, each of them one that may stand alone. `numbers` keep the action ids of a message apart."""
    native: tuple[Block, ...] = ()
    if isinstance(part, Chart):
        native, bare = chart(part), chart_lines(part)
    elif isinstance(part, Table):
        native, bare = table(part), table_lines(part)
    else:
        bare = _plain_blocks(part, numbers)
    if native:
        return [Drawn(native, tuple(bare), part if isinstance(part, Chart) else None)]
    return [Drawn((block,), (block,)) for block in bare]


def _plain_blocks(  # noqa: PLR0911 — one arm a kind
    part: Heading | Text | Items | Quote | Facts | Divider | Buttons, numbers: Iterator[int]
) -> list[Block]:
    match part:
        case Heading(text):
            return _heading(text)
        case Text(runs, quiet):
            return context(runs) if quiet else [rich_text(section(group)) for group in fitting(runs)]
        case Items(items):
            return _items(items)
        case Quote(text, by):
            signed = (Run(text), *((Run(f"\n— {by}", Style.QUIET),) if by else ()))
            return [] if blank(text) else [rich_text(quote(group)) for group in fitting(signed)]
        case Facts(pairs):
            return [rich_text(section(group)) for group in fitting(_facts(pairs))]
        case Divider():
            return [{"type": "divider"}]
        case Buttons(buttons):
            return _actions(buttons, numbers)
        case _:
            assert_never(part)


def plain_text(text: str, most: int) -> Block:
    """One line of at most `most` characters that Slack reads nothing into, not even an emoji's name."""
    line = one_line(shown(text), most)
    return {"type": "plain_text", "text": "…" if blank(line) else line, "emoji": False}


def context(runs: Sequence[Run]) -> list[Block]:
    """An aside. Context knows no rich text: it keeps its styles only where no sign in it could be read as markup."""
    text = shown("".join(run.text for run in runs))
    if blank(text):
        return []
    styled = any(run.style is not Style.PLAIN for run in runs)
    if styled and not _MARKS & set(text) and len(text) <= MAX_CONTEXT // 2:
        words: Block = {"type": "mrkdwn", "text": "".join(map(_marked, runs)), "verbatim": True}
        return [{"type": "context", "elements": [words]}]
    return [
        {"type": "context", "elements": [{"type": "plain_text", "text": piece, "emoji": False}]}
        for piece in chunks(text, MAX_CONTEXT)
        if not blank(piece)
    ]


def _marked(run: Run) -> str:
    """Slack reads a mark only where it stands against its word."""
    text = shown(run.text)
    mark = {Style.PLAIN: "", Style.STRONG: "*", Style.QUIET: "_"}[run.style]
    words = text.strip()
    if not mark or not words:
        return text
    return text.replace(words, f"{mark}{words}{mark}", 1)


def _heading(text: str) -> list[Block]:
    if blank(shown(text)):
        return []
    if len(escaped(text)) <= MAX_HEADING:
        return [{"type": "header", "text": plain_text(text, MAX_HEADING)}]
    return [rich_text(section(group)) for group in fitting((Run(text, Style.STRONG),))]


def _items(items: Sequence[Sequence[Run]]) -> list[Block]:
    """A list in as many blocks as it needs."""
    blocks: list[Block] = []
    rows: list[Sequence[Run]] = []
    for row in (group for item in items for group in fitting(item)):
        if rows and sum(map(cost, (*rows, row))) > MAX_BLOCK:
            blocks.append(rich_text(bullets(rows)))
            rows = []
        rows.append(row)
    return [*blocks, *((rich_text(bullets(rows)),) if rows else ())]


def _facts(pairs: Sequence[tuple[str, str]]) -> Iterator[Run]:
    for i, (name, value) in enumerate(pairs):
        yield Run(("\n" if i else "") + f"{name}: ", Style.STRONG)
        yield Run(value)


def _actions(buttons: Sequence[Button], numbers: Iterator[int]) -> list[Block]:
    elements = [_button(button, next(numbers)) for button in buttons]
    rows = range(0, len(elements), MAX_ACTIONS)
    return [{"type": "actions", "elements": elements[i : i + MAX_ACTIONS]} for i in rows]


def _button(button: Button, number: int) -> Block:
    """The action in the id, told apart by a number; the subject in the value, which Slack wants not empty."""
    if len(button.subject) > MAX_VALUE:
        raise ValueError(f"a button's subject is ids: {len(button.subject)} characters")
    return {
        "type": "button",
        "text": plain_text(button.label, MAX_LABEL),
        "action_id": f"{PRESS}:{number}:{button.action}",
        **({"value": button.subject} if button.subject else {}),
        **({} if button.weight is Weight.PLAIN else {"style": button.weight.value}),
        **({"confirm": _confirm(button)} if button.confirm else {}),
    }


def _confirm(button: Button) -> Block:
    return {
        "title": plain_text(button.label, MAX_CONFIRM_TITLE),
        "text": plain_text(button.confirm, MAX_CONFIRM_TEXT),
        "confirm": plain_text(button.label, MAX_CONFIRM_LABEL),
        "deny": plain_text(texts_of(button.confirm)("form.cancel"), MAX_CONFIRM_LABEL),
        **({"style": "danger"} if button.weight is Weight.DANGER else {}),
    }


@cache
def texts_of(text: str) -> Catalogue:
    """The catalogue that a fixed text comes from: for the few words that Slack wants beside it."""
    return catalogue(next((code for code in languages() if text in catalogue(code).templates.values()), FALLBACK))
