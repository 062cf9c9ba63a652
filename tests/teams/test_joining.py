"""Who comes into a team, as it reaches the door."""

import pytest

from bot.domain.ids import ChannelRef
from tests.teams.organisation import BOT, CHANNEL, GROUP, PRIVATE, TEAM
from tests.teams.served import Served


async def test_whoever_comes_into_a_team_has_joined_the_channels_that_list_them(bot: Served) -> None:
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

    joined = {
        (bot.person("Mei"), PRIVATE),
        *((bot.person(n), place) for n in ("Mei", "Sam") for place in (CHANNEL, TEAM)),
    }
    assert {(event[1], getattr(event[2], "channel", "")) for event in bot.door.events} == joined
    assert len(bot.door.events) == len(joined)


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
