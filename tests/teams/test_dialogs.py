"""Forms in dialogs, and on cards in clients that have none."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.messages.view import (
    Button,
    Buttons,
    Field,
    FieldErrors,
    FieldKind,
    Form,
    Nothing,
    Open,
    Reply,
    Say,
    Update,
)
from bot.ports.door import Where
from tests.teams.acting import FETCH, Dialog
from tests.teams.double import TeamsDouble
from tests.teams.organisation import CHANNEL, Posted, actions, inputs, read
from tests.teams.served import EMULATOR, Served, a_served_bot, another_process
from tests.teams.test_inbound import ASK, FORM, asked, saying

SHEET = Form(
    "sheet",
    "What changes and why",
    "Review",
    "",
    tuple(Field(f"field{i}", FieldKind.LINES, f"Field {i}", max_length=3000) for i in range(6)),
)
LONG = saying("word " * 10_000)
PRESSED = saying("With a button", Buttons((Button("Later", "later", "check-1"),)))


async def shown(bot: Served) -> tuple[Posted, Dialog]:
    """The question in Priya's chat, and the dialog that its button opened."""
    ask = await asked(bot)
    bot.door.replies["press answer"] = Open(FORM)
    return ask, await bot["Priya"].opens("Open it")


async def test_a_button_for_a_form_opens_it_in_a_dialog_and_the_chat_stays_as_it_was(bot: Served) -> None:
    ask, dialog = await shown(bot)
    await bot.settled()

    assert (dialog.title, bot.door.events[-1][:4:3]) == ("Your answer", ("press answer", "check-1"))
    assert [each["id"] for each in inputs(dialog.card)] == ["why", "who", "days", "quotable"]
    assert [each["type"] for each in actions(dialog.card)] == ["Action.Submit"]
    assert "msteams" not in dialog.card["actions"][0]["data"]
    assert (bot["Priya"].inbox, ask.versions) == ([ask], 1)


async def test_a_button_for_anything_else_asks_for_no_dialog(bot: Served) -> None:
    ask = await asked(bot)

    assert [each["data"].get("msteams") for each in actions(ask.card)] == [FETCH, None]
    assert [each["type"] for each in actions(ask.card)] == ["Action.Submit", "Action.Execute"]


async def test_a_client_without_dialogs_gets_the_form_on_a_card(bot: Served) -> None:
    ask, priya = await asked(bot), replace(bot["Priya"], dialogs=False)
    bot.door.replies |= {"press answer": Open(FORM), "submit answer": Say(saying("Thank you"))}

    await priya.presses("Open it")
    await bot.settled()
    form = priya.inbox[-1]
    assert [each["id"] for each in inputs(form.card)] == ["why", "who", "days", "quotable"]
    await priya.presses("Send", {"why": "x"}, on=form)
    await bot.settled()

    assert bot.done == ["press answer", "submit answer"]
    assert [read(ask.card).partition("\n")[0], read(form.card)] == ["A question", "Thank you"]


async def test_what_a_dialog_holds_comes_back_as_the_door_reads_it_and_its_reply_lasts_in_the_chat(
    bot: Served,
) -> None:
    _, dialog = await shown(bot)
    bot.door.replies["submit answer"] = Say(saying("Thank you"))

    closed = await dialog.sends({"why": "it, is fair", "who": "aad-mei,aad-tom", "quotable": "yes"})
    await bot.settled()

    values = {"why": "it, is fair", "who": "aad-mei\naad-tom", "days": "", "quotable": "yes"}
    assert (closed, bot.door.events[-1][3:]) == (None, ("check-1", values))
    assert bot["Priya"].read[-1] == "Thank you"


async def test_an_update_after_a_dialog_replaces_the_message_that_opened_it(bot: Served) -> None:
    ask, dialog = await shown(bot)
    bot.door.replies["submit answer"] = Update(saying("Answered"))

    assert await dialog.sends({"why": "x"}) is None
    await bot.settled()

    assert (bot["Priya"].inbox, read(ask.card)) == ([ask], "Answered")


async def test_what_is_refused_keeps_the_dialog_open_with_what_was_typed(bot: Served) -> None:
    _, dialog = await shown(bot)
    bot.door.replies["submit answer"] = FieldErrors((("why", "More, please."),))

    again = await dialog.sends({"why": "x", "quotable": "yes"})
    assert again
    assert "Why: x\nMore, please." in again.read
    assert {each["id"]: each.get("value") for each in inputs(again.card)}["quotable"] == "yes"
    bot.door.replies["submit answer"] = Say(saying("Thank you"))

    assert await again.sends({"why": "x because"}) is None
    assert bot.door.events[-1][4]["why"] == "x because"  # type: ignore[index] # what the form held
    assert bot["Priya"].read == ["A question\nOpen it\nLater"]


async def test_the_next_form_takes_the_dialogs_place(bot: Served) -> None:
    ask, dialog = await shown(bot)
    bot.door.replies["submit answer"] = Open(SHEET)

    again = await dialog.sends({"why": "x"})
    bot.door.replies["submit sheet"] = Update(saying("Done with it"))
    assert again
    await again.sends({})
    await bot.settled()

    assert (again.title, read(ask.card)) == ("What changes and why", "Done with it")


async def test_a_dialog_sent_twice_over_closes(bot: Served) -> None:
    _, dialog = await shown(bot)
    bot.door.replies["submit answer"] = Nothing()

    assert await dialog.sends({"why": "x"}) is None


async def test_another_process_shows_what_was_typed_too(bot: Served) -> None:
    _, dialog = await shown(bot)
    bot.door.replies["submit answer"] = FieldErrors((("why", "More, please."),))

    async with another_process(bot):
        again = await dialog.sends({"why": "x"})

    assert again
    assert "Why: x\nMore, please." in again.read
    assert bot.done == ["press answer", "submit answer", "press answer"]


@pytest.mark.parametrize("reply", [Say(saying("Closed")), Open(SHEET)])
async def test_where_the_form_is_not_to_be_had_any_more_another_process_says_what_is_wrong(
    bot: Served, reply: Reply
) -> None:
    _, dialog = await shown(bot)
    bot.door.replies |= {"press answer": reply, "submit answer": FieldErrors((("why", "More, please."),))}

    async with another_process(bot):
        again = await dialog.sends({"why": "x"})

    assert again
    assert again.line == "More, please."


@pytest.mark.parametrize(
    ("reply", "reads"),
    [
        (Say(saying("The question is closed.")), "The question is closed."),
        (FieldErrors((("why", "Not now."),)), "Not now."),
        (Nothing(), "Done."),
    ],
)
async def test_what_stands_against_a_form_is_said_in_the_dialog_alone(bot: Served, reply: Reply, reads: str) -> None:
    ask = await asked(bot)
    bot.door.replies["press answer"] = reply

    dialog = await bot["Priya"].opens("Open it")
    await bot.settled()

    assert (dialog.title, dialog.read) == ("Hymnsheet", reads)
    assert bot["Priya"].inbox == [ask]


@pytest.mark.parametrize("reply", [PRESSED, LONG])
async def test_a_reply_that_a_dialog_cannot_hold_comes_in_the_chat(bot: Served, reply: object) -> None:
    ask = await asked(bot)
    bot.door.replies["press answer"] = Say(reply)  # type: ignore[arg-type] # a message

    dialog = await bot["Priya"].opens("Open it")
    await bot.settled()

    assert dialog.read == "See below."
    assert len(bot["Priya"].inbox) > 1
    assert bot["Priya"].inbox[0] == ask


async def test_an_update_takes_the_place_of_the_card_also_where_a_dialog_was_asked_for(bot: Served) -> None:
    ask = await asked(bot)
    bot.door.replies["press answer"] = Update(saying("It is over"))

    dialog = await bot["Priya"].opens("Open it")
    await bot.settled()

    assert (dialog.read, read(ask.card)) == ("Done.", "It is over")


async def test_a_dialog_over_the_channel_says_where_its_reply_is(bot: Served) -> None:
    await bot["Dana"].mentions("help")
    await bot.out.gateway.send(bot.channel, ASK, key="ask")
    bot.door.replies |= {"press answer": Open(FORM), "submit answer": Update(saying("A secret"))}
    (card,) = bot.teams.space.in_(CHANNEL)

    dialog = await bot["Dana"].opens("Open it", on=card)
    closing = await dialog.sends({"why": "x"})
    await bot.settled()

    assert closing
    assert closing.line == "The answer is in your chat with me."
    assert bot.door.events[-1][2] == Where(bot.channel)
    assert (bot["Dana"].read[-1], "A secret" in read(card.card)) == ("A secret", False)


async def test_what_is_sent_over_the_channel_was_sent_when_teams_says(bot: Served) -> None:
    await bot["Dana"].mentions("help")
    await bot.out.gateway.send(bot.channel, ASK, key="ask")
    bot.door.replies["press answer"] = Open(FORM)
    dialog = await bot["Dana"].opens("Open it", on=bot.teams.space.in_(CHANNEL)[0])
    value = {"data": dialog.card["actions"][0]["data"]}

    sent = {"type": "invoke", "name": "task/submit", "value": value, "timestamp": "2026-11-02T09:00:00Z"}
    await bot.teams.brings(bot["Dana"].activity(CHANNEL) | sent)

    assert bot.door.events[-1][2].at == datetime(2026, 11, 2, 9, tzinfo=UTC)  # type: ignore[attr-defined] # a place


@pytest.mark.parametrize(("fields", "height"), [(5, "medium"), (6, "large")])
async def test_a_long_form_gets_a_large_dialog(bot: Served, fields: int, height: str) -> None:
    ask = await asked(bot)
    bot.door.replies["press answer"] = Open(replace(SHEET, fields=SHEET.fields[:fields]))

    body = await bot["Priya"].presses("Open it", on=ask)

    assert (body["task"]["value"]["height"], body["task"]["value"]["width"]) == (height, "medium")


async def test_where_dialogs_are_switched_off_no_button_asks_for_one(tmp_path: Path, teams: TeamsDouble) -> None:
    async with a_served_bot(tmp_path, teams, EMULATOR.model_copy(update={"dialogs": None})) as bot:
        ask = await asked(bot)
        assert {each["type"] for each in actions(ask.card)} == {"Action.Execute"}
        bot.door.replies |= {"press answer": Open(FORM), "command new-policy Refunds": Open(SHEET)}
        bot.door.replies["press later"] = Update(ASK)

        body = await bot["Priya"].presses("Later")
        await bot["Priya"].presses("Open it")
        await bot["Dana"].mentions("new-policy Refunds")
        await bot.settled()

        assert {each["type"] for each in (*actions(body["value"]), *actions(ask.card))} == {"Action.Execute"}
        assert [len([*inputs(bot[name].inbox[-1].card)]) for name in ("Priya", "Dana")] == [4, 6]
