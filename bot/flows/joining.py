"""New joiners: who comes into a channel whose members are being asked is named to the manager, with a button; those who
come close together in one message.
"""

from collections.abc import Mapping, Sequence
from datetime import timedelta

from bot.domain.check import Check, CheckState
from bot.domain.ids import ChannelRef, PersonRef
from bot.flows.house import House
from bot.flows.owed import ASKED, key_of, owe_joined
from bot.ports.chat import Member
from bot.ports.store import Delivery, UnitOfWork
from bot.ports.work import Again, Task, TaskKind

_OPEN = frozenset({CheckState.OPEN})
SOON = timedelta(minutes=1)  #: a check whose team is just being read may have this person in it already


async def note(house: House, person: PersonRef, channel: ChannelRef, event_key: str) -> None:
    """Puts the telling as work where a check asks the channel's members; nothing anywhere else."""
    async with house.uow() as uow:
        if await _asking(uow, channel):
            task = Task(TaskKind.JOINED, (channel.tenant, channel.channel, person.user))
            await uow.work.put(task, key=f"joined:{channel.tenant}:{event_key}")
            await uow.commit()


async def tell(house: House, person: PersonRef, channel: ChannelRef) -> Again | None:
    """Work: tells the manager of every check that asks this channel's members and has not asked this one. Bots, guests
    and people of other workspaces are not told of, as they are not asked.
    """
    roster = house.roster(person.tenant)
    member = await roster.member(person)
    if member is None or member.bot or member.guest or not await roster.lists(channel, member.ref):
        return None
    again = None
    async with house.uow() as uow:
        for check in await _asking(uow, channel):
            launched = await uow.ledger.by_key(check.tenant, key_of(check, check.manager.user, "launched", ASKED))
            if launched is None:
                again = Again(house.clock.now() + SOON)
            elif await _unasked(uow, check, member):
                await uow.ledger.get(launched.id)  # on PostgreSQL a row's lock: one joiner of a check after the other
                await owe_joined(uow, house, check, member)
        await uow.commit()
    return again


async def unasked(uow: UnitOfWork, check: Check, told: Delivery) -> Mapping[PersonRef, str]:
    """The joiners whom a delivery tells of and who are not asked yet, in the order they came, each with their name."""
    named = {PersonRef(told.tenant, user): name for user, name in zip(told.args[::2], told.args[1::2], strict=True)}
    return {person: name for person, name in named.items() if await uow.participants.get(check.id, person) is None}


async def _asking(uow: UnitOfWork, channel: ChannelRef) -> Sequence[Check]:
    """The open checks that ask this channel's members, whoever they are."""
    running = await uow.checks.of_tenant(channel.tenant, _OPEN)
    return [check for check, _ in running if check.channel == channel and not check.audience]


async def _unasked(uow: UnitOfWork, check: Check, member: Member) -> bool:
    own_side = {check.manager, *check.leads}
    return member.ref not in own_side and await uow.participants.get(check.id, member.ref) is None
