"""Which token speaks for the product in a workspace."""

from abc import abstractmethod
from dataclasses import dataclass, field
from typing import Protocol


class Tokens(Protocol):
    @abstractmethod
    async def bot_token(self, team_id: str) -> str | None:
        """A bot token that works now, rotated where it was due; None where the product is not installed there."""
        ...


@dataclass(frozen=True, slots=True)
class SingleToken(Tokens):
    """One workspace, one token that Slack does not rotate: whichever team asks gets it."""

    token: str = field(repr=False)

    async def bot_token(self, team_id: str) -> str | None:  # noqa: ARG002 (there is one team)
        return self.token
