"""Overseeing checks: home, list, status, extend, add, cancel."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from bot.domain.check import Check, CheckState, Participant, ParticipantState
from bot.domain.deadlines import deadline_of
from bot.domain.errors import BadInput, NotFound
from bot.domain.ids import DeliveryId, PersonRef
from bot.domain.own_words import clean
from bot.domain.schedule import zone_of
from bot.flows.close_round import close_when_complete
from bot.flows.find import ALL, DRAFTS, LIVE, STARTED, managed, named, sheet_of
from bot.flows.house import Visit
from bot.flows.joining import unasked
from bot.flows.launch import ask, person_of
from bot.flows.nudges import next_nudge
from bot.flows.owed import refresh_ask, refresh_card
from bot.flows.round import latest_round
from bot.flows.write_sheet import discard
from bot.messages.overview import Listed, home, listing, said, status
from bot.messages.running import add_form, added, extend_form, few
from bot.messages.view import Message, Open, Reply, Say, Update
from bot.ports.chat import Member
from bot.ports.store import UnitOfWork

MOST_LISTED = 10
AT_ONCE = 10  #: people looked up beside each other while somebody waits
MOST_LED = 5  #: for each that is closed its answers are read
UNANSWERED = frozenset({ParticipantState.ASKED, ParticipantState.AWAY, ParticipantState.UNREACHABLE})


async def show_home(visit: Visit) -> Reply:
    """Bare `/align`: my open questions, my checks, those I lead, how to begin."""
    async with visit.transaction() as uow:
        person = visit.actor.person
        mine = await _listed(uow, visit, lambda check: check.manager == person, MOST_LISTED)
        led = await _led(uow, visit)
        questions = []
        for participant in await uow.participants.of_person(visit.actor.person):
            check = await uow.checks.get(visit.tenant, participant.check_id)
            if participant.state in UNANSWERED and check.state is CheckState.OPEN:
                sheet = await sheet_of(uow, check)
                questions.append(Listed(check, sheet.slug, sheet.text.title, 0, 0))
        return Say(home(visit.texts, mine, questions, visit.house.command, led))


async def show_list(visit: Visit) -> Reply:
    """`/align list`: the newest checks this person manages or leads."""
    person = visit.actor.person

    def mine(check: Check) -> bool:
        leads = check.state is CheckState.CLOSED and person in check.leads  # nothing to open before
        return check.manager == person or leads

    async with visit.transaction() as uow:
        return Say(listing(visit.texts, await _listed(uow, visit, mine, MOST_LISTED), visit.house.command))


async def show_status(visit: Visit, subject: str) -> Reply:
    """A button's status."""
    async with visit.transaction() as uow:
        return await _status(uow, visit, await managed(uow, visit, subject))


async def show_status_named(visit: Visit, slug: str) -> Reply:
    """`/align status [sheet]`: the live one, or the one that has closed."""
    async with visit.transaction() as uow:
        return await _status(uow, visit, await named(uow, visit, slug, LIVE, STARTED))


async def open_extend(visit: Visit, subject: str) -> Reply:
    """The dialog for a later deadline."""
    async with visit.transaction() as uow:
        check = await _open(visit, await managed(uow, visit, subject))
        return Open(extend_form(visit.texts, check))


async def submit_extend(visit: Visit, subject: str, values: Mapping[str, str]) -> Reply:
    """A new deadline from the dialog: a time from now, or a date."""
    async with visit.transaction() as uow:
        check = await _open(visit, await managed(uow, visit, subject))
        return await _extend(uow, visit, check, clean(values.get("until", "")))


async def extend_named(visit: Visit, slug: str, until: str) -> Reply:
    """`/align extend [sheet] 2d`, or a date."""
    async with visit.transaction() as uow:
        check = await named(uow, visit, slug, LIVE)
        if not until:
            return Open(extend_form(visit.texts, await _open(visit, check)))
        return await _extend(uow, visit, await _open(visit, check), until)


async def open_add(visit: Visit, slug: str) -> Reply:
    """The dialog to add people to a running check."""
    async with visit.transaction() as uow:
        check = await _open(visit, await named(uow, visit, slug, LIVE))
        return Open(add_form(visit.texts, check))


async def submit_add(visit: Visit, subject: str, values: Mapping[str, str]) -> Reply:
    """People added from the dialog."""
    members = await _members(visit, values.get("who", "").split())
    async with visit.transaction() as uow:
        check = await _open(visit, await managed(uow, visit, subject))
        return Say(await _add(uow, visit, check, members))


async def add_named(visit: Visit, slug: str, mentions: Sequence[str]) -> Reply:
    """`/align add [sheet] @somebody …`."""
    members = await _members(visit, mentions)
    async with visit.transaction() as uow:
        check = await _open(visit, await named(uow, visit, slug, LIVE))
        return Say(await _add(uow, visit, check, members))


async def ask_joiners(visit: Visit, subject: str) -> Reply:
    """Those whom one message names as joiners are asked too, as far as they are not yet. `subject`: check and delivery,
    "c1/d1".
    """
    check_id, _, told = subject.partition("/")
    joiners = await _joiners(visit, check_id, DeliveryId(told))
    found = await _found(visit, tuple(joiners))
    members = [member for member in found.values() if member]
    gone = [name for person, name in joiners.items() if found[person] is None]
    if not members:
        raise BadInput(visit.texts("joined.gone", names=few(visit.texts, gone)))
    async with visit.transaction() as uow:
        check = await _open(visit, await managed(uow, visit, check_id))
        return Update(await _add(uow, visit, check, members, gone))


async def cancel(visit: Visit, subject: str) -> Reply:
    """A running check is called off: nobody is asked any more, what was said is not reported. A draft is discarded."""
    async with visit.transaction() as uow:
        check = await managed(uow, visit, subject)
        if check.state is CheckState.DRAFT:
            return Update(await discard(visit, check, uow))
        return await _cancel(uow, visit, check)


async def cancel_named(visit: Visit, slug: str) -> Reply:
    """`/align cancel [sheet]`."""
    async with visit.transaction() as uow:
        check = await named(uow, visit, slug, LIVE, DRAFTS)
        if check.state is CheckState.DRAFT:
            return Say(await discard(visit, check, uow))
        return await _cancel(uow, visit, check)


async def _listed(uow: UnitOfWork, visit: Visit, wanted: Callable[[Check], bool], most: int) -> list[Listed]:
    """The newest checks of this kind, drafts included, called-off ones not."""
    found = []
    for check, slug in await uow.checks.of_tenant(visit.tenant, ALL - {CheckState.CANCELLED}):
        if not wanted(check):
            continue
        counts = await uow.participants.counts(visit.tenant, check.id)
        title = (await sheet_of(uow, check)).text.title
        found.append(Listed(check, slug, title, counts.get(ParticipantState.ANSWERED, 0), sum(counts.values())))
        if len(found) == most:
            break
    return found


async def _led(uow: UnitOfWork, visit: Visit) -> list[Listed]:
    """The checks this person leads for somebody else, each with how the round came out once it is reported."""
    person = visit.actor.person

    def led(check: Check) -> bool:
        return person in check.leads and check.manager != person and check.state is not CheckState.DRAFT

    return [await _with_outcome(uow, visit, listed) for listed in await _listed(uow, visit, led, MOST_LED)]


async def _with_outcome(uow: UnitOfWork, visit: Visit, listed: Listed) -> Listed:
    if listed.check.state is not CheckState.CLOSED:  # answers are sealed
        return listed
    data = await latest_round(uow, listed.check, visit.house.comparer)
    return replace(listed, outcome=data.divergence) if data else listed


async def _status(uow: UnitOfWork, visit: Visit, check: Check) -> Reply:
    return Say(
        status(
            visit.texts,
            await sheet_of(uow, check),
            check,
            await uow.participants.of_check(visit.tenant, check.id),
            {str(state): n for state, n in (await uow.ledger.counts(visit.tenant, check.id)).items()},
            await uow.participants.unconfirmed(visit.tenant, check.id),
        )
    )


async def _open(visit: Visit, check: Check) -> Check:
    if check.state is not CheckState.OPEN:
        raise BadInput(visit.texts("error.not_open"))
    return check


async def _extend(uow: UnitOfWork, visit: Visit, check: Check, until: str) -> Reply:
    deadline = deadline_of(until, visit.now, zone_of(check.manager_zone))
    if check.deadline_at and deadline <= check.deadline_at:
        raise BadInput(visit.texts("error.not_later", when=visit.texts.when(check.deadline_at, check.manager_zone)))
    check = await uow.checks.save(replace(check, deadline_at=deadline, due_at=deadline))
    for participant in await uow.participants.of_check(visit.tenant, check.id):
        if participant.state in {ParticipantState.ASKED, ParticipantState.AWAY}:
            await refresh_ask(
                uow, visit.house, check, await uow.participants.save(_later(participant, deadline, visit.now))
            )
    await refresh_card(uow, visit.house, check)
    return Say(said(visit.texts, "extend.done", when=visit.texts.when(deadline, check.manager_zone)))


def _later(participant: Participant, deadline: datetime, now: datetime) -> Participant:
    later = replace(participant, deadline_at=max(participant.deadline_at, deadline))
    if participant.state is ParticipantState.AWAY:
        return later
    promised = participant.nudge_at not in {None, next_nudge(participant, now)}  # "Later" keeps the moment it was told
    return later if promised else replace(later, nudge_at=next_nudge(later, now))


async def _members(visit: Visit, mentions: Sequence[str]) -> list[Member]:
    """The people mentioned, each once."""
    roster = visit.house.roster(visit.tenant)
    members = []
    for person, mention in {person_of(visit, mention): mention for mention in mentions}.items():
        member = await roster.member(person)
        if member is None or member.bot:
            raise BadInput(visit.texts("error.unknown_person", name=mention))
        members.append(member)
    if not members:
        raise BadInput(visit.texts("error.nobody_named"))
    return members


async def _joiners(visit: Visit, check_id: str, told: DeliveryId) -> Mapping[PersonRef, str]:
    """Those this delivery tells of who are not asked yet; never nobody."""
    async with visit.house.uow() as uow:
        try:
            delivery = await uow.ledger.get(told)  # before the check, as whoever delivers it locks them
        except NotFound as err:
            raise BadInput(visit.texts("error.no_such_check")) from err
        check = await _open(visit, await managed(uow, visit, check_id))
        if (delivery.tenant, delivery.check_id, delivery.kind) != (check.tenant, check.id, "joined"):
            raise BadInput(visit.texts("error.no_such_check"))
        joiners = await unasked(uow, check, delivery)
    if not joiners:
        raise BadInput(visit.texts("error.already_asked"))
    return joiners


async def _found(visit: Visit, people: Sequence[PersonRef]) -> Mapping[PersonRef, Member | None]:
    """Each of these as the platform knows them now; None for who is gone."""
    roster = visit.house.roster(visit.tenant)
    found: dict[PersonRef, Member | None] = {}
    for start in range(0, len(people), AT_ONCE):
        some = people[start : start + AT_ONCE]
        members = await asyncio.gather(*map(roster.member, some))
        found |= {
            person: None if member is None or member.bot else member
            for person, member in zip(some, members, strict=True)
        }
    return found


async def _add(
    uow: UnitOfWork, visit: Visit, check: Check, members: Sequence[Member], gone: Sequence[str] = ()
) -> Message:
    known = {participant.person for participant in await uow.participants.of_check(visit.tenant, check.id)}
    own_side = {check.manager, *check.leads}
    new = [member for member in members if member.ref not in known | own_side]
    if not new:
        ours = any(member.ref in own_side for member in members)
        raise BadInput(visit.texts("error.own_side" if ours else "error.already_asked"))
    await ask(uow, visit.house, check, new)
    await close_when_complete(uow, visit.house, check)
    return added(visit.texts, sorted(member.name for member in new), gone)


async def _cancel(uow: UnitOfWork, visit: Visit, check: Check) -> Reply:
    if not check.live:
        raise BadInput(visit.texts("error.not_open"))
    check = await uow.checks.save(replace(check, state=CheckState.CANCELLED, closed_at=visit.now, due_at=None))
    for participant in await uow.participants.of_check(visit.tenant, check.id):
        quiet = await uow.participants.save(replace(participant, nudge_at=None))
        await refresh_ask(uow, visit.house, check, quiet)
    await refresh_card(uow, visit.house, check)
    return Say(said(visit.texts, "cancel.done"))
