"""What Slack refuses in interactive elements and composition objects, said as it would be found by hand.

Limits: docs.slack.dev/reference/block-kit, as read in November 2026.
"""

import re
from collections.abc import Iterator

from tests.slack.workspace import Json

LONGEST = {"button": 75, "option": 75, "placeholder": 150, "confirm title": 100, "confirm text": 300, "confirm": 30}
MOST_OPTIONS = {"overflow": 5, "checkboxes": 10, "radio_buttons": 10, "static_select": 100, "multi_static_select": 100}
INPUTS = frozenset(
    "plain_text_input static_select multi_static_select users_select multi_users_select conversations_select "
    "multi_conversations_select channels_select multi_channels_select datepicker timepicker datetimepicker checkboxes "
    "radio_buttons rich_text_input email_text_input url_text_input number_input file_input".split()
)
ACTIONS = (INPUTS - {"plain_text_input", "file_input", "email_text_input", "url_text_input", "number_input"}) | {
    "button",
    "overflow",
    "workflow_button",
}
LONGEST_INPUT = 3000
LONGEST_VALUE = {"button": 2000, "option": 150}


def text_problems(given: object, where: str, most: int, *, plain: bool = False) -> Iterator[str]:
    """A text object: of a known type, not empty, not too long."""
    if not isinstance(given, dict) or given.get("type") not in ("plain_text", "mrkdwn"):
        yield f"{where}: no text object"
        return
    text = given.get("text")
    if plain and given["type"] != "plain_text":
        yield f"{where}: must be plain_text"
    if not isinstance(text, str) or not text.strip():
        yield f"{where}: must be more than 0 characters"
    elif len(text) > most:
        yield f"{where}: must be less than {most + 1} characters"


def element_problems(element: Json, where: str) -> Iterator[str]:
    """A button, select or input."""
    kind = str(element.get("type"))
    where = f"{where} {kind}"
    if len(str(element.get("action_id", "x"))) not in range(1, 256):
        yield f"{where}: action_id must be 1 to 255 characters"
    if kind == "button":
        yield from _button_problems(element, where)
    if kind == "plain_text_input":
        yield from _input_problems(element, where)
    if kind in MOST_OPTIONS:
        yield from _options_problems(element, kind, where)
    if kind == "datepicker" and not re.fullmatch(r"\d{4}-\d\d-\d\d", element.get("initial_date", "2026-01-01")):
        yield f"{where}: initial_date is no date"
    if "placeholder" in element:
        yield from text_problems(element["placeholder"], f"{where} placeholder", LONGEST["placeholder"], plain=True)
    if "confirm" in element:
        yield from _confirm_problems(element["confirm"], f"{where} confirm")


def _button_problems(button: Json, where: str) -> Iterator[str]:
    yield from text_problems(button.get("text"), where, LONGEST["button"], plain=True)
    if len(button.get("value", "")) > LONGEST_VALUE["button"]:
        yield f"{where}: value must be less than 2001 characters"
    if button.get("style") not in (None, "primary", "danger"):
        yield f"{where}: no such style"
    if len(button.get("url", "")) > LONGEST_INPUT:
        yield f"{where}: url is too long"


def _input_problems(element: Json, where: str) -> Iterator[str]:
    most, least = element.get("max_length", LONGEST_INPUT), element.get("min_length", 0)
    if not 1 <= most <= LONGEST_INPUT:
        yield f"{where}: max_length must be 1 to {LONGEST_INPUT}"
    if least > most:
        yield f"{where}: min_length is over max_length"
    if len(element.get("initial_value", "")) > most:
        yield f"{where}: initial_value is longer than max_length"


def _options_problems(element: Json, kind: str, where: str) -> Iterator[str]:
    options = element.get("options", [])
    groups = element.get("option_groups", [])
    if not options and not groups:
        yield f"{where}: options must not be empty"
    if len(options) > MOST_OPTIONS[kind]:
        yield f"{where}: no more than {MOST_OPTIONS[kind]} options"
    everything = [*options, *(option for group in groups for option in group.get("options", []))]
    for option in everything:
        yield from text_problems(option.get("text"), f"{where} option", LONGEST["option"])
        if len(option.get("value") or "") not in range(1, LONGEST_VALUE["option"] + 1):
            yield f"{where} option: value must be 1 to {LONGEST_VALUE['option']} characters"
    if len({option.get("value") for option in everything}) < len(everything):
        yield f"{where}: two options have the same value"
    initial = element.get("initial_options", [])
    if "initial_options" in element and not initial:
        yield f"{where}: initial_options must not be empty"
    initial = [*initial, *([element["initial_option"]] if "initial_option" in element else [])]
    if any(option not in everything for option in initial):
        yield f"{where}: an initial option is none of the options"


def _confirm_problems(confirm: Json, where: str) -> Iterator[str]:
    yield from text_problems(confirm.get("title"), f"{where} title", LONGEST["confirm title"], plain=True)
    yield from text_problems(confirm.get("text"), f"{where} text", LONGEST["confirm text"])
    for name in ("confirm", "deny"):
        yield from text_problems(confirm.get(name), f"{where} {name}", LONGEST["confirm"], plain=True)
