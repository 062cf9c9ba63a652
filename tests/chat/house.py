"""A whole house for chat tests: real flows, a real SQLite file, a platform double; work is run by hand."""

from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from itertools import count
from pathlib import Path

from bot.domain.ids import ChannelRef, PersonRef, TenantId
from bot.flows.door import FlowDoor
from bot.flows.house import House
from bot.flows.sweep import sweep
from bot.flows.workers import handlers
from bot.messages.catalogue import catalogue
from bot.messages.view import Button, Buttons, FieldErrors, Form, Message, Open, Reply, Say, Update
from bot.ports.chat import Member
from bot.ports.compare import Comparer
from bot.ports.door import Actor, Where
from bot.ports.store import UnitOfWork
from storage.cipher import Cipher
from storage.engine import make_engine
from storage.migrate import migrate
from storage.uow import SqlUnitOfWork, uow_factory
from tests.fakes import CountingIds, HandWork, KeepingGateway, ListedRoster, SetClock
from tests.fakes_compare import FakeComparer
from tests.reading import text_of

TENANT = TenantId("web:test")
CHANNEL = ChannelRef(TENANT, "support")

SHEET = {
    "title": "Refunds up to 50 € without approval",
    "body": "From Monday agents refund up to 50 € on the call.",
    "reasons": (
        "so that customers need not call again\nbecause supervisors lose hours to approvals\n"
        "to trust people who hear the customer"
    ),
    "labels": "No second call\nTime\nTrust",
    "open_for": "2d",
}


@dataclass
class Person:
    """Somebody in the chat, doing things and reading what comes."""

    chat: "Chat"
    actor: Actor
    reply: Reply | None = None  #: to what they did last
    alone: bool = False  #: everything is done in the direct messages with the bot, or on its home page

    async def types(self, text: str, *, privately: bool = False, key: str = "") -> Reply:
        where = Where(None) if privately else self.where
        return self._got(await self.chat.door.command(self.actor, text, where, event_key=key or self.chat.key()))

    async def calls_off(self) -> Reply:
        await self.types("cancel")
        return await self.presses("Call off")

    async def withdraws(self) -> Reply:
        await self.types("me withdraw")
        return await self.presses("Withdraw")

    async def says(self, text: str) -> Reply:
        return self._got(await self.chat.door.said(self.actor, text, event_key=self.chat.key()))

    async def checks(self, notes: str) -> Reply:
        return self._got(await self.chat.door.shortcut(self.actor, notes, self.where, event_key=self.chat.key()))

    async def presses(self, label: str, *, key: str = "") -> Reply:
        """The newest button of this label in the last reply or in what was sent to this person. The label is said in
        English here and found in the person's own language.
        """
        return await self.presses_again(self.button(label), key=key)

    async def presses_again(self, button: Button, *, key: str = "") -> Reply:
        """A button that may be gone by now: in another window, or pressed twice."""
        reply = await self.chat.door.press(
            self.actor, button.action, button.subject, self.where, event_key=key or self.chat.key()
        )
        assert button.opens or not isinstance(reply, Open), f"{button.action} opens a form unannounced"
        return self._got(reply)

    async def presses_raw(self, action: str, subject: str) -> Reply:
        return self._got(await self.chat.door.press(self.actor, action, subject, self.where, event_key=self.chat.key()))

    async def fills(self, values: Mapping[str, str], *, form: Form | None = None, key: str = "") -> Reply:
        """Submits the open dialog with its initial values changed by these."""
        form = form or self.form()
        given = {field.id: field.initial for field in form.fields} | dict(values)
        return self._got(
            await self.chat.door.submit(
                self.actor, form.id, form.subject, given, self.where, event_key=key or self.chat.key()
            )
        )

    def form(self) -> Form:
        assert isinstance(self.reply, Open), self.reply
        return self.reply.form

    def button(self, label: str) -> Button:
        shown = [self.reply.message] if isinstance(self.reply, Say | Update) else []
        labels = self._in_own_language(label)
        for message in [*shown, *reversed(self.inbox)]:
            for button in buttons(message):
                if button.label in labels:
                    return button
        raise AssertionError(f"{self.actor.name} sees no button {label!r}")

    def sees(self, label: str) -> bool:
        labels = self._in_own_language(label)
        return any(button.label in labels for message in self.inbox for button in buttons(message))

    def _in_own_language(self, text: str) -> set[str]:
        own = catalogue(self.actor.locale).templates
        return {own[key] for key, template in catalogue("en").templates.items() if template == text}

    @property
    def inbox(self) -> list[Message]:
        return self.chat.gateway.to(self.actor.person.user)

    @property
    def read(self) -> str:
        """What the last reply says."""
        assert isinstance(self.reply, Say | Update), self.reply
        return text_of(self.reply.message)

    @property
    def where(self) -> Where:
        return Where(None if self.alone else CHANNEL)

    @property
    def latest(self) -> str:
        """What the newest of this person's direct messages says now."""
        return text_of(self.inbox[-1])

    @property
    def heard(self) -> str:
        """Everything in this person's direct messages as it reads now."""
        return "\n\n".join(text_of(message) for message in self.inbox)

    @property
    def errors(self) -> dict[str, str]:
        """What the open dialog says at its fields."""
        assert isinstance(self.reply, FieldErrors), self.reply
        return dict(self.reply.errors)

    @property
    def filled(self) -> dict[str, str]:
        """What stands in the open dialog."""
        return {field.id: field.initial for field in self.form().fields}

    def _got(self, reply: Reply) -> Reply:
        self.reply = reply
        return reply


def buttons(message: Message) -> list[Button]:
    return [button for part in message.parts if isinstance(part, Buttons) for button in part.buttons]


@dataclass
class Chat:
    """The house with everybody in it."""

    house: House
    door: FlowDoor
    gateway: KeepingGateway
    roster: ListedRoster
    clock: SetClock
    comparer: Comparer
    work: HandWork
    people: dict[str, Person] = field(default_factory=dict)
    _keys: "count[int]" = field(default_factory=count)

    def key(self) -> str:
        return f"event-{next(self._keys)}"

    def __getitem__(self, user: str) -> Person:
        return self.people[user]

    @property
    def channel(self) -> list[str]:
        """What the channel reads now, one text a message."""
        return [text_of(message) for message in self.gateway.to(CHANNEL.channel)]

    async def settle(self) -> None:
        """Runs all work there is."""
        await self.work.run(handlers(self.house))

    async def passes(self, time: timedelta) -> None:
        """Time goes by, in steps as the sweep takes them."""
        await self.until(self.clock.now() + time)

    async def until(self, end: datetime, step: timedelta = timedelta(minutes=10)) -> None:
        while self.clock.now() < end:
            await self.sweep()
            self.clock.set_to(min(end, self.clock.now() + step))
        await self.sweep()

    async def sweep(self) -> None:
        await self.settle()
        while await sweep(self.house):
            await self.settle()

    async def drafted(self, **changes: str) -> None:
        """Dana writes the sheet."""
        await self["dana"].types("new-policy")
        await self["dana"].fills(SHEET | changes)

    async def launched(self, **changes: str) -> None:
        """Dana writes the sheet and sends it to the team."""
        await self.drafted(**changes)
        await self["dana"].presses("Send to the team")
        await self.settle()

    async def answers(self, user: str, why: str, **changes: str) -> None:
        """Somebody answers and is heard."""
        person = self[user]
        person.reply = None
        await person.presses("Answer")
        await person.fills({"why": why} | changes)
        await self.settle()

    async def answers_and_confirms(self, user: str, why: str, **changes: str) -> None:
        await self.answers(user, why, **changes)
        await self[user].presses("Yes")
        await self.settle()

    async def closed(self, **changes: str) -> None:
        """A check whose round Dana has closed with these answers, confirmed: user → why."""
        await self.launched(who="\n".join(changes))
        for user, why in changes.items():
            await self.answers_and_confirms(user, why)
        if changes:  # all have answered: it has closed by itself
            return
        await self["dana"].types("close")
        await self.settle()

    def away(self, user: str, until: date) -> None:
        self.roster.people = [
            replace(member, away_until=until) if member.ref.user == user else member for member in self.roster.people
        ]


MEMBERS = (
    ("dana", "Dana", "Europe/Madrid", "en"),
    ("luis", "Luis", "America/New_York", "en"),
    ("priya", "Priya", "Asia/Kolkata", "en"),
    ("sam", "Sam", "America/New_York", "en"),
    ("ines", "Inés", "Europe/Madrid", "es"),
    ("jonas", "Jonas", "Europe/Madrid", "de"),
)


_EMPTY: list[bytes] = []  #: the migrated file, made once in a test run


async def _migrated(file: Path) -> str:
    url = f"sqlite+aiosqlite:///{file}"
    if _EMPTY:
        file.write_bytes(_EMPTY[0])
    else:
        await migrate(url)
        _EMPTY.append(file.read_bytes())
    return url


@asynccontextmanager
async def a_chat(
    folder: Path,
    *,
    url: str = "",
    comparer: Comparer | None = None,
    gateway: KeepingGateway | None = None,
    twice: bool = False,
    units: Callable[[Callable[[], SqlUnitOfWork]], Callable[[], UnitOfWork]] = lambda factory: factory,
) -> AsyncIterator[Chat]:
    """Opens the house on a fresh file in this folder, or on the migrated database of `url`. `units` may put itself
    between the flows and the store.
    """
    engine = make_engine(url or await _migrated(folder / "chat.db"))
    clock, work, gateway = SetClock(), HandWork(twice=twice), gateway or KeepingGateway()
    roster = ListedRoster([Member(PersonRef(TENANT, user), name, zone, locale) for user, name, zone, locale in MEMBERS])
    comparer = comparer or FakeComparer()
    factory = uow_factory(engine, Cipher([Cipher.new_key()]), work.work_in)
    house = House(units(factory), clock, CountingIds(), comparer, {"web": gateway}, {"web": roster})
    chat = Chat(house, FlowDoor(house), gateway, roster, clock, comparer, work)
    chat.people = {
        user: Person(chat, Actor(PersonRef(TENANT, user), name, zone, locale)) for user, name, zone, locale in MEMBERS
    }
    try:
        yield chat
    finally:
        await engine.dispose()
