"""What every platform's list of people promises."""

from datetime import date

import pytest

from bot.domain.ids import ChannelRef, PersonRef, TenantId, group_ref
from bot.ports.chat import Member
from tests.contract.chat.conftest import People


async def listed(people: People, channel: ChannelRef) -> list[PersonRef]:
    return [member.ref async for member in people.roster.members(channel)]


async def test_members_are_listed_without_bots_and_guests(people: People) -> None:
    assert await listed(people, people.names.channel) == [people.names[who] for who in ("dana", "ines", "mei")]


async def test_another_channel_has_no_members(people: People) -> None:
    assert await listed(people, people.names.elsewhere) == []


async def test_a_person_comes_with_zone_and_language(people: People) -> None:
    ines = people.names["ines"]

    assert await people.roster.member(ines) == Member(ines, "Ines", "Europe/Madrid", "es")


async def test_somebody_away_comes_with_the_first_day_back(people: People) -> None:
    mei = await people.roster.member(people.names["mei"])

    assert mei is not None
    assert mei.away_until == (date(2026, 11, 27) if people.knows_absence else None)


async def test_of_people_nobody_told_of_none_rests(people: People) -> None:
    assert await people.roster.resting([people.names["ines"], people.names["nobody"]]) == {}


async def test_nobody_of_a_tenant_elsewhere_rests(people: People) -> None:
    assert await people.roster.resting([PersonRef(TenantId("other:T9"), "U1")]) == {}


@pytest.mark.parametrize("stranger", [False, True])
async def test_an_unknown_person_is_none_and_manages_nothing(people: People, stranger: bool) -> None:
    elsewhere = PersonRef(TenantId("other:T9"), people.names["dana"].user)
    person = elsewhere if stranger else people.names["nobody"]

    assert await people.roster.member(person) is None
    assert not await people.roster.can_manage(person, people.names.channel)


async def test_anybody_in_the_channel_may_start_a_check_there(people: People) -> None:
    assert await people.roster.can_manage(people.names["dana"], people.names.channel)
    assert not await people.roster.can_manage(people.names["dana"], people.names.elsewhere)


@pytest.mark.parametrize(("user", "mark"), [("ines", ""), ("visitor", "guest"), ("robot", "bot")])
async def test_guests_and_bots_are_known_as_such(people: People, user: str, mark: str) -> None:
    member = await people.roster.member(people.names[user])

    assert member is not None
    assert (member.guest, member.bot) == (mark == "guest", mark == "bot")


async def test_a_group_that_is_not_there_has_no_members(people: People) -> None:
    assert await people.roster.of_group(group_ref(people.names.channel.tenant, "SNONE")) == ()


async def test_a_tenant_elsewhere_has_no_groups(people: People) -> None:
    assert await people.roster.groups(TenantId("other:T9")) == ()


@pytest.mark.parametrize("user", ["visitor", "robot"])
async def test_guests_and_bots_start_no_checks(people: People, user: str) -> None:
    assert not await people.roster.can_manage(people.names[user], people.names.channel)


def test_it_says_whether_its_dialogs_can_ask_for_a_channel(people: People) -> None:
    assert people.roster.picks_channels is people.picks_channels


async def test_a_group_that_is_not_there_has_nobody(people: People) -> None:
    assert tuple(await people.roster.of_group(group_ref(people.names["dana"].tenant, "S0"))) == ()


async def test_who_is_in_the_channel_is_in_its_list(people: People) -> None:
    assert await people.roster.lists(people.names.channel, people.names["dana"])
