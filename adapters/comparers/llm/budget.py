"""What one check may cost: tokens are set aside before a request, and counted as used after it."""

from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import dataclass

MAX_KEPT = 10_000  #: checks whose use is remembered; beyond, the one not used for longest is forgotten


class OverCap(Exception):
    """The next request might exceed the cap."""


@dataclass(frozen=True, slots=True)
class Caps:
    """Limits of one check. Prices are for a million tokens, in the currency of `cost`."""

    tokens: int
    cost: float = 0.0  #: 0: no cap on cost
    price_in: float = 0.0
    price_out: float = 0.0

    def cost_of(self, tokens_in: int, tokens_out: int) -> float:
        return (tokens_in * self.price_in + tokens_out * self.price_out) / 1_000_000


class Budget:
    """Of one check, in this process since its start."""

    def __init__(self, caps: Caps) -> None:
        self._caps = caps
        self.tokens = 0
        self.cost = 0.0

    def set_aside(self, tokens_in: int, tokens_out: int) -> None:
        """Counts the most that a request can use. Raises OverCap, and counts nothing, where that may be too much."""
        cost = self._caps.cost_of(tokens_in, tokens_out)
        if self.tokens + tokens_in + tokens_out > self._caps.tokens:
            raise OverCap
        if self._caps.cost and self.cost + cost > self._caps.cost:
            raise OverCap
        self._add(tokens_in, tokens_out)

    def settle(self, before: tuple[int, int], used: tuple[int, int]) -> None:
        """Puts what was used in the place of what was set aside."""
        self._add(-before[0], -before[1])
        self._add(*used)

    def _add(self, tokens_in: int, tokens_out: int) -> None:
        self.tokens += tokens_in + tokens_out
        self.cost += self._caps.cost_of(tokens_in, tokens_out)


class Budgets:
    """One for each check, told apart by the digest of its sheet: a comparer knows no check's id."""

    def __init__(self, caps: Caps) -> None:
        self.caps = caps
        self._of: OrderedDict[Hashable, Budget] = OrderedDict()

    def of(self, check: Hashable) -> Budget:
        budget = self._of.setdefault(check, Budget(self.caps))
        self._of.move_to_end(check)
        if len(self._of) > MAX_KEPT:
            self._of.popitem(last=False)
        return budget
