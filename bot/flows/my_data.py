"""One's own answers: see, edit, withdraw."""

from dataclasses import replace
from datetime import timedelta

from bot.domain.check import Check, ParticipantState
from bot.domain.errors import BadInput
from bot.domain.restatement import Restatement
from bot.domain.sheet import SheetVersion
from bot.flows.close_round import close_when_complete, refresh_report
from bot.flows.find import asked, check_of, sheet_of
from bot.flows.house import Visit
from bot.flows.owed import refresh_ask, refresh_read_back
from bot.flows.record_restatement import open_answer
from bot.messages.mine import mine, sure_to_withdraw
from bot.messages.overview import said
from bot.messages.view import Reply, Say
from bot.ports.store import UnitOfWork


async def show(visit: Visit) -> Reply:
    """`/align me`: everything I have answered, and to what I said that it is not for me."""
    async with visit.transaction() as uow:
        return Say(mine(visit.texts, await _answers(uow, visit), await _declined(uow, visit)))


async def edit(visit: Visit, slug: str) -> Reply:
    """`/align me edit [sheet]`."""
    return await open_answer(visit, await _one(visit, slug, withdrawing=False))


async def withdraw_named(visit: Visit, slug: str) -> Reply:
    """`/align me withdraw [sheet]`: asks first; also from a check that was called off."""
    subject = await _one(visit, slug, withdrawing=True)
    async with visit.transaction() as uow:
        check = await check_of(uow, visit, subject)
        return Say(sure_to_withdraw(visit.texts, check, (await sheet_of(uow, check)).text.title))


async def withdraw(visit: Visit, subject: str) -> Reply:
    """The answer is gone, with all that was heard in it; a report already made is made anew at once."""
    async with visit.transaction() as uow:
        check = await check_of(uow, visit, subject)
        participant = await asked(uow, visit, check)
        restatement = await uow.restatements.of_person(check.id, check.round, visit.actor.person)
        if restatement is None:
            raise BadInput(visit.texts("error.withdrawn_already"))
        await uow.restatements.delete(visit.tenant, restatement.id)
        await refresh_read_back(uow, visit.house, check, participant.person)
        participant = await uow.participants.save(
            replace(participant, state=ParticipantState.WITHDRAWN, confirmed=False, nudge_at=None)
        )
        await refresh_ask(uow, visit.house, check, participant)
        await close_when_complete(uow, visit.house, check)
        await refresh_report(uow, visit.house, check, wait=timedelta(0))
        return Say(said(visit.texts, "mine.withdrawn"))


async def _answers(uow: UnitOfWork, visit: Visit) -> list[tuple[Check, SheetVersion, Restatement]]:
    found = []
    for participant in await uow.participants.of_person(visit.actor.person):
        check = await uow.checks.get(visit.tenant, participant.check_id)
        restatement = await uow.restatements.of_person(check.id, check.round, visit.actor.person)
        if restatement:
            found.append((check, await sheet_of(uow, check), restatement))
    return found


async def _declined(uow: UnitOfWork, visit: Visit) -> list[tuple[Check, SheetVersion]]:
    found = []
    for participant in await uow.participants.of_person(visit.actor.person):
        if participant.state is ParticipantState.DECLINED:
            check = await uow.checks.get(visit.tenant, participant.check_id)
            found.append((check, await sheet_of(uow, check)))
    return found


async def _one(visit: Visit, slug: str, *, withdrawing: bool) -> str:
    """The check of the one answer meant: named by its sheet, or the only one."""
    async with visit.house.uow() as uow:
        answers = [
            (check.id, sheet.slug)
            for check, sheet, _ in await _answers(uow, visit)
            if withdrawing or check.takes_answers
        ]
    if not answers:
        raise BadInput(visit.texts("error.no_answer"))
    meant = [check_id for check_id, name in answers if slug.lower() in ("", name)]
    if len(meant) != 1:
        raise BadInput(visit.texts("error.which_answer", names=", ".join(name for _, name in answers)))
    return meant[0]
