"""Filling in a modal as Slack's client lets a person do it."""

from collections.abc import Iterator, Mapping

from tests.slack.ids import elements_of
from tests.slack.views import View
from tests.slack.workspace import Json

_MANY = {
    "multi_users_select": ("selected_users", "initial_users"),
    "multi_conversations_select": ("selected_conversations", "initial_conversations"),
    "multi_channels_select": ("selected_channels", "initial_channels"),
}
_ONE = {
    "users_select": ("selected_user", "initial_user"),
    "conversations_select": ("selected_conversation", "initial_conversation"),
    "channels_select": ("selected_channel", "initial_channel"),
    "datepicker": ("selected_date", "initial_date"),
    "timepicker": ("selected_time", "initial_time"),
}
_WRITTEN = frozenset({"plain_text_input", "email_text_input", "url_text_input", "number_input"})
_CHOICE = frozenset({"static_select", "radio_buttons"})
_CHOICES = frozenset({"multi_static_select", "checkboxes"})


class NotLet(AssertionError):
    """Slack's client keeps the modal open: something required is missing, or too long."""


def values_of(view: View, given: Mapping[str, str]) -> Json:
    """`view.state.values`: what stands in the modal, changed by what is given.

    Fields are named by block_id, action_id or label; several values are joined by newlines; options are named by value
    or text.
    """
    values: Json = {}
    used: set[str] = set()
    for block, element in _fields(view):
        names = {block["block_id"], element["action_id"], block.get("label", {}).get("text", "")} & set(given)
        used |= names
        filled = _filled(element, given[names.pop()] if names else None)
        _check(block, element, filled)
        values.setdefault(block["block_id"], {})[element["action_id"]] = {"type": element["type"]} | filled
    if unknown := set(given) - used:
        raise AssertionError(f"{view.title!r} has no field {sorted(unknown)}: {sorted(values)}")
    return values


def _fields(view: View) -> Iterator[tuple[Json, Json]]:
    kinds = _WRITTEN | _CHOICE | _CHOICES | set(_MANY) | set(_ONE)
    for block in view.blocks:
        yield from ((block, element) for element in elements_of(block) if element["type"] in kinds)


def _filled(element: Json, given: str | None) -> Json:
    kind = element["type"]
    if kind in _WRITTEN:
        return {"value": (given if given is not None else element.get("initial_value")) or None}
    if kind in _CHOICE:
        return {"selected_option": _option(element, given) if given else _initial(element, given)}
    if kind in _CHOICES:
        if given is None:
            return {"selected_options": element.get("initial_options", [])}
        return {"selected_options": [_option(element, one) for one in given.splitlines() if one]}
    if kind in _MANY:
        selected, initial = _MANY[kind]
        return {selected: element.get(initial, []) if given is None else given.split()}
    selected, initial = _ONE[kind]
    return {selected: (element.get(initial) if given is None else given) or None}


def _initial(element: Json, given: str | None) -> Json | None:
    return element.get("initial_option") if given is None else None


def _option(element: Json, named: str) -> Json:
    groups = element.get("option_groups", [])
    options = [*element.get("options", []), *(one for group in groups for one in group["options"])]
    for option in options:
        if named in (option["value"], option["text"]["text"]):
            return dict(option)
    raise AssertionError(f"no option {named!r} among {[one['value'] for one in options]}")


def _check(block: Json, element: Json, filled: Json) -> None:
    (value,) = filled.values()
    if block["type"] == "input" and not block.get("optional") and not value:
        raise NotLet(f"{block['label']['text']!r} is required")
    if element["type"] == "plain_text_input" and value and len(value) > element.get("max_length", 3000):
        raise NotLet(f"{block['label']['text']!r} is too long")
