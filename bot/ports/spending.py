"""Spending: what each check has used of a language model, against its cap."""

from abc import abstractmethod
from collections import OrderedDict
from dataclasses import dataclass
from typing import Protocol

from bot.domain.ids import CheckId, TenantId

MAX_KEPT = 10_000  #: purses that one process remembers; beyond, the one not used for longest is forgotten


@dataclass(frozen=True, slots=True)
class Purse:
    """What pays for a question to a language model: one check, whoever's answers and revisions it is about."""

    tenant: TenantId
    check_id: CheckId


@dataclass(frozen=True, slots=True)
class Tokens:
    """Of one request, or of all so far."""

    sent: int = 0
    received: int = 0

    def __add__(self, other: "Tokens") -> "Tokens":
        return Tokens(self.sent + other.sent, self.received + other.received)

    def __neg__(self) -> "Tokens":
        return Tokens(-self.sent, -self.received)


@dataclass(frozen=True, slots=True)
class Caps:
    """Limits of one check. Prices are for a million tokens, in the currency of `cost`."""

    tokens: int
    cost: float = 0.0  #: 0: no cap on cost
    price_in: float = 0.0
    price_out: float = 0.0

    def allow(self, used: Tokens) -> bool:
        cost = (used.sent * self.price_in + used.received * self.price_out) / 1_000_000
        return used.sent + used.received <= self.tokens and (not self.cost or cost <= self.cost)


class Spending(Protocol):
    """Counts tokens, kept as long as the checks: over restarts and for all replicas alike."""

    @abstractmethod
    async def set_aside(self, purse: Purse, most: Tokens, caps: Caps) -> bool:
        """Counts the most that a request can use; False, and nothing counted, where that may be too much. One step:
        of many who ask at once no one gets what another has got. What nobody settles stays counted.
        """
        ...

    @abstractmethod
    async def settle(self, purse: Purse, before: Tokens, used: Tokens) -> None:
        """Puts what was used in the place of what was set aside."""
        ...


class MemorySpending(Spending):
    """Of one process, since its start: for the command line, which keeps nothing."""

    def __init__(self) -> None:
        self._used: OrderedDict[Purse, Tokens] = OrderedDict()

    async def set_aside(self, purse: Purse, most: Tokens, caps: Caps) -> bool:
        total = self._used.get(purse, Tokens()) + most
        if not caps.allow(total):
            return False
        self._keep(purse, total)
        return True

    async def settle(self, purse: Purse, before: Tokens, used: Tokens) -> None:
        self._keep(purse, self._used.get(purse, before) + -before + used)

    def _keep(self, purse: Purse, total: Tokens) -> None:
        self._used[purse] = total
        self._used.move_to_end(purse)
        if len(self._used) > MAX_KEPT:
            self._used.popitem(last=False)
