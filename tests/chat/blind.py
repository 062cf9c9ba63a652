"""A platform that cannot be asked, and what tests of it need."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from bot.domain.ids import ChannelRef, PersonRef
from bot.domain.obstacles import Obstacle, noted
from bot.flows.find import ALL
from bot.flows.owed import ASKED, key_of
from bot.messages.view import Message
from bot.ports.chat import Delivered, Refused, RetryAt
from bot.ports.store import Delivery
from tests.chat.house import TENANT, Chat
from tests.fakes import KeepingGateway

AGAIN = "You may have this already"


@dataclass
class Blind(KeepingGateway):
    """A platform that posts what it gets as often as it gets it, and cannot be asked what it has.

    `fails` says what becomes of the next sends to somebody, `unheard` how many are taken while the answer is lost.
    """

    fails: dict[str, list[RetryAt | Exception]] = field(default_factory=dict)
    unheard: dict[str, int] = field(default_factory=dict)
    tried: list[str] = field(default_factory=list)

    async def send(self, to: PersonRef | ChannelRef, message: Message, *, key: str) -> Delivered | RetryAt | Refused:
        name = to.user if isinstance(to, PersonRef) else to.channel
        self.tried.append(name)
        if self.fails.get(name):
            outcome = self.fails[name].pop(0)
            if isinstance(outcome, Exception):
                raise outcome
            return outcome
        sent = await super().send(to, message, key=f"{key} {len(self.tried)}")
        if self.unheard.get(name):
            self.unheard[name] -= 1
            return RetryAt(datetime.min.replace(tzinfo=UTC), "reset", unknown=True)
        return sent

    async def repeatable(self, to: PersonRef | ChannelRef, key: str, since: datetime) -> datetime | None:
        del to, key, since
        return None


def blind(chat: Chat) -> Blind:
    assert isinstance(chat.gateway, Blind)
    return chat.gateway


async def waits(chat: Chat, time: timedelta = timedelta(hours=2)) -> None:
    """Time goes by, and all that waits for it is woken."""
    chat.clock.advance(time)
    chat.work.wake()
    await chat.settle()


async def delivery(chat: Chat, user: str, kind: str = "ask") -> Delivery:
    async with chat.house.uow() as uow:
        ((check, _), *_) = await uow.checks.of_tenant(TENANT, ALL)
        found = await uow.ledger.by_key(TENANT, key_of(check, user, kind, ASKED if kind == "launched" else 1))
        assert found
        return found


def later(chat: Chat) -> RetryAt:
    return RetryAt(chat.clock.now(), noted(Obstacle.UNREACHED, "Slack", "fatal_error"))
