"""The door's replies, put where the person sees them and nobody else does.

Teams opens a dialog only for a button made for it, and some clients for none. What is to be filled in otherwise comes
as a card with inputs in the personal chat, and what its submission replies takes that card's place. Where a command
alone is there to open a long form, the chat gets the button for it.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from functools import partial
from typing import Any, assert_never

import structlog

from adapters.recent import Recent
from adapters.teams.actions import TYPED
from adapters.teams.dialogs import Body, brief, form_dialog, message_dialog, noted, offer, placed, said, saying
from adapters.teams.forms import Origin, Submitted, as_typed, form_card, unpacked
from adapters.teams.gateway import Outcome, TeamsGateway
from adapters.teams.reading import Doing
from adapters.teams.texts import texts
from bot.domain.ids import PersonRef
from bot.messages.view import FieldErrors, Form, Message, Nothing, Open, Reply, Say, Update
from bot.ports.chat import Refused, RetryAt, SentRef
from bot.ports.clock import Clock
from bot.ports.door import Where

_CARD = "application/vnd.microsoft.card.adaptive"
_TOLD = "application/vnd.microsoft.activity.message"
_OK = 200
_FORMS = 1_000  #: forms on somebody's screen, kept to show them again with errors
_TRIES = 4
_LONGEST_WAIT = 60.0  #: seconds that a reply waits until Teams may take it; what asks for more is never undercut

_log = structlog.get_logger()


class Answers:
    def __init__(self, gateway: TeamsGateway, clock: Clock) -> None:
        self._gateway = gateway
        self._clock = clock
        self._shown: Recent[tuple[PersonRef, str, str], Form] = Recent(_FORMS)

    async def give(
        self, doing: Doing, reply: Reply, locale: str, form: Submitted | None = None, *, typed: str = ""
    ) -> None:
        """Puts the reply where it lasts. `form` is what was submitted with a card of its own, `doing.message`; `typed`
        the command that was.
        """
        match reply:
            case Nothing():
                pass
            case Open(opened):
                await self._open(doing, opened, locale, form, typed)
            case FieldErrors() if form:
                shown = self._as_typed(doing, form)
                if shown:
                    await self._form(doing, shown, locale, form.origin, reply, instead=True)
            case FieldErrors(wrong):
                await self._send(doing, saying(*(what for _, what in wrong)), locale)
            case Say(message) if form and doing.message:
                await self._replace(doing, doing.message, message, locale)
            case Say(message):
                await self._send(doing, message, locale)
            case Update(message):
                at = form.origin.message if form else doing.message
                await self._replace(doing, at, message, locale)
                if form and doing.message != at:
                    await self._replace(doing, doing.message, saying(texts(locale)["done"]), locale)
            case _:
                assert_never(reply)

    async def only_text(self, doing: Doing, locale: str) -> None:
        """Answers a file or a picture, which nobody here reads."""
        await self._send(doing, saying(texts(locale)["textless"]), locale)

    def to_execute(self, doing: Doing, reply: Reply, locale: str, form: Submitted | None) -> Body:
        """Answers a pressed button at once: with what takes the card's place, or a line beneath it.

        The line is never empty: clients draw it all the same.
        """
        if form:
            return self._to_form(doing, reply, locale, form)
        match reply:
            case FieldErrors(wrong):
                return _told(" ".join(what for _, what in wrong))
            case Update(message) if doing.personal:
                return self._message_in_place(message, locale)
            case Open() | Say() if doing.personal:
                return _told(texts(locale)["below"])
            case Open() | Say():
                return _told(texts(locale)["opens" if isinstance(reply, Open) else "answered"])
            case _:
                return _told(texts(locale)["done"])

    def _to_form(self, doing: Doing, reply: Reply, locale: str, form: Submitted) -> Body:
        body = _told(texts(locale)["done"])
        match reply:
            case Open(opened):
                body = _in_place(form_card(opened, locale, form.origin, again=True))
            case FieldErrors(wrong):
                shown = self._as_typed(doing, form)
                told = _told(" ".join(what for _, what in wrong))
                body = _in_place(form_card(shown, locale, form.origin, reply)) if shown else told
            case Say(message):
                body = self._message_in_place(message, locale)
            case Update():
                body = self._message_in_place(saying(texts(locale)["done"]), locale)
            case _:
                pass
        return body

    def _message_in_place(self, message: Message, locale: str) -> Body:
        """A long message is put in place by an update alone."""
        shown = self._gateway.drawn(placed(message, Where(None)), locale)
        return _in_place(shown[0]) if len(shown) == 1 else _told(texts(locale)["done"])

    def to_look(self, doing: Doing, shown: Message | None, locale: str) -> Body:
        """Answers a client that wants a card anew, for its person alone; a line leaves them what everybody sees."""
        pages = self._gateway.drawn(shown, locale, doing.account) if shown else []
        return _in_place(pages[0]) if len(pages) == 1 else _told(texts(locale)["same"])

    def to_dialog(self, doing: Doing, reply: Reply, locale: str, form: Submitted | None) -> Body | None:
        """What a dialog shows next; None closes it, where any other body without a task counts as a broken app."""
        note = noted if form else partial(said, locale=locale)
        body: Body | None = note(texts(locale)["below" if doing.personal else "answered"])
        match reply:
            case Open(opened):
                self.remember(doing.person, opened)
                origin = form.origin if form else _origin(doing)
                body = form_dialog(opened, form_card(opened, locale, origin, inline=False))
            case FieldErrors(wrong):
                shown = self._as_typed(doing, form) if form else None
                body = note(" ".join(what for _, what in wrong))
                if form and shown:
                    body = form_dialog(shown, form_card(shown, locale, form.origin, reply, inline=False))
            case Say(message) if not form and brief(message, locale):
                body = message_dialog(message, locale)
            case Nothing():
                body = None if form else note(texts(locale)["done"])
            case _ if form and doing.personal:
                body = None
            case Update() if doing.personal:
                body = note(texts(locale)["done"])
            case _:
                pass
        return body

    async def after_dialog(self, doing: Doing, reply: Reply, locale: str, form: Submitted | None) -> None:
        """What lasts of it in the chat; the rest is shown in the dialog alone."""
        at = form.origin.message if form else doing.message
        match reply:
            case Say(message) if not form and brief(message, locale):
                pass
            case Say(message) if not (form and form.origin.action == TYPED):
                await self._send(doing, message, locale)
            case Say(message) | Update(message):
                await self._replace(doing, at, message, locale)
            case _:
                pass

    def knows(self, doing: Doing, form: Submitted) -> bool:
        """True where a form that was submitted can be shown again."""
        return self._as_typed(doing, form) is not None

    def remember(self, person: PersonRef, form: Form) -> None:
        self._shown.put((person, form.id, form.subject), form)

    def _as_typed(self, doing: Doing, form: Submitted) -> Form | None:
        """The form that was submitted, as it was filled in; None where it is forgotten."""
        shown = self._shown.get((doing.person, form.form, form.subject))
        return as_typed(shown, form.values) if shown else None

    async def _open(self, doing: Doing, opened: Form, locale: str, form: Submitted | None, typed: str) -> None:
        button = offer(opened, typed, doing.where, locale)
        if button and self._gateway.dialogs:
            await self._send(doing, button, locale)
            return
        instead = form is not None or doing.action == TYPED
        origin = form.origin if form else _origin(doing)
        await self._form(doing, opened, locale, origin, instead=instead, again=form is not None)

    async def _form(
        self,
        doing: Doing,
        form: Form,
        locale: str,
        origin: Origin,
        wrong: FieldErrors | None = None,
        *,
        instead: bool,
        again: bool = False,
    ) -> None:
        """`instead` of the card whose button was pressed, or as one of its own."""
        if wrong is None:
            self.remember(doing.person, form)
        page = form_card(form, locale, origin, wrong, again=again)
        if instead and doing.message and doing.personal:
            sent = SentRef(doing.person.tenant, doing.conversation, doing.message)
            await self._kept(doing, lambda: self._gateway.update_pages(sent, [page], form.title))
        else:
            await self._pages(doing, [page], form.title, locale)

    async def _replace(self, doing: Doing, at: str, message: Message, locale: str) -> None:
        """The message of this id, in the personal chat. What others read too never gets what is told to one person."""
        message = placed(message, doing.where)
        if at and doing.personal:
            sent = SentRef(doing.person.tenant, doing.conversation, at)
            pages = self._gateway.drawn(message, locale)
            outcome = await self._kept(doing, lambda: self._gateway.update_pages(sent, pages, message.summary))
            if not isinstance(outcome, Refused):
                return
        await self._send(doing, message, locale)

    async def _send(self, doing: Doing, message: Message, locale: str) -> None:
        message = placed(message, doing.where)
        await self._pages(doing, self._gateway.drawn(message, locale), message.summary, locale)

    async def _pages(self, doing: Doing, pages: list[dict[str, Any]], summary: str, locale: str) -> None:
        """To the person alone. Where that cannot be, they are told so in the place they wrote in, and no more."""
        outcome = await self._kept(
            doing, lambda: self._gateway.send_pages(doing.person, pages, summary, key=f"reply:{doing.key}")
        )
        if isinstance(outcome, Refused) and doing.where.channel:
            told = saying(texts(locale)["personal"])
            await self._gateway.send(doing.where.channel, told, key=f"reply:{doing.key}:refused")

    async def _kept(self, doing: Doing, put: Callable[[], Awaitable[Outcome]]) -> Outcome:
        """What becomes of it, tried again as long as somebody may wait for it; where it may have arrived, once."""
        doubted = False
        for left in reversed(range(_TRIES)):
            outcome = await put()
            if not isinstance(outcome, RetryAt):
                return outcome
            wait = (outcome.at - self._clock.now()).total_seconds()
            if not left or wait > _LONGEST_WAIT or (doubted and outcome.unknown):
                break
            doubted = doubted or outcome.unknown
            await asyncio.sleep(max(0.0, wait))
        _log.warning("teams_reply_lost", tenant=doing.person.tenant)
        return outcome


def _origin(doing: Doing) -> Origin:
    place = doing.where.channel.channel if doing.where.channel else ""
    if doing.action == TYPED:
        _, place = unpacked(doing.subject)
    return Origin(doing.message if doing.personal else "", place, doing.action, doing.subject)


def _in_place(card: Mapping[str, Any]) -> Body:
    return {"statusCode": _OK, "type": _CARD, "value": card}


def _told(words: str) -> Body:
    return {"statusCode": _OK, "type": _TOLD, "value": words}
