"""Neutral messages and forms as JSON for the page, and as plain text. The page draws what stands here, as text."""

from collections.abc import Iterable, Sequence
from typing import assert_never

from bot.messages.view import (
    Button,
    Buttons,
    Chart,
    Divider,
    Facts,
    Field,
    Form,
    Heading,
    Items,
    Message,
    Part,
    Quote,
    Run,
    Table,
    Text,
)

Json = dict[str, object]


def message(shown: Message) -> Json:
    return {"summary": shown.summary, "parts": [part(each) for each in shown.parts]}


def part(shown: Part) -> Json:  # noqa: PLR0911 — one arm a kind
    match shown:
        case Heading(text):
            return {"kind": "heading", "text": text}
        case Text(runs, quiet):
            return {"kind": "text", "runs": _runs(runs), "quiet": quiet}
        case Items(items):
            return {"kind": "items", "items": [_runs(item) for item in items]}
        case Quote(text, by):
            return {"kind": "quote", "text": text, "by": by}
        case Facts(pairs):
            return {"kind": "facts", "pairs": [list(pair) for pair in pairs]}
        case Chart(title, bars, most):
            drawn = [{"label": bar.label, "value": bar.value, "note": bar.note} for bar in bars]
            return {"kind": "chart", "title": title, "bars": drawn, "most": most}
        case Table(head, rows):
            return {"kind": "table", "head": list(head), "rows": [list(row) for row in rows]}
        case Divider():
            return {"kind": "divider"}
        case Buttons(buttons):
            return {"kind": "buttons", "buttons": [_button(button) for button in buttons]}
        case _:
            assert_never(shown)


def form(shown: Form) -> Json:
    return {
        "id": shown.id,
        "title": shown.title,
        "submit": shown.submit,
        "cancel": shown.cancel,
        "subject": shown.subject,
        "intro": [part(each) for each in shown.intro],
        "fields": [_field(field) for field in shown.fields],
    }


def plain(shown: Message) -> str:
    """The message's words without buttons: what is checked when somebody picks it as notes."""
    lines = (line for each in shown.parts for line in _lines(each))
    return "\n".join(line for line in lines if line) or shown.summary


def _lines(shown: Part) -> Iterable[str]:  # noqa: PLR0911 — one arm a kind
    match shown:
        case Heading(text):
            return (text,)
        case Text(runs):
            return (_joined(runs),)
        case Items(items):
            return tuple(f"- {_joined(item)}" for item in items)
        case Quote(text, by):
            return (f"“{text}”{f' — {by}' if by else ''}",)
        case Facts(pairs):
            return tuple(f"{name}: {value}" for name, value in pairs)
        case Chart(title, bars, _):
            return (title, *(f"{bar.label}: {bar.note or bar.value}" for bar in bars))
        case Table(head, rows):
            return tuple(" · ".join(row) for row in (head, *rows))
        case Divider() | Buttons():
            return ()
        case _:
            assert_never(shown)


def _joined(runs: Sequence[Run]) -> str:
    return "".join(run.text for run in runs)


def _runs(runs: Sequence[Run]) -> list[list[str]]:
    return [[run.style.value, run.text] for run in runs]


def _button(button: Button) -> Json:
    return {
        "label": button.label,
        "action": button.action,
        "subject": button.subject,
        "weight": button.weight.value,
        "confirm": button.confirm,
    }


def _field(field: Field) -> Json:
    return {
        "id": field.id,
        "kind": field.kind.value,
        "label": field.label,
        "hint": field.hint,
        "required": field.required,
        "max_length": field.max_length,
        "initial": field.initial,
        "options": [{"value": option.value, "label": option.label} for option in field.options],
    }
