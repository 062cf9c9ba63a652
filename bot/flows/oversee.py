"""Overseeing checks: home, list, status, extend, cancel."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime

from bot.domain.check import Check, CheckState, Participant, ParticipantState
from bot.domain.deadlines import deadline_of
from bot.domain.errors import BadInput
from bot.domain.own_words import clean
from bot.domain.schedule import zone_of
from bot.flows.find import ALL, DRAFTS, LIVE, STARTED, managed, named, of_mine, running, sheet_of
from bot.flows.house import Visit
from bot.flows.nudges import next_nudge
from bot.flows.owed import refresh_ask, refresh_card
from bot.flows.round import latest_round
from bot.flows.write_sheet import discard
from bot.messages.overview import Listed, home, leading, listing, said, status, sure_to_cancel
from bot.messages.running import extend_form
from bot.messages.view import Open, Reply, Say, Update
from bot.ports.store import UnitOfWork

MOST_LISTED = 10
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
        return Say(home(visit.texts, mine, questions, visit.house.command, led, begin=visit.begin))


async def show_list(visit: Visit) -> Reply:
    """`/align list`: the newest checks this person manages, and those they lead."""
    async with visit.transaction() as uow:
        mine = await _listed(uow, visit, lambda check: check.manager == visit.actor.person, MOST_LISTED)
        return Say(listing(visit.texts, mine, await _led(uow, visit), begin=visit.begin))


async def show_status(visit: Visit, subject: str) -> Reply:
    """A button's status."""
    async with visit.transaction() as uow:
        return await _status(uow, visit, await managed(uow, visit, subject))


async def show_status_named(visit: Visit, slug: str) -> Reply:
    """`/align status [sheet]`: the live one, or the one that has closed; for who only leads such, the counts."""
    async with visit.transaction() as uow:
        mine = [name for _, name in await of_mine(uow, visit, STARTED)]
        led = [listed for listed in await _led(uow, visit) if slug.lower() in ("", listed.slug)]
        if led and not (slug.lower() in mine or (mine and not slug)):
            return Say(leading(visit.texts, led))
        return await _status(uow, visit, await named(uow, visit, slug, LIVE, STARTED))


async def open_extend(visit: Visit, subject: str) -> Reply:
    """The dialog for a later deadline."""
    async with visit.transaction() as uow:
        check = await running(visit, await managed(uow, visit, subject))
        return Open(extend_form(visit.texts, check))


async def submit_extend(visit: Visit, subject: str, values: Mapping[str, str]) -> Reply:
    """A new deadline from the dialog: a time from now, or a date."""
    async with visit.transaction() as uow:
        check = await running(visit, await managed(uow, visit, subject))
        return await _extend(uow, visit, check, clean(values.get("until", "")))


async def extend_named(visit: Visit, slug: str, until: str, *, untimed: str = "") -> Reply:
    """`/align extend [sheet] 2d`, or a date. `untimed`: all that was typed, where nothing in it looks like a time."""
    unknown = "error.neither_check_nor_time" if untimed else "error.unknown_slug"
    async with visit.transaction() as uow:
        check = await named(uow, visit, slug, LIVE, unknown=unknown, typed=untimed)
        if not until:
            return Open(extend_form(visit.texts, await running(visit, check)))
        return await _extend(uow, visit, await running(visit, check), until)


async def cancel(visit: Visit, subject: str) -> Reply:
    """A running check is called off: nobody is asked any more, what was said is not reported. A draft is discarded."""
    async with visit.transaction() as uow:
        check = await managed(uow, visit, subject)
        if check.state is CheckState.DRAFT:
            return Update(await discard(visit, check, uow))
        return await _cancel(uow, visit, check)


async def cancel_named(visit: Visit, slug: str) -> Reply:
    """`/align cancel [sheet]`: asks first, but for a draft, which can be brought back."""
    async with visit.transaction() as uow:
        check = await named(uow, visit, slug, LIVE, DRAFTS)
        if check.state is CheckState.DRAFT:
            return Say(await discard(visit, check, uow))
        return Say(sure_to_cancel(visit.texts, check, (await sheet_of(uow, check)).text.title))


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


async def _cancel(uow: UnitOfWork, visit: Visit, check: Check) -> Reply:
    if not check.live:
        raise BadInput(visit.texts("error.not_open"))
    check = await uow.checks.save(replace(check, state=CheckState.CANCELLED, closed_at=visit.now, due_at=None))
    for participant in await uow.participants.of_check(visit.tenant, check.id):
        quiet = await uow.participants.save(replace(participant, nudge_at=None))
        await refresh_ask(uow, visit.house, check, quiet)
    await refresh_card(uow, visit.house, check)
    return Say(said(visit.texts, "cancel.done"))
