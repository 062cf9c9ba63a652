"""Everything that can tell a bad payload from a good one without Slack itself. No single one finds enough."""

import json
import logging
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any, Self

from jsonschema_rs import Draft7Validator
from slack_sdk.errors import SlackObjectFormationError
from slack_sdk.models.blocks import Block as SdkBlock
from slack_sdk.models.views import View as SdkView
from slackblocks.errors import InvalidUsageError

from tests.slack_types import rebuilding, rules

Json = dict[str, Any]


class Checker:
    """Complaints by the name of who complains: schema, sdk, slackblocks, rules."""

    def __init__(self, schema: Json) -> None:
        self._definitions: Json = schema["definitions"]
        self._validators: dict[str, Draft7Validator] = {}
        self._seen: dict[str, dict[str, list[str]]] = {}  # the same block stands in many a payload

    def message(self, blocks: list[Json], text: str) -> dict[str, list[str]]:
        """Complaints about a message."""
        return _told(
            *map(self._block, blocks),
            {
                "slackblocks": _rebuilt(lambda: rebuilding.message(blocks, text)),
                "rules": [*rules.of_message(blocks, text)],
            },
        )

    def view(self, view: Json) -> dict[str, list[str]]:
        """Complaints about a modal or a home tab."""
        definition = "ModalView" if view.get("type") == "modal" else "HomeView"
        return _told(
            *map(self._block, view["blocks"]),
            {
                "schema": self._lines(definition, {**view, "blocks": []}),
                "sdk": [*_sdk_view(view)],
                "slackblocks": _rebuilt(lambda: rebuilding.view(view)),
                "rules": [*rules.of_view(view)],
            },
        )

    @cached_property
    def _by_type(self) -> Mapping[str, str]:
        """Block type → the definition that describes it."""
        found = {}
        for name, definition in self._definitions.items():
            kind = definition.get("properties", {}).get("type", {}).get("const")
            if kind and name.endswith("Block"):
                found[str(kind)] = name
        return found

    def _block(self, block: Json) -> dict[str, list[str]]:
        key = json.dumps(block)
        if key not in self._seen:
            self._seen[key] = {"schema": self._known(block), "sdk": [*_sdk(block)]}
        return self._seen[key]

    def _known(self, block: Json) -> list[str]:
        kind = str(block.get("type"))
        if kind not in self._by_type:
            return [f"no such block: {kind}"]
        return self._lines(self._by_type[kind], block)

    def _lines(self, definition: str, value: Json) -> list[str]:
        if definition not in self._validators:
            schema = {"$ref": f"#/definitions/{definition}", "definitions": self._definitions}
            self._validators[definition] = Draft7Validator(schema)
        return [error.message[:200] for error in self._validators[definition].iter_errors(value)]


def _told(*complaints: Mapping[str, list[str]]) -> dict[str, list[str]]:
    told: dict[str, list[str]] = {}
    for one in complaints:
        for who, lines in one.items():
            if lines:
                told.setdefault(who, []).extend(lines)
    return told


def _sdk(block: Json) -> Iterator[str]:
    """slack_sdk.models knows no chart yet."""
    if block.get("type") == "data_visualization":
        return
    with _Warnings() as told:
        try:
            parsed = SdkBlock.parse(json.loads(json.dumps(block)))
            if parsed is None:
                yield f"unknown block {block.get('type')}"
            else:
                parsed.to_dict()
        except (SlackObjectFormationError, TypeError) as err:
            yield str(err)
    yield from told.lines


def _sdk_view(view: Json) -> Iterator[str]:
    try:
        SdkView(**{**view, "blocks": [{"type": "divider"}]}).to_dict()
    except (SlackObjectFormationError, TypeError) as err:
        yield str(err)


def _rebuilt(build: Any) -> list[str]:
    try:
        build()
    except (InvalidUsageError, TypeError, KeyError, ValueError) as err:
        return [f"{type(err).__name__}: {err}"[:200]]
    return []


class _Warnings(logging.Handler):
    """The SDK logs what it does not know."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.lines: list[str] = []
        self._logger = logging.getLogger("slack_sdk.models")

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(record.getMessage())

    def __enter__(self) -> Self:
        self._logger.addHandler(self)
        return self

    def __exit__(self, *_: object) -> None:
        self._logger.removeHandler(self)
