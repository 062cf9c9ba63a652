"""Adding people to a running check. Who can be asked is; of the others it is said why not."""

import asyncio
from collections.abc import Iterable, Mapping, Sequence

from bot.domain.check import Check, ParticipantState
from bot.domain.errors import BadInput, NotFound
from bot.domain.ids import DeliveryId, PersonRef
from bot.flows.close_round import close_when_complete
from bot.flows.find import LIVE, managed, named, running
from bot.flows.house import Visit
from bot.flows.joining import unasked
from bot.flows.launch import ask, ask_again, person_of
from bot.messages.running import LeftOut, add_form, added, left_out
from bot.messages.view import Message, Open, Reply, Say, Update
from bot.ports.chat import Member
from bot.ports.store import UnitOfWork

AT_ONCE = 10  #: people looked up beside each other while somebody waits


async def open_add(visit: Visit, slug: str) -> Reply:
    """The dialog to add people to a running check."""
    async with visit.transaction() as uow:
        check = await running(visit, await named(uow, visit, slug, LIVE))
        return Open(add_form(visit.texts, check))


async def submit_add(visit: Visit, subject: str, values: Mapping[str, str]) -> Reply:
    """People added from the dialog."""
    found = await _mentioned(visit, values.get("who", "").split())
    async with visit.transaction() as uow:
        check = await running(visit, await managed(uow, visit, subject))
        return Say(await _add(uow, visit, check, found))


async def add_named(visit: Visit, slug: str, mentions: Sequence[str]) -> Reply:
    """`/align add [sheet] @somebody …`."""
    found = await _mentioned(visit, mentions)
    async with visit.transaction() as uow:
        check = await running(visit, await named(uow, visit, slug, LIVE))
        return Say(await _add(uow, visit, check, found))


async def ask_joiners(visit: Visit, subject: str) -> Reply:
    """Those whom one message names as joiners are asked too, as far as they are not yet. `subject`: check and delivery,
    "c1/d1".
    """
    check_id, _, told = subject.partition("/")
    found = await _looked_up(visit, await _joiners(visit, check_id, DeliveryId(told)))
    async with visit.transaction() as uow:
        check = await running(visit, await managed(uow, visit, check_id))
        return Update(await _add(uow, visit, check, found))


async def looked_up(visit: Visit, people: Sequence[PersonRef]) -> Mapping[PersonRef, Member | None]:
    """Each of these as the platform knows them now; None for who is not known."""
    roster = visit.house.roster(visit.tenant)
    found: dict[PersonRef, Member | None] = {}
    for start in range(0, len(people), AT_ONCE):
        some = people[start : start + AT_ONCE]
        found |= zip(some, await asyncio.gather(*map(roster.member, some)), strict=True)
    return found


def why_not(member: Member | None) -> str:
    """Why somebody takes no part in any check, as "add.not_<…>" says it; "" for who can."""
    if member is None:
        return "unknown"
    return "bot" if member.bot else "guest" if member.guest else ""


async def _looked_up(visit: Visit, names: Mapping[PersonRef, str]) -> list[tuple[Member | None, str]]:
    """Each with the name they are shown by."""
    found = await looked_up(visit, [*names])
    return [(member, member.name if member else names[person]) for person, member in found.items()]


async def _mentioned(visit: Visit, mentions: Iterable[str]) -> list[tuple[Member | None, str]]:
    """The people mentioned, each once."""
    names = {person_of(visit, mention): _shown(mention) for mention in mentions}
    if not names:
        raise BadInput(visit.texts("error.nobody_named"))
    return await _looked_up(visit, names)


def _shown(mention: str) -> str:
    """As the platform writes the name: "@priya", also of "<@U123|priya>"."""
    return "@" + mention.strip("<@>,;").split("|")[-1].lstrip("@")


async def _joiners(visit: Visit, check_id: str, told: DeliveryId) -> Mapping[PersonRef, str]:
    """Those this delivery tells of who are not asked yet; never nobody."""
    async with visit.house.uow() as uow:
        try:
            delivery = await uow.ledger.get(told)  # before the check, as whoever delivers it locks them
        except NotFound as err:
            raise BadInput(visit.texts("error.no_such_check")) from err
        check = await running(visit, await managed(uow, visit, check_id))
        if (delivery.tenant, delivery.check_id, delivery.kind) != (check.tenant, check.id, "joined"):
            raise BadInput(visit.texts("error.no_such_check"))
        joiners = await unasked(uow, check, delivery)
    if not joiners:
        raise BadInput(visit.texts("error.already_asked"))
    return joiners


async def _add(uow: UnitOfWork, visit: Visit, check: Check, found: Iterable[tuple[Member | None, str]]) -> Message:
    """Those who could not be reached count as not asked."""
    asked = await uow.participants.of_check(visit.tenant, check.id)
    reached = {each.person for each in asked if each.state is not ParticipantState.UNREACHABLE}
    new: list[Member] = []
    others: list[LeftOut] = []
    for member, name in found:
        why = why_not(member) or _why_not_here(check, reached, member)
        if member and not why:
            new.append(member)
        else:
            others.append(LeftOut(name, why))
    if not new:
        raise BadInput(visit.texts("add.nobody", names=left_out(visit.texts, others)))
    again = {each.person for each in asked} - reached
    await ask(uow, visit.house, check, [member for member in new if member.ref not in again])
    await ask_again(uow, visit.house, check, [member for member in new if member.ref in again], visit.event_key)
    await close_when_complete(uow, visit.house, check)
    return added(visit.texts, sorted(member.name for member in new), others)


def _why_not_here(check: Check, reached: set[PersonRef], member: Member | None) -> str:
    person = member and member.ref
    if person == check.manager:
        return "manager"
    if person in check.leads:
        return "lead"
    return "asked" if person in reached else ""
