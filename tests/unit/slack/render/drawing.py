"""Short ways to draw a part, and to read what Slack would show of it."""

from collections.abc import Iterator

from adapters.slack.pages import pages
from adapters.slack.rich import Block
from bot.messages.view import Message, Part


def blocks_of(*parts: Part) -> list[Block]:
    """The blocks of a message of these parts; one page."""
    (page,) = pages(Message("summary", parts))
    return page.blocks


def bare_of(*parts: Part) -> list[Block]:
    (page,) = pages(Message("summary", parts))
    return page.bare


def seen(value: object) -> str:
    """All text in the blocks, in order."""
    return "".join(_texts(value))


def kinds(blocks: list[Block]) -> list[object]:
    return [block["type"] for block in blocks]


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        for key, each in value.items():
            if key == "text" and isinstance(each, str):
                yield each
            else:
                yield from _texts(each)
    elif isinstance(value, list):
        for each in value:
            yield from _texts(each)
