"""What Slack refuses in messages and views: the SDK's own models, and rules by hand where they do not look."""

import copy
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TypeGuard

from slack_sdk.errors import SlackObjectFormationError
from slack_sdk.models.blocks import Block

from tests.slack.charts import chart_problems
from tests.slack.elements import ACTIONS, INPUTS, element_problems, text_problems
from tests.slack.workspace import Json

MOST_CHARACTERS = 13_200  #: of text in one message: slackapi/bolt-js#2509
MOST_BLOCKS = {"message": 50, "modal": 100, "home": 100}
LONGEST_MARKDOWN = 12_000
_EVERYWHERE = "actions card context divider header image input rich_text section video"
SURFACES = {
    "message": frozenset(
        f"{_EVERYWHERE} carousel container context_actions data_table data_visualization file markdown plan table "
        "task_card".split()
    ),
    "modal": frozenset(f"{_EVERYWHERE} alert".split()),
    "home": frozenset(f"{_EVERYWHERE} carousel container data_table data_visualization table".split()),
}


def message_problems(blocks: Sequence[Json]) -> list[str]:
    """Everything that is wrong with a message's blocks; empty where Slack takes them."""
    if not _are_blocks(blocks):
        return ["blocks are a list of objects"]
    found = list(_all_problems(blocks, "message"))
    if characters(blocks) > MOST_CHARACTERS:
        found.append(f"a message holds no more than {MOST_CHARACTERS} characters")
    kinds = Counter(block.get("type") for block in blocks)
    found += ["no more than two charts in a message"] if kinds["data_visualization"] > 2 else []
    return found + (["no more than one table in a message"] if kinds["table"] > 1 else [])


def view_problems(view: Json) -> list[str]:
    """Everything that is wrong with a modal or a home tab."""
    kind, blocks = view.get("type"), view.get("blocks")
    if kind not in ("modal", "home") or not _are_blocks(blocks):
        return ["a view has a type and blocks"]
    found = list(_all_problems(blocks, kind))
    found += ["private_metadata is too long"] if len(view.get("private_metadata", "")) > 3000 else []
    found += ["callback_id is too long"] if len(view.get("callback_id", "")) > 255 else []
    block_ids = Counter(block["block_id"] for block in blocks if "block_id" in block)
    found += [f"block_id {name} already exists" for name, times in block_ids.items() if times > 1]
    if kind == "home":
        return found + [f"a home tab has no {name}" for name in ("submit", "close", "title") if name in view]
    for name in ("title", "submit", "close"):
        if name in view or name == "title":
            found += text_problems(view.get(name), name, 24, plain=True)
    if "submit" not in view and any(block.get("type") == "input" for block in blocks):
        found.append("a modal with inputs needs a submit")
    return found


def characters(value: object) -> int:
    """Characters of text, wherever it stands."""
    if isinstance(value, list):
        return sum(characters(one) for one in value)
    if not isinstance(value, dict):
        return 0
    own = sum(len(one) for key, one in value.items() if key in ("text", "title", "label") and isinstance(one, str))
    return own + sum(characters(one) for one in value.values())


def _are_blocks(given: object) -> TypeGuard[list[Json]]:
    return isinstance(given, list) and all(isinstance(block, dict) for block in given)


def _all_problems(blocks: Sequence[Json], surface: str) -> Iterator[str]:
    if not blocks and surface != "message":
        yield "a view has at least one block"
    if len(blocks) > MOST_BLOCKS[surface]:
        yield f"no more than {MOST_BLOCKS[surface]} items allowed"
    for number, block in enumerate(blocks):
        where = f"blocks/{number} {block.get('type')}"
        if block.get("type") not in SURFACES[surface]:
            yield f"{where}: unsupported type in a {surface}"
        else:
            yield from _block_problems(block, where)
            yield from _model_problems(block, where)


def _block_problems(block: Json, where: str) -> Iterator[str]:
    if len(block.get("block_id", "x")) not in range(1, 256):
        yield f"{where}: block_id must be 1 to 255 characters"
    match block["type"]:
        case "section":
            yield from _section_problems(block, where)
        case "header":
            yield from text_problems(block.get("text"), where, 150, plain=True)
        case "context":
            yield from _context_problems(block, where)
        case "actions":
            yield from _actions_problems(block, where)
        case "input":
            yield from _input_problems(block, where)
        case "data_visualization":
            yield from chart_problems(block, where)
        case "markdown" if len(block.get("text", "")) not in range(1, LONGEST_MARKDOWN + 1):
            yield f"{where}: text must be 1 to {LONGEST_MARKDOWN} characters"
        case "table" if len(block.get("rows", [])) not in range(1, 101):
            yield f"{where}: 1 to 100 rows"


def _section_problems(block: Json, where: str) -> Iterator[str]:
    fields = block.get("fields", [])
    if "text" not in block and not fields:
        yield f"{where}: needs text or fields"
    if "text" in block:
        yield from text_problems(block["text"], where, 3000)
    if len(fields) > 10 or ("fields" in block and not fields):
        yield f"{where}: 1 to 10 fields"
    for field in fields:
        yield from text_problems(field, f"{where} field", 2000)
    if "accessory" in block:
        yield from element_problems(block["accessory"], where)


def _context_problems(block: Json, where: str) -> Iterator[str]:
    elements = block.get("elements", [])
    if not 1 <= len(elements) <= 10:
        yield f"{where}: 1 to 10 elements"
    for element in elements:
        if element.get("type") != "image":
            yield from text_problems(element, where, 3000)


def _actions_problems(block: Json, where: str) -> Iterator[str]:
    elements = block.get("elements", [])
    if not 1 <= len(elements) <= 25:
        yield f"{where}: 1 to 25 elements"
    for element in elements:
        if element.get("type") not in ACTIONS:
            yield f"{where}: no {element.get('type')} among actions"
        yield from element_problems(element, where)
    for name, times in Counter(one["action_id"] for one in elements if "action_id" in one).items():
        if times > 1:
            yield f"{where}: action_id {name} already exists"


def _input_problems(block: Json, where: str) -> Iterator[str]:
    yield from text_problems(block.get("label"), f"{where} label", 2000, plain=True)
    if "hint" in block:
        yield from text_problems(block["hint"], f"{where} hint", 2000, plain=True)
    element = block.get("element", {})
    if element.get("type") not in INPUTS:
        yield f"{where}: no {element.get('type')} as an input"
    yield from element_problems(element, where)


def _model_problems(block: Json, where: str) -> Iterator[str]:
    """What the SDK's own classes say; they do not know the newest blocks."""
    if block["type"] in ("data_visualization", "data_table"):
        return
    try:
        model = Block.parse(copy.deepcopy(block))
        if model is not None:
            model.to_dict()
    except (SlackObjectFormationError, TypeError, AttributeError, ValueError) as err:
        yield f"{where}: {err}"
