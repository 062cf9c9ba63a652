"""A card in the channel of which one person's client may show more."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.ids import ChannelRef
from bot.messages.view import Button, Buttons, Message, More, Open, Reply, Say, Update
from tests.teams.organisation import CHANNEL, GROUP, Posted, read
from tests.teams.served import Served
from tests.teams.test_inbound import FORM, saying

STATUS = Buttons((Button("Status", "status", "check-1"),))
TOLD = "application/vnd.microsoft.activity.message"
LONG = "word " * 10_000


def card(bot: Served, words: str = "Refunds without asking") -> Message:
    return replace(saying(words), more=More(bot.person("Dana"), "card", "check-1"))


async def posted(bot: Served, shown: Message | None = None, place: str = CHANNEL) -> Posted:
    """The card in the channel, once Dana has been heard of, and what she sees more of it."""
    await bot["Dana"].mentions("help", place)
    bot.door.seen[bot.person("Dana"), "card", "check-1"] = replace(card(bot, "For Dana"), parts=(STATUS,))
    bot.door.events.clear()
    await bot.out.gateway.send(ChannelRef(bot.channel.tenant, place), shown or card(bot), key="card")
    return bot.teams.space.in_(place)[0]


@pytest.mark.parametrize("place", [CHANNEL, GROUP])
async def test_the_managers_client_gets_the_card_with_their_buttons(bot: Served, place: str) -> None:
    shared = await posted(bot, place=place)
    assert shared.card["refresh"]["userIds"] == [bot["Dana"].person.id]

    seen = await bot["Dana"].looks(shared)

    assert seen
    assert read(seen.card) == "Status"
    assert seen.card["refresh"] == shared.card["refresh"]
    assert (read(shared.card), shared.versions) == ("Refunds without asking", 1)


async def test_who_takes_it_from_the_menu_gets_the_same(bot: Served) -> None:
    shared = await posted(bot)

    seen = await bot["Dana"].looks(shared, trigger="manual")

    assert seen
    assert read(seen.card) == "Status"


@pytest.mark.parametrize("trigger", ["automatic", "manual"])
async def test_anothers_client_gets_nothing_though_it_asks_with_the_managers_data(bot: Served, trigger: str) -> None:
    shared = await posted(bot)
    ask = {"action": shared.card["refresh"]["action"], "trigger": trigger}

    told = await bot["Priya"].invokes("adaptiveCard/action", ask, shared)

    assert told == {"statusCode": 200, "type": TOLD, "value": "There is nothing more here for you."}


async def test_a_look_is_no_doing_and_nothing_is_learned_of_who_looks(bot: Served) -> None:
    shared = await posted(bot)
    before = await bot.out.references.get(bot.person("Dana"))
    bot.clock.advance(timedelta(hours=1))

    await bot["Dana"].looks(shared)
    await bot["Priya"].looks(shared)

    assert bot.door.events == []
    assert await bot.out.references.get(bot.person("Dana")) == before
    assert await bot.out.references.get(bot.person("Priya")) is None


@pytest.mark.parametrize("action", [None, {}, {"data": {}}, {"data": {"action": "close", "value": "check-1"}}])
async def test_what_a_client_does_by_itself_presses_no_button(bot: Served, action: object) -> None:
    shared = await posted(bot)

    told = await bot["Dana"].invokes("adaptiveCard/action", {"trigger": "automatic", "action": action}, shared)

    assert told["type"] == TOLD
    assert bot.door.events == []


async def test_an_update_in_place_keeps_it(bot: Served) -> None:
    shared = await posted(bot)
    refresh = shared.card["refresh"]
    sent = await bot.out.gateway.send(bot.channel, card(bot), key="card")

    await bot.out.gateway.update(sent.ref, card(bot, "Closed"))  # type: ignore[union-attr] # it was delivered

    assert (read(shared.card), shared.versions) == ("Closed", 2)
    assert shared.card["refresh"] == refresh


async def test_it_goes_with_what_it_was_for(bot: Served) -> None:
    shared = await posted(bot)
    sent = await bot.out.gateway.send(bot.channel, card(bot), key="card")

    await bot.out.gateway.update(sent.ref, saying("Called off"))  # type: ignore[union-attr] # it was delivered

    assert "refresh" not in shared.card


async def test_who_is_known_by_no_account_is_offered_nothing(bot: Served) -> None:
    await bot["Priya"].mentions("help")

    await bot.out.gateway.send(bot.channel, card(bot), key="card")

    assert "refresh" not in bot.teams.space.in_(CHANNEL)[0].card


async def test_a_message_of_several_cards_has_no_more_of_it(bot: Served) -> None:
    shared = await posted(bot, card(bot, LONG))

    assert len(bot.teams.space.in_(CHANNEL)) > 1
    assert "refresh" not in shared.card


async def test_what_would_not_fit_in_the_cards_place_leaves_it(bot: Served) -> None:
    shared = await posted(bot)
    bot.door.seen[bot.person("Dana"), "card", "check-1"] = card(bot, LONG)

    assert await bot["Dana"].looks(shared) is None


@pytest.mark.parametrize(
    ("reply", "told", "reads"),
    [
        (Say(saying("All is well")), "The answer is in your chat with me.", "All is well"),
        (Open(FORM), "It goes on in your chat with me.", "Your answer"),
        (Update(saying("For Dana alone")), "Done.", "For Dana alone"),
    ],
)
async def test_what_its_buttons_answer_comes_to_the_manager_and_leaves_the_card(
    bot: Served, reply: Reply, told: str, reads: str
) -> None:
    seen = await bot["Dana"].looks(await posted(bot))
    bot.door.replies["press status"] = reply

    body = await bot["Dana"].presses("Status", on=seen)
    await bot.settled()

    assert body["value"] == told
    assert reads in bot["Dana"].read[-1]
    (shared,) = bot.teams.space.in_(CHANNEL)
    assert (read(shared.card), shared.versions) == ("Refunds without asking", 1)


@pytest.mark.parametrize("reply", [Say(saying("A secret")), Update(saying("A secret")), Open(FORM)])
async def test_a_form_that_claims_to_stand_where_the_card_stands_does_not_get_its_place(
    bot: Served, reply: Reply
) -> None:
    shared = await posted(bot)
    data = {"action": "answer", "value": "check-1", "form": "answer", "kinds": {}, "origin": [shared.id, ""]}
    bot.door.replies["submit answer"] = reply

    await bot["Priya"].invokes("adaptiveCard/action", {"trigger": "manual", "action": {"data": data}}, shared)
    await bot.settled()

    (now,) = bot.teams.space.in_(CHANNEL)
    assert (read(now.card), now.versions) == ("Refunds without asking", 1)
    assert bot["Priya"].inbox
