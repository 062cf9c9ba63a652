"""Short ways to draw a part, and to read what Teams would show of it."""

from collections.abc import Iterator

from adapters.teams.cards import cards
from adapters.teams.rich import Element
from bot.messages.view import Message, Part

_SEEN = frozenset({"text", "title", "value", "x", "label", "errorMessage"})


def body_of(*parts: Part) -> list[Element]:
    """The elements of a message of these parts; one card."""
    (card,) = cards(Message("summary", parts), locale="en")
    body: list[Element] = card["body"]
    return body


def seen(value: object) -> str:
    """All text in the elements, in order, a line each; what a fallback or an action carries is not seen."""
    return "\n".join(_texts(value))


def kinds(elements: list[Element]) -> list[object]:
    return [element["type"] for element in elements]


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        if "inlines" in value:
            yield "".join(run["text"] for run in value["inlines"])
            return
        for key, each in value.items():
            if key in _SEEN and isinstance(each, str):
                yield each
            elif key not in {"fallback", "data"} or isinstance(each, list):
                yield from _texts(each)
    elif isinstance(value, list):
        for each in value:
            yield from _texts(each)
