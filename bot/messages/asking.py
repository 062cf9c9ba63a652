"""Messages of the asking: the channel's card, the question in the direct message, its dialogs and its endings."""

from datetime import datetime
from typing import assert_never

from bot.domain.check import Check, CheckState, Participant, ParticipantState
from bot.domain.restatement import Restatement
from bot.domain.sheet import MAX_TEXT, SheetVersion
from bot.messages.catalogue import Catalogue, catalogue
from bot.messages.sheets import sheet_parts
from bot.messages.view import Button, Buttons, Field, FieldKind, Form, Message, Part, Text, Weight

ANSWER_FORM = "answer"
DISAGREE_FORM = "disagree"


def card(texts: Catalogue, sheet: SheetVersion, check: Check) -> Message:
    """The channel's card: what and why, and what happens next."""
    return Message(
        texts("card.summary", title=sheet.text.title, manager=check.manager_name),
        (
            *sheet_parts(texts, sheet),
            _card_state(texts, check),
        ),
    )


def _card_state(texts: Catalogue, check: Check) -> Text:
    if check.state is CheckState.CANCELLED:
        return texts.text("card.cancelled", quiet=True, manager=check.manager_name)
    if check.closed_at:
        return texts.text("card.closed", quiet=True, day=texts.day_of(check.closed_at, check.manager_zone))
    if check.deadline_at is None:
        return texts.text("card.preview", quiet=True)
    return texts.text(
        "card.open", quiet=True, manager=check.manager_name, when=texts.when(check.deadline_at, check.manager_zone)
    )


def ask(texts: Catalogue, sheet: SheetVersion, check: Check, participant: Participant) -> Message:
    """The question, or how it ended for this person."""
    head = (texts.text("ask.hello", quiet=True), texts.text("ask.about", title=sheet.text.title))
    return Message(texts("ask.summary", title=sheet.text.title), (*head, *_ask_body(texts, check, participant)))


def _ask_body(texts: Catalogue, check: Check, participant: Participant) -> tuple[Part, ...]:
    subject = str(check.id)
    if check.state is CheckState.CANCELLED:
        return (texts.text("ask.cancelled", manager=check.manager_name),)
    match participant.state:
        case ParticipantState.ASKED | ParticipantState.AWAY | ParticipantState.UNREACHABLE:
            return _question(texts, check, participant)
        case ParticipantState.ANSWERED:
            return (
                texts.text("ask.answered"),
                Buttons(
                    (
                        Button(texts("ask.edit"), "answer", subject),
                        Button(
                            texts("ask.withdraw"), "withdraw", subject, Weight.DANGER, texts("mine.withdraw_confirm")
                        ),
                    )
                ),
                who_sees(texts, check),
            )
        case ParticipantState.DECLINED:
            return (texts.text("ask.declined"), Buttons((Button(texts("ask.undecline"), "answer", subject),)))
        case ParticipantState.WITHDRAWN:
            return (texts.text("ask.withdrawn"), Buttons((Button(texts("ask.again"), "answer", subject),)))
        case _ as never:
            assert_never(never)


def _question(texts: Catalogue, check: Check, participant: Participant) -> tuple[Part, ...]:
    subject = str(check.id)
    closed = check.closed_at is not None
    later = () if closed else (Button(texts("ask.later"), "later", subject),)
    when = texts.own_when(participant.deadline_at, participant.time_zone)
    return (
        texts.text("ask.question", manager=check.manager_name),
        Buttons(
            (
                Button(texts("ask.answer"), "answer", subject, Weight.PRIMARY),
                *later,
                Button(texts("ask.disagree"), "disagree", subject),
                Button(texts("ask.not_for_me"), "decline", subject),
            )
        ),
        texts.text("answer.after_close", quiet=True) if closed else texts.text("ask.until", quiet=True, when=when),
        who_sees(texts, check),
    )


def who_sees(texts: Catalogue, check: Check) -> Text:
    """One line that says who will see what."""
    return texts.text(f"visibility.{check.visibility}", quiet=True, manager=check.manager_name)


def nudge(texts: Catalogue, sheet: SheetVersion, check: Check, participant: Participant) -> Message:
    """A kind reminder. Not answering is never scored, and it says so."""
    subject = str(check.id)
    when = texts.own_when(participant.deadline_at, participant.time_zone)
    return Message(
        texts("nudge.summary", title=sheet.text.title),
        (
            texts.text("nudge.text", title=sheet.text.title, when=when, manager=check.manager_name),
            Buttons(
                (
                    Button(texts("ask.answer"), "answer", subject, Weight.PRIMARY),
                    Button(texts("ask.not_for_me"), "decline", subject),
                )
            ),
            texts.text("nudge.kind", quiet=True, manager=check.manager_name),
        ),
    )


def answer_form(
    texts: Catalogue, sheet: SheetVersion, check: Check, before: Restatement | None, *, why: str = "", reopened: bool
) -> Form:
    """The dialog for an answer. `subject` carries the revision it was opened on, so that two windows are noticed."""
    revision = before.revision if before else 0
    intro: list[Part] = [texts.text("answer.intro", title=sheet.text.title)]
    if reopened:
        intro.append(texts.text("answer.after_close", quiet=True))
    intro.append(who_sees(texts, check))
    return Form(
        ANSWER_FORM,
        texts("answer.form_title"),
        texts("answer.submit"),
        f"{check.id}/{revision}",
        (
            Field(
                "why",
                FieldKind.LINES,
                texts("answer.why"),
                texts("answer.why_hint"),
                required=True,
                max_length=MAX_TEXT,
                initial=why or (before.why if before else ""),
            ),
            Field(
                "differently",
                FieldKind.LINES,
                texts("answer.differently"),
                max_length=MAX_TEXT,
                initial=before.differently if before else "",
            ),
            Field(
                "worry",
                FieldKind.LINES,
                texts("answer.worry"),
                max_length=MAX_TEXT,
                initial=before.worry if before else "",
            ),
            Field(
                "quotable",
                FieldKind.TICK,
                texts("answer.quotable"),
                initial="yes" if before and before.quotable else "",
            ),
        ),
        tuple(intro),
        texts("form.cancel"),
    )


def disagree_form(texts: Catalogue, check: Check, before: Restatement | None) -> Form:
    """The dialog for an objection, which also asks once for the other side."""
    return Form(
        DISAGREE_FORM,
        texts("disagree.form_title"),
        texts("disagree.submit"),
        f"{check.id}/{before.revision if before else 0}",
        (
            Field(
                "objection",
                FieldKind.LINES,
                texts("disagree.objection"),
                required=True,
                max_length=MAX_TEXT,
                initial=before.objection if before else "",
            ),
            Field(
                "why",
                FieldKind.LINES,
                texts("disagree.why"),
                texts("disagree.why_hint"),
                max_length=MAX_TEXT,
                initial=before.why if before else "",
            ),
            Field(
                "quotable",
                FieldKind.TICK,
                texts("answer.quotable"),
                initial="yes" if before and before.quotable else "",
            ),
        ),
        (texts.text("disagree.intro", manager=check.manager_name), who_sees(texts, check)),
        texts("form.cancel"),
    )


def objection_kept(texts: Catalogue, check: Check) -> Message:
    """The answer to an objection without a restatement: kept in its own lane."""
    return Message(
        texts("disagree.kept", manager=check.manager_name),
        (texts.text("disagree.kept", manager=check.manager_name),),
    )


def replaced(texts: Catalogue, sheet: SheetVersion, at: datetime, zone: str) -> Message:
    """Told where two windows answered: the later one counts."""
    when = texts.when(at, zone)
    return Message(
        texts("answer.replaced", title=sheet.text.title, when=when),
        (texts.text("answer.replaced", title=sheet.text.title, when=when),),
    )


def preview(texts: Catalogue, sheet: SheetVersion, check: Check, participant: Participant) -> Message:
    """Both messages as the team will get them, for the manager alone; without live buttons."""
    channel = card(catalogue(sheet.language), sheet, check).parts
    direct = tuple(part for part in ask(texts, sheet, check, participant).parts if not isinstance(part, Buttons))
    return Message(
        texts("preview.summary", title=sheet.text.title),
        (
            texts.text("preview.channel"),
            *channel,
            texts.text("preview.direct"),
            *direct,
            texts.text("preview.buttons", quiet=True),
        ),
    )


def launched(texts: Catalogue, sheet: SheetVersion, check: Check, people: tuple[Participant, ...]) -> Message:
    """Told to the manager once the team is asked, or that there is nobody to ask; afterwards, how it ended."""
    subject = str(check.id)
    title = sheet.text.title
    if not people or check.deadline_at is None:
        return Message(
            texts("launched.nobody", title=title),
            (
                texts.text("launched.nobody", title=title),
                Buttons((Button(texts("sheet.edit"), "edit_sheet", subject, Weight.PRIMARY),)),
            ),
        )
    end = _end(texts, check)
    if end:
        return Message(
            texts("launched.were_asked", n=len(people), title=title),
            (
                texts.text("launched.were_asked", n=len(people), title=title),
                end,
                Buttons((Button(texts("overview.status"), "status", subject),)),
            ),
        )
    away = [person for person in people if person.state is ParticipantState.AWAY]
    return Message(
        texts("launched.asked", n=len(people), title=title),
        (
            texts.text("launched.asked", n=len(people), title=title),
            texts.text("launched.until", when=texts.when(check.deadline_at, check.manager_zone)),
            *((texts.text("launched.away", names=", ".join(person.name for person in away)),) if away else ()),
            Buttons((Button(texts("overview.status"), "status", subject), close_button(texts, check))),
        ),
    )


def _end(texts: Catalogue, check: Check) -> Text | None:
    if check.state is CheckState.CANCELLED:
        return texts.text("launched.cancelled")
    if check.closed_at:
        return texts.text("launched.closed", when=texts.when(check.closed_at, check.manager_zone))
    return None


def close_button(texts: Catalogue, check: Check) -> Button:
    return Button(texts("overview.close"), "close", str(check.id), Weight.PLAIN, texts("overview.close_confirm"))
