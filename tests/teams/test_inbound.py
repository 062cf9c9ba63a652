"""What people do in Teams, as it reaches the door, and where the replies go."""

from dataclasses import replace

import pytest

from bot.domain.ids import ChannelRef
from bot.messages.view import (
    Button,
    Buttons,
    Field,
    FieldErrors,
    FieldKind,
    Form,
    Message,
    Open,
    Option,
    Part,
    Run,
    Say,
    Text,
    Update,
)
from bot.ports.door import Actor, Where
from tests.teams.acting import Acting, mention
from tests.teams.double import Fault
from tests.teams.organisation import BOT, CHANNEL, GROUP, PRIVATE, TEAM, Json, Posted, read
from tests.teams.served import Served


def saying(words: str, *parts: Part) -> Message:
    return Message(words, (Text((Run(words),)), *parts))


FORM = Form(
    "answer",
    "Your answer",
    "Send",
    "check-1",
    (
        Field("why", FieldKind.LINES, "Why", required=True, max_length=3000),
        Field("who", FieldKind.PEOPLE, "Who", initial="aad-luis"),
        Field("days", FieldKind.CHOICES, "Days", options=(Option("mon", "Monday"), Option("tue", "Tuesday"))),
        Field("quotable", FieldKind.TICK, "May be quoted"),
    ),
)
ASK = saying("A question", Buttons((Button("Open it", "answer", "check-1"), Button("Later", "later", "check-1"))))


@pytest.mark.parametrize("text", ["align status x", "/align status x", "status x"])
async def test_a_mention_in_the_channel_is_a_command_answered_in_the_personal_chat(bot: Served, text: str) -> None:
    bot.door.replies["command status x"] = Say(saying("All is well"))

    assert await bot["Dana"].mentions(text) == 200
    await bot.settled()

    assert bot["Dana"].read == ["All is well"]
    assert bot.teams.space.in_(CHANNEL) == []
    actor = Actor(bot.person("Dana"), "Dana", "Europe/Madrid", "en-US")
    assert bot.door.events == [("command status x", actor, Where(bot.channel))]


async def test_a_group_chat_is_a_place_to_be_asked_in_too(bot: Served) -> None:
    await bot["Dana"].mentions("align status", GROUP)

    assert bot.door.events[0][2] == Where(ChannelRef(bot.person("Dana").tenant, GROUP))
    listed = [member.name async for member in bot.out.roster.members(ChannelRef(bot.person("Dana").tenant, GROUP))]
    assert listed == ["Dana", "Luis", "Priya"]


async def test_a_private_channel_has_its_own_members_though_messages_do_not_say_that_it_is_one(bot: Served) -> None:
    await bot["Dana"].mentions("list", PRIVATE)

    place = ChannelRef(bot.person("Dana").tenant, PRIVATE)
    assert [member.name async for member in bot.out.roster.members(place)] == ["Dana", "Mei"]


async def test_talk_in_the_channel_without_a_mention_is_none_of_its_business(bot: Served) -> None:
    await bot.teams.brings(bot["Dana"].activity(CHANNEL) | {"type": "message", "text": "align status"})

    assert bot.door.events == []


async def test_the_personal_chat_takes_commands_and_plain_words(bot: Served) -> None:
    for text in ("/align list", "Align me", "because it is fair", ""):
        await bot["Dana"].writes(text)

    assert bot.done == ["command list", "command me", "said"]


async def test_a_reply_that_cannot_reach_the_person_says_so_in_the_channel_and_no_more(bot: Served) -> None:
    bot.teams.space.people["Dana"].unreachable = "BotNotInConversationRoster"
    bot.door.replies["command status"] = Say(saying("A secret"))

    await bot["Dana"].mentions("status")
    await bot.settled()

    (posted,) = bot.teams.space.in_(CHANNEL)
    assert "could not write to you personally" in read(posted.card)


@pytest.mark.parametrize("faults", [2, 3])
async def test_a_reply_waits_as_long_as_teams_asks_for(bot: Served, faults: int) -> None:
    await bot["Dana"].writes("/align help")
    bot.door.replies["command status"] = Say(saying("All is well"))
    bot.teams.faults.extend([Fault(429, retry_after="0.2")] * faults)

    await bot["Dana"].writes("/align status")
    await bot.settled()

    assert bot["Dana"].read == ["All is well"]


async def test_a_form_s_reply_that_has_to_wait_comes_in_its_place(bot: Served) -> None:
    bot.door.replies["command new-policy"] = Open(FORM)
    await bot["Dana"].writes("/align new-policy")
    await bot.settled()
    (form,) = bot["Dana"].inbox
    bot.door.replies["submit answer"] = Say(saying("Your draft"))
    bot.teams.faults.append(Fault(429, retry_after="0.2"))

    await bot["Dana"].presses("Send", {"why": "x"}, on=form)
    await bot.settled()

    assert bot["Dana"].read == ["Your draft"]


@pytest.mark.parametrize("fault", [Fault(429, retry_after="61"), Fault(503, retry_after="3600")])
async def test_a_reply_that_would_have_to_wait_too_long_is_given_up_and_never_sent_too_early(
    bot: Served, fault: Fault, capsys: pytest.CaptureFixture[str]
) -> None:
    await bot["Dana"].writes("/align help")
    bot.door.replies["command status"] = Say(saying("All is well"))
    bot.teams.faults.append(fault)

    await bot["Dana"].writes("/align status")
    await bot.settled()

    assert bot["Dana"].read == []
    assert "teams_reply_lost" in capsys.readouterr().out


async def test_the_same_activity_twice_is_one_doing(bot: Served) -> None:
    activity = bot["Dana"].activity(CHANNEL) | {"type": "message", "text": "<at>H</at> list"}
    activity |= {"entities": [mention("<at>H</at>", BOT)]}

    assert [(await bot.teams.brings(activity))[0] for _ in range(3)] == [200] * 3
    assert bot.done == ["command list"]


async def asked(bot: Served) -> Posted:
    await bot.teams.brings(bot["Priya"].activity("a:aad-priya") | {"type": "installationUpdate", "action": "add"})
    await bot.out.gateway.send(bot.person("Priya"), ASK, key="ask")
    return bot["Priya"].inbox[-1]


async def opened(bot: Served) -> tuple[Acting, Posted, Posted]:
    """Priya, whose client has no dialogs, the question, and the form that its button opened."""
    ask, priya = await asked(bot), replace(bot["Priya"], dialogs=False)
    bot.door.replies["press answer"] = Open(FORM)
    await priya.presses("Open it")
    await bot.settled()
    return priya, ask, priya.inbox[-1]


async def test_a_button_reaches_the_door_with_its_subject_and_an_update_takes_its_place(bot: Served) -> None:
    ask = await asked(bot)
    bot.door.replies["press later"] = Update(saying("Later, then"))

    body = await bot["Priya"].presses("Later")
    await bot.settled()

    assert bot.door.events[0][3] == "check-1"
    assert (body["statusCode"], body["type"]) == (200, "application/vnd.microsoft.card.adaptive")
    assert read(body["value"]) == read(ask.card) == "Later, then"
    assert len(bot["Priya"].inbox) == 1


async def test_what_a_form_holds_comes_back_as_the_door_reads_it_and_the_reply_takes_its_place(bot: Served) -> None:
    priya, ask, form = await opened(bot)
    bot.door.replies["submit answer"] = Say(saying("Thank you"))

    body = await priya.presses("Send", {"why": "it, is fair", "who": "aad-mei,aad-tom", "quotable": "yes"}, on=form)
    await bot.settled()

    values = {"why": "it, is fair", "who": "aad-mei\naad-tom", "days": "", "quotable": "yes"}
    assert bot.door.events[-1][3:] == ("check-1", values)
    assert read(body["value"]) == read(form.card) == "Thank you"
    assert "A question" in read(ask.card)


async def test_an_update_after_a_form_replaces_the_message_that_opened_it(bot: Served) -> None:
    priya, ask, form = await opened(bot)
    bot.door.replies["submit answer"] = Update(saying("Answered"))

    await priya.presses("Send", {"why": "x"}, on=form)
    await bot.settled()

    assert [read(ask.card), read(form.card)] == ["Answered", "Done."]


async def test_errors_are_told_at_their_fields_and_what_was_typed_stays(bot: Served) -> None:
    priya, _, form = await opened(bot)
    bot.door.replies["submit answer"] = FieldErrors((("why", "Say a little more."),))

    body = await priya.presses("Send", {"why": "x"}, on=form)
    await bot.settled()

    assert read(body["value"]) == read(form.card)
    assert "Why: x\nSay a little more." in read(form.card)


async def test_a_client_without_execute_submits_the_same(bot: Served) -> None:
    priya, _, form = await opened(bot)
    bot.door.replies["submit answer"] = Say(saying("Thank you"))

    assert await priya.presses_submit("Send", {"why": "x"}) == 200
    await bot.settled()

    assert bot.done[-1] == "submit answer"
    assert read(form.card) == "Thank you"


async def test_a_form_opened_in_a_channel_is_submitted_for_that_channel(bot: Served) -> None:
    bot.door.replies["command new-policy"] = Open(FORM)
    await bot["Dana"].mentions("new-policy")
    await bot.settled()

    await bot["Dana"].presses("Send", {"why": "x"})

    assert bot.door.events[-1][:3:2] == ("submit answer", Where(bot.channel))


async def test_whoever_adds_the_product_is_told_what_it_does(bot: Served) -> None:
    bot.door.replies["command "] = Say(saying("I am Hymnsheet"))
    arrival = bot["Mei"].activity("a:aad-mei") | {"type": "conversationUpdate", "membersAdded": [{"id": BOT}]}

    await bot.teams.brings(arrival)
    await bot.settled()

    assert bot["Mei"].read == ["I am Hymnsheet"]


@pytest.mark.parametrize("first", ["conversationUpdate", "installationUpdate"])
async def test_it_is_told_once_in_whichever_order_teams_says_so(bot: Served, first: str) -> None:
    bot.door.replies["command "] = Say(saying("I am Hymnsheet"))
    updates: dict[str, Json] = {
        "conversationUpdate": {"type": "conversationUpdate", "membersAdded": [{"id": BOT}]},
        "installationUpdate": {"type": "installationUpdate", "action": "add"},
    }

    for name in sorted(updates, key=lambda name: name != first):
        await bot.teams.brings(bot["Mei"].activity("a:aad-mei") | updates[name])
    await bot.settled()

    assert bot["Mei"].read == ["I am Hymnsheet"]


async def test_whoever_removes_it_is_forgotten(bot: Served) -> None:
    await asked(bot)

    await bot.teams.brings(bot["Priya"].activity("a:aad-priya") | {"type": "installationUpdate", "action": "remove"})

    assert await bot.out.references.get(bot.person("Priya")) is None


@pytest.mark.parametrize("change", [{"from": None}, {"conversation": None}, {"from": {}}, {"entities": [{}, 7]}])
async def test_what_has_no_shape_is_no_server_s_error(bot: Served, change: dict[str, object]) -> None:
    activity = bot["Dana"].activity(TEAM) | {"type": "message", "text": "x"} | change

    assert (await bot.teams.brings(activity))[0] in {200, 400}


async def test_a_database_that_is_away_is_told_so_that_the_person_tries_again(bot: Served) -> None:
    bot.door.trouble = RuntimeError("no database")

    assert await bot["Dana"].writes("/align list") == 503
