"""Teams' sending side. What Teams refuses is returned, never raised."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

from botbuilder.schema import Activity, Attachment, ChannelAccount, ConversationParameters

from adapters.recent import Recent
from adapters.teams.cards import cards
from adapters.teams.connector import TROUBLE, Connectors, may_be_taken, outcome_of
from adapters.teams.leaving import is_cleared, is_gone
from bot.domain.ids import ChannelRef, PersonRef, TenantId
from bot.domain.obstacles import Obstacle, noted
from bot.messages.view import Message
from bot.ports.chat import ChatGateway, Delivered, Refused, RetryAt, SentRef
from bot.ports.clock import Clock
from bot.ports.references import Reference, References

CARD = "application/vnd.microsoft.card.adaptive"
_REMEMBERED = 20_000
_BLANK = " "  #: between the ids of one message's pages

Outcome = Delivered | RetryAt | Refused
Page = dict[str, Any]


@dataclass(slots=True)
class _Posting:
    """What is posted of one message so far, so that a second try goes on where the first one stopped."""

    ids: list[str] = field(default_factory=list)


class TeamsGateway(ChatGateway):
    """A message of several pages is several cards; `SentRef.message` is all their ids, with blanks between."""

    def __init__(self, connectors: Connectors, references: References, clock: Clock, *, dialogs: bool = True) -> None:
        """`dialogs`: the clients have them."""
        self._connectors = connectors
        self._references = references
        self._clock = clock
        self.dialogs = dialogs
        self._tasks: Recent[tuple[TenantId, str], asyncio.Task[Outcome]] = Recent(_REMEMBERED)
        self._postings: Recent[tuple[TenantId, str], _Posting] = Recent(_REMEMBERED)
        self._grown: Recent[tuple[str, str], list[str]] = Recent(_REMEMBERED)  # by conversation and first id

    async def send(self, to: PersonRef | ChannelRef, message: Message, *, key: str) -> Outcome:
        """As the port says; "once" holds while this process lives."""
        reference = await self._references.get(to)
        locale = reference.locale if reference else ""
        return await self.send_pages(to, await self._drawn(message, locale), message.summary, key=key)

    async def send_pages(self, to: PersonRef | ChannelRef, pages: Sequence[Page], summary: str, *, key: str) -> Outcome:
        """The same for cards that are made already."""
        mark = (to.tenant, key)
        task = self._tasks.get(mark)
        if task is None or (task.done() and not _delivered(task)):
            posting = self._postings.get(mark) or self._postings.put(mark, _Posting())
            task = self._tasks.put(mark, asyncio.create_task(self._send(to, pages, summary, posting)))
        return await asyncio.shield(task)

    async def update(self, sent: SentRef, message: Message) -> Outcome:
        return await self.update_pages(sent, await self._drawn(message, ""), message.summary)

    async def update_pages(self, sent: SentRef, pages: Sequence[Page], summary: str) -> Outcome:
        """The same for cards that are made already."""
        service_url = await self._references.service_url(TenantId(sent.tenant))
        first, *more = sent.message.split(_BLANK)
        if not (service_url and first):
            return Refused(noted(Obstacle.MESSAGE_GONE))
        ids = self._grown.get((sent.conversation, first)) or [first, *more]
        try:
            for activity_id, page in zip(ids, pages, strict=False):
                changed = _activity(page, summary, activity_id)
                await self._connectors.call(service_url, partial(_changed, sent.conversation, changed))
            for activity_id in ids[len(pages) :]:
                await self._delete(service_url, sent.conversation, activity_id)
            del ids[len(pages) :]
            await self._post(service_url, sent.conversation, pages=pages, summary=summary, ids=ids)
        except TROUBLE as err:
            return outcome_of(err, self._clock.now())
        finally:
            self._grown.put((sent.conversation, first), ids)
        return Delivered(SentRef(sent.tenant, sent.conversation, _BLANK.join(ids)))

    async def _drawn(self, message: Message, locale: str) -> list[Page]:
        known = await self._references.get(message.more.person) if message.more else None
        return self.drawn(message, locale, known.account if known else "")

    def drawn(self, message: Message, locale: str, account: str = "") -> list[Page]:
        return cards(message, locale=locale, account=account, dialogs=self.dialogs)

    async def _send(
        self, to: PersonRef | ChannelRef, pages: Sequence[Page], summary: str, posting: _Posting
    ) -> Outcome:
        try:
            known = await self._references.get(to)
            service_url = known.service_url if known else await self._references.service_url(to.tenant)
            if not service_url:
                return Refused(noted(Obstacle.NOT_INSTALLED_FOR))
            post = partial(self._post, service_url, pages=pages, summary=summary, ids=posting.ids)
            if isinstance(to, ChannelRef):
                conversation = to.channel
                await post(conversation)
            else:
                conversation = await self._write(to, known, service_url, post)
        except TROUBLE as err:
            if is_gone(err):
                await self._references.forget(to)
            outcome = outcome_of(err, self._clock.now(), shared=isinstance(to, ChannelRef))
            return replace(outcome, unknown=may_be_taken(err)) if isinstance(outcome, RetryAt) else outcome
        return Delivered(SentRef(to.tenant, conversation, _BLANK.join(posting.ids)))

    async def _write(
        self, person: PersonRef, known: Reference | None, service_url: str, post: Callable[[str], Awaitable[None]]
    ) -> str:
        """Posts to the chat of this person with the bot and returns it. Raises what Teams refuses."""
        if known and known.conversation:
            try:
                await post(known.conversation)
            except TROUBLE as err:
                if not is_cleared(err):
                    raise
            else:
                return known.conversation
        conversation = await self._opened(person, known, service_url)
        await post(conversation)
        return conversation

    async def _opened(self, person: PersonRef, known: Reference | None, service_url: str) -> str:
        """That chat, where they never met or the person has removed it."""
        account = known.account if known and known.account else person.user
        directory = person.tenant.partition(":")[2]
        wanted = ConversationParameters(
            is_group=False,
            bot=ChannelAccount(id=f"28:{self._connectors.app_id}"),
            members=[ChannelAccount(id=account)],
            tenant_id=directory,
            channel_data={"tenant": {"id": directory}},
        )
        opened = await self._connectors.call(service_url, lambda on: on.create_conversation(wanted))
        heard = known or Reference(person, service_url, self._clock.now())
        await self._references.learn(replace(heard, conversation=str(opened.id)))
        return str(opened.id)

    async def _post(
        self, service_url: str, conversation: str, *, pages: Sequence[Page], summary: str, ids: list[str]
    ) -> None:
        """Posts the pages that `ids` does not have yet, and adds them there one by one."""
        for page in pages[len(ids) :]:
            posted = partial(_posted, conversation, _activity(page, summary))
            ids.append(await self._connectors.call(service_url, posted))

    async def _delete(self, service_url: str, conversation: str, activity_id: str) -> None:
        try:
            await self._connectors.call(service_url, lambda on: on.delete_activity(conversation, activity_id))
        except TROUBLE as err:
            if not isinstance(outcome_of(err, self._clock.now()), Refused):  # else it is not there any more
                raise


def attachment(page: Page) -> dict[str, Any]:
    """A card as bodies of invokes carry it."""
    return {"contentType": CARD, "content": page}


def _posted(conversation: str, activity: Activity, on: Any) -> str:
    """Raises ValueError where nobody says what the posted one is called."""
    posted = on.send_to_conversation(conversation, activity)
    if not (posted and posted.id):
        raise ValueError("taken without an id")
    return str(posted.id)


def _changed(conversation: str, activity: Activity, on: Any) -> None:
    on.update_activity(conversation, activity.id, activity)


def _activity(page: Page, summary: str, activity_id: str | None = None) -> Activity:
    shown = Attachment(content_type=CARD, content=page)
    return Activity(type="message", id=activity_id, summary=summary, attachments=[shown])


def _delivered(task: asyncio.Task[Outcome]) -> bool:
    return not task.cancelled() and task.exception() is None and isinstance(task.result(), Delivered)
