"""Translating the quotes of a report for its manager. A translation comes and goes with its answer."""

from collections.abc import Sequence

from bot.domain.check import Check, Participant, ParticipantState
from bot.domain.errors import CapReached, ComparerUnavailable
from bot.domain.ids import CheckId, TenantId
from bot.domain.restatement import Restatement
from bot.flows.find import managed
from bot.flows.house import House, Visit
from bot.flows.owed import owe_person
from bot.flows.report import round_of
from bot.flows.round import latest_round
from bot.messages.catalogue import catalogue
from bot.messages.overview import said
from bot.messages.people import MOST_PEOPLE, by_name
from bot.messages.report import Round
from bot.messages.view import Reply, Say
from bot.ports.compare import Comparer
from bot.ports.spending import Purse
from bot.ports.store import UnitOfWork
from bot.ports.work import Task, TaskKind


async def translate(visit: Visit, subject: str) -> Reply:
    """A button's: every quote of the report in the manager's language."""
    async with visit.transaction() as uow:
        check = await managed(uow, visit, subject)
        await round_of(uow, visit, check)
        if not visit.house.comparer.words:
            return Say(said(visit.texts, "model.none"))
        task = Task(TaskKind.TRANSLATE, (check.tenant, check.id, visit.event_key))
        await uow.work.put(task, key=f"translate:{check.id}:{visit.event_key}")
        return Say(said(visit.texts, "model.asked"))


async def translate_quotes(house: House, tenant: TenantId, check_id: CheckId, press: str) -> None:
    """Work: has translated what is not translated yet, one quote a request, and owes the manager what there is."""
    async with house.uow() as uow:
        check = await uow.checks.get(tenant, check_id)
        language = catalogue(check.manager_locale).language
        wanting = [answer for _, answer, there in await quotes(uow, house, check, language) if there is None]
    capped = await _translated(house, house.comparer.paid_from(Purse(tenant, check_id)), wanting, language)
    async with house.uow() as uow:
        if capped:
            await owe_person(uow, house, check, check.manager, "capped")
        await owe_person(uow, house, check, check.manager, "translated", ordinal=press)
        await uow.commit()


async def quotes(
    uow: UnitOfWork, house: House, check: Check, language: str
) -> Sequence[tuple[Participant, Restatement, str | None]]:
    """Whom the report quotes, alphabetically, with their answer and its translation: "" where it needs none, None where
    there is none yet.
    """
    data = await latest_round(uow, check, house.comparer)
    if data is None:
        return ()
    there = await uow.restatements.translations(check.tenant, check.id, check.round, language)
    answers = {
        answer.person: answer for answer, _ in await uow.restatements.of_round(check.tenant, check.id, check.round)
    }
    return [(one, answers[one.person], there.get(answers[one.person].id)) for one in _quoted(data)]


def _quoted(data: Round) -> list[Participant]:
    return [
        one
        for one in sorted(data.participants, key=by_name)[:MOST_PEOPLE]
        if one.state is ParticipantState.ANSWERED and data.words.get(one.person) and data.accounts[one.person].confirmed
    ]


async def _translated(house: House, comparer: Comparer, answers: Sequence[Restatement], language: str) -> bool:
    """Keeps each translation as it comes. True where the check's cap was reached; nothing more is asked then."""
    for answer in answers:
        try:
            words = await comparer.translated(answer.text, language)
        except CapReached:
            return True
        except ComparerUnavailable:
            continue
        async with house.uow() as uow:
            await uow.restatements.put_translation(answer, language, words)
            await uow.commit()
    return False
