"""Messages about messages: what could not be delivered, and what may come twice."""

from collections.abc import Sequence
from dataclasses import replace

from bot.domain.check import Check, Participant
from bot.domain.sheet import SheetVersion
from bot.messages.catalogue import Catalogue
from bot.messages.view import Button, Buttons, Message, Part, Text, Weight

MOST_NAMES = 10


def sent_again(texts: Catalogue, message: Message) -> Message:
    """The message with a line which says that it may be there already."""
    return replace(message, parts=(*message.parts, texts.text("undelivered.again", quiet=True)))


def given_up(
    texts: Catalogue,
    sheet: SheetVersion,
    check: Check,
    people: Sequence[Participant],
    number: int,
    reasons: Sequence[str],
) -> Message:
    """Told to the manager: so many messages went nowhere, to whom of the team, and why in the platform's words."""
    told = texts.runs("undelivered.told", n=number, title=sheet.text.title)
    names = ", ".join(person.name for person in people[:MOST_NAMES])
    more = f" (+{len(people) - MOST_NAMES})" if len(people) > MOST_NAMES else ""
    parts: list[Part] = [texts.text("undelivered.told", n=number, title=sheet.text.title)]
    if people:
        parts.append(texts.text("undelivered.to", names=f"{names}{more}"))
    if reasons:
        parts.append(texts.text("undelivered.why", quiet=True, reasons="; ".join(reasons)))
    parts.append(Buttons((try_again_button(texts, check), Button(texts("overview.status"), "status", str(check.id)))))
    return Message("".join(run.text for run in told), tuple(parts))


def capped(texts: Catalogue, sheet: SheetVersion) -> Message:
    """Told to the manager once: the language model is asked no more in this check."""
    told = texts.runs("comparer.capped", title=sheet.text.title)
    return Message("".join(run.text for run in told), (Text(told), texts.text("comparer.capped_more", quiet=True)))


def trying_again(texts: Catalogue, check: Check, number: int) -> Message:
    """The reply to "Try again"."""
    return Message(
        texts("undelivered.trying", n=number),
        (
            texts.text("undelivered.trying", n=number),
            Buttons((Button(texts("overview.status"), "status", str(check.id)),)),
        ),
    )


def try_again_button(texts: Catalogue, check: Check) -> Button:
    return Button(texts("undelivered.try_again"), "try_again", str(check.id), Weight.PRIMARY)
