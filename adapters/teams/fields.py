"""A form's fields as inputs."""

from typing import assert_never

from adapters.teams.escape import blank, clean
from adapters.teams.rich import Element, label, quiet, rich
from bot.messages.lengths import one_line
from bot.messages.view import Field, FieldKind, Option, Run

USERS = "graph.microsoft.com/users"  #: Teams' own picker; it brings back the directory's ids


def field(shown_field: Field, empty: str, error: str, choice: int) -> list[Element]:
    """The input, its hint beneath it, and what stands against it. `empty` is told where a required one is left so.

    A choice is cut at `choice` characters.
    """
    if shown_field.kind in {FieldKind.CHOICE, FieldKind.CHOICES} and not shown_field.options:
        return []
    told: Element = {"isRequired": True, "errorMessage": label(empty)} if shown_field.required else {}
    name = {} if shown_field.kind is FieldKind.TICK else {"label": label(shown_field.label)}
    element = {"id": shown_field.id, **name, **told, **_input(shown_field, choice)}
    hint = quiet(shown_field.hint) if shown_field.hint else []
    wrong = rich((Run(error),), color="Attention", weight="Bolder") if error else []
    return [element, *({**block, "spacing": "None"} for block in (*wrong, *hint))]


def _input(given: Field, choice: int) -> Element:
    match given.kind:
        case FieldKind.LINE | FieldKind.LINES | FieldKind.CHANNEL:  # a channel is asked for in Slack alone
            return _text(given)
        case FieldKind.CHOICE:
            chosen = {"value": given.initial} if given.initial in {option.value for option in given.options} else {}
            return {"type": "Input.ChoiceSet", "style": "compact", "choices": _choices(given.options, choice), **chosen}
        case FieldKind.CHOICES:
            drawn = {
                "style": "expanded",
                "isMultiSelect": True,
                "wrap": True,
                "choices": _choices(given.options, choice),
            }
            return {"type": "Input.ChoiceSet", **drawn, **_several(given)}
        case FieldKind.PEOPLE:
            picker = {"choices": [], "choices.data": {"type": "Data.Query", "dataset": USERS}}
            return {"type": "Input.ChoiceSet", "isMultiSelect": True, **picker, **_several(given)}
        case FieldKind.DATE:
            return {"type": "Input.Date", **({"value": given.initial} if given.initial else {})}
        case FieldKind.TICK:
            ticked = "yes" if given.initial == "yes" else ""
            values = {"valueOn": "yes", "valueOff": "", "value": ticked}
            return {"type": "Input.Toggle", "title": label(given.label), "wrap": True, **values}
        case _:
            assert_never(given.kind)


def _text(given: Field) -> Element:
    """What is already known may be longer than what may be typed: it is not cut, and refused as typed text would be."""
    lines = given.kind is FieldKind.LINES
    initial = clean(given.initial) if lines else one_line(clean(given.initial), 10_000)
    units = len(initial.encode("utf-16-le")) // 2  # clients count as browsers do
    most = {"maxLength": max(given.max_length, units)} if given.max_length else {}
    value = {} if blank(initial) else {"value": initial}
    return {"type": "Input.Text", "isMultiline": lines, **most, **value}


def _choices(options: tuple[Option, ...], most: int) -> list[Element]:
    return [{"title": one_line(label(option.label), most), "value": option.value} for option in options]


def _several(given: Field) -> Element:
    """Several values travel joined by commas; ours are ids."""
    chosen = given.initial.split("\n") if given.initial else []
    if given.kind is FieldKind.CHOICES:
        offered = {option.value for option in given.options}
        chosen = [value for value in chosen if value in offered]
    return {"value": ",".join(filter(None, chosen))} if chosen else {}
