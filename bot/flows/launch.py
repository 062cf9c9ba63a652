"""Launching a check: the team is asked, each in their own direct messages."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from bot.domain.check import Check, CheckState, Participant, ParticipantState
from bot.domain.errors import BadInput
from bot.domain.ids import CheckId, PersonRef, TenantId
from bot.domain.schedule import away_deadline, nudge_times, zone_of
from bot.flows.find import managed, sheet_of
from bot.flows.house import House, Visit
from bot.flows.owed import owe_channel, owe_person
from bot.messages.asking import preview
from bot.messages.overview import said
from bot.messages.view import Reply, Say, Update
from bot.ports.chat import Member
from bot.ports.store import UnitOfWork
from bot.ports.work import Task, TaskKind


async def launch(visit: Visit, subject: str) -> Reply:
    """The manager sends the draft: the check is open from this moment; asking the team is put as work."""
    async with visit.transaction() as uow:
        check = await managed(uow, visit, subject)
        if check.state is not CheckState.DRAFT:
            raise BadInput(visit.texts("error.already_sent"))
        sheet = await sheet_of(uow, check)
        if not sheet.text.reasons:
            raise BadInput(visit.texts("error.no_reasons"))
        deadline = visit.now + check.open_for
        await uow.checks.save(
            replace(check, state=CheckState.OPEN, opened_at=visit.now, deadline_at=deadline, due_at=deadline)
        )
        await uow.work.put(Task(TaskKind.LAUNCH, (check.tenant, check.id)), key=f"launch:{check.id}:{check.version}")
        return Update(said(visit.texts, "sheet.sending", title=sheet.text.title))


async def show_preview(visit: Visit, subject: str) -> Reply:
    """Shows the manager alone ("Send it to me first") the messages as the team will get them."""
    async with visit.transaction() as uow:
        check = await managed(uow, visit, subject)
        sheet = await sheet_of(uow, check)
        deadline = check.deadline_at or visit.now + check.open_for
        me = Participant(
            check.id,
            check.manager,
            visit.actor.name,
            visit.actor.time_zone,
            visit.actor.locale,
            ParticipantState.ASKED,
            deadline,
        )
        return Say(preview(visit.texts, sheet, check, me))


async def ask_team(house: House, tenant: TenantId, check_id: CheckId) -> None:
    """Work: reads the audience from the platform, then writes participants, the card and every question owed."""
    async with house.uow() as uow:
        check = await uow.checks.get(tenant, check_id)
        known = await uow.participants.of_check(tenant, check_id)
    if check.state is not CheckState.OPEN or known:
        return
    members = await _audience(house, check)
    async with house.uow() as uow:
        check = await uow.checks.get(tenant, check_id)
        if members:
            await owe_channel(uow, house, check, "card")
            await ask(uow, house, check, members)
        else:
            await uow.checks.save(replace(check, state=CheckState.DRAFT, opened_at=None, deadline_at=None, due_at=None))
        await owe_person(uow, house, check, check.manager, "launched", ordinal=check.version)
        await uow.commit()


async def ask(uow: UnitOfWork, house: House, check: Check, members: Sequence[Member]) -> None:
    """Makes these people participants of an open check and owes each their question."""
    now = house.clock.now()
    await uow.participants.add([_participant(check, member, now) for member in members])
    for member in members:
        await owe_person(uow, house, check, member.ref, "ask")


async def _audience(house: House, check: Check) -> list[Member]:
    roster = house.roster(check.tenant)
    left_out = {check.manager, *check.leads}
    if check.audience:
        found = [await roster.member(person) for person in check.audience if person != check.manager]
        return [member for member in found if member and not member.bot]
    return [member async for member in roster.members(check.channel) if member.ref not in left_out]


def _participant(check: Check, member: Member, now: datetime) -> Participant:
    if check.deadline_at is None:
        raise BadInput("a check without a deadline asks nobody")
    away = member.away_until is not None and member.away_until > now.date()
    deadline = check.deadline_at
    if away and member.away_until:
        deadline = away_deadline(check.deadline_at, member.away_until, zone_of(member.time_zone))
    nudges = () if away else nudge_times(now, deadline, zone_of(member.time_zone))
    return Participant(
        check.id,
        member.ref,
        member.name,
        member.time_zone,
        member.locale,
        ParticipantState.AWAY if away else ParticipantState.ASKED,
        deadline,
        back_on=member.away_until if away else None,
        nudge_at=nudges[0] if nudges else None,
    )


def person_of(visit: Visit, mention: str) -> PersonRef:
    """The person a mention names: "@priya", "<@U123>" and "<@U123|priya>" all name one."""
    user = mention.strip("<@>").split("|")[0].lstrip("@")
    return PersonRef(visit.tenant, user)
