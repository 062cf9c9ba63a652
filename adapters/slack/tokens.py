"""Which token speaks for the product in a workspace."""

from abc import abstractmethod
from dataclasses import dataclass, field
from typing import Protocol

from bot.domain.ids import TenantId


def tenant_of(team_id: str) -> TenantId:
    """A workspace ("T…") as a tenant."""
    return TenantId(f"slack:{team_id}")


class Tokens(Protocol):
    @abstractmethod
    async def bot_token(self, team_id: str) -> str | None:
        """The bot token to use now, rotated where it was due; None where the product is not installed there.

        Where a rotation could not be had in time the token may have expired: Slack then answers `token_expired`,
        which is worth another try a little later.
        """
        ...


@dataclass(frozen=True, slots=True)
class SingleToken(Tokens):
    """One workspace, one token that Slack does not rotate: whichever team asks gets it."""

    token: str = field(repr=False)

    async def bot_token(self, team_id: str) -> str | None:  # noqa: ARG002 (there is one team)
        return self.token
