"""What Slack refuses and no validator notices, and what we never want to send."""

import json
import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

from adapters.slack.pages import MAX_SIZE, size

Json = dict[str, Any]

MAX_INPUT = 3000
MAX_OPTION = 75
_LIVE = re.compile(r"<[@#!]|<https?:|<mailto:")
_UNSEEN = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")
_LIVE_ELEMENTS = {"link", "user", "usergroup", "channel", "broadcast", "emoji", "team"}


def of_message(blocks: list[Json], text: str) -> Iterator[str]:
    yield from _of_all(blocks)
    if not 1 <= len(blocks) <= 50:
        yield f"{len(blocks)} blocks in a message"
    if size(blocks) > MAX_SIZE:
        yield f"{size(blocks)} characters in a message"
    if not text.strip() or len(text) > 4000:
        yield "no text for notifications, or too much"
    if _LIVE.search(text) or _UNSEEN.search(text):
        yield f"a live mention or link in {text!r}"
    kinds = Counter(block["type"] for block in blocks)
    if kinds["table"] > 1 or kinds["data_visualization"] > 2:
        yield "more tables or charts than a message takes"
    if kinds["input"]:
        yield "an input in a message"


def of_view(view: Json) -> Iterator[str]:
    blocks: list[Json] = view["blocks"]
    yield from _of_all(blocks)
    if not 1 <= len(blocks) <= 100:
        yield f"{len(blocks)} blocks in a view"
    inputs = [block for block in blocks if block["type"] == "input"]
    if view["type"] == "modal" and inputs and "submit" not in view:
        yield "inputs without a way to submit"
    if any(block["type"] in {"data_visualization", "table"} for block in blocks):
        yield "a block that no view takes"
    for block in inputs:
        yield from _of_input(block)
    if len({block["block_id"] for block in inputs}) < len(inputs):
        yield "a block id twice"


def _of_input(block: Json) -> Iterator[str]:
    element = block["element"]
    most = element.get("max_length", 1)
    if not 1 <= most <= MAX_INPUT:
        yield f"max_length {most}"
    if len(element.get("initial_value", "")) > most:
        yield "more to begin with than may be typed"
    options = element.get("options", [])
    values = [option["value"] for option in options]
    if len(set(values)) < len(values):
        yield "two options of one value"
    if any(len(option["text"]["text"]) > MAX_OPTION or not option["value"] for option in options):
        yield "an option too long or without a value"
    for first in (element.get("initial_option"), *element.get("initial_options", ())):
        if first is not None and first not in options:
            yield "chosen to begin with, and no option"


def _of_all(blocks: list[Json]) -> Iterator[str]:
    objects = list(_objects(blocks))
    actions = Counter(one["action_id"] for one in objects if "action_id" in one)
    yield from (f"action id {action} {n} times" for action, n in actions.items() if n > 1)
    for one in objects:
        yield from _of_object(one)
    if _UNSEEN.search(json.dumps(blocks, ensure_ascii=False)):
        yield "control or direction characters"


def _of_object(one: Json) -> Iterator[str]:
    text = one.get("text")
    if isinstance(text, str) and not text:
        yield f"an empty text in {one}"
    if one.get("elements") == []:
        yield f"nothing in {one.get('type')}"
    if one.get("type") in {"plain_text", "mrkdwn", "raw_text"} and not str(text).strip():
        yield f"a blank {one.get('type')}"
    if one.get("type") == "mrkdwn" and (_LIVE.search(str(text)) or not one.get("verbatim")):
        yield f"mrkdwn that may come to life: {text!r}"
    if one.get("type") == "plain_text" and one.get("emoji") and ":" in str(text):
        yield "an emoji's name that is replaced"
    if one.get("type") in _LIVE_ELEMENTS:
        yield f"a live element: {one['type']}"
    if one.get("type") == "header" and "\n" in one["text"]["text"]:
        yield "a heading of several lines"


def _objects(value: object) -> Iterator[Json]:
    if isinstance(value, dict):
        yield value
        for each in value.values():
            yield from _objects(each)
    elif isinstance(value, list):
        for each in value:
            yield from _objects(each)
