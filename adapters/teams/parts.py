"""Each neutral part as elements of an Adaptive Card, each of them small enough to stand on any page."""

from collections.abc import Iterator, Sequence
from typing import assert_never

from adapters.teams.actions import actions
from adapters.teams.charts import chart, table
from adapters.teams.escape import blank, shown
from adapters.teams.rich import MAX_PIECE, Element, label, line, rich, size
from bot.messages.sheets import number
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

_NUMBERS = frozenset(map(number, range(20)))


def drawn_message(message: Message, *, dialogs: bool = True) -> list[Element]:
    """All parts; the summary where none of them has anything to see."""
    pieces = drawn_parts(message.parts, dialogs=dialogs)
    return pieces or [line(message.summary)]


def drawn_parts(parts: Sequence[Part], *, dialogs: bool = True) -> list[Element]:
    """The parts in order; a divider is the line above what follows it."""
    pieces: list[Element] = []
    divided = False
    for part in parts:
        for element in drawn(part, dialogs=dialogs):
            pieces.append({**element, "separator": True, "spacing": "Large"} if divided and pieces else element)
            divided = False
        divided = divided or isinstance(part, Divider)
    return pieces


def drawn(part: Part, *, dialogs: bool = True) -> list[Element]:  # noqa: PLR0911 — one arm a kind
    match part:
        case Heading(text):
            return [] if blank(shown(text)) else [line(text, style="heading", size="Large", weight="Bolder")]
        case Text(runs, aside):
            return rich(runs, isSubtle=True, size="Small") if aside else rich(runs)
        case Items(items):
            return [block for item in items for block in _item(item)]
        case Quote(text, by):
            return _quote(text, by)
        case Facts(pairs):
            return _facts(pairs)
        case Chart():
            return chart(part)
        case Table():
            return table(part)
        case Divider():
            return []
        case Buttons(buttons):
            return actions(buttons, dialogs=dialogs)
        case _:
            assert_never(part)


def heads(element: Element) -> bool:
    """True for a heading, which never stands alone at the end of a page."""
    first = element.get("inlines", [{}])[0]
    return element.get("style") == "heading" or first.get("size") == "Large"


def _item(item: Sequence[Run]) -> list[Element]:
    """A number of its own stands in for the bullet."""
    if blank(shown("".join(run.text for run in item))):
        return []
    numbered = item[0].text[:1] in _NUMBERS
    blocks = rich(item if numbered else (Run("•  "), *item))
    return [{**block, "spacing": "Small" if i == 0 else "None"} for i, block in enumerate(blocks)]


def _quote(text: str, by: str) -> list[Element]:
    if blank(shown(text)):
        return []
    signed = (Run(text), *((Run(f"\n— {by}", Style.QUIET),) if by else ()))
    return [{"type": "Container", "style": "emphasis", "items": group} for group in _grouped(rich(signed))]


def _grouped(blocks: Sequence[Element]) -> Iterator[list[Element]]:
    group: list[Element] = []
    for block in blocks:
        if group and size([*group, block]) > MAX_PIECE:
            yield group
            group = []
        group.append(block)
    yield group


def _facts(pairs: Sequence[tuple[str, str]]) -> list[Element]:
    """A set of facts where each stands unchanged in one, else lines."""
    told = [(name, value) for name, value in pairs if not blank(shown(value))]
    facts = [{"title": label(name), "value": label(value)} for name, value in told]
    kept = all(
        fact["value"] == value and fact["title"] == name for fact, (name, value) in zip(facts, told, strict=True)
    )
    if facts and kept and size(facts) <= MAX_PIECE:
        return [{"type": "FactSet", "facts": facts}]
    blocks = [block for name, value in told for block in rich((Run(f"{name}: ", Style.STRONG), Run(value)))]
    return [{**block, "spacing": "None"} if i else block for i, block in enumerate(blocks)]
