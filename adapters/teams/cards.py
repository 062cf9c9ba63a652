"""Messages and forms as Adaptive Cards 1.5."""

import json
from collections.abc import Iterator, Mapping, Sequence

from adapters.teams.actions import execute, refresh, submit
from adapters.teams.fields import field
from adapters.teams.parts import drawn_message, drawn_parts, heads
from adapters.teams.rich import Element, label, line, quiet, rich, size
from bot.messages.catalogue import catalogue
from bot.messages.lengths import one_line
from bot.messages.view import FieldErrors, Form, Message, Run, Weight

VERSION = "1.5"
SCHEMA = "http://adaptivecards.io/schemas/adaptive-card.json"
MAX_SIZE = 28_000  #: bytes of one card's JSON
MAX_SUMMARY = 500
MAX_CHOICE = 600  #: characters of a choice
SHORT_CHOICE = 120  #: where a dialog would grow too large; what is typed in it is never cut
_ROOM = 700  #: bytes for what stands around the pages of a message: version, language, number
_FOOT = 3  #: elements that stay at the end of a card that is cut
LONG = 5  #: fields, beyond which a form in a chat is taller than a window: what is told at its top is not seen
_WIDE = frozenset({"Chart.HorizontalBar", "Table"})


def card(message: Message, *, locale: str) -> Element:
    """The message as one card. Where it is too long, what is left out is counted, and its end, the ways on, stays."""
    pieces = drawn_message(message)
    if size(pieces) <= _most(message):
        return _card(pieces, message, locale)
    foot = pieces[-_FOOT:] if size(pieces[-_FOOT:]) < MAX_SIZE // 2 else pieces[-1:]
    head: list[Element] = []
    room = _most(message) - size(foot)
    for piece in pieces[: -len(foot)]:
        room -= _cost(piece)
        if room < 0:
            break
        head.append(piece)
    more = len(pieces) - len(head) - len(foot)
    return _card([*head, *quiet(f"… +{more}"), *foot], message, locale)


def cards(message: Message, *, locale: str, account: str = "", dialogs: bool = True) -> list[Element]:
    """At least one card; nothing of the message is left out. Several carry their numbers: "2/3".

    `account` is whose client may ask for more of the message, "" where it is not known; several cards have no more.
    Without `dialogs` no button asks for one.
    """
    groups = list(_packed(drawn_message(message, dialogs=dialogs), _most(message)))
    if len(groups) == 1:
        more = {"refresh": refresh(message.more, account)} if message.more and account else {}
        return [{**_card(groups[0], message, locale), **more}]
    return [_card([*group, *quiet(f"{i}/{len(groups)}")], message, locale) for i, group in enumerate(groups, start=1)]


def dialog(
    form: Form, *, locale: str, errors: FieldErrors | None = None, inline: bool = False, again: bool = False
) -> Element:
    """The form as the card of a dialog, filled with what is known and with what stands against it.

    The data that comes back has {"action": the form's id, "value": its subject} beside the values by their fields' ids:
    "yes" or "" for a tick, several values joined by commas. `inline` is for a chat, where there is no dialog: the
    form's title stands on the card, its button answers in place, and where a long one comes `again`, or with errors,
    what is told stands above that button, where it was pressed.
    """
    told: dict[str, str] = {}
    for name, what in errors.errors if errors else ():
        told[name] = f"{told[name]} {what}" if name in told else what
    tall = inline and len(form.fields) > LONG
    foot = _foot(form, told, again=again) if tall else []
    intro = [] if tall and again else drawn_parts(form.intro)
    head = [*([line(form.title, style="heading", size="Large", weight="Bolder")] if inline else []), *intro]
    drawn = _dialog(form, locale, told, MAX_CHOICE, head, foot, inline=inline)
    if len(json.dumps(drawn, ensure_ascii=False).encode()) <= MAX_SIZE:
        return drawn
    return _dialog(form, locale, told, SHORT_CHOICE, head, foot, inline=inline)


def _foot(form: Form, told: Mapping[str, str], *, again: bool) -> list[Element]:
    names = {field.id: field.label for field in form.fields}
    wrong = [Run(f"↑ {names[name]}: {what}" if name in names else what) for name, what in told.items()]
    lines = [block for run in wrong for block in rich((run,), color="Attention", weight="Bolder")]
    return [*(drawn_parts(form.intro) if again else ()), *lines]


def _dialog(
    form: Form,
    locale: str,
    told: Mapping[str, str],
    choice: int,
    head: Sequence[Element],
    foot: Sequence[Element],
    *,
    inline: bool,
) -> Element:
    empty = catalogue(locale)("error.empty")
    fields = [element for each in form.fields for element in field(each, empty, told.get(each.id, ""), choice)]
    button = (execute if inline else submit)(form.submit, form.id, form.subject, Weight.PRIMARY)
    return {**_whole([*head, *fields, *foot], locale), "actions": [button]}


def _packed(pieces: Sequence[Element], most: int) -> Iterator[list[Element]]:
    """Greedily, a heading never alone at the end of a page."""
    group: list[Element] = []
    room = most
    for piece in pieces:
        cost = _cost(piece)
        if group and cost > room:
            kept = group[:-1] if len(group) > 1 and heads(group[-1]) else group
            yield kept
            group = group[len(kept) :]
            room = most - size(group)
        group.append(piece)
        room -= cost
    yield group


def _cost(piece: Element) -> int:
    """Bytes in a list of them."""
    return size(piece) + len(", ")


def _card(body: Sequence[Element], message: Message, locale: str) -> Element:
    return {**_whole(body, locale), "fallbackText": _summary(message)}


def _whole(body: Sequence[Element], locale: str) -> Element:
    wide = {"msteams": {"width": "Full"}} if any(element["type"] in _WIDE for element in body) else {}
    language = {"lang": catalogue(locale).language}
    return {"type": "AdaptiveCard", "$schema": SCHEMA, "version": VERSION, **language, **wide, "body": [*body]}


def _summary(message: Message) -> str:
    return label(one_line(message.summary, MAX_SUMMARY))


def _most(message: Message) -> int:
    return MAX_SIZE - _ROOM - size(_summary(message))
