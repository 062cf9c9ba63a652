"""What comes back from a modal and from a button, in the door's words."""

from collections.abc import Mapping, Sequence

from adapters.slack.blocks import PRESS
from bot.messages.view import FieldErrors

State = Mapping[str, object]


def values_of(view_state: State) -> dict[str, str]:
    """Field id → value of a submitted view's `state`, several values joined by newlines."""
    fields = view_state.get("values")
    if not isinstance(fields, Mapping):
        return {}
    return {str(field): _value(state) for field, state in fields.items()}


def pressed(element: Mapping[str, object]) -> tuple[str, str] | None:
    """Action and subject of a pressed button; None where it is none of ours."""
    kind, _, rest = str(element.get("action_id", "")).partition(":")
    _, _, action = rest.partition(":")
    return (action, str(element.get("value", ""))) if kind == PRESS and action else None


def errors(shown: FieldErrors) -> dict[str, object]:
    """The answer to a submission that keeps the modal open."""
    told: dict[str, str] = {}
    for field, what in shown.errors:
        told[field] = f"{told[field]} {what}" if field in told else what
    return {"response_action": "errors", "errors": told}


def _value(elements: object) -> str:
    """Each of our fields has one element."""
    state = next(iter(elements.values()), None) if isinstance(elements, Mapping) else None
    if not isinstance(state, Mapping):
        return ""
    for key in ("value", "selected_date", "selected_conversation"):
        if isinstance(state.get(key), str):
            return str(state[key])
    option = state.get("selected_option")
    if isinstance(option, Mapping):
        return str(option["value"])
    return "\n".join([*_each(state.get("selected_options")), *_each(state.get("selected_users"))])


def _each(chosen: object) -> Sequence[str]:
    if not isinstance(chosen, Sequence) or isinstance(chosen, str):
        return ()
    return [str(one["value"]) if isinstance(one, Mapping) else str(one) for one in chosen]
