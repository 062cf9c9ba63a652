"""The sweep: what has come due is put as work, in one transaction each time."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from bot.domain.check import Check, CheckState, Participant, ParticipantState
from bot.domain.ids import PersonRef
from bot.domain.schedule import after_rest, in_working_hours, next_working, zone_of
from bot.flows.close_round import OVERDUE, begin_closing, put_report
from bot.flows.house import House
from bot.flows.nudges import next_nudge
from bot.flows.owed import owe_person
from bot.ports.store import UnitOfWork

BATCH = 100  #: records locked by one sweep
TOO_LATE = timedelta(hours=1)  #: a nudge that has to wait to less than this before the deadline is dropped


async def sweep(house: House) -> int:
    """Closes rounds whose deadline has come, makes due report versions, owes due nudges; returns how many it took.

    Who is to be left alone is asked before the transaction: a platform may be slow. Whose nudge came due in between is
    nudged the next time.
    """
    now = house.clock.now()
    rests = await _rests(house, now)
    taken = 0
    async with house.uow() as uow:
        for check in await uow.checks.due(now, BATCH):
            await _check_due(uow, check, now)
            taken += 1
        for participant in await uow.participants.nudges_due(now, BATCH):
            if participant.person in rests:
                await _nudge_due(uow, house, participant, now, rests[participant.person])
                taken += 1
        await uow.commit()
    return taken


async def _rests(house: House, now: datetime) -> Mapping[PersonRef, datetime]:
    """Everybody whose nudge is due, with until when they are not to be disturbed: until now, where they may be."""
    async with house.uow() as uow:
        people = [participant.person for participant in await uow.participants.nudges_due(now, BATCH)]
    found = dict.fromkeys(people, now)
    for tenant in dict.fromkeys(person.tenant for person in people):
        roster = house.rosters.get(tenant.split(":")[0])  # none where its platform is switched off
        found |= await roster.resting([one for one in people if one.tenant == tenant]) if roster else {}
    return found


async def _check_due(uow: UnitOfWork, check: Check, now: datetime) -> None:
    if check.state is CheckState.OPEN:
        await begin_closing(uow, check, now)
        return
    latest = await uow.reports.latest(check.tenant, check.id, check.round)
    late = check.state is CheckState.CLOSING
    await put_report(uow, check, latest.version + 1 if latest else 1, again=f":{now.isoformat()}" if late else "")
    await uow.checks.save(replace(check, due_at=now + OVERDUE if late else None))


async def _nudge_due(uow: UnitOfWork, house: House, participant: Participant, now: datetime, rest: datetime) -> None:
    """Owes the nudge, in working hours only; where they are over, it waits for the next ones or is dropped. Where the
    person is not to be disturbed it waits for the end of that, as long as there is time.
    """
    zone = zone_of(participant.time_zone)
    check = await uow.checks.get(participant.person.tenant, participant.check_id)
    if check.state is not CheckState.OPEN or participant.state is not ParticipantState.ASKED:
        await uow.participants.save(replace(participant, nudge_at=None))
        return
    if not in_working_hours(now, zone):
        at = next_working(now, zone)
        late = at > participant.deadline_at - TOO_LATE
        await uow.participants.save(replace(participant, nudge_at=None if late else at))
        return
    at = after_rest(rest, participant.deadline_at, zone) if rest > now else now
    if at > now:
        await uow.participants.save(replace(participant, nudge_at=at))
        return
    sent = replace(participant, nudges=participant.nudges + 1)
    await owe_person(uow, house, check, participant.person, "nudge", ordinal=sent.nudges)
    await uow.participants.save(replace(sent, nudge_at=next_nudge(sent, now)))
