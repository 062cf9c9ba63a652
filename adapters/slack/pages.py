"""A message as what Slack takes at once: one page, and further ones for the thread beneath it."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

from adapters.slack.blocks import Drawn, drawn_message
from adapters.slack.escape import escaped, mrkdwn, shown
from adapters.slack.rich import Block
from bot.messages.lengths import one_line
from bot.messages.view import Chart, Message

MAX_BLOCKS = 50
#: Slack says `msg_blocks_too_long` from about 13,200 on, counting characters with & < > as entities and some 100 for
#: every block (bolt-js#2509, #2867). The JSON counts more than that, so it is on the safe side.
MAX_SIZE = 12_000
MAX_TEXT = 500  #: of the `text` beside the blocks: it stands in notifications
_ID = 100  #: what Slack adds to each block
_MOST = {"data_visualization": 2, "table": 1}  #: of one kind in a message


@dataclass(frozen=True, slots=True)
class Page:
    """`text` stands for the blocks in notifications. `bare` are the blocks without Slack's newest kinds, `charts` what
    they then show in words alone.
    """

    blocks: list[Block]
    text: str
    bare: list[Block]
    charts: tuple[Chart, ...] = ()


def pages(message: Message) -> list[Page]:
    """At least one page; nothing of the message is left out. Several pages carry their numbers: "2/3"."""
    groups = list(_packed(drawn_message(message)))
    text = mrkdwn(one_line(shown(message.summary), MAX_TEXT)) or "…"
    if len(groups) == 1:
        return [_page(groups[0], text)]
    return [_numbered(group, text, i, len(groups)) for i, group in enumerate(groups, start=1)]


def without_chart(page: Page) -> Page:
    """The page for a workspace that refuses native charts and tables: as text."""
    return replace(page, blocks=page.bare)


def size(blocks: Sequence[Block]) -> int:
    """An upper bound of what Slack counts, in characters."""
    return len(escaped(json.dumps(blocks, ensure_ascii=False, separators=(",", ":"))).encode()) + _ID * len(blocks)


def _packed(pieces: Iterable[Drawn]) -> Iterator[list[Drawn]]:
    """Greedily, a heading never alone at the end of a page."""
    group: list[Drawn] = []
    taken: list[tuple[int, int]] = []
    for piece in pieces:
        takes = _takes(piece)
        if group and not _fits([*taken, takes]):
            kept = len(group) - 1 if len(group) > 1 and _heads(group[-1]) else len(group)
            yield group[:kept]
            group, taken = group[kept:], taken[kept:]
        group.append(piece if _allowed(group, piece) else Drawn(piece.bare, piece.bare))
        taken.append(takes)
    yield group


def _takes(piece: Drawn) -> tuple[int, int]:
    """Blocks and characters at most, with the newest kinds or without."""
    shapes = (piece.native, piece.bare)
    return max(map(len, shapes)), max(map(size, shapes))


def _fits(taken: Sequence[tuple[int, int]]) -> bool:
    """With room for the number at the head and at the end."""
    blocks, characters = map(sum, zip(*taken, strict=True))
    return blocks < MAX_BLOCKS and characters <= MAX_SIZE - _number_size()


@cache
def _number_size() -> int:
    return size([_number(99, 99)])


def _allowed(group: Sequence[Drawn], piece: Drawn) -> bool:
    kinds = [block["type"] for block in _native([*group, piece])]
    return all(kinds.count(kind) <= most for kind, most in _MOST.items())


def _heads(piece: Drawn) -> bool:
    return piece.native[-1]["type"] == "header"


def _native(group: Iterable[Drawn]) -> list[Block]:
    return [block for piece in group for block in piece.native]


def _bare(group: Iterable[Drawn]) -> list[Block]:
    return [block for piece in group for block in piece.bare]


def _page(group: Sequence[Drawn], text: str) -> Page:
    charts = tuple(piece.chart for piece in group if piece.chart)
    return Page(_native(group), text, _bare(group), charts)


def _numbered(group: Sequence[Drawn], text: str, i: int, most: int) -> Page:
    page, number = _page(group, f"{text} ({i}/{most})"), _number(i, most)
    if i == 1:  # the rest stands beneath it
        return replace(page, blocks=[*page.blocks, number], bare=[*page.bare, number])
    return replace(page, blocks=[number, *page.blocks], bare=[number, *page.bare])


def _number(i: int, most: int) -> Block:
    return {"type": "context", "elements": [{"type": "plain_text", "text": f"{i}/{most}", "emoji": False}]}
