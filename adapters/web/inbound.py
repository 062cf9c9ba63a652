"""What a person does in the page: handed to the door, its reply put where that person sees it."""

import asyncio
import json
import re
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import assert_never

from adapters.web import places, render
from adapters.web.gateway import body_of
from adapters.web.live import Bell
from adapters.web.render import Json
from adapters.web.team import Person, Team
from bot.domain.errors import BadInput
from bot.messages.view import FieldErrors, Message, Nothing, Open, Reply, Say, Update
from bot.ports.board import Board, Post
from bot.ports.clock import Clock
from bot.ports.door import Door

_MENTION = re.compile(r"\s*@hymnsheet\b[\s,:]*", re.IGNORECASE)
_REMEMBERED = 512  # replies kept for retries; a page retries within seconds


@dataclass(frozen=True, slots=True)
class Doing:
    """One thing one person did, in a conversation they read."""

    person: Person
    conversation: str  #: without its private part
    key: str  #: made by the page: a repetition carries the same
    origin: Post | None = None  #: the message whose button was pressed
    asked: str = ""  #: the command typed


class Inbound:
    def __init__(self, door: Door, board: Board, team: Team, clock: Clock, bell: Bell) -> None:
        self._door = door
        self._board = board
        self._team = team
        self._clock = clock
        self._bell = bell
        self._replies: OrderedDict[str, asyncio.Task[Json]] = OrderedDict()

    async def doing(self, person: Person, conversation: str, key: str) -> Doing:
        """Raises BadInput where this person does not read that conversation."""
        if conversation not in places.seen_by(self._team, person):
            raise BadInput("There is no such conversation.")
        return Doing(person, places.base(conversation), key)

    async def doing_at(self, person: Person, post_id: int | None, key: str) -> Doing:
        """Something done at a message; raises BadInput where this person cannot see it."""
        post = await self._board.get(post_id) if post_id is not None else None
        if post is None or post.conversation not in places.seen_by(self._team, person):
            raise BadInput("That message is not there any more.")
        return Doing(person, places.base(post.conversation), key, post)

    async def command(self, doing: Doing, text: str, asked: str) -> Json:
        where = places.where(self._team)
        doing = Doing(doing.person, doing.conversation, doing.key, asked=asked)
        return await self._once(doing, lambda: self._door.command(doing.person.actor, text, where, event_key=doing.key))

    async def press(self, doing: Doing, action: str, subject: str) -> Json:
        where = places.where(self._team)
        return await self._once(
            doing, lambda: self._door.press(doing.person.actor, action, subject, where, event_key=doing.key)
        )

    async def submit(self, doing: Doing, form_id: str, subject: str, values: Mapping[str, str]) -> Json:
        where = places.where(self._team)
        return await self._once(
            doing, lambda: self._door.submit(doing.person.actor, form_id, subject, values, where, event_key=doing.key)
        )

    async def shortcut(self, doing: Doing) -> Json:
        where = places.where(self._team)
        notes = _words(doing.origin) if doing.origin else ""
        return await self._once(
            Doing(doing.person, doing.conversation, doing.key),
            lambda: self._door.shortcut(doing.person.actor, notes, where, event_key=doing.key),
        )

    async def say(self, doing: Doing, text: str) -> Json:
        """A plain message: posted; answered where it mentions Hymnsheet or stands in the direct messages."""
        if not text.strip():
            raise BadInput("There is nothing to send.")
        mention = _MENTION.match(text)
        direct = doing.conversation.startswith("dm/")

        async def said() -> Reply:
            await self._post(doing.conversation, doing.person.user, json.dumps({"text": text}), f"said:{doing.key}")
            where = places.where(self._team)
            if mention:
                rest = text[mention.end() :]
                return await self._door.command(doing.person.actor, rest, where, event_key=doing.key)
            return await self._door.said(doing.person.actor, text, event_key=doing.key) if direct else Nothing()

        return await self._once(doing, said)

    async def _once(self, doing: Doing, act: Callable[[], Awaitable[Reply]]) -> Json:
        """Does it once for its key: a double click and a retry get the first reply."""
        key = f"{doing.person.user}:{doing.key}"
        task = self._replies.get(key)
        if task is None:
            task = self._replies[key] = asyncio.create_task(self._do(doing, act))
            task.add_done_callback(lambda done: self._forget_failed(key, done))
            while len(self._replies) > _REMEMBERED:
                self._replies.popitem(last=False)
        return await asyncio.shield(task)

    def _forget_failed(self, key: str, done: asyncio.Task[Json]) -> None:
        if done.cancelled() or done.exception() is not None:
            self._replies.pop(key, None)

    async def _do(self, doing: Doing, act: Callable[[], Awaitable[Reply]]) -> Json:
        reply = await act()
        match reply:
            case Say(message):
                return {"kind": "say", "post": await self._answer(doing, message)}
            case Update(message):
                return {"kind": "update", "post": await self._replace(doing, message)}
            case Open(form):
                return {"kind": "open", "form": render.form(form)}
            case FieldErrors(errors):
                return {"kind": "errors", "errors": dict(errors)}
            case Nothing():
                return {"kind": "nothing"}
            case _:
                assert_never(reply)

    async def _answer(self, doing: Doing, message: Message) -> int:
        conversation = places.aside(doing.conversation, doing.person.user)
        return await self._post(conversation, places.BOT, body_of(message, doing.asked), f"reply:{doing.key}")

    async def _replace(self, doing: Doing, message: Message) -> int:
        """In place of our own message to this person alone, else beside it: what others wrote or read stays."""
        origin = doing.origin
        ours = origin and origin.author == places.BOT and places.is_private(origin.conversation)
        if origin is None or not ours or await self._board.update(origin.id, body_of(message)) is None:
            return await self._answer(doing, message)
        self._bell.ring()
        return origin.id

    async def _post(self, conversation: str, author: str, body: str, key: str) -> int:
        stored = await self._board.post(Post(0, conversation, author, body, self._clock.now(), key))
        self._bell.ring()
        return stored.id


def _words(post: Post) -> str:
    body = json.loads(post.body)
    return str(body.get("text") or body.get("plain") or "")
