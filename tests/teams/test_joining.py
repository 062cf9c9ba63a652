"""Who comes into a team, as it reaches the door."""

from tests.teams.organisation import BOT, CHANNEL, GROUP
from tests.teams.served import Served


async def test_whoever_comes_into_a_team_has_joined_every_channel_with_its_members(bot: Served) -> None:
    await bot["Dana"].mentions("list")
    await bot["Dana"].mentions("list", GROUP)
    bot.door.events.clear()
    joiners = [
        {"id": BOT},
        {"id": "29:aad-mei", "aadObjectId": "aad-mei"},
        {"id": "29:aad-sam", "aadObjectId": "aad-sam"},
    ]
    arrival = bot["Luis"].activity(CHANNEL) | {"type": "conversationUpdate", "membersAdded": joiners}

    for _ in range(2):
        assert (await bot.teams.brings(arrival))[0] == 200

    assert bot.door.events == [("joined", bot.person(name), bot.channel) for name in ("Mei", "Sam")]


async def test_the_product_s_own_arrival_in_a_team_is_nobody_joining(bot: Served) -> None:
    arrival = bot["Luis"].activity(CHANNEL) | {"type": "conversationUpdate", "membersAdded": [{"id": BOT}, {}]}

    assert (await bot.teams.brings(arrival))[0] == 200
    assert bot.door.events == []
