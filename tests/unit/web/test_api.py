"""What a person does in the page reaches the door, and its reply stands where that person sees it."""

import asyncio

import pytest

from bot.domain.errors import BadInput, Stale
from bot.domain.ids import PersonRef
from bot.messages.view import Field, FieldErrors, FieldKind, Form, Nothing, Open, Say, Update
from bot.ports.door import Where
from tests.unit.web.space import CHANNEL, Space, a_key, a_message

FORM = Form("answer", "Answer", "Send", "c1", (Field("why", FieldKind.LINES, "Why"),))


async def test_the_state_holds_all_a_window_needs(space: Space) -> None:
    state = await space.state("ines")

    assert state["me"] == "ines"
    assert state["language"] == "es"
    assert state["texts"]["dialog.cancel"] == "Cancelar"
    assert state["commands"] == [["help", "What I do"]]
    assert state["clock"]["nudge_at"] is None
    assert state["tour"] == {"manager": "dana", "member": "sam"}
    assert [person["user"] for person in state["people"]][:2] == ["dana", "luis"]


async def test_a_window_that_names_nobody_starts_as_the_tour_manager(space: Space) -> None:
    assert (await space.state(""))["me"] == "dana"


async def test_somebody_away_is_shown_so(space: Space) -> None:
    people = {person["user"]: person["away_until"] for person in (await space.state())["people"]}

    assert people["mei"] == "2026-11-27"
    assert people["sam"] is None


async def test_a_plain_message_in_the_channel_is_posted_and_asks_the_door_nothing(space: Space) -> None:
    reply = await space.send("post", conversation=CHANNEL, text="Morning!")

    assert reply == {"kind": "nothing"}
    assert [(post["author"], post["text"]) for post in await space.posts("sam")] == [("dana", "Morning!")]
    assert space.door.events == []


async def test_plain_text_to_the_bot_is_posted_and_answered(space: Space) -> None:
    space.door.replies["said"] = Say(a_message("I read answers in the dialog."))

    await space.send("post", "sam", conversation="dm/sam", text="hello?")

    assert [post["author"] for post in await space.posts("sam")] == ["sam", "hymnsheet"]
    assert await space.posts("dana") == []


async def test_a_mention_in_the_channel_is_a_command_with_a_private_answer(space: Space) -> None:
    space.door.replies["command status"] = Say(a_message("2 of 6 answered"))

    await space.send("post", conversation=CHANNEL, text="@Hymnsheet, status")

    said, answer = await space.posts("dana")
    assert (said["private"], answer["private"], answer["conversation"]) == (False, True, CHANNEL)
    assert [post["id"] for post in await space.posts("sam")] == [said["id"]]


async def test_a_command_is_never_echoed_and_its_answer_is_private(space: Space) -> None:
    space.door.replies["command list"] = Say(a_message("No checks yet"))

    await space.send("command", conversation=CHANNEL, text="list")

    (answer,) = await space.posts("dana")
    assert (answer["private"], answer["asked"]) == (True, "/align list")
    assert await space.posts("luis") == []


async def test_the_door_hears_who_acts_and_where(space: Space) -> None:
    await space.send("command", "ines", conversation=CHANNEL, text="help")
    await space.send("command", "ines", conversation="dm/ines", text="help")

    (done, actor, where), (_, _, direct) = space.door.events
    ines = space.workspace.team.person("ines")
    assert ines is not None
    assert (done, actor) == ("command help", ines.actor)
    assert where == direct == Where(space.workspace.team.channel_ref)  # there is no other to start a check in


async def test_a_pressed_button_updates_its_message_in_place(space: Space) -> None:
    await space.gateway.send(_ref(space, "sam"), a_message("Did it land?", button="yes"), key="ask")
    space.door.replies["press yes"] = Update(a_message("Thank you"))
    (asked,) = await space.posts("sam")

    await space.send("press", "sam", post=asked["id"], action="yes", subject="c1")

    (now,) = await space.posts("sam")
    assert (now["id"], now["revision"], now["message"]["summary"]) == (asked["id"], 2, "Thank you")


async def test_an_update_without_a_message_is_said_privately(space: Space) -> None:
    space.door.replies["command close"] = Update(a_message("Closed"))

    await space.send("command", conversation=CHANNEL, text="close")

    assert [post["private"] for post in await space.posts()] == [True]


async def test_a_button_in_somebody_elses_messages_cannot_be_pressed(space: Space) -> None:
    await space.gateway.send(_ref(space, "sam"), a_message(button="yes"), key="ask")
    (asked,) = await space.posts("sam")

    status, said = await space.try_to("press", "luis", post=asked["id"], action="yes", subject="c1")

    assert (status, said) == (400, {"error": "That message is not there any more."})
    assert space.door.events == []


@pytest.mark.parametrize("post", [None, 99])
async def test_a_button_of_a_message_that_is_not_there_says_so(space: Space, post: int | None) -> None:
    assert (await space.try_to("press", post=post, action="yes", subject=""))[0] == 400


@pytest.mark.parametrize("post", ["1", 0, -1, 2**63, 1.5])
async def test_a_message_id_must_be_a_whole_number(space: Space, post: object) -> None:
    status, said = await space.try_to("press", post=post, action="yes", subject="")

    assert (status, said) == (400, {"error": "post must be a positive whole number."})


async def test_a_form_is_opened_and_what_is_filled_in_reaches_the_door(space: Space) -> None:
    space.door.replies["command new-policy"] = Open(FORM)

    reply = await space.send("command", conversation=CHANNEL, text="new-policy")
    await space.send("submit", conversation=CHANNEL, form="answer", subject="c1", values={"why": "because"}, post=None)

    assert reply["form"]["fields"][0]["id"] == "why"
    assert space.door.events[-1][0] == "submit answer"
    assert space.door.events[-1][-1] == {"why": "because"}


async def test_a_submission_can_update_the_message_its_dialog_came_from(space: Space) -> None:
    await space.gateway.send(_ref(space, "sam"), a_message(button="answer"), key="ask")
    space.door.replies["submit answer"] = Update(a_message("Here's what I heard"))
    (asked,) = await space.posts("sam")

    await space.send("submit", "sam", form="answer", subject="c1", values={}, post=asked["id"])

    assert [post["message"]["summary"] for post in await space.posts("sam")] == ["Here's what I heard"]


async def test_what_others_wrote_or_read_is_never_the_place_of_a_private_answer(space: Space) -> None:
    await space.send("post", conversation=CHANNEL, text="Notes of today")
    await space.gateway.send(space.workspace.team.channel_ref, a_message("The card", button="answer"), key="card")
    space.door.replies["submit sheet"] = Update(a_message("Your draft. Only you see this."))
    before = await space.posts("sam")

    for post in before:
        await space.send("submit", "luis", form="sheet", subject="c1", values={}, post=post["id"])

    assert await space.posts("sam") == before
    after = [post["message"]["summary"] for post in (await space.posts("luis"))[2:]]
    assert after == ["Your draft. Only you see this."] * 2


async def test_field_errors_come_back_by_field(space: Space) -> None:
    space.door.replies["submit answer"] = FieldErrors((("why", "A little more, please."),))

    reply = await space.send("submit", conversation=CHANNEL, form="answer", subject="", values={})

    assert reply == {"kind": "errors", "errors": {"why": "A little more, please."}}


@pytest.mark.parametrize("values", [None, [], {"why": 1}])
async def test_values_that_are_no_texts_are_refused(space: Space, values: object) -> None:
    assert (await space.try_to("submit", conversation=CHANNEL, form="a", subject="", values=values))[0] == 400


async def test_the_shortcut_hands_over_the_words_of_any_message(space: Space) -> None:
    await space.send("post", conversation=CHANNEL, text="Notes of today")
    await space.gateway.send(space.workspace.team.channel_ref, a_message("From the bot", button="yes"), key="card")

    for post in await space.posts("luis"):
        await space.send("shortcut", "luis", post=post["id"])

    assert [event[-1] for event in space.door.events] == ["Notes of today", "From the bot"]


async def test_the_same_event_key_is_done_once_and_gets_the_same_reply(space: Space) -> None:
    space.door.replies["command new-policy"] = Open(FORM)
    key = a_key()

    replies = await asyncio.gather(
        *(space.send("command", conversation=CHANNEL, text="new-policy", event_key=key) for _ in range(3))
    )

    assert [reply["kind"] for reply in replies] == ["open"] * 3
    assert len(space.door.events) == 1


async def test_a_doing_that_failed_can_be_repeated_with_its_key(space: Space) -> None:
    space.door.trouble = Stale()
    key = a_key()

    first = await space.try_to("command", conversation=CHANNEL, text="help", event_key=key)
    second = await space.try_to("command", conversation=CHANNEL, text="help", event_key=key)

    assert first == (409, {"error": "That has changed meanwhile. Look again, then repeat it."})
    assert second == (200, {"kind": "nothing"})


async def test_only_the_latest_replies_are_remembered(space: Space) -> None:
    space.door.replies["command help"] = Nothing()
    keys = [a_key() for _ in range(520)]

    for key in keys:
        await space.send("command", conversation=CHANNEL, text="help", event_key=key)
    space.door.replies["command help"] = Say(a_message("again"))
    reply = await space.send("command", conversation=CHANNEL, text="help", event_key=keys[0])

    assert reply == {"kind": "nothing"}  # the door's own memory still knows it
    assert len(space.door.events) == 520


async def test_what_the_door_cannot_use_is_one_clear_line(space: Space) -> None:
    space.door.trouble = BadInput("That sheet has no reasons yet.")

    answer = await space.try_to("command", conversation=CHANNEL, text="launch")

    assert answer == (400, {"error": "That sheet has no reasons yet."})


async def test_the_clock_moves_and_says_whether_it_did(space: Space) -> None:
    before = (await space.state())["clock"]["now"]

    moved = await space.send("clock", kind="hour")
    stayed = await space.send("clock", kind="nudge")

    assert (moved["moved"], stayed["moved"]) == (True, False)
    assert moved["clock"]["now"] > before


async def test_the_clock_takes_no_other_kind(space: Space) -> None:
    assert (await space.try_to("clock", kind="back")) == (400, {"error": "kind must be one of hour, nudge, deadline."})


async def test_heads_tell_of_everybodys_messages_without_their_words(space: Space) -> None:
    await space.gateway.send(_ref(space, "sam"), a_message("For Sam alone"), key="ask")

    state = await space.state("dana")

    assert [(head["conversation"], head["author"]) for head in state["heads"]] == [("dm/sam", "hymnsheet")]
    assert "For Sam alone" not in str(state)


def _ref(space: Space, user: str) -> PersonRef:
    person = space.workspace.team.person(user)
    assert person is not None
    return person.ref
