"""Where people and channels can be written to."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.domain.ids import ChannelRef, PersonRef, TenantId
from bot.ports.references import Reference
from storage.references import SqlReferences
from tests.builders import NOW

ACME = TenantId("teams:acme")
OTHER = TenantId("teams:other")
PRIYA = PersonRef(ACME, "aad-priya")
HEARD = Reference(PRIYA, "https://smba.example/emea/", NOW, "a:1", "29:1", "19:team", "es-ES", "Europe/Madrid")
DAY = timedelta(days=1)


@pytest.fixture
def references(engine: AsyncEngine) -> SqlReferences:
    return SqlReferences(engine)


async def test_a_reference_comes_back_as_it_was_learnt(references: SqlReferences) -> None:
    await references.learn(HEARD)

    assert await references.get(PRIYA) == HEARD


async def test_a_place_nothing_was_heard_of_has_none(references: SqlReferences) -> None:
    assert await references.get(PRIYA) is None
    assert await references.service_url(ACME) == ""


async def test_what_an_event_leaves_out_stays_as_it_was(references: SqlReferences) -> None:
    await references.learn(HEARD)
    await references.learn(Reference(PRIYA, "https://smba.example/amer/", NOW + DAY, account="29:1"))

    assert await references.get(PRIYA) == replace(HEARD, service_url="https://smba.example/amer/", seen_at=NOW + DAY)


async def test_older_news_does_not_turn_back_the_time(references: SqlReferences) -> None:
    await references.learn(HEARD)
    await references.learn(replace(HEARD, conversation="a:2", seen_at=NOW - DAY))

    assert await references.get(PRIYA) == replace(HEARD, conversation="a:2")


async def test_a_person_and_a_channel_of_one_name_are_two(references: SqlReferences) -> None:
    channel = replace(HEARD, to=ChannelRef(ACME, PRIYA.user), conversation="19:1")
    await references.learn(HEARD, channel)

    assert await references.get(PRIYA) == HEARD
    assert await references.get(channel.to) == channel


async def test_what_is_forgotten_is_gone_and_nothing_else(references: SqlReferences) -> None:
    channel = replace(HEARD, to=ChannelRef(ACME, "19:1"))
    await references.learn(HEARD, channel)

    await references.forget(PRIYA)

    assert await references.get(PRIYA) is None
    assert await references.get(channel.to) == channel


async def test_the_service_url_is_the_one_heard_of_last_in_the_tenant(references: SqlReferences) -> None:
    await references.learn(
        HEARD,
        replace(HEARD, to=ChannelRef(ACME, "19:1"), service_url="https://newer/", seen_at=NOW + DAY),
        replace(HEARD, to=PersonRef(OTHER, "x"), service_url="https://theirs/", seen_at=NOW + 2 * DAY),
    )

    assert await references.service_url(ACME) == "https://newer/"


async def test_one_tenant_does_not_see_another_s(references: SqlReferences) -> None:
    await references.learn(HEARD)

    assert await references.get(PersonRef(OTHER, PRIYA.user)) is None
