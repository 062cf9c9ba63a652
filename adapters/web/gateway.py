"""The local workspace's sending side and its people."""

import json
from collections.abc import AsyncIterator
from datetime import datetime, timedelta

from adapters.web import places, render
from adapters.web.live import Bell
from adapters.web.team import Person, Team
from bot.domain.ids import ChannelRef, PersonRef
from bot.domain.obstacles import Obstacle, noted
from bot.messages.view import Message
from bot.ports.board import Board, Post
from bot.ports.chat import ChatGateway, Delivered, Member, Refused, RetryAt, Roster, SentRef
from bot.ports.clock import Clock


class WebGateway(ChatGateway):
    """Posts on the board; the key makes it exactly once."""

    def __init__(self, board: Board, team: Team, clock: Clock, bell: Bell) -> None:
        self._board = board
        self._team = team
        self._clock = clock
        self._bell = bell

    async def send(self, to: PersonRef | ChannelRef, message: Message, *, key: str) -> Delivered | RetryAt | Refused:
        conversation = places.of_ref(self._team, to)
        if conversation is None:
            return Refused(noted(Obstacle.ELSEWHERE))
        post = Post(0, conversation, places.BOT, body_of(message), self._clock.now(), key)
        stored = await self._board.post(post)
        self._bell.ring()
        return Delivered(_ref(stored))

    async def update(self, sent: SentRef, message: Message) -> Delivered | RetryAt | Refused:
        known = await self._board.get(int(sent.message)) if sent.message.isdecimal() else None
        if known is None or _ref(known) != sent:
            return Refused(noted(Obstacle.MESSAGE_GONE))
        await self._board.update(known.id, body_of(message))
        self._bell.ring()
        return Delivered(sent)

    async def repeatable(self, to: PersonRef | ChannelRef, key: str, since: datetime) -> datetime | None:
        del to, key
        return since  # the board knows every key


class WebRoster(Roster):
    """The people of the team file."""

    def __init__(self, team: Team, clock: Clock) -> None:
        self._team = team
        self._clock = clock

    async def members(self, channel: ChannelRef) -> AsyncIterator[Member]:
        if channel == self._team.channel_ref:
            for person in self._team.people:
                if not (person.bot or person.guest):
                    yield member_of(person, self._clock)

    async def member(self, person: PersonRef) -> Member | None:
        known = self._team.of(person)
        return member_of(known, self._clock) if known else None

    async def can_manage(self, person: PersonRef, channel: ChannelRef) -> bool:
        known = self._team.of(person)
        return channel == self._team.channel_ref and known is not None and not (known.bot or known.guest)


def member_of(person: Person, clock: Clock) -> Member:
    today = clock.now().astimezone(person.zone).date()
    back = today + timedelta(days=person.away_days) if person.away_days else None
    return Member(person.ref, person.name, person.time_zone, person.locale, back, person.guest, person.bot)


def body_of(message: Message, asked: str = "") -> str:
    """What the board keeps of a message from Hymnsheet; `asked` is the command it answers."""
    body = {"message": render.message(message), "plain": render.plain(message), "asked": asked}
    return json.dumps(body, ensure_ascii=False)


def _ref(post: Post) -> SentRef:
    return SentRef("web:local", post.conversation, str(post.id))
