"""A form on its way to somebody and back: what a card's buttons carry, and what its inputs hold."""

import json
from collections.abc import Mapping
from dataclasses import astuple, dataclass, replace
from typing import Any

from adapters.teams.cards import dialog
from bot.messages.view import FieldErrors, FieldKind, Form

FORM = "form"  #: in an action's data: the form it submits
_KINDS, _ORIGIN = "kinds", "origin"
_SEVERAL = frozenset({FieldKind.CHOICES, FieldKind.PEOPLE})
_TICKED = frozenset({"yes", "true"})

Data = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Origin:
    """Where the form was asked for; empty where it was not. Ids that a client brings back: no more than a hint."""

    message: str = ""  #: in the personal chat: the one whose button opened the form
    channel: str = ""
    action: str = ""  #: that button's, which opens it again, with its subject
    subject: str = ""


@dataclass(frozen=True, slots=True)
class Submitted:
    form: str
    subject: str
    values: Mapping[str, str]
    origin: Origin


def form_card(
    form: Form,
    locale: str,
    origin: Origin,
    wrong: FieldErrors | None = None,
    *,
    inline: bool = True,
    again: bool = False,
) -> dict[str, Any]:
    """The form as a card whose buttons bring back the form's name, its fields' kinds and where it came from.

    `inline` is for a chat, the other for a dialog; `again` where it takes the place of one that was submitted.
    """
    card = dialog(form, locale=locale, errors=wrong, inline=inline, again=again)
    kinds = {field.id: field.kind.value for field in form.fields}
    for action in _actions(card):
        if isinstance(action.get("data"), dict):
            action["data"] |= {FORM: form.id, _KINDS: kinds, _ORIGIN: [*astuple(origin)]}
    return card


def submitted(data: Data) -> Submitted | None:
    """None where the pressed button submits no form."""
    if FORM not in data:
        return None
    kinds = {str(name): FieldKind(kind) for name, kind in data[_KINDS].items()}
    values = {name: _value(kind, data.get(name)) for name, kind in kinds.items()}
    return Submitted(str(data[FORM]), str(data.get("value") or ""), values, Origin(*map(str, data[_ORIGIN])))


def packed(typed: str, channel: str) -> str:
    """The subject of a button that does once more what was typed there; "" is the personal chat."""
    return json.dumps([typed, channel], ensure_ascii=False)


def unpacked(subject: str) -> tuple[str, str]:
    """Raises ValueError for what was not packed."""
    typed, channel = json.loads(subject)
    return str(typed), str(channel)


def as_typed(form: Form, values: Mapping[str, str]) -> Form:
    """The form with what was typed in it."""
    return replace(form, fields=tuple(replace(each, initial=values.get(each.id, each.initial)) for each in form.fields))


def _value(kind: FieldKind, given: object) -> str:
    text = "" if given is None else str(given)
    if kind is FieldKind.TICK:
        return "yes" if text.lower() in _TICKED else ""
    return "\n".join(filter(None, text.split(","))) if kind in _SEVERAL else text


def _actions(node: object) -> list[dict[str, Any]]:
    """Every action of a card, wherever it stands, fallbacks too."""
    if isinstance(node, list):
        return [action for each in node for action in _actions(each)]
    if not isinstance(node, dict):
        return []
    own = [node] if str(node.get("type", "")).startswith("Action.") else []
    return own + [action for name, each in node.items() if name != "data" for action in _actions(each)]
