"""A door that answers from a script and keeps what was done, for tests of a platform's inbound side."""

from collections.abc import Mapping, Sequence

from bot.domain.ids import ChannelRef, PersonRef
from bot.messages.view import Message, Nothing, Reply
from bot.ports.door import Actor, Door, Where


class ScriptedDoor(Door):
    """`replies` maps what is done ("command help", "press answer", "submit answer", "shortcut", "said") to its reply;
    what is not there gets Nothing. `events` keeps each doing with everything the door was given.
    """

    def __init__(
        self, replies: Mapping[str, Reply] | None = None, commands: Sequence[tuple[str, str]] = (("help", "What I do"),)
    ) -> None:
        self.replies = dict(replies or {})
        self.events: list[tuple[object, ...]] = []
        self.trouble: Exception | None = None  #: raised instead of the next answer
        self.seen: dict[tuple[PersonRef, str, str], Message] = {}  #: what one person sees more of
        self._commands = commands
        self._keys: set[str] = set()

    async def command(self, actor: Actor, text: str, where: Where, *, event_key: str) -> Reply:
        return self._take(f"command {text}", event_key, actor, where)

    async def press(self, actor: Actor, action: str, subject: str, where: Where, *, event_key: str) -> Reply:
        return self._take(f"press {action}", event_key, actor, where, subject)

    async def submit(
        self, actor: Actor, form_id: str, subject: str, values: Mapping[str, str], where: Where, *, event_key: str
    ) -> Reply:
        return self._take(f"submit {form_id}", event_key, actor, where, subject, dict(values))

    async def shortcut(self, actor: Actor, notes: str, where: Where, *, event_key: str) -> Reply:
        return self._take("shortcut", event_key, actor, where, notes)

    async def said(self, actor: Actor, text: str, *, event_key: str) -> Reply:
        return self._take("said", event_key, actor, text)

    async def joined(self, person: PersonRef, channel: ChannelRef, *, event_key: str) -> None:
        self._take("joined", event_key, person, channel)

    async def look(self, actor: Actor, kind: str, subject: str) -> Message | None:
        return self.seen.get((actor.person, kind, subject))

    async def commands(self, actor: Actor) -> Sequence[tuple[str, str]]:
        del actor  # one language is enough here
        return self._commands

    def _take(self, done: str, event_key: str, *given: object) -> Reply:
        if self.trouble is not None:
            trouble, self.trouble = self.trouble, None
            raise trouble
        if event_key in self._keys:
            return Nothing()
        self._keys.add(event_key)
        self.events.append((done, *given))
        return self.replies.get(done, Nothing())
