"""One's own answers: see, edit, withdraw."""

from dataclasses import replace
from datetime import timedelta

from bot.domain.check import Check, Participant, ParticipantState
from bot.domain.errors import BadInput
from bot.domain.restatement import Restatement
from bot.flows.close_round import close_when_complete, refresh_report
from bot.flows.find import asked, check_of, sheet_of
from bot.flows.house import Visit
from bot.flows.owed import owe_read_back, refresh_ask
from bot.flows.record_restatement import open_answer
from bot.messages.mine import mine
from bot.messages.overview import said
from bot.messages.view import Reply, Say
from bot.ports.store import UnitOfWork


async def show(visit: Visit) -> Reply:
    """`/align me`: everything I have answered."""
    async with visit.transaction() as uow:
        answers = [
            (check, await sheet_of(uow, check), restatement) for check, _, restatement in await _answers(uow, visit)
        ]
        return Say(mine(visit.texts, answers))


async def edit(visit: Visit, slug: str) -> Reply:
    """`/align me edit [sheet]`."""
    return await open_answer(visit, await _one(visit, slug))


async def withdraw_named(visit: Visit, slug: str) -> Reply:
    """`/align me withdraw [sheet]`."""
    return await withdraw(visit, await _one(visit, slug))


async def withdraw(visit: Visit, subject: str) -> Reply:
    """The answer is gone, with all that was heard in it; a report already made is made anew at once."""
    async with visit.transaction() as uow:
        check = await check_of(uow, visit, subject)
        participant = await asked(uow, visit, check)
        restatement = await uow.restatements.of_person(check.id, check.round, visit.actor.person)
        if restatement is None:
            raise BadInput(visit.texts("error.withdrawn_already"))
        await uow.restatements.delete(visit.tenant, restatement.id)
        await owe_read_back(uow, visit.house, check, restatement)
        participant = await uow.participants.save(
            replace(participant, state=ParticipantState.WITHDRAWN, confirmed=False, nudge_at=None)
        )
        await refresh_ask(uow, visit.house, check, participant)
        await close_when_complete(uow, visit.house, check)
        await refresh_report(uow, visit.house, check, wait=timedelta(0))
        return Say(said(visit.texts, "mine.withdrawn"))


async def _answers(uow: UnitOfWork, visit: Visit) -> list[tuple[Check, Participant, Restatement]]:
    found = []
    for participant in await uow.participants.of_person(visit.actor.person):
        check = await uow.checks.get(visit.tenant, participant.check_id)
        restatement = await uow.restatements.of_person(check.id, check.round, visit.actor.person)
        if restatement:
            found.append((check, participant, restatement))
    return found


async def _one(visit: Visit, slug: str) -> str:
    """The check of the one answer meant: named by its sheet, or the only one, or the newest that takes changes."""
    async with visit.house.uow() as uow:
        answers = [
            (check, (await sheet_of(uow, check)).slug)
            for check, _, _ in await _answers(uow, visit)
            if check.takes_answers
        ]
    found = [check for check, name in answers if not slug or name == slug]
    if not found:
        raise BadInput(visit.texts("error.no_answer"))
    names = list(dict.fromkeys(name for _, name in answers))
    if not slug and len(names) > 1:
        raise BadInput(visit.texts("error.which_answer", names=", ".join(names)))
    return found[0].id
