"""What answers a client's dialog (a task module): the next thing it shows."""

from dataclasses import replace
from typing import Any

from adapters.teams.actions import MAX_VALUE, TYPED
from adapters.teams.cards import LONG, cards
from adapters.teams.forms import packed
from adapters.teams.gateway import attachment
from adapters.teams.texts import texts
from bot.messages.view import Button, Buttons, Form, Heading, Message, Part, Run, Text, Weight
from bot.ports.door import Where

NEW = "new_policy"  #: the product's button that opens a new sheet's form

Body = dict[str, Any]


def form_dialog(form: Form, card: Body) -> Body:
    height = "medium" if len(form.fields) <= LONG else "large"
    return _task({"title": form.title, "height": height, "width": "medium", "card": attachment(card)})


def message_dialog(message: Message, locale: str) -> Body:
    return _task({"title": texts(locale)["title"], "card": attachment(cards(message, locale=locale)[0])})


def saying(*lines: str) -> Message:
    return Message(" ".join(lines), tuple(Text((Run(line),)) for line in lines))


def said(words: str, locale: str) -> Body:
    """In the dialog's place where nothing was sent with one yet: a bare line would be drawn as an empty box there.

    https://github.com/MicrosoftDocs/msteams-docs/issues/1732
    """
    return message_dialog(saying(words), locale)


def noted(words: str) -> Body:
    """In the dialog's place once something was sent with it."""
    return {"task": {"type": "message", "value": words}}


def brief(message: Message, locale: str) -> bool:
    """True for what a dialog can show and need not last: nothing on it is pressed."""
    pressed = any(isinstance(part, Buttons) for part in message.parts)
    return not pressed and len(cards(message, locale=locale)) == 1


def offer(form: Form, typed: str, where: Where, locale: str) -> Message | None:
    """A button for the dialog, where a command alone is there to open it; None for a form that comes as a card: one
    that is not long, since what is typed on a card is lost by looking elsewhere.
    """
    subject = packed(typed, where.channel.channel if where.channel else "")
    if not typed or len(form.fields) <= LONG or len(subject) > MAX_VALUE:
        return None
    button = Button(texts(locale)["open"], TYPED, subject, Weight.PRIMARY)
    return Message(form.title, (Heading(form.title), Buttons((button,))))


def placed(message: Message, where: Where) -> Message:
    """The message as it is told to one person: its button for a new sheet is for the place it was asked in, which the
    personal chat does not know; from there none is begun.
    """
    parts: list[Part] = []
    for part in message.parts:
        if isinstance(part, Buttons):
            kept = tuple(_begins(button, where) for button in part.buttons if where.channel or button.action != NEW)
            parts += [Buttons(kept)] if kept else []
        else:
            parts.append(part)
    return replace(message, parts=tuple(parts))


def _begins(button: Button, where: Where) -> Button:
    if button.action != NEW or where.channel is None:
        return button
    return replace(button, action=TYPED, subject=packed("new-policy", where.channel.channel))


def _task(shown: Body) -> Body:
    return {"task": {"type": "continue", "value": shown}}
