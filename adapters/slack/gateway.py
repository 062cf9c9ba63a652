"""Slack's sending side. What Slack refuses is returned, never raised."""

import asyncio
import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from slack_sdk.web.async_client import AsyncWebClient

from adapters.recent import Recent
from adapters.slack.clients import TROUBLE, Clients, code_of, outcome_of
from adapters.slack.pages import Page, pages, without_chart
from adapters.slack.pictures import NO_PICTURES, Pictures
from bot.domain.ids import ChannelRef, PersonRef, TenantId
from bot.domain.obstacles import Obstacle, noted
from bot.messages.view import Chart, Message
from bot.ports.chat import ChatGateway, Delivered, Refused, RetryAt, SentRef
from bot.ports.clock import Clock

EVENT_TYPE = "hymnsheet"  #: of the metadata every message carries
_REMEMBERED = 20_000
_STAMP = re.compile(r"[0-9]{1,20}\.[0-9]{1,10}", re.ASCII)
_CLOCKS_APART = timedelta(minutes=2)  #: between this machine and Slack
_HISTORY = 100  #: messages looked through
_UNHEARD = timedelta(seconds=30)  #: a try of another process has ended by then: its calls take at most 15 s

Outcome = Delivered | RetryAt | Refused


@dataclass(slots=True)
class _Posting:
    """What is posted of one message so far, so that a second try goes on where the first one stopped."""

    stamps: list[str] = field(default_factory=list)
    pictures: list[str] = field(default_factory=list)  #: as Pictures keeps them
    refused: list[Chart] = field(default_factory=list)  #: charts that this workspace does not take as blocks
    doubtful_since: datetime | None = None  #: a try since then may have been posted unheard


class SlackGateway(ChatGateway):
    """A message of several pages goes on in its thread; `SentRef.message` is all their stamps, with blanks between,
    and then what Pictures keeps.
    """

    def __init__(self, clients: Clients, clock: Clock, pictures: Pictures = NO_PICTURES) -> None:
        self._clients = clients
        self._clock = clock
        self._pictures = pictures
        self._direct: Recent[PersonRef, str] = Recent(_REMEMBERED)
        self._tasks: Recent[tuple[TenantId, str], asyncio.Task[Outcome]] = Recent(_REMEMBERED)
        self._postings: Recent[tuple[TenantId, str], _Posting] = Recent(_REMEMBERED)
        self._grown: Recent[tuple[str, str], _Posting] = Recent(_REMEMBERED)  #: by conversation and first stamp
        #: Conversations that Slack wants left alone: until when, and the key that may come back then by itself.
        self._held: Recent[tuple[str, str], tuple[datetime, str]] = Recent(_REMEMBERED)

    async def send(self, to: PersonRef | ChannelRef, message: Message, *, key: str) -> Outcome:
        """As the port says; "once" holds while this process lives."""
        mark = (to.tenant, key)
        task = self._tasks.get(mark)
        if task is None or (task.done() and not _delivered(task)):
            posting = self._postings.get(mark) or self._postings.put(mark, _Posting())
            task = self._tasks.put(mark, asyncio.create_task(self._send(to, message, key, posting)))
        return await asyncio.shield(task)

    async def update(self, sent: SentRef, message: Message) -> Outcome:
        first, *more = sent.message.split(" ")
        if not _STAMP.fullmatch(first):
            return Refused(noted(Obstacle.MESSAGE_GONE))
        client = await self._clients.of(TenantId(sent.tenant))
        if client is None:
            return Refused(noted(Obstacle.NOT_INSTALLED))
        posting = self._grown.get((sent.conversation, first)) or _posted([first, *more])
        posting.refused.clear()
        stamps, shown = posting.stamps, pages(message)
        try:
            await self._rewrite(client, sent.conversation, shown, posting)
            for stamp in stamps[len(shown) :]:
                await _delete(client, sent.conversation, stamp)
            del stamps[len(shown) :]
            await self._thread(client, sent.conversation, shown, posting)
        except TROUBLE as err:
            return self._heard(outcome_of(err, self._clock.now()), sent.tenant, sent.conversation)
        finally:
            self._grown.put((sent.conversation, first), posting)
        return Delivered(SentRef(sent.tenant, sent.conversation, _kept(posting)))

    async def repeatable(self, to: PersonRef | ChannelRef, key: str, since: datetime) -> datetime | None:
        """The next `send` looks into direct messages first; of a channel is known what this process has sent."""
        mark = (to.tenant, key)
        task = self._tasks.get(mark)
        if task is not None and task.done() and _delivered(task):
            return since
        if isinstance(to, ChannelRef):
            return None
        posting = self._postings.get(mark) or self._postings.put(mark, _Posting())
        posting.doubtful_since = min(posting.doubtful_since or since, since)
        return since + _UNHEARD

    async def direct_channel(self, person: PersonRef, client: AsyncWebClient) -> str:
        """The conversation of this person with the bot. Raises what Slack refuses."""
        known = self._direct.get(person)
        if known is None:
            response = await client.conversations_open(users=person.user)
            known = self._direct.put(person, str(response["channel"]["id"]))
        return known

    def held(self, tenant: TenantId, conversation: str, key: str = "") -> RetryAt | None:
        """Where Slack has asked to wait in this conversation, what another message gets that would not."""
        until, whose = self._held.get((tenant, conversation)) or (self._clock.now(), "")
        alone = until > self._clock.now() and not (key and key == whose)
        return RetryAt(until, noted(Obstacle.BUSY, "Slack"), limited=True) if alone else None

    def _heard(self, outcome: RetryAt | Refused, tenant: str, conversation: str, key: str = "") -> RetryAt | Refused:
        if isinstance(outcome, RetryAt) and outcome.limited and conversation:
            self._held.put((tenant, conversation), (outcome.at, key))
        return outcome

    async def _send(self, to: PersonRef | ChannelRef, message: Message, key: str, posting: _Posting) -> Outcome:
        now, channel = self._clock.now(), ""
        try:
            client = await self._clients.of(to.tenant)
            if client is None:
                return Refused(noted(Obstacle.NOT_INSTALLED))
            channel = to.channel if isinstance(to, ChannelRef) else await self.direct_channel(to, client)
            held = self.held(to.tenant, channel, key)
            if held:
                return held
            if posting.doubtful_since and not posting.stamps:
                posting.stamps += await _found(client, channel, key, posting.doubtful_since)
                await self._rewrite(client, channel, pages(message), posting)  # it may read otherwise by now
            await self._thread(client, channel, pages(message), posting, key)
        except TROUBLE as err:
            outcome = self._heard(outcome_of(err, self._clock.now()), to.tenant, channel, key)
            if isinstance(outcome, RetryAt) and not outcome.limited and not code_of(err):
                posting.doubtful_since = posting.doubtful_since or now
                return replace(outcome, unknown=True)
            return outcome
        return Delivered(SentRef(to.tenant, channel, _kept(posting)))

    async def _rewrite(self, client: AsyncWebClient, channel: str, shown: Sequence[Page], posting: _Posting) -> None:
        """Updates the pages that are posted already."""
        for stamp, page in zip(posting.stamps, shown, strict=False):
            await _with_chart_or_without(client.chat_update, page, posting, channel=channel, ts=stamp)

    async def _thread(
        self, client: AsyncWebClient, channel: str, shown: Sequence[Page], posting: _Posting, key: str = ""
    ) -> None:
        """Posts the pages that are not posted yet, one by one, and what Slack did not take of them as pictures."""
        stamps = posting.stamps
        for page in shown[len(stamps) :]:
            more: dict[str, Any] = {"thread_ts": stamps[0]} if stamps else {"metadata": _metadata(key)}
            response = await _with_chart_or_without(
                client.chat_postMessage, page, posting, channel=channel, unfurl_links=False, unfurl_media=False, **more
            )
            stamps.append(str(response["ts"]))
        await self._pictures.bring(client, channel, stamps[0], posting.refused, posting.pictures)


async def _with_chart_or_without(call: Any, page: Page, posting: _Posting, **arguments: Any) -> Any:
    """A workspace that does not know the chart block yet gets the same in words."""
    try:
        return await call(text=page.text, blocks=page.blocks, **arguments)
    except TROUBLE as err:
        plainer = without_chart(page)
        if not code_of(err).startswith("invalid_blocks") or plainer == page:
            raise
        response = await call(text=plainer.text, blocks=plainer.blocks, **arguments)
        posting.refused += plainer.charts
        return response


def _posted(kept: Sequence[str]) -> _Posting:
    stamps = [each for each in kept if _STAMP.fullmatch(each)]
    return _Posting(stamps, [each for each in kept if each not in stamps])


def _kept(posting: _Posting) -> str:
    return " ".join([*posting.stamps, *posting.pictures])


async def _found(client: AsyncWebClient, channel: str, key: str, since: datetime) -> list[str]:
    """The stamp of the message with this key, where one was posted unheard. Only direct messages may be read."""
    if not channel.startswith("D"):
        return []
    oldest = str((since - _CLOCKS_APART).timestamp())
    response = await client.conversations_history(
        channel=channel, oldest=oldest, limit=_HISTORY, include_all_metadata=True
    )
    ours = (each["ts"] for each in response["messages"] if each.get("metadata") == _metadata(key))
    return [str(stamp) for stamp in ours][:1]


async def _delete(client: AsyncWebClient, channel: str, stamp: str) -> None:
    try:
        await client.chat_delete(channel=channel, ts=stamp)
    except TROUBLE as err:
        if code_of(err) != "message_not_found":
            raise


def _metadata(key: str) -> dict[str, Any]:
    return {"event_type": EVENT_TYPE, "event_payload": {"key": key}}


def _delivered(task: asyncio.Task[Outcome]) -> bool:
    return not task.cancelled() and task.exception() is None and isinstance(task.result(), Delivered)
