"""Where a person or a channel can be written to, on a platform that gives no address for a name alone (Teams).

Every call is a short transaction of its own.
"""

from abc import abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.domain.ids import ChannelRef, PersonRef, TenantId


@dataclass(frozen=True, slots=True)
class Reference:
    """What the platform's events said so far. Empty where they did not say."""

    to: PersonRef | ChannelRef
    service_url: str
    seen_at: datetime
    conversation: str = ""  #: the personal chat, or the channel itself
    account: str = ""  #: the person as this bot's channel calls them, "29:…"
    roster: str = ""  #: the conversation in whose list of members they stand: for a channel, itself
    team: str = ""  #: the team that conversation is in
    locale: str = ""  #: language tag
    time_zone: str = ""  #: IANA name


class References(Protocol):
    @abstractmethod
    async def get(self, to: PersonRef | ChannelRef) -> Reference | None: ...

    @abstractmethod
    async def learn(self, *references: Reference) -> None:
        """Stores them; an empty field leaves what is known."""
        ...

    @abstractmethod
    async def forget(self, to: PersonRef | ChannelRef) -> None:
        """Nobody can be written to there any more."""
        ...

    @abstractmethod
    async def leave(self, tenant: TenantId, place: str) -> None:
        """The product is not in that team or conversation any more: its channels are forgotten, and so are the people
        known by it alone. Who has a personal chat keeps that.
        """
        ...

    @abstractmethod
    async def forget_unheard(self, before: datetime) -> None:
        """The people last heard of before that are forgotten, in every tenant; channels stay."""
        ...

    @abstractmethod
    async def channels(self, tenant: TenantId, place: str = "") -> Sequence[Reference]:
        """Those of that team, or that one conversation; without a `place` all. The one heard of last comes first."""
        ...

    @abstractmethod
    async def service_url(self, tenant: TenantId) -> str:
        """The one heard of last in this tenant; "" where there is none."""
        ...
