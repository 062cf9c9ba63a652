"""Pacing: how fast messages may go out on each platform, and what is counted on the way."""

from abc import abstractmethod
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol

from bot.domain.ids import ChannelRef, PersonRef, TenantId


class Pacer(Protocol):
    """Gives each message its turn, within the platform's limits for the conversation and for the tenant."""

    @abstractmethod
    def take(self, to: PersonRef | ChannelRef, key: str, now: datetime) -> datetime | None:
        """None: it may go now, and is counted as sent. Otherwise its turn, kept for it: come again then."""
        ...

    @abstractmethod
    def ahead(self, tenant: TenantId, messages: int) -> timedelta:
        """How long a message to this tenant waits at least that has so many before it, in whichever process."""
        ...

    @abstractmethod
    def hold(self, to: PersonRef | ChannelRef, key: str, until: datetime, now: datetime) -> None:
        """The platform did not take this message, and asks to wait: no other one goes to this conversation or this
        tenant before `until`.
        """
        ...

    @abstractmethod
    def held(self, to: PersonRef | ChannelRef, now: datetime) -> datetime | None:
        """Until when nothing goes to this tenant, where a `hold` is not over; None: it may go."""
        ...


class Event(StrEnum):
    """What is counted."""

    RATE_LIMITED = "rate_limited"  #: the platform asked to wait
    UNKNOWN = "unknown"  #: a message may have been taken unheard
    GIVEN_UP = "given_up"  #: a message became a dead letter
    FALLBACK = "fallback"  #: the local comparer stood in for another


class Meter(Protocol):
    """Counts what operators watch. Never a name, an id or a text."""

    @abstractmethod
    def count(self, event: Event) -> None: ...


class Unpaced(Pacer):
    """No limits at all."""

    def take(self, to: PersonRef | ChannelRef, key: str, now: datetime) -> datetime | None:
        del to, key, now
        return None

    def ahead(self, tenant: TenantId, messages: int) -> timedelta:
        del tenant, messages
        return timedelta()

    def hold(self, to: PersonRef | ChannelRef, key: str, until: datetime, now: datetime) -> None:
        del to, key, until, now

    def held(self, to: PersonRef | ChannelRef, now: datetime) -> datetime | None:
        del to, now
        return None


class Uncounted(Meter):
    """Nobody watches."""

    def count(self, event: Event) -> None:
        del event
