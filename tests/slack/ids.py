"""The ids Slack gives to blocks and elements that come without."""

import copy
from collections.abc import Callable, Iterator, Sequence

from tests.slack.workspace import Json

NewId = Callable[[str], str]  #: from a prefix


def with_ids(new_id: NewId, blocks: Sequence[Json]) -> list[Json]:
    """A copy in which every block has its block_id and every element its action_id."""
    given = copy.deepcopy(list(blocks))
    for block in given:
        block.setdefault("block_id", new_id("b"))
        for element in elements_of(block):
            element.setdefault("action_id", new_id("a"))
    return given


def elements_of(block: Json) -> Iterator[Json]:
    """Whatever can be used in this block."""
    if block["type"] == "actions":
        yield from block["elements"]
    elif block["type"] == "input":
        yield block["element"]
    elif block["type"] == "section" and "accessory" in block:
        yield block["accessory"]
