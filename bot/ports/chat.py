"""The platform's port: sending messages and knowing people."""

from abc import abstractmethod
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from bot.domain.ids import ChannelRef, PersonRef, TenantId
from bot.messages.view import Message


@dataclass(frozen=True, slots=True)
class SentRef:
    """A message on its platform, enough to update it later."""

    tenant: str
    conversation: str
    message: str


@dataclass(frozen=True, slots=True)
class Delivered:
    ref: SentRef


@dataclass(frozen=True, slots=True)
class RetryAt:
    """The platform asks to wait, or could not be reached: try again at this time, not before."""

    at: datetime
    reason: str  #: as bot.domain.obstacles notes it
    limited: bool = False  #: too many messages: others to the same conversation and tenant wait as well
    unknown: bool = False  #: the message may have been taken unheard


@dataclass(frozen=True, slots=True)
class Refused:
    """The platform will never take this message: the person is unreachable, for this reason."""

    reason: str  #: as bot.domain.obstacles notes it


@dataclass(frozen=True, slots=True)
class Member:
    """A person as the platform describes them."""

    ref: PersonRef
    name: str
    time_zone: str  #: IANA name
    locale: str  #: language tag, "en", "es-MX"; "" where the platform does not tell
    away_until: date | None = None  #: first day back
    guest: bool = False
    bot: bool = False


class ChatGateway(Protocol):
    """One platform's sending side. Never raises for a platform's refusal: returns it."""

    @abstractmethod
    async def send(self, to: PersonRef | ChannelRef, message: Message, *, key: str) -> Delivered | RetryAt | Refused:
        """Posts the message. Where the platform allows it, the same key is posted once."""
        ...

    @abstractmethod
    async def update(self, sent: SentRef, message: Message) -> Delivered | RetryAt | Refused:
        """Replaces the message in place."""
        ...

    async def repeatable(self, to: PersonRef | ChannelRef, key: str, since: datetime) -> datetime | None:
        """From when on this key can be sent once more and is posted once, although a try at `since` or later may have
        been taken unheard, perhaps by another process; None where nobody can tell.
        """
        del to, key, since
        return None


class Roster(Protocol):
    """One platform's people."""

    @abstractmethod
    def members(self, channel: ChannelRef) -> AsyncIterator[Member]:
        """The channel's members, without bots and guests."""
        ...

    @abstractmethod
    async def member(self, person: PersonRef) -> Member | None:
        """One person; None where the platform does not know them."""
        ...

    @abstractmethod
    async def can_manage(self, person: PersonRef, channel: ChannelRef) -> bool:
        """True when this person may start a check in this channel."""
        ...

    @property
    def begun_by(self) -> str:
        """The mention that begins a check in the place whose people are asked; "" where the command does anywhere."""
        return ""

    async def lists(self, channel: ChannelRef, person: PersonRef) -> bool:  # noqa: ARG002 - most tell of the channel
        """True where somebody of whom the platform told that they joined is in the channel: it may tell of a whole
        team, whose members are not in all of its channels.
        """
        return True

    @property
    def picks_channels(self) -> bool:
        """True where a dialog of this platform can ask for a channel."""
        return False

    async def resting(self, people: Sequence[PersonRef]) -> Mapping[PersonRef, datetime]:  # noqa: ARG002 - most tell none
        """Those of these people of one tenant who are not to be disturbed now, each with when that ends. Nobody where
        the platform does not tell, or cannot just now: it raises nothing.
        """
        return {}

    async def groups(self, tenant: TenantId) -> Sequence[tuple[PersonRef, str]]:  # noqa: ARG002 - most have none
        """The user groups that can be asked as a whole, each with its name; none where the platform has none, or
        cannot tell just now.
        """
        return ()

    async def of_group(self, group: PersonRef) -> Sequence[Member]:  # noqa: ARG002 - most have none
        """The group's members, without bots and guests; none of a group that is gone."""
        return ()
