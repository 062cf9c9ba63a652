"""Where people and channels can be written to."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.domain.ids import ChannelRef, PersonRef, TenantId
from bot.ports.references import Reference
from storage.engine import reading
from storage.references import SqlReferences
from storage.tables import teams_references
from tests.builders import NOW

ACME = TenantId("teams:acme")
OTHER = TenantId("teams:other")
PRIYA = PersonRef(ACME, "aad-priya")
HEARD = Reference(PRIYA, "https://smba.example/emea/", NOW, "a:1", "29:1", "19:c", "19:team", "es-ES", "Europe/Madrid")
SAM = PersonRef(ACME, "aad-sam")
DAY = timedelta(days=1)


@pytest.fixture
def references(engine: AsyncEngine) -> SqlReferences:
    return SqlReferences(engine)


async def rows(engine: AsyncEngine) -> list[Reference]:
    """Everything in the table, people by their names."""
    async with reading(engine) as connection:
        found = await connection.execute(select(teams_references))
        return [
            Reference(
                PersonRef(TenantId(row.tenant_id), row.place),
                row.service_url,
                row.seen_at,
                row.conversation,
                row.account,
                row.roster,
                row.team,
                row.locale,
                row.time_zone,
            )
            for row in found
        ]


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


async def test_no_row_is_left_of_what_is_forgotten(references: SqlReferences, engine: AsyncEngine) -> None:
    channel = replace(HEARD, to=ChannelRef(ACME, "19:1"))
    await references.learn(HEARD, replace(HEARD, to=SAM, conversation="", account="29:2"), channel)

    await references.leave(ACME, "19:team")
    assert await rows(engine) == [replace(HEARD, roster="", team="")]
    await references.forget(PRIYA)

    assert await rows(engine) == []


async def test_leaving_one_conversation_touches_no_other_and_no_other_tenant(references: SqlReferences) -> None:
    sam, theirs = replace(HEARD, to=SAM, conversation=""), replace(HEARD, to=PersonRef(OTHER, "x"), conversation="")
    await references.learn(sam, theirs)

    await references.leave(ACME, "19:another")
    await references.leave(OTHER, "19:another")
    assert await references.get(SAM) == sam
    await references.leave(ACME, "19:team")

    assert await references.get(SAM) is None
    assert await references.get(theirs.to) == theirs


async def test_channels_are_found_by_their_team_or_themselves_the_one_heard_of_last_first(
    references: SqlReferences,
) -> None:
    first = replace(HEARD, to=ChannelRef(ACME, "19:1"), roster="19:1")
    second = replace(HEARD, to=ChannelRef(ACME, "19:2"), roster="19:2", seen_at=NOW + DAY)
    chat = replace(HEARD, to=ChannelRef(ACME, "19:3"), roster="19:3", team="")
    await references.learn(HEARD, first, second, chat, replace(first, to=ChannelRef(OTHER, "19:1")))

    assert await references.channels(ACME) == [second, first, chat]
    assert await references.channels(ACME, "19:team") == [second, first]
    assert await references.channels(ACME, "19:1") == [first]
    assert await references.channels(ACME, "19:none") == []


async def test_leaving_a_channel_leaves_the_team_s_others(references: SqlReferences) -> None:
    first = replace(HEARD, to=ChannelRef(ACME, "19:1"), roster="19:1")
    second = replace(HEARD, to=ChannelRef(ACME, "19:2"), roster="19:2")
    await references.learn(first, second)

    await references.leave(ACME, "19:1")

    assert await references.channels(ACME) == [second]


async def test_who_is_known_by_a_channel_that_is_deleted_is_still_known_by_its_team(references: SqlReferences) -> None:
    sam = replace(HEARD, to=SAM, conversation="", roster="19:1")
    await references.learn(HEARD, sam)

    await references.leave(ACME, "19:1")
    assert await references.get(SAM) == replace(sam, roster="19:team")
    await references.leave(ACME, "19:team")

    assert await references.get(SAM) is None


async def test_who_is_heard_of_in_a_chat_last_is_not_in_the_team_before(references: SqlReferences) -> None:
    await references.learn(replace(HEARD, to=SAM, conversation=""))
    await references.learn(replace(HEARD, to=SAM, conversation="", roster="19:chat", team=""))
    await references.leave(ACME, "19:team")

    known = await references.get(SAM)
    assert known
    assert (known.roster, known.team) == ("19:chat", "")


async def test_people_last_heard_of_before_a_moment_are_forgotten_everywhere(
    references: SqlReferences, engine: AsyncEngine
) -> None:
    late, channel = replace(HEARD, to=SAM, seen_at=NOW + DAY), replace(HEARD, to=ChannelRef(ACME, "19:1"))
    await references.learn(HEARD, late, channel, replace(HEARD, to=PersonRef(OTHER, "x")))

    await references.forget_unheard(NOW + DAY)

    assert await references.get(SAM) == late
    assert await references.get(channel.to) == channel
    assert len(await rows(engine)) == 2


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
