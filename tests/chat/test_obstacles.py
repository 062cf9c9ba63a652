"""What managers of other languages read of people and messages that could not be reached, and of a silent platform."""

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.domain.errors import PlatformAway
from bot.domain.ids import ChannelRef, PersonRef
from bot.domain.obstacles import Obstacle, noted
from bot.domain.pace import ATTEMPTS
from tests.chat.blind import Blind, blind, later, waits
from tests.chat.house import SHEET, Chat, Person, a_chat
from tests.fakes import ListedRoster


@pytest.fixture
async def chat(tmp_path: Path) -> AsyncIterator[Chat]:
    async with a_chat(tmp_path, gateway=Blind()) as chat:
        yield chat


class Silent(ListedRoster):
    """A platform that does not tell."""

    async def can_manage(self, person: PersonRef, channel: ChannelRef) -> bool:
        del person, channel
        raise PlatformAway("Slack")


async def launches(chat: Chat, user: str, **changes: str) -> Person:
    """Somebody writes the sheet and sends it to the team."""
    manager = chat[user]
    await manager.types("new-policy")
    await manager.fills(SHEET | changes)
    await manager.presses("Send to the team")
    await chat.settle()
    return manager


@pytest.mark.parametrize(
    ("user", "told"),
    [
        ("dana", "Could not be reached: Sam (this is a bot)"),
        ("ines", "Sin contacto: Sam (es un bot)"),
        ("jonas", "Nicht erreichbar: Sam (das ist ein Bot)"),
    ],
)
async def test_why_somebody_is_unreachable_is_said_in_the_managers_language(chat: Chat, user: str, told: str) -> None:
    chat.gateway.refuse["sam"] = noted(Obstacle.BOT)
    manager = await launches(chat, user)

    await manager.types("status")

    assert told in manager.read


@pytest.mark.parametrize(
    ("user", "told"),
    [("ines", "ghost (ya no está aquí)"), ("jonas", "ghost (hier nicht mehr bekannt)")],
)
async def test_somebody_who_is_gone_is_so_in_the_managers_language(chat: Chat, user: str, told: str) -> None:
    manager = await launches(chat, user, who="sam\nghost")

    await manager.types("status")

    assert told in manager.read


@pytest.mark.parametrize(
    ("user", "told"),
    [
        ("ines", "no se pudo contactar con Slack (fatal_error)"),
        ("jonas", "Slack war nicht erreichbar (fatal_error)"),
    ],
)
async def test_why_a_message_was_given_up_is_said_in_the_managers_language(chat: Chat, user: str, told: str) -> None:
    blind(chat).fails["sam"] = [later(chat)] * ATTEMPTS
    manager = await launches(chat, user)
    for _ in range(ATTEMPTS):
        await waits(chat)

    assert told in manager.latest


async def test_a_fault_of_the_gateway_is_no_sentence_either(chat: Chat) -> None:
    blind(chat).fails["sam"] = [KeyError("x")] * ATTEMPTS
    manager = await launches(chat, "jonas")
    for _ in range(ATTEMPTS):
        await waits(chat)

    assert "bei mir ist etwas schiefgegangen (KeyError)" in manager.latest


@pytest.mark.parametrize(
    ("user", "past", "far"),
    [
        ("ines", "«2026-01-01» ya ha pasado", "«90d» queda demasiado lejos: 60 días como mucho"),
        ("jonas", "„2026-01-01“ liegt in der Vergangenheit", "„90d“ ist zu weit weg: höchstens 60 Tage"),
    ],
)
async def test_a_deadline_that_cannot_be_is_said_in_the_managers_language(
    chat: Chat, user: str, past: str, far: str
) -> None:
    manager = await launches(chat, user)

    await manager.types("extend 2026-01-01")
    assert past in manager.read
    await manager.types("extend 90d")
    assert far in manager.read


@pytest.mark.parametrize(
    ("user", "told"),
    [
        ("ines", "Slack no responde ahora mismo. Inténtalo de nuevo en un minuto."),
        ("jonas", "Slack antwortet gerade nicht. Bitte versuch es in einer Minute noch einmal."),
    ],
)
async def test_that_the_platform_is_silent_is_said_in_the_persons_language(chat: Chat, user: str, told: str) -> None:
    person = chat[user]
    await person.types("new-policy")
    form = person.form()
    chat.house.rosters["web"] = Silent(chat.roster.people)  # type: ignore[index]

    await person.types("new-policy")
    said = person.read
    await person.fills(SHEET, form=form)

    assert told in said
    assert person.errors == {"title": told}


async def test_at_the_choice_of_a_channel_too(chat: Chat) -> None:
    person = replace(chat["jonas"], alone=True)
    chat.house.rosters["web"] = Silent(chat.roster.people, picks=True)  # type: ignore[index]
    await person.types("new-policy")

    await person.fills(SHEET | {"channel": "support"})

    assert person.errors == {
        "channel": "Slack antwortet gerade nicht. Bitte versuch es in einer Minute noch einmal.",
    }
