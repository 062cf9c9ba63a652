"""Reading a message in a test: its words, its buttons, its parts of one kind."""

from typing import TypeVar

from bot.messages.view import Button, Buttons, Field, Form, Items, Message, Run
from tests.golden.plain import plain

P = TypeVar("P")


def words(shown: Message | Form) -> str:
    """Everything a person reads of it, marks and bars left out."""
    return plain(shown).replace("*", "").replace("_", "")


def buttons(message: Message) -> list[Button]:
    return [button for part in parts(message, Buttons) for button in part.buttons]


def actions(message: Message) -> list[str]:
    return [button.action for button in buttons(message)]


def parts(message: Message, kind: type[P]) -> list[P]:
    return [part for part in message.parts if isinstance(part, kind)]


def part(message: Message, kind: type[P]) -> P:
    (only,) = parts(message, kind)
    return only


def items(message: Message) -> list[str]:
    """Every bulleted item as plain text."""
    return [text_of(item) for part in parts(message, Items) for item in part.items]


def text_of(runs: tuple[Run, ...]) -> str:
    return "".join(run.text for run in runs)


def field(form: Form, name: str) -> Field:
    return next(one for one in form.fields if one.id == name)
