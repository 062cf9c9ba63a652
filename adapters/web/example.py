"""The guided example of a first start: one sheet, asked and partly answered, made through the door."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from adapters.web.team import Person, Team
from bot.domain.check import CheckState
from bot.domain.ids import CheckId
from bot.flows.owed import key_of
from bot.messages.view import Update
from bot.ports.board import Board
from bot.ports.chat import ChatGateway
from bot.ports.door import Door, Where
from bot.ports.store import UnitOfWork

SHEET = {
    "title": "Acme tickets: a first reply within one hour",
    "body": (
        "From Monday every ticket from Acme gets a first reply from a person within one hour, weekdays from 8 to "
        "20.\n\n"
        "Acme decides in January whether to renew, and told us that waiting for a first sign of life is what "
        "annoys them most. When nobody answers, they open the same ticket again: last month we worked on 41 "
        "duplicates. And the late shift keeps inheriting tickets that nobody has read yet."
    ),
    "reasons": (
        "Acme decides in January whether to stay, and slow first replies are why they might leave.\n"
        "Without an early reply they open the same ticket twice, and we do the work twice.\n"
        "The late shift should not inherit tickets that nobody has read."
    ),
    "labels": "Keep Acme\nNo duplicates\nClean handover",
    "main": "1",
    "exception_path": "No one free within the hour? Tell the duty lead.",
    "open_for": "2d",
    "language": "en",
}

AUTHOR = "dana"

#: What some of the sample team have answered. With the newcomer's own answer there are five, from which on the report
#: has its indexes; one is left to be reminded, and one is away.
ANSWERS = {
    "luis": "Acme is a fifth of our revenue. If they walk away in January because we were slow, we all feel it.",
    "priya": (
        "If nobody says anything within the hour they just open it again, and then two of us solve the same problem."
    ),
    "jonas": (
        "Acme ist unser größter Kunde und entscheidet im Januar, ob sie bleiben. "
        "Wenn wir sie warten lassen, sind sie weg."
    ),
    "ravi": "Honestly I think it is so that management gets nicer response time numbers for the quarterly deck.",
}
CONFIRMED = ("luis", "priya", "jonas")


@dataclass(frozen=True, slots=True)
class Seed:
    """What the example is made with. `settled` returns when all work put so far is done."""

    door: Door
    team: Team
    board: Board
    uow: Callable[[], UnitOfWork]
    settled: Callable[[], Awaitable[None]]
    gateway: ChatGateway


def author_of(team: Team) -> Person | None:
    """Who starts the example; None in a team that lacks somebody the example needs."""
    return team.person(AUTHOR) if all(team.person(user) for user in ANSWERS) else None


async def make_example(seed: Seed) -> bool:
    """Makes the example on an empty board; False where something is there already, or the team is another one."""
    author = author_of(seed.team)
    if author is None or not await seed.board.empty():
        return False
    where = Where(seed.team.channel_ref)
    await seed.door.submit(author.actor, "sheet", "", SHEET, where, event_key="example:sheet")
    check_id = await _draft(seed, author)
    await seed.door.press(author.actor, "launch", check_id, where, event_key="example:launch")
    await seed.settled()
    for user, why in ANSWERS.items():
        await _answer(seed, user, check_id, why)
    await seed.settled()
    for user in CONFIRMED:
        await _confirm(seed, user, check_id)
    await seed.settled()
    return True


async def _draft(seed: Seed, author: Person) -> CheckId:
    async with seed.uow() as uow:
        ((check, _),) = await uow.checks.of_tenant(author.ref.tenant, frozenset({CheckState.DRAFT}))
    return check.id


async def _answer(seed: Seed, user: str, check_id: CheckId, why: str) -> None:
    person = seed.team.person(user)
    if person:
        values = {"why": why, "quotable": "yes"}
        await seed.door.submit(
            person.actor, "answer", f"{check_id}/0", values, Where(None), event_key=f"example:answer:{user}"
        )


async def _confirm(seed: Seed, user: str, check_id: CheckId) -> None:
    person = seed.team.person(user)
    if person is None:
        return
    async with seed.uow() as uow:
        restatement = await uow.restatements.of_person(check_id, 1, person.ref)
        check = await uow.checks.get(person.ref.tenant, check_id)
        sent = await uow.ledger.by_key(check.tenant, key_of(check, user, "read_back", 1))
    if restatement:
        subject = f"{restatement.id}/{restatement.revision}"
        key = f"example:confirm:{user}"
        reply = await seed.door.press(person.actor, "confirm", subject, Where(None), event_key=key)
        if isinstance(reply, Update) and sent and sent.ref:
            await seed.gateway.update(sent.ref, reply.message)
