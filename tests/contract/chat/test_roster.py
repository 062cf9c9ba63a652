"""What every platform's list of people promises."""

from datetime import date

import pytest

from adapters.web.team import TENANT
from bot.domain.ids import ChannelRef, PersonRef, TenantId
from bot.ports.chat import Member, Roster
from tests.contract.chat.conftest import CHANNEL, DANA

ELSEWHERE = ChannelRef(TENANT, "elsewhere")


async def people(roster: Roster, channel: ChannelRef) -> list[str]:
    return [member.ref.user async for member in roster.members(channel)]


async def test_members_are_listed_without_bots_and_guests(roster: Roster) -> None:
    assert await people(roster, CHANNEL) == ["dana", "ines", "mei"]


async def test_another_channel_has_no_members(roster: Roster) -> None:
    assert await people(roster, ELSEWHERE) == []


async def test_a_person_comes_with_zone_and_language(roster: Roster) -> None:
    ines = PersonRef(TENANT, "ines")

    assert await roster.member(ines) == Member(ines, "Ines", "Europe/Madrid", "es")


async def test_somebody_away_comes_with_the_first_day_back(roster: Roster) -> None:
    mei = await roster.member(PersonRef(TENANT, "mei"))

    assert mei is not None
    assert mei.away_until == date(2026, 11, 27)


@pytest.mark.parametrize("person", [PersonRef(TENANT, "nobody"), PersonRef(TenantId("slack:T1"), "dana")])
async def test_an_unknown_person_is_none_and_manages_nothing(roster: Roster, person: PersonRef) -> None:
    assert await roster.member(person) is None
    assert not await roster.can_manage(person, CHANNEL)


async def test_anybody_in_the_channel_may_start_a_check_there(roster: Roster) -> None:
    assert await roster.can_manage(DANA, CHANNEL)
    assert not await roster.can_manage(DANA, ELSEWHERE)


@pytest.mark.parametrize("user", ["visitor", "robot"])
async def test_guests_and_bots_start_no_checks(roster: Roster, user: str) -> None:
    assert not await roster.can_manage(PersonRef(TENANT, user), CHANNEL)
