"""Forms as modals, the home tab, and the modal that stands while one is being made."""

from collections.abc import Sequence
from itertools import count
from typing import assert_never

from adapters.slack.blocks import drawn, drawn_message, plain_text, texts_of
from adapters.slack.escape import blank, shown
from adapters.slack.rich import Block, bullets, rich_text
from bot.messages.lengths import one_line
from bot.messages.view import Field, FieldKind, Form, Message, Option, Part, Run

MAX_BLOCKS = 100
MAX_TITLE = 24  #: also of the two buttons
MAX_LABEL = 2000
MAX_INPUT = 3000
MAX_METADATA = 3000
MAX_OPTION = 75
MAX_BOXES = 10
_FOOT = 3  #: blocks that stay at the end of a home tab with too many


def view(form: Form, private_metadata: str) -> Block:
    """The form as a modal: callback_id is the form's id, each block_id a field's."""
    if len(private_metadata) > MAX_METADATA:
        raise ValueError(f"private metadata is ids: {len(private_metadata)} characters")
    blocks = [*_parts(form.intro), *(block for field in form.fields for block in _field(field, form))]
    return {
        **_modal(form.title, blocks),
        "callback_id": form.id,
        "private_metadata": private_metadata,
        "submit": plain_text(form.submit, MAX_TITLE),
        **({"close": plain_text(form.cancel, MAX_TITLE)} if form.cancel else {}),
    }


def loading_view(title: str) -> Block:
    """A modal for the moment until the form is made."""
    hourglass: Block = {"type": "context", "elements": [{"type": "plain_text", "text": "⏳ …", "emoji": True}]}
    return _modal(title, [hourglass])


def message_view(title: str, message: Message) -> Block:
    """A modal that only says something; it has no buttons of ours but those in the message."""
    return _modal(title, _of_message(message))


def home_view(message: Message) -> Block:
    return {"type": "home", "blocks": _of_message(message)}


def _modal(title: str, blocks: list[Block]) -> Block:
    return {"type": "modal", "title": plain_text(title, MAX_TITLE), "blocks": blocks}


def _parts(parts: Sequence[Part]) -> list[Block]:
    """Modals take neither charts nor tables."""
    numbers = count(1)
    return [block for part in parts for piece in drawn(part, numbers) for block in piece.bare]


def _of_message(message: Message) -> list[Block]:
    return _cut([block for piece in drawn_message(message) for block in piece.bare])


def _cut(blocks: list[Block]) -> list[Block]:
    """A view has no second page: what does not fit is counted, and its last blocks, the ways on, stay."""
    if len(blocks) <= MAX_BLOCKS:
        return blocks
    head = blocks[: MAX_BLOCKS - _FOOT - 1]
    more = len(blocks) - len(head) - _FOOT
    note: Block = {"type": "context", "elements": [{"type": "plain_text", "text": f"… +{more}", "emoji": False}]}
    return [*head, note, *blocks[-_FOOT:]]


def _field(field: Field, form: Form) -> list[Block]:
    if field.kind in {FieldKind.CHOICE, FieldKind.CHOICES} and not field.options:
        return []
    long = [option for option in field.options if len(shown(option.label)) > MAX_OPTION]
    written = [rich_text(bullets([(Run(option.label),) for option in field.options], "ordered"))] if long else []
    options = [_option(option, i if long else 0) for i, option in enumerate(field.options, start=1)]
    return [
        *written,
        {
            "type": "input",
            "block_id": field.id,
            "label": plain_text(field.label, MAX_LABEL),
            "element": {**_element(field, options, form), "action_id": field.id},
            "optional": not field.required,
            **({"hint": plain_text(field.hint, MAX_LABEL)} if field.hint else {}),
        },
    ]


def _option(option: Option, number: int) -> Block:
    """A label too long for Slack is numbered; it stands in full above the field."""
    label = f"{number}. {option.label}" if number else option.label
    return {"text": plain_text(label, MAX_OPTION), "value": option.value}


def _element(field: Field, options: list[Block], form: Form) -> Block:  # noqa: PLR0911 - one arm a kind
    match field.kind:
        case FieldKind.LINE | FieldKind.LINES:
            return _input(field)
        case FieldKind.CHOICE:
            chosen = _chosen(field, options)
            return {"type": "static_select", "options": options, **({"initial_option": chosen[0]} if chosen else {})}
        case FieldKind.CHOICES:
            kind = "checkboxes" if len(options) <= MAX_BOXES else "multi_static_select"
            return _several(kind, field, options)
        case FieldKind.PEOPLE:
            people = field.initial.split()
            return {"type": "multi_users_select", **({"initial_users": people} if people else {})}
        case FieldKind.CHANNEL:
            return {
                "type": "conversations_select",
                "filter": {"include": ["public", "private"]},
                **({"initial_conversation": field.initial} if field.initial else {}),
            }
        case FieldKind.DATE:
            return {"type": "datepicker", **({"initial_date": field.initial} if field.initial else {})}
        case FieldKind.TICK:
            words = texts_of(form.cancel)("readback.yes")
            return _several("checkboxes", field, [{"text": plain_text(words, MAX_OPTION), "value": "yes"}])
        case _:
            assert_never(field.kind)


def _input(field: Field) -> Block:
    """What is already known may be longer than what may be typed: it is not cut, and refused as typed text would be."""
    lines = field.kind is FieldKind.LINES
    initial = shown(field.initial)[:MAX_INPUT] if lines else one_line(shown(field.initial), MAX_INPUT)
    most = min(max(field.max_length or MAX_INPUT, len(initial)), MAX_INPUT)
    return {
        "type": "plain_text_input",
        "multiline": lines,
        "max_length": most,
        **({} if blank(initial) else {"initial_value": initial}),
    }


def _several(kind: str, field: Field, options: list[Block]) -> Block:
    chosen = _chosen(field, options)
    return {"type": kind, "options": options, **({"initial_options": chosen} if chosen else {})}


def _chosen(field: Field, options: list[Block]) -> list[Block]:
    values = field.initial.split("\n")
    return [option for option in options if option["value"] in values]
