"""The door: everything a person can do comes in here, whatever the platform."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass

from bot.domain.errors import BadInput, Stale
from bot.domain.ids import ChannelRef, PersonRef
from bot.flows import (
    adding,
    close_round,
    joining,
    launch,
    looking,
    my_data,
    oversee,
    read_back,
    record_restatement,
    report,
    translating,
    try_again,
    verbs,
    wording,
    write_sheet,
)
from bot.flows.house import AlreadySeenError, House, Visit
from bot.messages.asking import ANSWER_FORM, DISAGREE_FORM
from bot.messages.overview import said
from bot.messages.reading_back import FIX_FORM
from bot.messages.report import HEADLINE_FORM
from bot.messages.running import ADD_FORM, EXTEND_FORM
from bot.messages.sheets import SHEET_FORM
from bot.messages.view import FieldErrors, Message, Nothing, Reply, Say
from bot.ports.door import Actor, Door, Where

TRIES = 3  #: how often a flow is run again when somebody else saved the same record meanwhile


async def _too(visit: Visit, subject: str) -> Reply:
    return await read_back.answer_question(visit, subject, yes=True)


async def _not_that(visit: Visit, subject: str) -> Reply:
    return await read_back.answer_question(visit, subject, yes=False)


async def _new_policy(visit: Visit, _: str) -> Reply:
    return await write_sheet.open_new(visit, "")


async def _help(visit: Visit, _: str) -> Reply:
    return await verbs.run(visit, "help")


#: What each button does; the subject comes with it.
ACTIONS: Mapping[str, Callable[[Visit, str], Awaitable[Reply]]] = {
    "new_policy": _new_policy,
    "help": _help,
    "draft": write_sheet.show,
    "edit_sheet": write_sheet.edit,
    "restore": write_sheet.restore,
    "preview": launch.show_preview,
    "launch": launch.launch,
    "answer": record_restatement.open_answer,
    "later": record_restatement.later,
    "disagree": record_restatement.open_disagree,
    "decline": record_restatement.decline,
    "confirm": read_back.confirm,
    "too": _too,
    "not_that": _not_that,
    "fix": read_back.open_fix,
    "status": oversee.show_status,
    "extend": oversee.open_extend,
    "ask_joiners": adding.ask_joiners,
    "close": close_round.close,
    "cancel": oversee.cancel,
    "report": report.show,
    "post": report.post,
    "headline": report.open_headline,
    "withdraw": my_data.withdraw,
    "try_again": try_again.try_again,
    "review": wording.review,
    "explain": wording.explain,
    "translate": translating.translate,
}


@dataclass(frozen=True, slots=True)
class Submission:
    """What a dialog's submission does, and the field at which it is said what stands against it."""

    act: Callable[[Visit, str, Mapping[str, str]], Awaitable[Reply]]
    field: str


FORMS: Mapping[str, Submission] = {
    SHEET_FORM: Submission(write_sheet.submit, "title"),
    ANSWER_FORM: Submission(record_restatement.submit_answer, "why"),
    DISAGREE_FORM: Submission(record_restatement.submit_disagree, "objection"),
    FIX_FORM: Submission(read_back.submit_fix, "words"),
    HEADLINE_FORM: Submission(report.submit_headline, "headline"),
    EXTEND_FORM: Submission(oversee.submit_extend, "until"),
    ADD_FORM: Submission(adding.submit_add, "who"),
}


class FlowDoor(Door):
    """Runs the flow for what was done; what a person gave wrong becomes one clear sentence to them."""

    def __init__(self, house: House) -> None:
        self._house = house

    async def command(self, actor: Actor, text: str, where: Where, *, event_key: str) -> Reply:
        return await self._visit(actor, where, event_key, lambda visit: verbs.run(visit, text))

    async def press(self, actor: Actor, action: str, subject: str, where: Where, *, event_key: str) -> Reply:
        act = ACTIONS.get(action)
        if act is None:
            return await self._visit(actor, where, event_key, _unknown)
        return await self._visit(actor, where, event_key, lambda visit: act(visit, subject))

    async def submit(
        self, actor: Actor, form_id: str, subject: str, values: Mapping[str, str], where: Where, *, event_key: str
    ) -> Reply:
        form = FORMS.get(form_id)
        if form is None:
            return await self._visit(actor, where, event_key, _unknown)
        return await self._visit(actor, where, event_key, lambda visit: form.act(visit, subject, values), form.field)

    async def shortcut(self, actor: Actor, notes: str, where: Where, *, event_key: str) -> Reply:
        return await self._visit(actor, where, event_key, lambda visit: write_sheet.open_from_notes(visit, notes))

    async def said(self, actor: Actor, text: str, *, event_key: str) -> Reply:
        act = verbs.run if verbs.only_asks(text) else record_restatement.said_directly
        return await self._visit(actor, Where(None), event_key, lambda visit: act(visit, text))

    async def joined(self, person: PersonRef, channel: ChannelRef, *, event_key: str) -> None:
        await joining.note(self._house, person, channel, event_key)

    async def look(self, actor: Actor, kind: str, subject: str) -> Message | None:
        return await looking.look(self._house, actor, kind, subject)

    async def commands(self, actor: Actor) -> Sequence[tuple[str, str]]:
        return verbs.usages(Visit(self._house, actor, Where(None), "", self._house.clock.now()))

    async def _visit(
        self, actor: Actor, where: Where, event_key: str, act: Callable[[Visit], Awaitable[Reply]], field: str = ""
    ) -> Reply:
        """`field` names the dialog field at which it is said what stands against a submission: what was typed stays."""
        visit = Visit(self._house, actor, where, event_key, self._house.clock.now())
        for _ in range(TRIES):
            try:
                return await act(visit)
            except AlreadySeenError:
                return Nothing()
            except BadInput as err:
                return await _refused(visit, visit.told(err), field)
            except Stale:
                continue
        return _told(visit, visit.texts("error.busy"), field)


async def _refused(visit: Visit, why: str, field: str) -> Reply:
    """Told once: a re-delivery gets nothing."""
    try:
        async with visit.transaction():
            return _told(visit, why, field)
    except AlreadySeenError:
        return Nothing()


def _told(visit: Visit, why: str, field: str) -> Reply:
    return FieldErrors(((field, why),)) if field else Say(said(visit.texts, "error.plain", text=why))


async def _unknown(visit: Visit) -> Reply:
    raise BadInput(visit.texts("error.unknown_button", command=visit.house.command))
