"""What every flow stands on: the ports, and one person's visit."""

from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.domain.errors import BadInput, Worded
from bot.domain.ids import DeliveryId, TenantId
from bot.messages.catalogue import Catalogue, catalogue
from bot.ports.chat import ChatGateway, Roster
from bot.ports.clock import Clock, IdSource
from bot.ports.compare import Comparer
from bot.ports.door import Actor, Where
from bot.ports.pacing import Meter, Pacer, Uncounted, Unpaced
from bot.ports.store import Delivery, UnitOfWork
from bot.ports.work import Task, TaskKind


class AlreadySeenError(Exception):
    """This event was taken before: a re-delivery. Caught by the door alone."""


@dataclass(frozen=True, slots=True)
class House:
    """The ports, chosen in app.py. Gateways and rosters by platform: the tenant's name up to its colon."""

    uow: Callable[[], UnitOfWork]
    clock: Clock
    ids: IdSource
    comparer: Comparer
    gateways: Mapping[str, ChatGateway]
    rosters: Mapping[str, Roster]
    command: str = "/align"
    pacer: Pacer = field(default_factory=Unpaced)
    meter: Meter = field(default_factory=Uncounted)

    def gateway(self, tenant: TenantId) -> ChatGateway:
        return self.gateways[tenant.split(":")[0]]

    def roster(self, tenant: TenantId) -> Roster:
        return self.rosters[tenant.split(":")[0]]


@dataclass(frozen=True, slots=True)
class Visit:
    """One person doing one thing."""

    house: House
    actor: Actor
    where: Where
    event_key: str
    now: datetime

    @property
    def texts(self) -> Catalogue:
        return catalogue(self.actor.locale)

    @property
    def tenant(self) -> TenantId:
        return self.actor.person.tenant

    @property
    def begin(self) -> str:
        """What this person types to begin a check, and where."""
        mention = self.house.roster(self.tenant).begun_by
        return self.texts("home.begin", mention=mention) if mention else f"{self.house.command} new-policy"

    def told(self, error: BadInput) -> str:
        """The line this person reads of it."""
        return self.texts(error.key, **error.values) if isinstance(error, Worded) else str(error)

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[UnitOfWork]:
        """One short transaction that takes this event once and commits at the end; an error rolls it back."""
        async with self.house.uow() as uow:
            if not await uow.inbox.first_sight(self.tenant, self.event_key, self.now):
                raise AlreadySeenError
            yield uow
            await uow.commit()


async def owe(uow: UnitOfWork, delivery: Delivery, wait: timedelta = timedelta()) -> DeliveryId | None:
    """Writes a delivery and the work to send it, in this transaction. None where it was owed already."""
    if not await uow.ledger.owe(delivery):
        return None
    await uow.work.put(Task(TaskKind.DELIVER, (delivery.id,)), key=f"deliver:{delivery.id}", wait=wait)
    return delivery.id
