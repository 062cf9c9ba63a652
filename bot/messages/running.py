"""What changes a running check: its dialogs, and word of those who have joined."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from bot.domain.check import Check
from bot.domain.ids import DeliveryId
from bot.domain.schedule import zone_of
from bot.domain.sheet import SheetVersion
from bot.messages.catalogue import Catalogue
from bot.messages.view import Button, Buttons, Field, FieldKind, Form, Message, Text, Weight

EXTEND_FORM = "extend"
ADD_FORM = "add"
MOST_NAMES = 10  #: in one sentence


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Somebody who was named and is not asked; `why` as "add.not_<…>" says it."""

    name: str
    why: str


def extend_form(texts: Catalogue, check: Check) -> Form:
    """A later deadline: a time from now, or a date."""
    day_more = check.deadline_at + timedelta(days=1) if check.deadline_at else None
    until = Field(
        "until",
        FieldKind.LINE,
        texts("extend.until"),
        texts("extend.hint"),
        required=True,
        max_length=20,
        initial=f"{day_more.astimezone(zone_of(check.manager_zone)):%Y-%m-%d %H:%M}" if day_more else "",
    )
    intro = (
        (texts.text("extend.now", when=texts.when(check.deadline_at, check.manager_zone)),) if check.deadline_at else ()
    )
    return Form(
        EXTEND_FORM,
        texts("extend.form_title"),
        texts("overview.extend"),
        str(check.id),
        (until,),
        intro,
        texts("form.cancel"),
    )


def add_form(texts: Catalogue, check: Check) -> Form:
    """More people for a running check."""
    who = Field("who", FieldKind.PEOPLE, texts("add.who"), required=True)
    return Form(ADD_FORM, texts("add.form_title"), texts("add.submit"), str(check.id), (who,), (), texts("form.cancel"))


def added(texts: Catalogue, names: Sequence[str], others: Sequence[LeftOut]) -> Message:
    """The reply to whoever had more people asked; `others` were named too."""
    done = texts.runs("add.done", n=len(names), names=few(texts, names))
    rest = (texts.text("add.left_out", quiet=True, names=left_out(texts, others)),) if others else ()
    return Message("".join(run.text for run in done), (Text(done), *rest))


def left_out(texts: Catalogue, others: Sequence[LeftOut]) -> str:
    """Who is not asked, each with the reason."""
    return few(texts, [f"{one.name} ({texts(f'add.not_{one.why}')})" for one in others])


def joined(texts: Catalogue, sheet: SheetVersion, check: Check, told: DeliveryId, names: Sequence[str]) -> Message:
    """Told to the manager: these have come into the channel whose members are asked, and have not been asked. `told`
    names them once more.
    """
    title, n, shown = sheet.text.title, len(names), few(texts, names)
    alone = n == 1
    ask = texts("joined.ask" if alone else "joined.ask_all")
    return Message(
        texts("joined.summary", n=n, names=shown, title=title),
        (
            texts.text("joined.told", n=n, names=shown, title=title),
            texts.text("joined.not_asked" if alone else "joined.none_asked", quiet=True),
            Buttons((Button(ask, "ask_joiners", f"{check.id}/{told}", Weight.PRIMARY),)),
        ),
    )


def few(texts: Catalogue, names: Sequence[str]) -> str:
    """The names, or the first ten of them and how many more there are."""
    shown, more = ", ".join(names[:MOST_NAMES]), len(names) - MOST_NAMES
    return texts("joined.others", n=more, names=shown) if more > 0 else shown
