"""Launching a check: the team is asked, each in their own direct messages."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from bot.domain.check import Check, CheckState, Participant, ParticipantState
from bot.domain.errors import BadInput
from bot.domain.ids import CheckId, PersonRef, TenantId
from bot.domain.obstacles import Obstacle, noted
from bot.domain.schedule import away_deadline, nudge_times, zone_of
from bot.flows.find import managed, sheet_of
from bot.flows.house import House, Visit
from bot.flows.owed import ASKED, key_of, owe_again, owe_channel, owe_person
from bot.messages.asking import preview
from bot.messages.overview import said
from bot.messages.view import Reply, Say, Update
from bot.ports.chat import Member
from bot.ports.store import UnitOfWork
from bot.ports.work import Task, TaskKind

BATCH = 100  #: questions owed in one transaction; nobody else can write meanwhile


async def launch(visit: Visit, subject: str) -> Reply:
    """The manager sends the draft: the check is open from this moment; asking the team is put as work."""
    async with visit.transaction() as uow:
        check = await managed(uow, visit, subject)
        if check.state is CheckState.CANCELLED:
            raise BadInput(visit.texts("error.already_cancelled"))
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
    """Work: reads the audience from the platform, then writes participants, the card and every question owed.

    Run again, it goes on where it was cut off.
    """
    async with house.uow() as uow:
        check = await uow.checks.get(tenant, check_id)
        told = await uow.ledger.by_key(tenant, key_of(check, check.manager.user, "launched", ASKED))
    if check.state is not CheckState.OPEN or told:
        return
    members, gone = await _audience(house, check)
    if not await _enlist(house, check, members, gone):
        return
    for start in range(0, len(members), BATCH):
        async with house.uow() as uow:
            for number, member in enumerate(members[start : start + BATCH], start):
                await owe_person(uow, house, check, member.ref, "ask", behind=number)
            await uow.commit()
    async with house.uow() as uow:
        await owe_person(uow, house, check, check.manager, "launched", ordinal=ASKED)
        await uow.commit()


async def ask(uow: UnitOfWork, house: House, check: Check, members: Iterable[Member]) -> None:
    """Makes these people participants of an open check and owes each their question."""
    participants = [_participant(check, member, house.clock.now()) for member in members]
    await uow.participants.add(participants)
    for number, participant in enumerate(participants):
        await owe_person(uow, house, check, participant.person, "ask", behind=number)


async def ask_again(uow: UnitOfWork, house: House, check: Check, members: Iterable[Member], press: str) -> None:
    """People who could not be reached are owed their question once more. `press` is what asks for it."""
    for member in members:
        before = await uow.participants.get(check.id, member.ref)
        anew = _participant(check, member, house.clock.now())
        await uow.participants.save(replace(anew, version=before.version if before else 0))
        letter = await uow.ledger.by_key(check.tenant, key_of(check, member.ref.user, "ask"))
        if letter:
            await owe_again(uow, house, letter, press)
        else:
            await owe_person(uow, house, check, member.ref, "ask")


async def _enlist(house: House, check: Check, members: Sequence[Member], gone: Sequence[PersonRef]) -> bool:
    """All at once become participants, so that the round cannot close before the last one is asked; with nobody to
    ask the check is a draft again. False where there is nothing more to do.
    """
    now = house.clock.now()
    async with house.uow() as uow:
        check = await uow.checks.get(check.tenant, check.id)
        if check.state is not CheckState.OPEN:  # called off or closed meanwhile
            return False
        known = {participant.person for participant in await uow.participants.of_check(check.tenant, check.id)}
        if members or known:
            people = [_participant(check, member, now) for member in members]
            people += [_gone(check, person, now) for person in gone]
            await uow.participants.add([one for one in people if one.person not in known])
            await owe_channel(uow, house, check, "card")
        else:
            await uow.checks.save(replace(check, state=CheckState.DRAFT, opened_at=None, deadline_at=None, due_at=None))
            await owe_person(uow, house, check, check.manager, "launched", ordinal=check.version)
        await uow.commit()
    return bool(members or known)


async def _audience(house: House, check: Check) -> tuple[list[Member], list[PersonRef]]:
    """Who is asked, and those chosen by name whom the platform does not know any more."""
    roster = house.roster(check.tenant)
    left_out = {check.manager, *check.leads}
    if not check.audience:
        return [member async for member in roster.members(check.channel) if member.ref not in left_out], []
    chosen = [person for person in check.audience if person not in left_out and not person.group]
    found = {person: await roster.member(person) for person in chosen}
    members = {person: member for person, member in found.items() if member and not member.bot}
    for group in (person for person in check.audience if person.group):
        members |= {one.ref: one for one in await roster.of_group(group) if one.ref not in left_out | members.keys()}
    return [*members.values()], [person for person, member in found.items() if member is None]


def _participant(check: Check, member: Member, now: datetime) -> Participant:
    zone = zone_of(member.time_zone)
    deadline = check.deadline_at or now + check.open_for
    away = member.away_until if member.away_until and member.away_until > now.astimezone(zone).date() else None
    if away:
        deadline = away_deadline(deadline, away, zone)
    nudges = () if away else nudge_times(now, deadline, zone)
    return Participant(
        check.id,
        member.ref,
        member.name,
        member.time_zone,
        member.locale,
        ParticipantState.AWAY if away else ParticipantState.ASKED,
        deadline,
        back_on=away,
        nudge_at=nudges[0] if nudges else None,
    )


def _gone(check: Check, person: PersonRef, now: datetime) -> Participant:
    """Somebody chosen by name whom the platform does not know: counted openly, by the only name there is."""
    return Participant(
        check.id,
        person,
        person.user,
        check.manager_zone,
        check.manager_locale,
        ParticipantState.UNREACHABLE,
        check.deadline_at or now + check.open_for,
        note=noted(Obstacle.GONE),
    )


def person_of(visit: Visit, mention: str) -> PersonRef:
    """The person a mention names: "@priya", "<@U123>" and "<@U123|priya>" all name one."""
    user = mention.strip("<@>,;").split("|")[0].lstrip("@")
    return PersonRef(visit.tenant, user)
