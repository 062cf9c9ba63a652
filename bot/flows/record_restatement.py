"""Recording what a member says: an answer, an objection, "later", "not for me"."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from bot.domain.check import Check, CheckState, Participant, ParticipantState
from bot.domain.errors import BadInput
from bot.domain.ids import RestatementId
from bot.domain.own_words import clean, parrots, says_nothing
from bot.domain.restatement import ReadBack, Restatement
from bot.domain.schedule import later_at, zone_of
from bot.domain.sheet import MAX_TEXT
from bot.flows.close_round import close_when_complete, refresh_report
from bot.flows.find import asked, check_of, sheet_of
from bot.flows.house import Visit
from bot.flows.nudges import MAX_NUDGES
from bot.flows.owed import refresh_ask, refresh_read_back
from bot.flows.read_back import put_hearing
from bot.flows.round import silent
from bot.messages.asking import answer_form, disagree_form, objection_kept, replaced
from bot.messages.overview import said
from bot.messages.reading_back import listening
from bot.messages.view import FieldErrors, Message, Nothing, Open, Reply, Say
from bot.ports.store import UnitOfWork

TEXTS = ("why", "differently", "worry", "objection")  #: the fields of both dialogs that hold words


async def open_answer(visit: Visit, subject: str) -> Reply:
    """The dialog for an answer, with what was said before."""
    async with visit.transaction() as uow:
        check, _ = await _taking(uow, visit, subject)
        return await _answer_dialog(uow, visit, check)


async def open_disagree(visit: Visit, subject: str) -> Reply:
    """The dialog for an objection."""
    async with visit.transaction() as uow:
        check, _ = await _taking(uow, visit, subject)
        before = await uow.restatements.of_person(check.id, check.round, visit.actor.person)
        return Open(disagree_form(visit.texts, check, _unfolded(before)))


async def later(visit: Visit, subject: str) -> Reply:
    """The member is reminded once, some working hours on; it takes the place of the next nudge."""
    async with visit.transaction() as uow:
        check, participant = await _taking(uow, visit, subject)
        if participant.state is ParticipantState.ANSWERED:
            raise BadInput(visit.texts("error.answered_already"))
        reminded = check.state is CheckState.OPEN and participant.state is ParticipantState.ASKED
        if not reminded or participant.nudges >= MAX_NUDGES:
            return Say(said(visit.texts, "ask.later_quiet"))
        at = later_at(visit.now, participant.deadline_at, zone_of(participant.time_zone))
        if at is None:
            return Say(said(visit.texts, "ask.later_not"))
        await uow.participants.save(replace(participant, nudge_at=at))
        return Say(said(visit.texts, "ask.later_done", when=visit.texts.own_when(at, participant.time_zone)))


async def decline(visit: Visit, subject: str) -> Reply:
    """Takes "Not for me": counted, never scored; it can be taken back."""
    async with visit.transaction() as uow:
        check, participant = await _taking(uow, visit, subject)
        if participant.state is ParticipantState.ANSWERED:
            raise BadInput(visit.texts("error.answered_already"))
        participant = await uow.participants.save(replace(participant, state=ParticipantState.DECLINED, nudge_at=None))
        await refresh_ask(uow, visit.house, check, participant)
        await close_when_complete(uow, visit.house, check)
        return Say(said(visit.texts, "ask.declined"))


async def submit_answer(visit: Visit, subject: str, values: Mapping[str, str]) -> Reply:
    """A submitted answer. The own-words gate asks once more, kindly; the second time it is kept as no information."""
    given = {name: clean(value) for name, value in values.items()}
    errors = _errors(visit, given, required="why")
    if errors:
        return FieldErrors(errors)
    async with visit.transaction() as uow:
        check, participant = await _taking(uow, visit, subject)
        sheet = await sheet_of(uow, check)
        nothing = says_nothing(given["why"])
        gated = nothing or parrots(given["why"], sheet.text)
        if gated and not participant.gate_asked:
            await uow.participants.save(replace(participant, gate_asked=True))
            return FieldErrors((("why", visit.texts("answer.gate_nothing" if nothing else "answer.gate_copied")),))
        return await _record(uow, visit, check, participant, given, gated=gated, opened_on=_revision(subject))


async def submit_disagree(visit: Visit, subject: str, values: Mapping[str, str]) -> Reply:
    """A submitted objection, with the other side in own words if given. Kept in its own lane."""
    given = {name: clean(value) for name, value in values.items()}
    errors = _errors(visit, given, required="objection")
    if errors:
        return FieldErrors(errors)
    async with visit.transaction() as uow:
        check, participant = await _taking(uow, visit, subject)
        sheet = await sheet_of(uow, check)
        why = given.get("why", "")
        gated = bool(why) and (says_nothing(why) or parrots(why, sheet.text))
        return await _record(uow, visit, check, participant, given, gated=gated, opened_on=_revision(subject))


async def said_directly(visit: Visit, text: str) -> Reply:
    """Something typed in the direct messages: taken into the dialog of the open question, nothing stored before."""
    words = clean(text)
    async with visit.transaction() as uow:
        for participant in await uow.participants.of_person(visit.actor.person):
            check = await uow.checks.get(visit.tenant, participant.check_id)
            if not _open_to(check, participant, visit.now):
                continue
            if len(words) > MAX_TEXT:
                raise BadInput(visit.texts("error.too_long", n=len(words), most=MAX_TEXT))
            return await _answer_dialog(uow, visit, check, why=words)
        return Say(said(visit.texts, "error.nothing_open", command=visit.house.command))


def _open_to(check: Check, participant: Participant, now: datetime) -> bool:
    """True while this person is waited for."""
    answering = participant.state in {
        ParticipantState.ASKED,
        ParticipantState.AWAY,
        ParticipantState.UNREACHABLE,
    }
    return answering and check.takes_answers and (check.live or participant.deadline_at > now)


async def _answer_dialog(uow: UnitOfWork, visit: Visit, check: Check, *, why: str = "") -> Reply:
    before = await uow.restatements.of_person(check.id, check.round, visit.actor.person)
    if before and before.objection and not (why or before.why or before.differently or before.worry):
        return Open(disagree_form(visit.texts, check, _unfolded(before)))
    reopened = check.state is not CheckState.OPEN
    sheet = await sheet_of(uow, check)
    return Open(answer_form(visit.texts, sheet, check, _unfolded(before), why=why, reopened=reopened))


def _unfolded(before: Restatement | None) -> Restatement | None:
    """An earlier answer as its writer edits it: what a fix added stands in the answer, where both fit."""
    if before and before.fix and len(before.text) <= MAX_TEXT:
        return replace(before, why=before.text, fix="")
    return before


def _errors(visit: Visit, given: Mapping[str, str], *, required: str) -> tuple[tuple[str, str], ...]:
    errors = [
        (name, visit.texts("error.too_long", n=len(given[name]), most=MAX_TEXT))
        for name in TEXTS
        if len(given.get(name, "")) > MAX_TEXT
    ]
    if not given.get(required):
        errors.append((required, visit.texts("error.empty")))
    return tuple(errors)


async def _taking(uow: UnitOfWork, visit: Visit, subject: str) -> tuple[Check, Participant]:
    check = await check_of(uow, visit, subject.partition("/")[0])
    participant = await asked(uow, visit, check)
    if not check.takes_answers:
        raise BadInput(visit.texts("error.cancelled", manager=check.manager_name))
    return check, participant


def _revision(subject: str) -> int:
    """The revision a dialog was opened on; 0 for a first answer."""
    revision = subject.partition("/")[2]
    return int(revision) if revision.isdecimal() else 0


def _submitted_at(visit: Visit) -> datetime:
    """When it was sent off, by the platform's clock where that is known; a clock ahead of ours is not believed."""
    return min(visit.where.at or visit.now, visit.now)


def _restatement(
    visit: Visit, check: Check, before: Restatement | None, given: Mapping[str, str], *, gated: bool
) -> Restatement:
    shown = _unfolded(before)
    return Restatement(
        before.id if before else RestatementId(visit.house.ids.new()),
        check.id,
        check.round,
        visit.actor.person,
        given.get("why", ""),
        given.get("differently", before.differently if before else ""),
        given.get("worry", before.worry if before else ""),
        quotable=given.get("quotable") == "yes",
        objection=given.get("objection", before.objection if before else ""),
        submitted_at=_submitted_at(visit),
        revision=before.revision + 1 if before else 1,
        fix=shown.fix if shown else "",
        gated=gated,
    )


async def _record(
    uow: UnitOfWork,
    visit: Visit,
    check: Check,
    participant: Participant,
    given: Mapping[str, str],
    *,
    gated: bool,
    opened_on: int,
) -> Reply:
    """Stores the answer; what can be heard in it is put as work, unless there is nothing to hear."""
    before = await uow.restatements.of_person(check.id, check.round, visit.actor.person)
    if before and before.submitted_at > _submitted_at(visit):
        return Nothing()  # it was overtaken on its way: what they wrote after it is there
    restatement = _restatement(visit, check, before, given, gated=gated)
    if before and before.revision > opened_on and _same(before, restatement):
        return Say(_thanks(visit, check, restatement))  # its button was pressed twice
    await uow.restatements.put(restatement)
    if before and before.text != restatement.text:
        await _forget_marks(uow, visit, before)
    participant = await uow.participants.save(
        replace(participant, state=ParticipantState.ANSWERED, confirmed=silent(restatement), nudge_at=None)
    )
    if silent(restatement):
        await refresh_read_back(uow, visit.house, check, participant.person)
    else:
        await put_hearing(uow, check, restatement)
    await refresh_ask(uow, visit.house, check, participant)
    await close_when_complete(uow, visit.house, check)
    await refresh_report(uow, visit.house, check)
    if before and before.revision > opened_on:
        sheet = await sheet_of(uow, check)
        return Say(replaced(visit.texts, sheet, before.submitted_at, participant.time_zone))
    return Say(_thanks(visit, check, restatement))


def _same(before: Restatement, now: Restatement) -> bool:
    return before == replace(now, revision=before.revision, submitted_at=before.submitted_at)


async def _forget_marks(uow: UnitOfWork, visit: Visit, before: Restatement) -> None:
    """What was said of an earlier read-back does not hold for other words."""
    heard = await uow.restatements.read_back(visit.tenant, before.id)
    if heard:
        bare = ReadBack(heard.coding, heard.comparer, heard.revision)
        await uow.restatements.put_read_back(visit.tenant, before.id, bare)


def _thanks(visit: Visit, check: Check, restatement: Restatement) -> Message:
    if not silent(restatement):
        return listening(visit.texts, check)
    if restatement.objection:
        return objection_kept(visit.texts, check)
    return said(visit.texts, "answer.kept")
