"""The sweep: what has come due is put as work, in one transaction each time."""

from dataclasses import replace
from datetime import datetime, timedelta

from bot.domain.check import Check, CheckState, Participant, ParticipantState
from bot.domain.schedule import in_working_hours, next_working, nudge_times, zone_of
from bot.flows.close_round import begin_closing, put_report
from bot.flows.house import House
from bot.flows.owed import owe_person
from bot.ports.store import UnitOfWork

BATCH = 100  #: records locked by one sweep
MAX_NUDGES = 2


async def sweep(house: House) -> int:
    """Closes rounds whose deadline has come, makes due report versions, owes due nudges; returns how many it took."""
    now = house.clock.now()
    taken = 0
    async with house.uow() as uow:
        for check in await uow.checks.due(now, BATCH):
            await _check_due(uow, check, now)
            taken += 1
        for participant in await uow.participants.nudges_due(now, BATCH):
            await _nudge_due(uow, house, participant, now)
            taken += 1
        await uow.commit()
    return taken


async def _check_due(uow: UnitOfWork, check: Check, now: datetime) -> None:
    match check.state:
        case CheckState.OPEN:
            await begin_closing(uow, check, now)
        case CheckState.CLOSED:
            latest = await uow.reports.latest(check.tenant, check.id, check.round)
            await put_report(uow, check, latest.version + 1 if latest else 1)
            await uow.checks.save(replace(check, due_at=None))
        case _:
            await uow.checks.save(replace(check, due_at=None))


async def _nudge_due(uow: UnitOfWork, house: House, participant: Participant, now: datetime) -> None:
    """Owes the nudge, in working hours only; where they are over, it waits for the next ones or is dropped."""
    zone = zone_of(participant.time_zone)
    check = await uow.checks.get(participant.person.tenant, participant.check_id)
    wanted = check.state is CheckState.OPEN and participant.state is ParticipantState.ASKED
    if not wanted or participant.nudges >= MAX_NUDGES:
        await uow.participants.save(replace(participant, nudge_at=None))
        return
    if not in_working_hours(now, zone):
        at = next_working(now, zone)
        late = at > participant.deadline_at - timedelta(hours=1)
        await uow.participants.save(replace(participant, nudge_at=None if late else at))
        return
    sent = participant.nudges + 1
    await owe_person(uow, house, check, participant.person, "nudge", ordinal=sent)
    coming = [at for at in nudge_times(now, participant.deadline_at, zone) if at > now]
    following = coming[-1] if coming and sent < MAX_NUDGES else None
    await uow.participants.save(replace(participant, nudges=sent, nudge_at=following))
