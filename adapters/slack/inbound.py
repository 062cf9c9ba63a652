"""What people do in Slack, over HTTP and Socket Mode alike: stored by the door, then acknowledged, then answered.

Each listener has a middleware before it that does the storing: Bolt acknowledges events before their listener runs,
but after its middleware. The reply is given once Slack has its acknowledgement.
"""

import asyncio
import re
from collections.abc import Awaitable, Callable, Coroutine, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, TypeVar

import structlog
from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncBoltContext
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse

from adapters.recent import Recent
from adapters.slack.answers import RESUME, Answers, saying
from adapters.slack.doing import (
    SENT_AT,
    Body,
    Doing,
    bot_of,
    command_in,
    mentioned,
    of_command,
    of_direct,
    of_home,
    of_joined,
    of_mention,
    of_press,
    of_shortcut,
    of_submission,
    plain,
)
from adapters.slack.people import People
from adapters.slack.roster import SlackRoster
from adapters.slack.texts import texts
from adapters.slack.values import pressed, values_of
from bot.domain.ids import PersonRef
from bot.messages.view import Nothing, Reply, Say
from bot.ports.door import Actor, Door

SHORTCUT = "check_with_team"  #: callback id of "Check this with the team"
#: A dialog that takes longer is announced by a loading modal: its trigger lives three seconds. One for which Slack
#: has to be asked is announced at once.
PATIENCE_SECONDS = 0.8
_REMEMBERED = 1_000
DRAIN_SECONDS = 5.0
_TAKEN = "hymnsheet_taken"
_ANY = re.compile(".*", re.DOTALL)

Act = Callable[[Actor], Awaitable[Reply]]
Middleware = Callable[..., Awaitable[BoltResponse | None]]
Gone = Callable[[Mapping[str, Any]], Awaitable[object]]

T = TypeVar("T")

_log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Taken:
    """Something done, stored, and what the door replied."""

    doing: Doing
    locale: str
    reply: Reply
    loading: "asyncio.Task[str] | None" = None  #: opens the modal that says "one moment"; its id


class Inbound:
    """`gone` is told, with the event's body, when a workspace takes the app or its tokens away."""

    def __init__(
        self, door: Door, people: People, roster: SlackRoster, answers: Answers, command: str, gone: Gone
    ) -> None:
        self._door = door
        self._people = people
        self._roster = roster
        self._answers = answers
        self._command = command
        self._gone = gone
        self._busy: set[asyncio.Task[Any]] = set()
        self._announced: Recent[str, asyncio.Future[Reply]] = Recent(_REMEMBERED)  #: by the doing's key

    def listen(self, app: AsyncApp) -> None:
        app.error(self._failed)
        app.command(self._command, middleware=[self._storing(self._of_command)])(self._answer)
        app.message_shortcut(SHORTCUT, middleware=[self._storing(self._of_shortcut)])(self._answer)
        app.block_action(_ANY, middleware=[self._storing(self._of_press)])(self._answer)
        app.view_submission(_ANY, middleware=[self._storing(self._of_submission)])(self._answer_submission)
        app.event("app_mention", middleware=[self._storing(self._of_mention)])(self._answer_event)
        app.event("message", middleware=[self._storing(self._of_direct)])(self._answer_event)
        app.event("app_home_opened", middleware=[self._storing(self._of_home)])(self._answer_home)
        app.event("member_joined_channel", middleware=[self._noting])(_nothing_more)
        for leaving in ("app_uninstalled", "tokens_revoked"):
            app.event(leaving, middleware=[self._forgetting])(_nothing_more)
        app.event(_ANY)(_nothing_more)  # a 404 for an event that somebody subscribed to is delivered again and again

    async def drain(self) -> None:
        """Waits for the replies on their way, a few seconds at most."""
        if self._busy:
            await asyncio.wait(self._busy, timeout=DRAIN_SECONDS)

    def _of_command(self, body: Body) -> tuple[Doing, Act]:
        doing = of_command(body)
        return doing, self._typed(doing, body.get("text") or "")

    def _of_shortcut(self, body: Body) -> tuple[Doing, Act]:
        doing, text = of_shortcut(body), body["message"].get("text") or ""

        async def act(actor: Actor) -> Reply:
            users = [PersonRef(doing.person.tenant, user) for user in mentioned(text)]
            named = await asyncio.gather(*(self._people.actor(user, "") for user in users))
            notes = plain(text, {each.person.user: each.name for each in named})
            return await self._door.shortcut(actor, notes, doing.where, event_key=doing.key)

        return doing, act

    def _of_press(self, body: Body) -> tuple[Doing, Act] | None:
        doing, button = of_press(body), pressed(body["actions"][0])
        if button is None:
            return None
        action, subject = button
        if action == RESUME:
            return doing, lambda actor: self._resume(doing, actor, subject)
        return doing, lambda actor: self._door.press(actor, action, subject, doing.where, event_key=doing.key)

    def _of_submission(self, body: Body) -> tuple[Doing, Act]:
        doing, origin = of_submission(body)
        values = values_of(body["view"]["state"])
        return doing, lambda actor: self._door.submit(
            actor, origin.form, origin.subject, values, doing.where, event_key=doing.key
        )

    def _of_mention(self, body: Body) -> tuple[Doing, Act]:
        doing = of_mention(body)
        return doing, self._typed(doing, doing.typed)

    def _of_direct(self, body: Body) -> tuple[Doing, Act] | None:
        doing = of_direct(body)
        if doing is None:
            return None
        return doing, self._said(doing, doing.typed, bot_of(body))

    def _of_home(self, body: Body) -> tuple[Doing, Act] | None:
        doing = of_home(body)
        return (doing, self._typed(doing, "")) if doing else None

    def _typed(self, doing: Doing, text: str) -> Act:
        async def act(actor: Actor) -> Reply:
            whole = plain(await self._roster.groups_named(actor.person.tenant, text))
            return await self._door.command(actor, whole, doing.where, event_key=doing.key)

        return act

    def _said(self, doing: Doing, text: str, bot: str) -> Act:
        command = command_in(text, bot, self._command)
        if command is not None:
            return self._typed(doing, command)
        return lambda actor: self._door.said(actor, plain(text, {}), event_key=doing.key)

    async def _resume(self, doing: Doing, actor: Actor, subject: str) -> Reply:
        """The dialog that waited for its trigger. Where it is forgotten, what was typed is done again."""
        reply, typed = self._answers.resumed(doing, subject)
        if reply:
            return reply
        if not typed:
            return Say(saying(texts(actor.locale)["gone"]))
        return await (self._said(doing, typed, "") if doing.ours else self._typed(doing, typed))(actor)

    def _storing(self, read: Callable[[Body], tuple[Doing, Act] | None]) -> Middleware:
        async def store(
            body: dict[str, Any],
            request: AsyncBoltRequest,
            context: AsyncBoltContext,
            next_: Callable[[], Awaitable[None]],
        ) -> BoltResponse | None:
            try:
                begun = read(body | {SENT_AT: _stamp(request)})
            except (KeyError, IndexError, TypeError, ValueError, AttributeError):
                return BoltResponse(status=HTTPStatus.BAD_REQUEST, body="")  # signed, and still not what Slack sends
            context[_TAKEN] = await self._take(*begun) if begun else None
            await next_()
            return None

        return store

    async def _take(self, doing: Doing, act: Act) -> Taken:
        actor = await self._people.actor(doing.person, doing.name)
        earlier = self._announced.get(doing.key)
        if earlier:  # delivered once more: the trigger is used, and the modal the first one's to fill
            await asyncio.wait({earlier})
        opens = doing.trigger and not doing.view and not earlier  # in a modal there is one to fill
        loading = self._begin(self._answers.loading(doing, actor.locale)) if opens and doing.looks_up else None
        work = asyncio.ensure_future(act(actor))
        if loading:
            self._announced.put(doing.key, work)
        done, _ = await asyncio.wait({work}, timeout=PATIENCE_SECONDS if opens and not loading else None)
        if not done:
            loading = self._begin(self._answers.loading(doing, actor.locale))
        try:
            return Taken(doing, actor.locale, await work, loading)
        except Exception:  # raised again: only the modal that stands meanwhile is told
            if loading:
                self._begin(self._say_failed(doing, actor.locale, loading))
            raise

    async def _say_failed(self, doing: Doing, locale: str, loading: "asyncio.Task[str]") -> None:
        if await loading:
            await self._answers.failed(doing, locale, await loading)

    def _begin(self, work: Coroutine[Any, Any, T]) -> "asyncio.Task[T]":
        """Runs it beside the acknowledgement; `drain` waits for it."""
        task = asyncio.create_task(work)
        self._busy.add(task)
        task.add_done_callback(self._busy.discard)
        return task

    async def _answer(self, ack: AsyncAck, context: AsyncBoltContext) -> None:
        await ack()
        await self._give(context, self._to_press)

    async def _to_press(self, one: Taken) -> None:
        loading = await one.loading if one.loading else ""
        await self._answers.give(one.doing, one.reply, one.locale, loading)

    async def _answer_event(self, context: AsyncBoltContext) -> None:
        await self._give(context, lambda one: self._answers.give(one.doing, one.reply, one.locale))

    async def _answer_submission(self, ack: AsyncAck, context: AsyncBoltContext) -> None:
        taken: Taken = context[_TAKEN]
        if isinstance(taken.reply, Nothing):
            await ack()
            return
        await ack(**self._answers.to_submission(taken.doing, taken.reply))
        await self._give(context, lambda one: self._answers.after_submission(one.doing, one.reply, one.locale))

    async def _answer_home(self, context: AsyncBoltContext) -> None:
        await self._give(context, lambda one: self._answers.home(one.doing, one.reply))

    async def _give(self, context: AsyncBoltContext, give: Callable[[Taken], Coroutine[Any, Any, None]]) -> None:
        taken: Taken | None = context[_TAKEN]
        if taken is not None:
            await self._begin(give(taken))

    async def _forgetting(self, body: dict[str, Any], next_: Callable[[], Awaitable[None]]) -> None:
        await self._gone(body)
        await next_()

    async def _noting(self, body: dict[str, Any], next_: Callable[[], Awaitable[None]]) -> None:
        """Somebody came into a channel; the product itself does when it is invited."""
        person, channel, key = of_joined(body)
        if person.user != bot_of(body):
            await self._door.joined(person, channel, event_key=key)
        await next_()

    async def _failed(self, error: Exception) -> BoltResponse:
        """Not acknowledged: Slack delivers an event again, and tells the person that it did not work."""
        _log.error("slack_event_failed", platform="slack", error=type(error).__name__)
        return BoltResponse(status=HTTPStatus.SERVICE_UNAVAILABLE, body="")


def _stamp(request: AsyncBoltRequest) -> str:
    """When Slack sent it, in seconds; "" over Socket Mode, which does not say."""
    return str((request.headers.get("x-slack-request-timestamp") or [""])[0])


async def _nothing_more() -> None:
    """Acknowledges, no more."""
