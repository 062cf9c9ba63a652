"""Closing a round: at its deadline, when all have answered, or when its manager says so."""

from dataclasses import replace
from datetime import datetime, timedelta

from bot.domain.check import Check, CheckState, ParticipantState
from bot.domain.errors import BadInput
from bot.flows.find import managed
from bot.flows.house import House, Visit
from bot.messages.overview import said
from bot.messages.view import Reply, Say
from bot.ports.store import UnitOfWork
from bot.ports.work import Task, TaskKind

GRACE = timedelta(hours=1)  #: everybody has answered, somebody has not confirmed: so long the read-backs stay open
OVERDUE = timedelta(minutes=30)  #: a report not made by then, its work given up, is put as work anew
SETTLING = timedelta(minutes=2)  #: late changes are gathered so long before they make a new version of the report


async def close(visit: Visit, subject: str) -> Reply:
    """The manager closes the round now."""
    async with visit.transaction() as uow:
        check = await managed(uow, visit, subject)
        if check.state is CheckState.DRAFT:
            raise BadInput(visit.texts("error.not_sent_yet"))
        if check.state is not CheckState.OPEN:
            when = visit.texts.when(check.closed_at or visit.now, check.manager_zone)
            raise BadInput(visit.texts(f"error.already_{check.state}", when=when))
        await begin_closing(uow, check, visit.now)
        return Say(said(visit.texts, "close.begun"))


async def begin_closing(uow: UnitOfWork, check: Check, now: datetime) -> None:
    """No more nudges from here on; the report is put as work."""
    await uow.checks.save(replace(check, state=CheckState.CLOSING, closed_at=now, due_at=now + OVERDUE))
    await put_report(uow, check, 1)


async def put_report(uow: UnitOfWork, check: Check, version: int, *, again: str = "") -> None:
    """Puts the making of this version of the round's report as work; once, and once more for each `again`."""
    await uow.work.put(
        Task(TaskKind.MAKE_REPORT, (check.tenant, check.id, str(version))),
        key=f"report:{check.id}:{check.round}:{version}{again}",
    )


async def close_when_complete(uow: UnitOfWork, house: House, check: Check) -> None:
    """Closes an open round once all have answered and confirmed; an hour later where somebody has not confirmed.

    Where somebody is waited for (again), the round is due at its deadline.
    """
    check = await uow.checks.get(check.tenant, check.id)
    if check.state is not CheckState.OPEN or check.deadline_at is None:
        return
    counts = await uow.participants.counts(check.tenant, check.id)
    waiting = counts.get(ParticipantState.ASKED, 0) + counts.get(ParticipantState.AWAY, 0)
    due = check.deadline_at
    now = house.clock.now()
    if counts.get(ParticipantState.ANSWERED) and not waiting:
        if not await uow.participants.unconfirmed(check.tenant, check.id):
            await begin_closing(uow, check, now)
            return
        due = min(due, now + GRACE)
    if due != check.due_at:
        await uow.checks.save(replace(check, due_at=due))


async def refresh_report(uow: UnitOfWork, house: House, check: Check, *, wait: timedelta = SETTLING) -> None:
    """After close, a changed answer makes a new version of the report, once things have settled."""
    check = await uow.checks.get(check.tenant, check.id)
    if check.state is CheckState.CLOSED:
        due = house.clock.now() + wait
        await uow.checks.save(replace(check, due_at=min(check.due_at, due) if check.due_at else due))
