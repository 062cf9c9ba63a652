"""Recording what a member says: an answer, an objection, "later", "not for me"."""

from collections.abc import Mapping
from dataclasses import replace

from bot.domain.check import Check, CheckState, Participant, ParticipantState
from bot.domain.errors import BadInput
from bot.domain.ids import RestatementId
from bot.domain.own_words import clean, parrots, says_nothing
from bot.domain.restatement import Restatement
from bot.domain.schedule import later_at, zone_of
from bot.domain.sheet import MAX_TEXT, SheetVersion
from bot.flows.close_round import close_when_complete, refresh_report
from bot.flows.find import asked, check_of, sheet_of
from bot.flows.house import Visit
from bot.flows.owed import refresh_ask
from bot.messages.asking import answer_form, disagree_form, objection_kept, replaced
from bot.messages.overview import said
from bot.messages.reading_back import listening
from bot.messages.view import FieldErrors, Message, Open, Reply, Say
from bot.ports.store import UnitOfWork
from bot.ports.work import Task, TaskKind


async def open_answer(visit: Visit, subject: str, *, why: str = "") -> Reply:
    """The dialog for an answer, with what was said before."""
    async with visit.transaction() as uow:
        check, _ = await _taking(uow, visit, subject)
        before = await uow.restatements.of_person(check.id, check.round, visit.actor.person)
        reopened = check.state is not CheckState.OPEN
        return Open(answer_form(visit.texts, await sheet_of(uow, check), check, before, why=why, reopened=reopened))


async def open_disagree(visit: Visit, subject: str) -> Reply:
    """The dialog for an objection."""
    async with visit.transaction() as uow:
        check, _ = await _taking(uow, visit, subject)
        before = await uow.restatements.of_person(check.id, check.round, visit.actor.person)
        return Open(disagree_form(visit.texts, check, before))


async def later(visit: Visit, subject: str) -> Reply:
    """The member is reminded once, some working hours on; it takes the place of the next nudge."""
    async with visit.transaction() as uow:
        _, participant = await _taking(uow, visit, subject)
        at = later_at(visit.now, participant.deadline_at, zone_of(participant.time_zone))
        if at is None or participant.state is not ParticipantState.ASKED:
            return Say(said(visit.texts, "ask.later_not"))
        await uow.participants.save(replace(participant, nudge_at=at, nudges=min(participant.nudges, 1)))
        return Say(said(visit.texts, "ask.later_done", when=visit.texts.when(at, participant.time_zone)))


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
        before = await uow.restatements.of_person(check.id, check.round, visit.actor.person)
        restatement = _restatement(visit, check, before, given, gated=gated)
        await _record(uow, visit, check, participant, restatement)
        message = _answer_stored(visit, sheet, check, participant, before, opened_on=_revision(subject))
        return Say(message)


async def submit_disagree(visit: Visit, subject: str, values: Mapping[str, str]) -> Reply:
    """A submitted objection, with the other side in own words if given. Kept in its own lane."""
    given = {name: clean(value) for name, value in values.items()}
    errors = _errors(visit, given, required="objection")
    if errors:
        return FieldErrors(errors)
    async with visit.transaction() as uow:
        check, participant = await _taking(uow, visit, subject)
        sheet = await sheet_of(uow, check)
        before = await uow.restatements.of_person(check.id, check.round, visit.actor.person)
        why = given.get("why", "")
        gated = bool(why) and (says_nothing(why) or parrots(why, sheet.text))
        await _record(uow, visit, check, participant, _restatement(visit, check, before, given, gated=gated))
        return Say(listening(visit.texts, check) if why and not gated else objection_kept(visit.texts, check))


async def said_directly(visit: Visit, text: str) -> Reply:
    """Something typed in the direct messages: taken into the dialog of the open question, nothing stored before."""
    words = clean(text)
    async with visit.house.uow() as uow:
        open_ = [
            participant
            for participant in await uow.participants.of_person(visit.actor.person)
            if participant.state in {ParticipantState.ASKED, ParticipantState.AWAY}
            and (await uow.checks.get(visit.tenant, participant.check_id)).takes_answers
        ]
    if not open_:
        return Say(said(visit.texts, "error.nothing_open", command=visit.house.command))
    return await open_answer(visit, open_[0].check_id, why=words[:MAX_TEXT])


def _errors(visit: Visit, given: Mapping[str, str], *, required: str) -> tuple[tuple[str, str], ...]:
    errors = [
        (name, visit.texts("error.too_long", n=len(value), most=MAX_TEXT))
        for name, value in given.items()
        if len(value) > MAX_TEXT
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
    return int(subject.partition("/")[2] or 0)


def _restatement(
    visit: Visit, check: Check, before: Restatement | None, given: Mapping[str, str], *, gated: bool
) -> Restatement:
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
        submitted_at=visit.now,
        revision=before.revision + 1 if before else 1,
        gated=gated,
    )


async def _record(
    uow: UnitOfWork, visit: Visit, check: Check, participant: Participant, restatement: Restatement
) -> None:
    """Stores the answer; what can be heard in it is put as work, unless there is nothing to hear."""
    await uow.restatements.put(restatement)
    silent = restatement.gated or not restatement.why
    participant = await uow.participants.save(
        replace(participant, state=ParticipantState.ANSWERED, confirmed=silent, nudge_at=None)
    )
    if not silent:
        await uow.work.put(
            Task(TaskKind.READ_BACK, (check.tenant, restatement.id, str(restatement.revision))),
            key=f"read_back:{restatement.id}:{restatement.revision}",
        )
    await refresh_ask(uow, visit.house, check, participant)
    await close_when_complete(uow, visit.house, check)
    await refresh_report(uow, visit.house, check)


def _answer_stored(
    visit: Visit,
    sheet: SheetVersion,
    check: Check,
    participant: Participant,
    before: Restatement | None,
    *,
    opened_on: int,
) -> Message:
    if before and before.revision > opened_on:
        return replaced(visit.texts, sheet, before.submitted_at, participant.time_zone)
    return listening(visit.texts, check)
