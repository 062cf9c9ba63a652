"""Delivering: a message owed is built from what is true now, sent, and its fate recorded."""

from dataclasses import replace
from datetime import datetime
from typing import assert_never

from bot.domain.check import ParticipantState
from bot.domain.ids import DeliveryId, PersonRef
from bot.domain.obstacles import Obstacle, noted
from bot.domain.schedule import in_working_hours, next_working, zone_of
from bot.flows.close_round import close_when_complete
from bot.flows.house import House
from bot.flows.letters import BUILDERS, letter_of
from bot.flows.owed import owe_update
from bot.flows.sending import OPEN, doubtful, give_up, marked, overslept, put_off, receiver, take_back, turn
from bot.messages.delivering import sent_again
from bot.messages.view import Message
from bot.ports.chat import Delivered, Refused, RetryAt, SentRef
from bot.ports.store import Delivery, DeliveryState, UnitOfWork
from bot.ports.work import Again


async def deliver(house: House, delivery_id: DeliveryId) -> Again | None:
    """Work: marks the attempt, sends, records the outcome. Comes again when it is too early, for the platform or for
    the receiver. What may be there already, and nobody can tell, is sent once more and says so.
    """
    async with house.uow() as uow:
        delivery = await uow.ledger.get(delivery_id)
        if delivery.state not in OPEN:
            return None
        now = house.clock.now()
        at = await _not_before(uow, delivery, now) or await turn(house, delivery, now)
        if at:
            return Again(at)
        message, sent = await _written(house, uow, delivery)
        again = message is not None and sent is None and await doubtful(house, delivery)
        if message is None or (again and delivery.resent):
            await _end(house, uow, delivery, wanted=message is not None)
            await uow.commit()
            return None
        shown = sent_again((await letter_of(house, uow, delivery)).texts, message) if again else message
        delivery = marked(delivery, now, resent=again)
        await uow.ledger.save(delivery)
        await uow.commit()
    held = house.pacer.held(receiver(delivery), house.clock.now())  # a 429 to another, while this one was marked
    if held or overslept(house, delivery):
        return await take_back(house, delivery, held)
    outcome = await _send(house, delivery, shown, sent)
    async with house.uow() as uow:
        next_run = await _record(house, uow, delivery, message, outcome)
        await uow.commit()
    return next_run


async def _end(house: House, uow: UnitOfWork, delivery: Delivery, *, wanted: bool) -> None:
    """Nothing is sent any more: it is not wanted, or it was sent again in doubt and that stayed in doubt."""
    if wanted:
        await give_up(house, uow, delivery)
    else:
        await uow.ledger.save(replace(delivery, state=DeliveryState.OBSOLETE, attempts=delivery.attempts + 1))


async def _not_before(uow: UnitOfWork, delivery: Delivery, now: datetime) -> datetime | None:
    """When this may be sent, where that is still to come: the platform asked to wait, perhaps another process for
    another message, or a nudge that was held up would come outside working hours.
    """
    held = await uow.ledger.held(delivery.tenant)
    earliest = max((at for at in (delivery.not_before, held) if at), default=now)
    if earliest > now:
        return earliest
    if delivery.kind == "nudge":
        participant = await uow.participants.get(delivery.check_id, PersonRef(delivery.tenant, delivery.to_person))
        zone = zone_of(participant.time_zone if participant else "")
        return None if in_working_hours(now, zone) else next_working(now, zone)
    return None


async def _written(house: House, uow: UnitOfWork, delivery: Delivery) -> tuple[Message | None, SentRef | None]:
    """The message as it reads now (None: no longer wanted), and the sent one it replaces."""
    if delivery.updates is None:
        return await _built(house, uow, delivery), None
    original = await uow.ledger.get(delivery.updates)
    if original.ref is None and original.state in OPEN:
        return None, None  # the original will say what is true when it has been sent
    return await _built(house, uow, delivery), original.ref


async def _built(house: House, uow: UnitOfWork, delivery: Delivery) -> Message | None:
    return await BUILDERS[delivery.kind](await letter_of(house, uow, delivery))


async def _send(
    house: House, delivery: Delivery, message: Message, sent: SentRef | None
) -> Delivered | RetryAt | Refused:
    gateway = house.gateway(delivery.tenant)
    try:
        if sent:
            return await gateway.update(sent, message)
        return await gateway.send(receiver(delivery), message, key=delivery.key)
    except Exception as error:  # noqa: BLE001 - the gateway's fault: the message is not lost for it, nor silently sent twice
        return RetryAt(house.clock.now(), noted(Obstacle.FAULT, detail=type(error).__name__), unknown=sent is None)


async def _record(
    house: House, uow: UnitOfWork, delivery: Delivery, message: Message, outcome: Delivered | RetryAt | Refused
) -> Again | None:
    match outcome:
        case Delivered(ref):
            await uow.ledger.save(replace(delivery, state=DeliveryState.SENT, ref=ref, note=""))
            await _catch_up(house, uow, delivery, message, ref)
            return None
        case RetryAt():
            return await put_off(house, uow, delivery, outcome)
        case Refused(reason):
            await _refused(house, uow, replace(delivery, state=DeliveryState.REFUSED, note=reason))
            return None
        case _ as never:
            assert_never(never)


async def _refused(house: House, uow: UnitOfWork, delivery: Delivery) -> None:
    """What a channel does not take is a dead letter: it may be taken once somebody has invited us there."""
    if delivery.to_channel and delivery.updates is None:
        await give_up(house, uow, delivery, always=True)
        return
    await uow.ledger.save(delivery)
    if delivery.kind == "ask" and delivery.updates is None:
        await _unreachable(house, uow, delivery, delivery.note)


async def _catch_up(house: House, uow: UnitOfWork, delivery: Delivery, message: Message, ref: SentRef) -> None:
    """What became true while the message was on its way is sent after it; two updates may also overtake each other.
    Where an update had to be sent as a message of its own, or the message has other parts now, that is what is updated
    from now on.
    """
    if delivery.updates:
        original = await uow.ledger.get(delivery.updates)
        if original.ref != ref:
            there = DeliveryState.SENT if original.state is DeliveryState.GIVEN_UP else original.state
            await uow.ledger.save(replace(original, ref=ref, state=there))
    fresh = await _built(house, uow, delivery)
    if fresh and fresh != message:
        await owe_update(uow, house, delivery)


async def _unreachable(house: House, uow: UnitOfWork, delivery: Delivery, reason: str) -> None:
    participant = await uow.participants.get(delivery.check_id, PersonRef(delivery.tenant, delivery.to_person))
    if participant is None or participant.state not in {ParticipantState.ASKED, ParticipantState.AWAY}:
        return
    await uow.participants.save(replace(participant, state=ParticipantState.UNREACHABLE, note=reason, nudge_at=None))
    check = await uow.checks.get(delivery.tenant, delivery.check_id)
    await close_when_complete(uow, house, check)
