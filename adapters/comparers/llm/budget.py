"""What may be asked: tokens are set aside before a request, and counted as used after it."""

from dataclasses import dataclass

from bot.ports.spending import Caps, Purse, Spending, Tokens


class OverCap(Exception):
    """The next request might exceed the cap."""


@dataclass(frozen=True, slots=True)
class Budget:
    """One purse with its caps, and where its spending is kept."""

    spending: Spending
    purse: Purse
    caps: Caps

    async def set_aside(self, most: Tokens) -> None:
        """Counts the most that a request can use. Raises OverCap, and counts nothing, where that may be too much."""
        if not await self.spending.set_aside(self.purse, most, self.caps):
            raise OverCap

    async def settle(self, before: Tokens, used: Tokens) -> None:
        """Puts what was used in the place of what was set aside."""
        await self.spending.settle(self.purse, before, used)
