"""Which messages are owed to whom, under which key: a key is `tenant:check:round:receiver:kind:ordinal`.

A message's first delivery has a number as its ordinal, so that it is owed once. Updates of it may come any number of
times: each has its own id there.
"""

from dataclasses import replace
from datetime import timedelta

from bot.domain.check import Check, Participant
from bot.domain.ids import DeliveryId, PersonRef
from bot.flows.house import House, owe
from bot.ports.chat import Member
from bot.ports.store import Delivery, DeliveryState, UnitOfWork
from bot.ports.work import Task, TaskKind

#: Ordinal of the message that the team is asked; "nobody to ask" comes once a launch and counts from 1.
ASKED = 0

TOGETHER = timedelta(minutes=1)  #: those who join within so long of the first are told of in one message


def key_of(check: Check, receiver: str, kind: str, ordinal: int | str = 1) -> str:
    return f"{check.tenant}:{check.id}:{check.round}:{receiver}:{kind}:{ordinal}"


def summary_key(check: Check) -> str:
    """The key of the summary that the channel reads."""
    return key_of(check, f"#{check.channel.channel}", "summary")


async def owe_person(
    uow: UnitOfWork,
    house: House,
    check: Check,
    person: PersonRef,
    kind: str,
    *,
    ordinal: int | str = 1,
    args: tuple[str, ...] = (),
    behind: int = 0,
) -> None:
    """Owes one person one direct message; `behind` so many others of this check it is not looked at before its turn can
    come, so that what else there is to do does not wait for thousands that can only be put off.
    """
    delivery = Delivery(
        DeliveryId(house.ids.new()),
        check.tenant,
        key_of(check, person.user, kind, ordinal),
        kind,
        check.id,
        to_person=person.user,
        args=args,
        made_at=house.clock.now(),
    )
    await owe(uow, delivery, house.pacer.ahead(check.tenant, behind))


async def owe_channel(uow: UnitOfWork, house: House, check: Check, kind: str) -> None:
    """Owes the check's channel one message."""
    delivery = Delivery(
        DeliveryId(house.ids.new()),
        check.tenant,
        key_of(check, f"#{check.channel.channel}", kind),
        kind,
        check.id,
        to_channel=check.channel.channel,
        made_at=house.clock.now(),
    )
    await owe(uow, delivery)


async def owe_joined(uow: UnitOfWork, house: House, check: Check, joiner: Member) -> None:
    """Tells the manager that somebody has joined the channel; once for each joiner in a round. Whoever comes before the
    last such message is on its way is told of in that one. For one caller at a time.
    """
    named = (joiner.ref.user, joiner.name)
    last: Delivery | None = None
    ordinal = 1
    while told := await uow.ledger.by_key(check.tenant, key_of(check, check.manager.user, "joined", ordinal)):
        if joiner.ref.user in told.args[::2]:
            return
        ordinal, last = ordinal + 1, told
    last = last and await uow.ledger.get(last.id)  # its state now; it stays so until this transaction ends
    if last and last.state is DeliveryState.WAITING and last.doubt_since is None:  # surely nobody has read it
        await uow.ledger.save(replace(last, args=last.args + named))
        return
    now = house.clock.now()
    delivery = Delivery(
        DeliveryId(house.ids.new()),
        check.tenant,
        key_of(check, check.manager.user, "joined", ordinal),
        "joined",
        check.id,
        to_person=check.manager.user,
        args=named,
        not_before=now + TOGETHER,
        made_at=now,
    )
    await owe(uow, delivery)


async def owe_given_up(uow: UnitOfWork, house: House, check: Check) -> None:
    """Tells the manager that there are dead letters. Their own message has its id as its ordinal: it may come again."""
    delivery_id = DeliveryId(house.ids.new())
    delivery = Delivery(
        delivery_id,
        check.tenant,
        key_of(check, check.manager.user, "given_up", delivery_id),
        "given_up",
        check.id,
        to_person=check.manager.user,
        made_at=house.clock.now(),
    )
    await owe(uow, delivery)


async def owe_again(uow: UnitOfWork, house: House, letter: Delivery, press: str, *, behind: int = 0) -> None:
    """What was given up or refused waits as if for the first time. `press` tells one asking for it from the next."""
    await uow.ledger.save(replace(letter, state=DeliveryState.WAITING, attempts=0, resent=False, note=""))
    wait = house.pacer.ahead(letter.tenant, behind)
    await uow.work.put(Task(TaskKind.DELIVER, (letter.id,)), key=f"deliver:{letter.id}:{press}", wait=wait)


async def owe_update(uow: UnitOfWork, house: House, delivery: Delivery) -> None:
    """Owes what this delivery brought once more, from what is true now, in the same place."""
    delivery_id = DeliveryId(house.ids.new())
    stem = delivery.key.rpartition(":")[0]
    update = Delivery(
        delivery_id,
        delivery.tenant,
        f"{stem}:{delivery_id}",
        delivery.kind,
        delivery.check_id,
        to_person=delivery.to_person,
        to_channel=delivery.to_channel,
        args=delivery.args,
        updates=delivery.updates or delivery.id,
        made_at=house.clock.now(),
    )
    await owe(uow, update)


async def refresh_ask(uow: UnitOfWork, house: House, check: Check, participant: Participant) -> None:
    """Brings the question in somebody's direct messages up to date."""
    await _refresh(uow, house, check, key_of(check, participant.person.user, "ask"))


async def refresh_card(uow: UnitOfWork, house: House, check: Check) -> None:
    """Brings the channel's card, and what the manager was told at the launch, up to date."""
    await _refresh(uow, house, check, key_of(check, f"#{check.channel.channel}", "card"))
    await _refresh(uow, house, check, key_of(check, check.manager.user, "launched", ASKED))


async def refresh_summary(uow: UnitOfWork, house: House, check: Check) -> None:
    """Brings the posted summary and its preview up to date, as far as they exist."""
    await _refresh(uow, house, check, summary_key(check))
    await refresh_preview(uow, house, check)


async def refresh_preview(uow: UnitOfWork, house: House, check: Check) -> None:
    """Brings the manager's preview of the summary up to date."""
    await _refresh(uow, house, check, key_of(check, check.manager.user, "summary_preview"))


async def refresh_read_back(uow: UnitOfWork, house: House, check: Check, person: PersonRef) -> None:
    """Brings the read-back of somebody's answer up to date, where there was one."""
    await _refresh(uow, house, check, key_of(check, person.user, "read_back"))


async def owe_read_back(uow: UnitOfWork, house: House, check: Check, person: PersonRef) -> None:
    """Owes the read-back as it stands, in the place of the first one."""
    await refresh_read_back(uow, house, check, person)
    await owe_person(uow, house, check, person, "read_back")


async def _refresh(uow: UnitOfWork, house: House, check: Check, key: str) -> None:
    first = await uow.ledger.by_key(check.tenant, key)
    if first:
        await owe_update(uow, house, first)
