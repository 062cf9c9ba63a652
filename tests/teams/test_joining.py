"""Who comes into a team, as it reaches the door."""

import pytest

from bot.domain.ids import ChannelRef
from tests.teams.organisation import BOT, CHANNEL, GROUP, PRIVATE, TEAM
from tests.teams.served import Served


async def test_whoever_comes_into_a_team_may_have_joined_each_of_its_channels(bot: Served) -> None:
    for place in (CHANNEL, GROUP, PRIVATE):
        await bot["Dana"].mentions("list", place)
    bot.door.events.clear()
    joiners = [
        {"id": BOT},
        {"id": "29:aad-mei", "aadObjectId": "aad-mei"},
        {"id": "29:aad-sam", "aadObjectId": "aad-sam"},
    ]
    arrival = bot["Luis"].activity(TEAM) | {"type": "conversationUpdate", "membersAdded": joiners}

    for _ in range(2):
        assert (await bot.teams.brings(arrival))[0] == 200

    joined = {(bot.person(name), place) for name in ("Mei", "Sam") for place in (CHANNEL, PRIVATE, TEAM)}
    assert {(event[1], getattr(event[2], "channel", "")) for event in bot.door.events} == joined
    assert len(bot.door.events) == len(joined)


async def test_which_of_them_list_the_joiner_is_asked_of_each_channel_itself(bot: Served) -> None:
    for place in (CHANNEL, PRIVATE):
        await bot["Dana"].mentions("list", place)

    listed = {
        (name, place)
        for name in ("Mei", "Sam")
        for place in (CHANNEL, PRIVATE, GROUP)
        if await bot.out.roster.lists(ChannelRef(bot.channel.tenant, place), bot.person(name))
    }

    assert listed == {("Mei", CHANNEL), ("Sam", CHANNEL), ("Mei", PRIVATE)}


@pytest.mark.parametrize("place", [GROUP, PRIVATE])
async def test_whoever_comes_into_a_chat_or_a_private_channel_has_joined_that_alone(bot: Served, place: str) -> None:
    for each in (CHANNEL, GROUP, PRIVATE):
        await bot["Dana"].mentions("list", each)
    bot.door.events.clear()
    arrival = bot["Luis"].activity(place) | {"type": "conversationUpdate"}
    arrival["channelData"] |= {"channel": {"id": PRIVATE, "type": "private"}} if place == PRIVATE else {}

    await bot.teams.brings(arrival | {"membersAdded": [{"id": "29:aad-sam", "aadObjectId": "aad-sam"}]})

    assert bot.door.events == [("joined", bot.person("Sam"), ChannelRef(bot.channel.tenant, place))]


async def test_the_product_s_own_arrival_in_a_team_is_nobody_joining(bot: Served) -> None:
    arrival = bot["Luis"].activity(CHANNEL) | {"type": "conversationUpdate", "membersAdded": [{"id": BOT}, {}]}

    assert (await bot.teams.brings(arrival))[0] == 200
    assert bot.door.events == []
