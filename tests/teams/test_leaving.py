"""Where the product is taken away, or nothing is heard of somebody any more, nothing of them stays in the table."""

from datetime import timedelta

import pytest

from adapters.teams.leaving import UNHEARD
from bot.domain.ids import ChannelRef, PersonRef, TenantId
from bot.messages.view import Message, Run, Text
from bot.ports.chat import Delivered, Refused
from bot.ports.references import Reference
from tests.teams.double import Fault
from tests.teams.organisation import BOT, CHANNEL, GROUP, PRIVATE, TEAM, Json
from tests.teams.served import Served

HELLO = Message("hello", (Text((Run("hello"),)),))
REMOVED: dict[str, Json] = {
    "installationUpdate": {"type": "installationUpdate", "action": "remove"},
    "conversationUpdate": {"type": "conversationUpdate", "membersRemoved": [{"id": "29:x"}, {"id": BOT}]},
}


def event(bot: Served, name: str, channel: str = TEAM) -> Json:
    """Of the team, whose id is the conversation's; the channel it is about is in the data."""
    activity = bot["Sam"].activity(TEAM) | {"type": "conversationUpdate"}
    activity["channelData"] |= {"eventType": name, "channel": {"id": channel}}
    return activity


async def asked(bot: Served) -> PersonRef:
    """The team is listed; Dana has written to the bot alone besides."""
    await bot["Dana"].writes("help")
    await bot["Dana"].mentions("list")
    await bot["Luis"].mentions("list", GROUP)
    assert [one async for one in bot.out.roster.members(bot.channel)]
    return bot.person("Priya")


@pytest.mark.parametrize("how", REMOVED)
async def test_a_team_that_takes_it_away_is_forgotten_with_those_known_by_it_alone(bot: Served, how: str) -> None:
    priya = await asked(bot)

    assert (await bot.teams.brings(bot["Sam"].activity(TEAM) | REMOVED[how]))[0] == 200

    references = bot.out.references
    assert [await references.get(one) for one in (bot.channel, priya, bot.person("Sam"))] == [None] * 3
    assert TEAM not in str(await references.get(bot.person("Dana")))
    assert "a:aad-dana" in str(await references.get(bot.person("Dana")))
    assert await references.get(ChannelRef(bot.channel.tenant, GROUP))


@pytest.mark.parametrize("name", ["teamDeleted", "teamHardDeleted"])
async def test_a_deleted_team_is_forgotten(bot: Served, name: str) -> None:
    priya = await asked(bot)

    await bot.teams.brings(event(bot, name))

    references = bot.out.references
    assert [await references.get(one) for one in (bot.channel, priya)] == [None, None]
    assert await references.get(ChannelRef(bot.channel.tenant, GROUP))


async def test_a_deleted_channel_is_forgotten_alone(bot: Served) -> None:
    await asked(bot)
    await bot["Dana"].mentions("list", PRIVATE)

    await bot.teams.brings(event(bot, "channelDeleted", PRIVATE))

    assert await bot.out.references.get(ChannelRef(bot.channel.tenant, PRIVATE)) is None
    assert await bot.out.references.get(bot.channel)


async def test_a_renamed_channel_changes_nothing(bot: Served) -> None:
    priya = await asked(bot)

    await bot.teams.brings(event(bot, "channelRenamed", CHANNEL))

    assert await bot.out.references.get(priya)
    assert await bot.out.references.get(bot.channel)


@pytest.mark.parametrize("how", REMOVED)
async def test_whoever_takes_it_away_for_themselves_is_forgotten_alone(bot: Served, how: str) -> None:
    priya = await asked(bot)

    await bot.teams.brings(bot["Priya"].activity("a:aad-priya") | REMOVED[how])

    assert await bot.out.references.get(priya) is None
    assert await bot.out.references.get(bot.person("Sam"))


async def test_somebody_else_leaving_the_team_changes_nothing(bot: Served) -> None:
    priya = await asked(bot)
    left = {"type": "conversationUpdate", "membersRemoved": [{"id": "29:aad-sam"}]}

    await bot.teams.brings(bot["Dana"].activity(CHANNEL) | left)

    assert await bot.out.references.get(priya)
    assert await bot.out.references.get(bot.channel)


@pytest.mark.parametrize("code", ["BotNotInConversationRoster", "ConversationBlockedByUser", "ConversationNotFound"])
async def test_a_conversation_that_is_refused_for_good_is_forgotten(bot: Served, code: str) -> None:
    priya = await asked(bot)
    bot.teams.faults.append(Fault(403, code))

    assert isinstance(await bot.out.gateway.send(priya, HELLO, key="k"), Refused)

    assert await bot.out.references.get(priya) is None
    assert await bot.out.references.get(bot.person("Sam"))


@pytest.mark.parametrize(("status", "code"), [(413, "MessageSizeTooBig"), (403, "BotDisabledByAdmin"), (429, "")])
async def test_what_may_pass_is_no_reason_to_forget(bot: Served, status: int, code: str) -> None:
    priya = await asked(bot)
    bot.teams.faults.append(Fault(status, code))

    await bot.out.gateway.send(priya, HELLO, key="k")

    assert await bot.out.references.get(priya)


async def test_a_chat_that_the_person_has_removed_is_opened_once_more(bot: Served) -> None:
    priya = await asked(bot)
    await bot.out.gateway.send(priya, HELLO, key="first")
    bot.teams.faults.append(Fault(404, "ConversationNotFound"))

    assert isinstance(await bot.out.gateway.send(priya, HELLO, key="k"), Delivered)

    assert bot["Priya"].read == ["hello", "hello"]
    assert await bot.out.references.get(priya)


async def test_where_it_cannot_be_opened_either_they_are_forgotten(bot: Served) -> None:
    priya = await asked(bot)
    await bot.out.gateway.send(priya, HELLO, key="first")
    bot.teams.faults.extend([Fault(404, "ConversationNotFound"), Fault(403, "BotNotInConversationRoster")])

    assert isinstance(await bot.out.gateway.send(priya, HELLO, key="k"), Refused)

    assert await bot.out.references.get(priya) is None


async def test_who_unblocks_it_is_written_to_again(bot: Served) -> None:
    priya = await asked(bot)
    bot.teams.faults.append(Fault(403, "ConversationBlockedByUser"))
    await bot.out.gateway.send(priya, HELLO, key="k")

    await bot.out.gateway.send(priya, HELLO, key="k")

    assert bot["Priya"].read == ["hello"]


async def test_people_not_heard_of_for_long_are_forgotten_and_channels_are_not(bot: Served) -> None:
    priya = await asked(bot)
    ((_, forget),) = bot.out.jobs.values()
    bot.clock.advance(UNHEARD)
    await forget()
    assert await bot.out.references.get(priya)

    bot.clock.advance(timedelta(seconds=1))
    await bot["Dana"].writes("help")
    await forget()

    assert await bot.out.references.get(priya) is None
    assert await bot.out.references.get(bot.person("Dana"))
    assert await bot.out.references.get(bot.channel)


async def test_a_reference_of_another_tenant_is_none_of_their_business(bot: Served) -> None:
    await asked(bot)
    theirs = Reference(ChannelRef(TenantId("teams:other"), TEAM), "https://x/", bot.clock.now(), roster=TEAM)
    await bot.out.references.learn(theirs)

    await bot.teams.brings(bot["Sam"].activity(CHANNEL) | REMOVED["installationUpdate"])

    assert await bot.out.references.get(theirs.to) == theirs
