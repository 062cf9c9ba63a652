"""What a person reads in blocks, and what they can use there."""

from collections.abc import Iterator, Sequence

from tests.slack.ids import elements_of
from tests.slack.workspace import Json

_SHOWN = ("text", "title", "label", "name", "hint", "placeholder", "description", "initial_value")
_HIDDEN = frozenset({"action_id", "block_id", "type", "style", "url", "callback_id", "private_metadata", "confirm"})


def words(value: object) -> str:
    """All text of blocks in reading order, one piece a line."""
    return "\n".join(_words(value))


def buttons(blocks: Sequence[Json]) -> Iterator[tuple[str, Json]]:
    """Every button with the id of its block."""
    for block in blocks:
        for element in elements_of(block):
            if element["type"] == "button":
                yield block["block_id"], element


def _words(value: object, key: str = "") -> Iterator[str]:
    if isinstance(value, list | tuple):
        for one in value:
            yield from _words(one, key)
    elif isinstance(value, dict):
        for name, one in value.items():
            if name not in _HIDDEN:
                yield from _words(one, name)
    elif isinstance(value, str) and key in _SHOWN and value.strip():
        yield value
    elif isinstance(value, int | float) and key == "value":
        yield str(value)
