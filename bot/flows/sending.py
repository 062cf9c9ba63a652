"""Sending one message: when its turn has come, what is known of earlier tries, what a try that ended badly means."""

from dataclasses import replace
from datetime import datetime, timedelta

from bot.domain.ids import ChannelRef, PersonRef
from bot.domain.pace import ATTEMPTS, pause
from bot.flows.house import House
from bot.flows.owed import owe_given_up
from bot.ports.chat import RetryAt
from bot.ports.pacing import Event
from bot.ports.store import Delivery, DeliveryState, UnitOfWork
from bot.ports.work import Again

FROZEN = timedelta(seconds=10)  #: who slept so long after the mark does not send: another may have taken it up
SETTLED = timedelta(seconds=30)  #: so long after a mark nobody sends on it any more: FROZEN and the longest call
OPEN = frozenset({DeliveryState.WAITING, DeliveryState.ATTEMPTED})


def receiver(delivery: Delivery) -> PersonRef | ChannelRef:
    if delivery.to_person:
        return PersonRef(delivery.tenant, delivery.to_person)
    return ChannelRef(delivery.tenant, delivery.to_channel)


async def turn(house: House, delivery: Delivery, now: datetime) -> datetime | None:
    """None when it may be sent now; otherwise when to come again: another process may still be sending it, or the
    platform's limits let it wait.
    """
    if delivery.state is DeliveryState.ATTEMPTED:
        since = delivery.doubt_since or delivery.attempted_at or now
        known_from = await house.gateway(delivery.tenant).repeatable(receiver(delivery), delivery.key, since)
        settled = known_from or (delivery.attempted_at or now - SETTLED) + SETTLED
        if settled > now:
            return settled
    return house.pacer.take(receiver(delivery), delivery.key, now)


async def doubtful(house: House, delivery: Delivery) -> bool:
    """True where the receiver may have this message already and nobody can tell."""
    if delivery.state is not DeliveryState.ATTEMPTED and delivery.doubt_since is None:
        return False
    since = delivery.doubt_since or delivery.attempted_at or house.clock.now()
    return await house.gateway(delivery.tenant).repeatable(receiver(delivery), delivery.key, since) is None


def marked(delivery: Delivery, now: datetime, *, resent: bool) -> Delivery:
    """The mark that is committed before the send. A mark found standing means an outcome that nobody saw."""
    unseen = delivery.attempted_at or delivery.made_at if delivery.state is DeliveryState.ATTEMPTED else None
    return replace(
        delivery,
        state=DeliveryState.ATTEMPTED,
        attempts=delivery.attempts + 1,
        attempted_at=now,
        doubt_since=delivery.doubt_since or unseen,
        resent=delivery.resent or resent,
    )


def overslept(house: House, delivery: Delivery) -> bool:
    """True where the mark is so old that another process may have taken the message up: it must not be sent here."""
    return delivery.attempted_at is not None and house.clock.now() - delivery.attempted_at > FROZEN


async def take_back(house: House, delivery: Delivery, until: datetime | None = None) -> Again | None:
    """Takes a mark back that nothing was sent on, unless it is another's by now; it comes again then, or at once."""
    now = house.clock.now()
    async with house.uow() as uow:
        stored = await uow.ledger.get(delivery.id)
        if (stored.state, stored.attempted_at) != (DeliveryState.ATTEMPTED, delivery.attempted_at):
            return Again(now + SETTLED) if stored.state in OPEN else None
        await uow.ledger.save(replace(stored, state=DeliveryState.WAITING, attempts=stored.attempts - 1, resent=False))
        await uow.commit()
    return Again(until or now)


async def put_off(house: House, uow: UnitOfWork, delivery: Delivery, outcome: RetryAt) -> Again | None:
    """Records a try that ended badly: it waits for the next one, or is given up after eight. What the platform put off
    by its limits is no try, and all others to this conversation and tenant wait with it.
    """
    now = house.clock.now()
    attempts, at = delivery.attempts, max(outcome.at, now + pause(delivery.attempts))
    if outcome.limited:
        house.meter.count(Event.RATE_LIMITED)
        house.pacer.hold(receiver(delivery), delivery.key, outcome.at, now)
        await uow.ledger.hold(delivery.tenant, outcome.at)
        attempts, at = attempts - 1, outcome.at
    doubt = delivery.doubt_since
    if outcome.unknown:
        house.meter.count(Event.UNKNOWN)
        doubt = doubt or delivery.attempted_at
    waiting = replace(
        delivery,
        state=DeliveryState.WAITING,
        attempts=attempts,
        not_before=at,
        note=outcome.reason,
        doubt_since=doubt,
        resent=delivery.resent and outcome.unknown,
    )
    if attempts >= ATTEMPTS:
        await give_up(house, uow, waiting)
        return None
    await uow.ledger.save(waiting)
    return Again(at)


async def give_up(house: House, uow: UnitOfWork, delivery: Delivery, *, always: bool = False) -> None:
    """A dead letter, shown to the check's manager; `always`: also where they have been told of others."""
    house.meter.count(Event.GIVEN_UP)
    before = await uow.ledger.counts(delivery.tenant, delivery.check_id)
    await uow.ledger.save(replace(delivery, state=DeliveryState.GIVEN_UP, not_before=None))
    if always or not before.get(DeliveryState.GIVEN_UP):  # otherwise the manager has been told
        check = await uow.checks.get(delivery.tenant, delivery.check_id)
        await owe_given_up(uow, house, check)
