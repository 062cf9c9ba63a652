"""What changes a running check: its dialogs, and word of somebody who has joined."""

from bot.domain.check import Check
from bot.domain.sheet import SheetVersion
from bot.messages.catalogue import Catalogue
from bot.messages.view import Button, Buttons, Field, FieldKind, Form, Message, Weight

EXTEND_FORM = "extend"
ADD_FORM = "add"


def extend_form(texts: Catalogue, check: Check) -> Form:
    """A later deadline: a time from now, or a date."""
    until = Field(
        "until", FieldKind.LINE, texts("extend.until"), texts("extend.hint"), required=True, max_length=20, initial="2d"
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


def joined(texts: Catalogue, sheet: SheetVersion, check: Check, user: str, name: str) -> Message:
    """Told to the manager: somebody has come into the channel whose members are asked, and has not been asked."""
    title = sheet.text.title
    ask = Button(texts("joined.ask"), "ask_joiner", f"{check.id}/{user}", Weight.PRIMARY)
    return Message(
        texts("joined.summary", name=name, title=title),
        (
            texts.text("joined.told", name=name, title=title),
            texts.text("joined.not_asked", quiet=True),
            Buttons((ask,)),
        ),
    )
