"""Where the product is installed, and the tokens it speaks with there.

Every call is a short transaction of its own. Tokens are encrypted at rest.
"""

from abc import abstractmethod
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from bot.domain.ids import TenantId


@dataclass(frozen=True, slots=True)
class Installation:
    """The product in one workspace."""

    tenant: TenantId  #: "slack:T…"
    team_id: str  #: "T…"
    team_name: str
    bot_user: str  #: the product's own user there
    scopes: tuple[str, ...]  #: what was granted
    installed_at: datetime
    bot_token: str = field(repr=False)
    refresh_token: str = field(default="", repr=False)  #: "": the bot token is not rotated
    expires_at: datetime | None = None  #: of the bot token; None: never
    enterprise_id: str = ""  #: "E…" where the workspace belongs to an organisation
    version: int = 0  #: rises with every put and save


class Installations(Protocol):
    @abstractmethod
    async def get(self, tenant: TenantId) -> Installation | None: ...

    @abstractmethod
    async def put(self, installation: Installation) -> Installation:
        """Stores it and returns it with its version; the one of the same tenant, if any, is replaced."""
        ...

    @abstractmethod
    async def save(self, installation: Installation) -> Installation:
        """Stores it with the next version. Raises Stale where it was replaced, saved or deleted since it was loaded."""
        ...

    @abstractmethod
    async def delete(self, tenant: TenantId, until: datetime) -> bool:
        """Deletes what was installed no later than `until`; False where there was nothing such.

        News of an uninstall may come late and out of order: a newer installation stays.
        """
        ...

    @abstractmethod
    async def put_state(self, state: str, now: datetime, expires_at: datetime) -> None:
        """Remembers that somebody has begun to install; what expired before `now` is forgotten."""
        ...

    @abstractmethod
    async def take_state(self, state: str, now: datetime) -> bool:
        """True exactly once for a state that was put and has not expired at `now`; it is gone afterwards."""
        ...
