"""People chosen by name: anybody in a team or chat that the product is in."""

import pytest

from bot.domain.ids import PersonRef, TenantId
from bot.messages.view import Message, Run, Text
from bot.ports.chat import Delivered, Member
from tests.teams.organisation import GROUP, TEAM, Organisation, Person
from tests.teams.served import Served

HELLO = Message("hello", (Text((Run("hello"),)),))


async def begun(bot: Served) -> Organisation:
    """Dana has called the bot in the channel, and in a group chat of three before that."""
    await bot["Dana"].mentions("list", GROUP)
    bot.clock.advance(bot.clock.now().resolution)
    await bot["Dana"].mentions("list")
    return bot.teams.space


async def test_somebody_of_the_team_whom_it_never_met_can_be_chosen_and_written_to(bot: Served) -> None:
    await begun(bot)

    assert await bot.out.roster.member(bot.person("Mei")) == Member(bot.person("Mei"), "Mei", "UTC", "")
    assert isinstance(await bot.out.gateway.send(bot.person("Mei"), HELLO, key="k"), Delivered)
    assert bot["Mei"].read == ["hello"]


async def test_one_list_is_asked_where_the_first_one_has_them(bot: Served) -> None:
    await begun(bot)

    await bot.out.roster.member(bot.person("Mei"))

    assert [call.path for call in bot.teams.calls if "members" in call.path] == [
        f"/v3/conversations/{TEAM}/members/aad-mei"
    ]


async def test_who_is_in_the_group_chat_alone_is_found_there(bot: Served) -> None:
    space = await begun(bot)
    space.rosters[TEAM].remove("Priya")

    found = await bot.out.roster.member(bot.person("Priya"))

    assert found
    reference = await bot.out.references.get(bot.person("Priya"))
    assert reference
    assert reference.roster == GROUP


async def test_who_moved_to_another_team_is_found_in_it_by_what_is_known_of_them(bot: Served) -> None:
    space = await begun(bot)
    await bot["Priya"].mentions("list")
    space.rosters[TEAM].remove("Priya")

    found = await bot.out.roster.member(bot.person("Priya"))

    assert found == Member(bot.person("Priya"), "Priya", "Asia/Kolkata", "en-US")
    assert bot.teams.calls[-1].path.endswith(f"{GROUP}/members/29:aad-priya")


async def test_somebody_named_by_the_channel_s_own_id_is_the_same_person(bot: Served) -> None:
    await begun(bot)

    found = await bot.out.roster.member(PersonRef(bot.channel.tenant, "29:aad-mei"))

    assert found
    assert found.ref == bot.person("Mei")


@pytest.mark.parametrize("name", ["Stella", "Otto"])
async def test_a_stranger_and_who_is_in_no_shared_team_are_not_known(bot: Served, name: str) -> None:
    space = await begun(bot)
    space.people["Otto"] = Person("Otto")

    assert await bot.out.roster.member(bot.person(name)) is None
    assert await bot.out.references.get(bot.person(name)) is None


async def test_nobody_is_found_from_another_tenant(bot: Served) -> None:
    await begun(bot)

    assert await bot.out.roster.member(PersonRef(TenantId("teams:other"), "aad-mei")) is None


async def test_a_bot_and_a_guest_are_called_what_they_are(bot: Served) -> None:
    await begun(bot)

    robot, gus = await bot.out.roster.member(bot.person("Robot")), await bot.out.roster.member(bot.person("Gus"))

    assert robot
    assert gus
    assert [(robot.bot, robot.guest), (gus.bot, gus.guest)] == [(True, False), (False, True)]


async def test_a_list_that_cannot_be_asked_is_told_and_not_taken_for_empty(bot: Served) -> None:
    await begun(bot)
    await bot.teams.__aexit__()

    with pytest.raises(Exception, match="platform_away"):
        await bot.out.roster.member(bot.person("Mei"))
