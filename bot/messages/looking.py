"""What a channel reads and its check's manager sees more of, where a platform can show that to one person."""

from dataclasses import replace

from bot.domain.check import Check, CheckState
from bot.messages.asking import close_button
from bot.messages.catalogue import Catalogue
from bot.messages.view import Button, Buttons, Message, More, Weight

_NOTHING_TO_DO = frozenset({CheckState.DRAFT, CheckState.CANCELLED})


def shared(message: Message, check: Check, kind: str) -> Message:
    """The message as the channel gets it. `kind` is its delivery's."""
    if check.state in _NOTHING_TO_DO:
        return message
    return replace(message, more=More(check.manager, kind, str(check.id)))


def for_manager(texts: Catalogue, message: Message, check: Check) -> Message:
    """The same with the manager's buttons under it. `texts` are the manager's, whatever language the channel reads."""
    told = texts.text("card.yours", quiet=True)
    return replace(message, parts=(*message.parts, Buttons(_buttons(texts, check)), told))


def _buttons(texts: Catalogue, check: Check) -> tuple[Button, ...]:
    subject = str(check.id)
    status = Button(texts("overview.status"), "status", subject)
    if check.state is CheckState.OPEN:
        return (status, Button(texts("overview.extend"), "extend", subject), close_button(texts, check))
    if check.state is CheckState.CLOSED:
        return (Button(texts("overview.report"), "report", subject, Weight.PRIMARY), status)
    return (status,)
