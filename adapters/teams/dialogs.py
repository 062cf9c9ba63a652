"""What answers a client's dialog (a task module): the next thing it shows."""

from typing import Any

from adapters.teams.actions import MAX_VALUE, TYPED
from adapters.teams.cards import cards
from adapters.teams.forms import packed
from adapters.teams.gateway import attachment
from adapters.teams.texts import texts
from bot.messages.view import Button, Buttons, Form, Heading, Message, Run, Text, Weight
from bot.ports.door import Where

SHORT = 5  #: fields of a form that is as well filled in on a card; what is typed there is lost by looking elsewhere

Body = dict[str, Any]


def form_dialog(form: Form, card: Body) -> Body:
    height = "medium" if len(form.fields) <= SHORT else "large"
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
    """A button for the dialog, where a command alone is there to open it; None for a form that comes as a card."""
    subject = packed(typed, where.channel.channel if where.channel else "")
    if not typed or len(form.fields) <= SHORT or len(subject) > MAX_VALUE:
        return None
    button = Button(texts(locale)["open"], TYPED, subject, Weight.PRIMARY)
    return Message(form.title, (Heading(form.title), Buttons((button,))))


def _task(shown: Body) -> Body:
    return {"task": {"type": "continue", "value": shown}}
