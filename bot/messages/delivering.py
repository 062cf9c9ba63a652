"""Messages about messages: what could not be delivered, and what may come twice."""

from collections.abc import Collection, Sequence
from dataclasses import replace

from bot.domain.check import Check, Participant
from bot.domain.sheet import SheetVersion
from bot.messages.catalogue import Catalogue
from bot.messages.obstacles import invited, obstacle
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
    notes: Collection[str],
    *,
    channel: bool = False,
    tried: bool = True,
) -> Message:
    """Told to the manager: so many messages went nowhere, to whom, why by these notes, and what helps where we know.
    `tried`: each of them many times.
    """
    told = texts.runs("undelivered.told" if tried else "undelivered.refused", n=number, title=sheet.text.title)
    names = ", ".join(person.name for person in people[:MOST_NAMES])
    more = f" (+{len(people) - MOST_NAMES})" if len(people) > MOST_NAMES else ""
    to = [*([texts("undelivered.channel")] if channel else []), *([f"{names}{more}"] if people else [])]
    reasons = sorted({obstacle(texts, note) for note in notes})
    parts: list[Part] = [Text(told)]
    if to:
        parts.append(texts.text("undelivered.to", names=", ".join(to)))
    if reasons:
        parts.append(texts.text("undelivered.why", quiet=True, reasons="; ".join(reasons)))
    if channel and any(map(invited, notes)):
        parts.append(texts.text("undelivered.invite"))
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
