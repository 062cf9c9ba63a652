"""The one way in: everything a person can do, as every platform's inbound side hands it over.

`event_key` names the doing itself (one press, one submission): the same key is taken once, a repetition gets `Nothing`.
Nothing here raises for what a person typed; it says so in the reply.
"""

from abc import abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from bot.domain.ids import ChannelRef, PersonRef
from bot.messages.view import Message, Reply


@dataclass(frozen=True, slots=True)
class Actor:
    """Who does something, as the platform describes them."""

    person: PersonRef
    name: str
    time_zone: str  #: IANA name
    locale: str  #: language tag, "en", "es-MX"


@dataclass(frozen=True, slots=True)
class Where:
    """Where something was done, and when."""

    channel: ChannelRef | None  #: None: in the direct messages with the bot
    at: datetime | None = field(default=None, compare=False)  #: by the platform's clock; None where it does not say


class Door(Protocol):
    @abstractmethod
    async def command(self, actor: Actor, text: str, where: Where, *, event_key: str) -> Reply:
        """Answers what was typed after "/align" or "@Hymnsheet"."""
        ...

    @abstractmethod
    async def press(self, actor: Actor, action: str, subject: str, where: Where, *, event_key: str) -> Reply:
        """Answers a pressed button."""
        ...

    @abstractmethod
    async def submit(
        self, actor: Actor, form_id: str, subject: str, values: Mapping[str, str], where: Where, *, event_key: str
    ) -> Reply:
        """Answers a submitted dialog; `values` maps field id → value as `bot.messages.view.Field` describes it."""
        ...

    @abstractmethod
    async def shortcut(self, actor: Actor, notes: str, where: Where, *, event_key: str) -> Reply:
        """Answers "Check this with the team" on a message whose text is `notes`."""
        ...

    @abstractmethod
    async def said(self, actor: Actor, text: str, *, event_key: str) -> Reply:
        """Answers plain text typed in the direct messages with the bot."""
        ...

    @abstractmethod
    async def joined(self, person: PersonRef, channel: ChannelRef, *, event_key: str) -> None:
        """Takes note that somebody came into a channel. Anybody may be told of: who counts is looked up later."""
        ...

    @abstractmethod
    async def look(self, actor: Actor, kind: str, subject: str) -> Message | None:
        """A message with `bot.messages.view.More` as this person may see it; None where that is as everybody does.

        It only reads: clients ask by themselves, so nothing is taken note of, and there is no key.
        """
        ...

    @abstractmethod
    async def commands(self, actor: Actor) -> Sequence[tuple[str, str]]:
        """Verbs with their arguments and one line of help each, in the actor's language, for completion."""
        ...
