"""A whole house for chat tests: real flows, a real SQLite file, a platform double; work is run by hand."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import count
from pathlib import Path

from bot.domain.ids import ChannelRef, PersonRef, TenantId
from bot.flows.door import FlowDoor
from bot.flows.house import House
from bot.flows.sweep import sweep
from bot.flows.workers import handlers
from bot.messages.view import Button, Buttons, Form, Message, Open, Reply, Say, Update
from bot.ports.chat import Member
from bot.ports.compare import Comparer
from bot.ports.door import Actor, Where
from storage.cipher import Cipher
from storage.engine import make_engine
from storage.migrate import migrate
from storage.uow import uow_factory
from tests.fakes import CountingIds, HandWork, KeepingGateway, ListedRoster, SetClock
from tests.fakes_compare import FakeComparer

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


def text_of(message: Message) -> str:
    """Everything a message says, as one string."""
    return str(message)


@dataclass
class Person:
    """Somebody in the chat, doing things and reading what comes."""

    chat: "Chat"
    actor: Actor
    reply: Reply | None = None  #: to what they did last

    async def types(self, text: str, *, privately: bool = False) -> Reply:
        where = Where(None) if privately else Where(CHANNEL)
        return self._got(await self.chat.door.command(self.actor, text, where, event_key=self.chat.key()))

    async def says(self, text: str) -> Reply:
        return self._got(await self.chat.door.said(self.actor, text, event_key=self.chat.key()))

    async def checks(self, notes: str) -> Reply:
        return self._got(await self.chat.door.shortcut(self.actor, notes, Where(CHANNEL), event_key=self.chat.key()))

    async def presses(self, label: str, *, key: str = "") -> Reply:
        """The newest button of this label in the last reply or in what was sent to this person."""
        button = self.button(label)
        reply = await self.chat.door.press(
            self.actor, button.action, button.subject, Where(CHANNEL), event_key=key or self.chat.key()
        )
        return self._got(reply)

    async def presses_raw(self, action: str, subject: str) -> Reply:
        return self._got(
            await self.chat.door.press(self.actor, action, subject, Where(CHANNEL), event_key=self.chat.key())
        )

    async def fills(self, values: Mapping[str, str], *, form: Form | None = None) -> Reply:
        """Submits the open dialog with its initial values changed by these."""
        form = form or self.form()
        given = {field.id: field.initial for field in form.fields} | dict(values)
        return self._got(
            await self.chat.door.submit(
                self.actor, form.id, form.subject, given, Where(CHANNEL), event_key=self.chat.key()
            )
        )

    def form(self) -> Form:
        assert isinstance(self.reply, Open), self.reply
        return self.reply.form

    def button(self, label: str) -> Button:
        shown = [self.reply.message] if isinstance(self.reply, Say | Update) else []
        for message in [*shown, *reversed(self.inbox)]:
            for button in buttons(message):
                if button.label == label:
                    return button
        raise AssertionError(f"{self.actor.name} sees no button {label!r}")

    @property
    def inbox(self) -> list[Message]:
        return self.chat.gateway.to(self.actor.person.user)

    @property
    def read(self) -> str:
        """What the last reply says."""
        assert isinstance(self.reply, Say | Update), self.reply
        return text_of(self.reply.message)

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
    def channel(self) -> list[Message]:
        return self.gateway.to(CHANNEL.channel)

    async def settle(self) -> None:
        """Runs all work there is."""
        await self.work.run(handlers(self.house))

    async def passes(self, time: timedelta) -> None:
        """Time goes by, in steps as the sweep takes them."""
        end = self.clock.now() + time
        while self.clock.now() < end:
            self.clock.set_to(min(end, self.clock.now() + timedelta(minutes=10)))
            await self.sweep()

    async def sweep(self) -> None:
        while await sweep(self.house):
            await self.settle()

    async def launched(self, **changes: str) -> None:
        """Dana writes the sheet and sends it to the team."""
        dana = self["dana"]
        await dana.types("new-policy")
        await dana.fills(SHEET | changes)
        await dana.presses("Send to the team")
        await self.settle()

    async def answers(self, user: str, why: str, **changes: str) -> None:
        """Somebody answers and is heard."""
        person = self[user]
        person.reply = None
        await person.presses("Answer")
        await person.fills({"why": why} | changes)
        await self.settle()


MEMBERS = (
    ("dana", "Dana", "Europe/Madrid", "en"),
    ("luis", "Luis", "America/New_York", "en"),
    ("priya", "Priya", "Asia/Kolkata", "en"),
    ("sam", "Sam", "America/New_York", "en"),
    ("ines", "Inés", "Europe/Madrid", "es"),
    ("jonas", "Jonas", "Europe/Madrid", "de"),
)


@asynccontextmanager
async def a_chat(folder: Path, *, comparer: Comparer | None = None) -> AsyncIterator[Chat]:
    """Opens the house on a fresh database in this folder."""
    url = f"sqlite+aiosqlite:///{folder / 'chat.db'}"
    await migrate(url)
    engine = make_engine(url)
    clock, work, gateway = SetClock(), HandWork(), KeepingGateway()
    roster = ListedRoster([Member(PersonRef(TENANT, user), name, zone, locale) for user, name, zone, locale in MEMBERS])
    comparer = comparer or FakeComparer()
    house = House(
        uow_factory(engine, Cipher([Cipher.new_key()]), work.work_in),
        clock,
        CountingIds(),
        comparer,
        {"web": gateway},
        {"web": roster},
    )
    chat = Chat(house, FlowDoor(house), gateway, roster, clock, comparer, work)
    chat.people = {
        user: Person(chat, Actor(PersonRef(TENANT, user), name, zone, locale)) for user, name, zone, locale in MEMBERS
    }
    try:
        yield chat
    finally:
        await engine.dispose()
