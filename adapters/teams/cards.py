"""Messages and forms as Adaptive Cards: text and buttons."""

import json
from typing import Any, assert_never

from bot.messages.view import (
    Button,
    Buttons,
    Chart,
    Divider,
    Facts,
    Field,
    FieldKind,
    Form,
    Heading,
    Items,
    Message,
    Part,
    Quote,
    Run,
    Style,
    Table,
    Text,
    Weight,
)

Card = dict[str, Any]
_BYTES = 24 * 1024  #: of one card; Teams takes 28 KB
_STYLE = {Weight.PRIMARY: "positive", Weight.DANGER: "destructive", Weight.PLAIN: "default"}


def card(message: Message, *, locale: str) -> Card:
    return cards(message, locale=locale)[0]


def cards(message: Message, *, locale: str) -> list[Card]:
    pages: list[list[Card]] = [[]]
    size = 0
    for part in message.parts:
        elements = _elements(part)
        more = len(json.dumps(elements).encode())
        if pages[-1] and size + more > _BYTES:
            pages.append([])
            size = 0
        pages[-1] += elements
        size += more
    shown = [_card(page, locale) for page in pages]
    shown[0]["fallbackText"] = message.summary
    return shown


def dialog(form: Form, *, locale: str) -> Card:
    body = [element for part in form.intro for element in _elements(part)] + [_input(field) for field in form.fields]
    return _card(body, locale) | {"actions": [_action(Button(form.submit, form.id, form.subject, Weight.PRIMARY))]}


def _card(body: list[Card], locale: str) -> Card:
    schema = "http://adaptivecards.io/schemas/adaptive-card.json"
    return {"type": "AdaptiveCard", "$schema": schema, "version": "1.5", "lang": locale, "body": body}


def _elements(part: Part) -> list[Card]:
    elements: list[Card] = []
    match part:
        case Heading(text):
            elements = [_text((Run(text, Style.STRONG),)) | {"style": "heading"}]
        case Text(runs, quiet):
            elements = [_text(runs, quiet=quiet)]
        case Items(items):
            elements = [_text((Run("• "), *runs)) for runs in items]
        case Quote(text, by):
            elements = [_text((Run(f"“{text}”"), Run(f" — {by}" if by else "", Style.QUIET)))]
        case Facts(pairs):
            elements = [{"type": "FactSet", "facts": [{"title": name, "value": value} for name, value in pairs]}]
        case Chart(title, bars):
            facts = [{"title": bar.label, "value": bar.note or str(bar.value)} for bar in bars]
            elements = [_text((Run(title, Style.STRONG),)), {"type": "FactSet", "facts": facts}]
        case Table(head, rows):
            elements = [_text((Run(" | ".join(row)),)) for row in (head, *rows)]
        case Divider():
            elements = [_text((Run(""),)) | {"separator": True}]
        case Buttons(buttons):
            elements = [{"type": "ActionSet", "actions": [_action(button) for button in buttons]}]
        case _:
            assert_never(part)
    return elements


def _text(runs: tuple[Run, ...], *, quiet: bool = False) -> Card:
    inlines = [
        {"type": "TextRun", "text": run.text}
        | ({"weight": "Bolder"} if run.style is Style.STRONG else {})
        | ({"isSubtle": True} if quiet or run.style is Style.QUIET else {})
        for run in runs
    ]
    return {"type": "RichTextBlock", "inlines": inlines}


def _action(button: Button) -> Card:
    data = {"action": button.action, "value": button.subject}
    return {
        "type": "Action.Execute",
        "title": button.label,
        "verb": button.action,
        "data": data,
        "style": _STYLE[button.weight],
        "fallback": {"type": "Action.Submit", "title": button.label, "data": data},
    }


def _input(field: Field) -> Card:
    shared = {"id": field.id, "label": field.label, "isRequired": field.required, "value": field.initial}
    if field.hint:
        shared["placeholder"] = field.hint
    if field.required:
        shared["errorMessage"] = field.label
    choices = [{"title": option.label, "value": option.value} for option in field.options]
    match field.kind:
        case FieldKind.LINE | FieldKind.LINES:
            most = {"maxLength": field.max_length} if field.max_length else {}
            return shared | {"type": "Input.Text", "isMultiline": field.kind is FieldKind.LINES} | most
        case FieldKind.CHOICE:
            return shared | {"type": "Input.ChoiceSet", "choices": choices}
        case FieldKind.CHOICES | FieldKind.PEOPLE:
            several = {"isMultiSelect": True, "choices": choices, "value": field.initial.replace("\n", ",")}
            people = {"choices.data": {"type": "Data.Query", "dataset": "graph.microsoft.com/users"}}
            picked = several | (people if field.kind is FieldKind.PEOPLE else {})
            return shared | {"type": "Input.ChoiceSet"} | picked
        case FieldKind.DATE:
            return shared | {"type": "Input.Date"}
        case FieldKind.TICK:
            return shared | {"type": "Input.Toggle", "title": field.label, "valueOn": "yes", "valueOff": ""}
        case _:
            assert_never(field.kind)
