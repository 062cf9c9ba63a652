"""Which messages are owed to whom, under which key: a key is `tenant:check:round:receiver:kind:ordinal`."""

from datetime import datetime

from bot.domain.check import Check, Participant
from bot.domain.ids import DeliveryId, PersonRef
from bot.domain.restatement import Restatement
from bot.flows.house import House, owe
from bot.ports.store import Delivery, UnitOfWork


def key_of(check: Check, receiver: str, kind: str, ordinal: int) -> str:
    return f"{check.tenant}:{check.id}:{check.round}:{receiver}:{kind}:{ordinal}"


async def owe_person(
    uow: UnitOfWork,
    house: House,
    check: Check,
    person: PersonRef,
    kind: str,
    *,
    ordinal: int = 1,
    args: tuple[str, ...] = (),
    updates: DeliveryId | None = None,
) -> None:
    """Owes one person one direct message."""
    delivery = Delivery(
        DeliveryId(house.ids.new()),
        check.tenant,
        key_of(check, person.user, kind, ordinal),
        kind,
        check.id,
        to_person=person.user,
        args=args,
        updates=updates,
        made_at=house.clock.now(),
    )
    await owe(uow, delivery)


async def owe_channel(
    uow: UnitOfWork, house: House, check: Check, kind: str, *, ordinal: int = 1, updates: DeliveryId | None = None
) -> None:
    """Owes the check's channel one message."""
    delivery = Delivery(
        DeliveryId(house.ids.new()),
        check.tenant,
        key_of(check, f"#{check.channel.channel}", kind, ordinal),
        kind,
        check.id,
        to_channel=check.channel.channel,
        updates=updates,
        made_at=house.clock.now(),
    )
    await owe(uow, delivery)


async def refresh_ask(uow: UnitOfWork, house: House, check: Check, participant: Participant) -> None:
    """Brings the question in somebody's direct messages up to date."""
    first = await uow.ledger.by_key(check.tenant, key_of(check, participant.person.user, "ask", 1))
    if first:
        await owe_person(
            uow, house, check, participant.person, "ask", ordinal=_moment(house.clock.now()), updates=first.id
        )


async def refresh_card(uow: UnitOfWork, house: House, check: Check) -> None:
    """Brings the channel's card up to date."""
    first = await uow.ledger.by_key(check.tenant, key_of(check, f"#{check.channel.channel}", "card", 1))
    if first:
        await owe_channel(uow, house, check, "card", ordinal=_moment(house.clock.now()), updates=first.id)


async def refresh_summary(uow: UnitOfWork, house: House, check: Check) -> None:
    """Brings the posted summary and its preview up to date, as far as they exist."""
    ordinal = _moment(house.clock.now())
    posted = await uow.ledger.by_key(check.tenant, key_of(check, f"#{check.channel.channel}", "summary", 1))
    if posted:
        await owe_channel(uow, house, check, "summary", ordinal=ordinal, updates=posted.id)
    previewed = await uow.ledger.by_key(check.tenant, key_of(check, check.manager.user, "summary_preview", 1))
    if previewed:
        await owe_person(uow, house, check, check.manager, "summary_preview", ordinal=ordinal, updates=previewed.id)


async def owe_read_back(uow: UnitOfWork, house: House, check: Check, restatement: Restatement) -> None:
    """Owes the read-back as it stands, in the place of the first one."""
    user = restatement.person.user
    first = await uow.ledger.by_key(check.tenant, key_of(check, user, "read_back", 1))
    await owe_person(
        uow,
        house,
        check,
        restatement.person,
        "read_back",
        ordinal=_moment(house.clock.now()) if first else 1,
        args=(restatement.id,),
        updates=first.id if first else None,
    )


def _moment(now: datetime) -> int:
    """An ordinal for updates, which may come any number of times: microseconds since 1970."""
    return int(now.timestamp() * 1_000_000)
