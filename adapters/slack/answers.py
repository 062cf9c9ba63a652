"""The door's replies, put where the person sees them and nobody else does."""

import asyncio
import json
from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from typing import Any, assert_never

import structlog
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from adapters.recent import Recent
from adapters.slack.clients import TROUBLE, Clients, code_of
from adapters.slack.doing import Doing, Origin
from adapters.slack.gateway import SlackGateway
from adapters.slack.pages import Page, pages, without_chart
from adapters.slack.texts import texts
from adapters.slack.values import errors
from adapters.slack.views import home_view, loading_view, message_view, view
from bot.domain.ids import PersonRef
from bot.messages.view import (
    Button,
    Buttons,
    FieldErrors,
    Form,
    Message,
    Nothing,
    Open,
    Reply,
    Run,
    Say,
    Text,
    Update,
    Weight,
)
from bot.ports.chat import RetryAt
from bot.ports.clock import Clock

RESUME = "slack_resume"  #: action of the button that opens a dialog for which there was no trigger
_MOST_VALUE = 1_900  #: of a button; Slack's limit is 2,000
_FORMS = 1_000  #: dialogs waiting for that button
_TRIES = 7  #: of a reply, five seconds apart: it outlasts half a minute's outage
_LONGEST_WAIT = 20.0  #: seconds that a reply waits for Slack's rate limit
_OK = 200

Call = Callable[[AsyncWebClient], Awaitable[AsyncSlackResponse]]

_log = structlog.get_logger()


class Answers:
    def __init__(self, clients: Clients, gateway: SlackGateway, clock: Clock) -> None:
        self._clients = clients
        self._gateway = gateway
        self._clock = clock
        self._waiting: Recent[tuple[PersonRef, str], Form] = Recent(_FORMS)
        self._resumed: Recent[str, bool] = Recent(_FORMS)

    async def loading(self, doing: Doing, locale: str) -> str:
        """Opens a modal that says "one moment", while the trigger lives; its id, "" where Slack did not take it."""
        shown = loading_view(texts(locale)["moment"])
        opened = await self._ask(doing, lambda slack: slack.views_open(trigger_id=doing.trigger, view=shown))
        return str(opened["view"]["id"]) if opened else ""

    async def failed(self, doing: Doing, locale: str, loading: str) -> None:
        """Says so in the modal that was to be filled."""
        await self._show(doing, saying(texts(locale)["failed"]), locale, loading)

    async def give(self, doing: Doing, reply: Reply, locale: str, loading: str = "") -> None:
        """`loading` is the modal opened for it meanwhile, "" where there is none."""
        match reply:
            case Nothing():
                if loading:
                    await self._show(doing, saying(texts(locale)["done"]), locale, loading)
            case Open(form):
                await self._open(doing, form, locale, loading)
            case Update(message) if not (loading or doing.view or doing.home):
                await self._replace(doing, message, locale)
            case Say(message) | Update(message):
                await self._say(doing, message, locale, loading)
            case FieldErrors(wrong):
                await self._say(doing, saying(*(what for _, what in wrong)), locale, loading)
            case _:
                assert_never(reply)

    def to_submission(self, doing: Doing, reply: Reply) -> dict[str, Any]:
        """What acknowledges a submitted modal: it shows errors, the next dialog, or closes with all beneath it."""
        match reply:
            case Open(form):
                return {"response_action": "update", "view": view(form, _origin(doing, form).packed())}
            case FieldErrors():
                return errors(reply)
            case _:
                return {"response_action": "clear"}

    async def after_submission(self, doing: Doing, reply: Reply, locale: str) -> None:
        """The rest, once the modal is closed."""
        match reply:
            case Update(message):
                await self._replace(doing, message, locale)
            case Say(message):
                await self._private(doing, message, locale)
            case _:
                pass

    async def home(self, doing: Doing, reply: Reply) -> None:
        """Puts what would be said into App Home."""
        if isinstance(reply, Say):
            shown = home_view(reply.message)
            await self._ask(doing, lambda slack: slack.views_publish(user_id=doing.person.user, view=shown))

    def resumed(self, doing: Doing, subject: str) -> tuple[Reply | None, str]:
        """The dialog that waits for the button with this subject, once a press; where it is forgotten, what was typed
        for it.
        """
        key, typed = json.loads(subject)
        if self._resumed.get(doing.key):
            return Nothing(), typed
        form = self._waiting.get((doing.person, key))
        if form:
            self._resumed.put(doing.key, value=True)
        return (Open(form) if form else None), typed

    async def _open(self, doing: Doing, form: Form, locale: str, loading: str) -> None:
        shown = view(form, _origin(doing, form).packed())
        if not await self._view(doing, shown, loading):
            await self._offer(doing, form, locale)

    async def _offer(self, doing: Doing, form: Form, locale: str) -> None:
        """A button that opens the dialog: there was no trigger for it, or Slack took too long."""
        words = texts(locale)
        self._waiting.put((doing.person, doing.key), form)
        subject = json.dumps([doing.key, doing.typed], ensure_ascii=False)
        if len(subject) > _MOST_VALUE:
            subject = json.dumps([doing.key, ""])
        warning = (Text((Run(words["typed"]),), quiet=True),) if doing.typed and doing.ours else ()
        button = Buttons((Button(words["open"], RESUME, subject, Weight.PRIMARY),))
        await self._private(doing, Message(words["opens"], (Text((Run(words["opens"]),)), *warning, button)), locale)

    async def _say(self, doing: Doing, message: Message, locale: str, loading: str) -> None:
        if loading or doing.view or doing.home:
            await self._show(doing, message, locale, loading)
        else:
            await self._private(doing, message, locale)

    async def _show(self, doing: Doing, message: Message, locale: str, loading: str) -> None:
        """In a modal: the one there is, or a new one over App Home."""
        shown = message_view(texts(locale)["title"], message) | {"private_metadata": _origin(doing).packed()}
        if not await self._view(doing, shown, loading):
            await self._private(doing, message, locale)

    async def _view(self, doing: Doing, shown: dict[str, Any], loading: str) -> bool:
        """In the modal there is, else in a new one, as long as the trigger lives."""
        at = loading or doing.view
        if at:
            return bool(await self._ask(doing, lambda slack: slack.views_update(view_id=at, view=shown)))
        if not doing.trigger:
            return False
        return bool(await self._ask(doing, lambda slack: slack.views_open(trigger_id=doing.trigger, view=shown)))

    async def _private(self, doing: Doing, message: Message, locale: str) -> None:
        """Short answers in place, seen by this person alone; long ones in their direct messages, where they last."""
        shown = pages(message)
        if not doing.ours and len(shown) == 1 and await self._ephemeral(doing, shown[0]):
            return
        sent = await self._direct(doing, message)
        if sent and len(shown) > 1 and not doing.ours:
            await self._ephemeral(doing, pages(saying(texts(locale)["sent_direct"]))[0])

    async def _direct(self, doing: Doing, message: Message) -> bool:
        for left in reversed(range(_TRIES)):
            outcome = await self._gateway.send(doing.person, message, key=f"reply:{doing.key}")
            if not isinstance(outcome, RetryAt):
                return True
            if left:
                await self._wait(outcome)
        _log.warning("slack_reply_lost", tenant=doing.person.tenant)
        return False

    async def _wait(self, outcome: RetryAt) -> None:
        wait = (outcome.at - self._clock.now()).total_seconds()
        await asyncio.sleep(max(0.0, min(wait, _LONGEST_WAIT)))

    async def _ephemeral(self, doing: Doing, page: Page) -> bool:
        """False where Slack shows nothing to this person there."""
        thread: dict[str, Any] = {"thread_ts": doing.thread} if doing.thread else {}
        if doing.response_url and await self._respond(
            doing, page, {"response_type": "ephemeral", "replace_original": False, **thread}
        ):
            return True
        held = self._gateway.held(doing.person.tenant, doing.channel)
        if held:
            await self._wait(held)
        return bool(doing.channel) and await self._in_words(
            doing,
            page,
            lambda each, slack: slack.chat_postEphemeral(
                channel=doing.channel, user=doing.person.user, text=each.text, blocks=each.blocks, **thread
            ),
        )

    async def _replace(self, doing: Doing, message: Message, locale: str) -> None:
        """In the place of the message whose button was pressed."""
        shown = pages(message)
        if len(shown) == 1:
            if doing.response_url and await self._respond(doing, shown[0], {"replace_original": True}):
                return
            if doing.message and await self._update(doing, shown[0]):
                return
        await self._private(doing, message, locale)

    async def _update(self, doing: Doing, page: Page) -> bool:
        return await self._in_words(
            doing,
            page,
            lambda each, slack: slack.chat_update(
                channel=doing.channel, ts=doing.message, text=each.text, blocks=each.blocks
            ),
        )

    async def _in_words(
        self, doing: Doing, page: Page, call: Callable[[Page, AsyncWebClient], Awaitable[AsyncSlackResponse]]
    ) -> bool:
        """The page, or the same without what this workspace does not take."""
        for each in _plainer(page):
            if await self._ask(doing, partial(call, each)):
                return True
        return False

    async def _ask(self, doing: Doing, call: Call) -> AsyncSlackResponse | None:
        """Slack's answer; None where it refuses, which is logged by its own name, or where the product is gone."""
        client = await self._clients.of(doing.person.tenant)
        if client is None:
            return None
        try:
            return await call(client)
        except TROUBLE as err:
            _log.info("slack_refused", reason_code=code_of(err), error=type(err).__name__)
            return None

    async def _respond(self, doing: Doing, page: Page, how: dict[str, Any]) -> bool:
        """By the address that came with the event, good for 30 minutes and five answers."""
        for each in _plainer(page):
            body = {**how, "text": each.text, "blocks": each.blocks}
            try:
                response = await self._clients.webhook(doing.response_url).send_dict(body)
            except TROUBLE:
                return False
            if response.status_code == _OK:
                return True
        return False


def saying(*lines: str) -> Message:
    return Message(" ".join(lines), tuple(Text((Run(line),)) for line in lines))


def _plainer(page: Page) -> Sequence[Page]:
    """The page, then the same for workspaces that do not take Slack's newest blocks."""
    bare = without_chart(page)
    return (page,) if bare == page else (page, bare)


def _origin(doing: Doing, form: Form | None = None) -> Origin:
    return Origin(
        form.id if form else "",
        form.subject if form else "",
        doing.channel,
        doing.thread,
        doing.message,
        ours=doing.ours,
    )
