"""The door's replies, put where the person sees them and nobody else does.

Teams opens a dialog only for a button made for it. What is to be filled in otherwise comes as a card with inputs in the
personal chat, and what its submission replies takes that card's place.
"""

import asyncio
from collections.abc import Mapping
from typing import Any, assert_never

import structlog

from adapters.recent import Recent
from adapters.teams.cards import cards
from adapters.teams.forms import Origin, Submitted, as_typed, form_card
from adapters.teams.gateway import TeamsGateway, attachment
from adapters.teams.reading import Doing
from adapters.teams.texts import texts
from bot.domain.ids import PersonRef
from bot.messages.view import FieldErrors, Form, Message, Nothing, Open, Reply, Run, Say, Text, Update
from bot.ports.chat import Refused, RetryAt, SentRef
from bot.ports.clock import Clock

Body = dict[str, Any]

_CARD = "application/vnd.microsoft.card.adaptive"
_TOLD = "application/vnd.microsoft.activity.message"
_OK = 200
_FORMS = 1_000  #: forms on somebody's screen, kept to show them again with errors
_TRIES = 3
_LONGEST_WAIT = 20.0  #: seconds that a reply waits for Teams' rate limit

_log = structlog.get_logger()


class Answers:
    def __init__(self, gateway: TeamsGateway, clock: Clock) -> None:
        self._gateway = gateway
        self._clock = clock
        self._shown: Recent[tuple[PersonRef, str, str], Form] = Recent(_FORMS)

    async def give(self, doing: Doing, reply: Reply, locale: str, form: Submitted | None = None) -> None:
        """Puts the reply where it lasts. `form` is what was submitted with a card of its own, `doing.message`."""
        match reply:
            case Nothing():
                pass
            case Open(opened):
                await self._form(doing, opened, locale, form.origin if form else _origin(doing), form)
            case FieldErrors() if form:
                shown = self._as_typed(doing, form)
                if shown:
                    await self._form(doing, shown, locale, form.origin, form, reply)
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
                return _message_in_place(message, locale)
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
                body = _in_place(form_card(opened, locale, form.origin))
            case FieldErrors(wrong):
                shown = self._as_typed(doing, form)
                told = _told(" ".join(what for _, what in wrong))
                body = _in_place(form_card(shown, locale, form.origin, reply)) if shown else told
            case Say(message):
                body = _message_in_place(message, locale)
            case Update():
                body = _message_in_place(saying(texts(locale)["done"]), locale)
            case _:
                pass
        return body

    def to_look(self, doing: Doing, shown: Message | None, locale: str, *, asked: bool) -> Body:
        """Answers a client that wants a card anew, for its person alone; {} leaves them what everybody sees, and
        `asked`, by hand, says so.
        """
        pages = cards(shown, locale=locale, account=doing.account) if shown else []
        if len(pages) == 1:
            return _in_place(pages[0])
        return _told(texts(locale)["same"]) if asked else {}

    def to_dialog(self, doing: Doing, reply: Reply, locale: str, form: Submitted | None) -> Body:
        """What a dialog shows next; {} closes it."""
        match reply:
            case Open(opened):
                self._remember(doing.person, opened)
                origin = form.origin if form else _origin(doing)
                return _dialog(opened.title, form_card(opened, locale, origin, inline=False))
            case FieldErrors(wrong):
                shown = self._as_typed(doing, form) if form else None
                if form and shown:
                    return _dialog(shown.title, form_card(shown, locale, form.origin, reply, inline=False))
                return {"task": {"type": "message", "value": " ".join(what for _, what in wrong)}}
            case Say(message) | Update(message) if not form:
                return _dialog(texts(locale)["title"], cards(message, locale=locale)[0])
            case _:
                return {}

    async def after_dialog(self, doing: Doing, reply: Reply, locale: str, form: Submitted) -> None:
        """What lasts of a submission, once its dialog is closed."""
        match reply:
            case Update(message):
                await self._replace(doing, form.origin.message, message, locale)
            case Say(message):
                await self._send(doing, message, locale)
            case _:
                pass

    def _as_typed(self, doing: Doing, form: Submitted) -> Form | None:
        """The form that was submitted, as it was filled in; None where it is forgotten."""
        shown = self._shown.get((doing.person, form.form, form.subject))
        return as_typed(shown, form.values) if shown else None

    async def _form(
        self,
        doing: Doing,
        form: Form,
        locale: str,
        origin: Origin,
        before: Submitted | None,
        wrong: FieldErrors | None = None,
    ) -> None:
        """In the place of the one just submitted, or as a card of its own."""
        if wrong is None:
            self._remember(doing.person, form)
        page = form_card(form, locale, origin, wrong)
        if before and doing.message and doing.personal:
            sent = SentRef(doing.person.tenant, doing.conversation, doing.message)
            await self._gateway.update_pages(sent, [page], form.title)
        else:
            await self._pages(doing, [page], form.title, locale)

    async def _replace(self, doing: Doing, at: str, message: Message, locale: str) -> None:
        """The message of this id, in the personal chat. What others read too never gets what is told to one person."""
        if at and doing.personal:
            sent = SentRef(doing.person.tenant, doing.conversation, at)
            outcome = await self._gateway.update_pages(sent, cards(message, locale=locale), message.summary)
            if not isinstance(outcome, Refused):
                return
        await self._send(doing, message, locale)

    async def _send(self, doing: Doing, message: Message, locale: str) -> None:
        await self._pages(doing, cards(message, locale=locale), message.summary, locale)

    async def _pages(self, doing: Doing, pages: list[dict[str, Any]], summary: str, locale: str) -> None:
        """To the person alone. Where that cannot be, they are told so in the place they wrote in, and no more."""
        for _ in range(_TRIES):
            outcome = await self._gateway.send_pages(doing.person, pages, summary, key=f"reply:{doing.key}")
            if isinstance(outcome, RetryAt):
                wait = (outcome.at - self._clock.now()).total_seconds()
                await asyncio.sleep(max(0.0, min(wait, _LONGEST_WAIT)))
                continue
            if isinstance(outcome, Refused) and doing.where.channel:
                told = saying(texts(locale)["personal"])
                await self._gateway.send(doing.where.channel, told, key=f"reply:{doing.key}:refused")
            return
        _log.warning("teams_reply_lost", tenant=doing.person.tenant)

    def _remember(self, person: PersonRef, form: Form) -> None:
        self._shown.put((person, form.id, form.subject), form)


def _origin(doing: Doing) -> Origin:
    channel = doing.where.channel
    return Origin(doing.message if doing.personal else "", channel.channel if channel else "")


def saying(*lines: str) -> Message:
    return Message(" ".join(lines), tuple(Text((Run(line),)) for line in lines))


def _message_in_place(message: Message, locale: str) -> Body:
    """A long message is put in place by an update alone."""
    shown = cards(message, locale=locale)
    return _in_place(shown[0]) if len(shown) == 1 else _told(texts(locale)["done"])


def _in_place(card: Mapping[str, Any]) -> Body:
    return {"statusCode": _OK, "type": _CARD, "value": card}


def _told(words: str) -> Body:
    return {"statusCode": _OK, "type": _TOLD, "value": words}


def _dialog(title: str, card: dict[str, Any]) -> Body:
    return {"task": {"type": "continue", "value": {"title": title, "card": attachment(card)}}}
