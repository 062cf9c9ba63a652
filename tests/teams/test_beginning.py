"""Beginning a sheet: by a command that is answered with the button for its form, or in a message's menu."""

from dataclasses import replace

import pytest

from bot.messages.view import Button, Buttons, FieldErrors, Form, Open, Say
from bot.ports.door import Where
from tests.teams.acting import dialog_in
from tests.teams.organisation import CHANNEL, Posted, inputs, read
from tests.teams.served import Served, another_process
from tests.teams.test_dialogs import SHEET
from tests.teams.test_inbound import FORM, saying


async def offered(bot: Served) -> Posted:
    """What Dana gets in her chat for a command in the channel that opens a long form."""
    bot.door.replies["command new-policy Refunds"] = Open(SHEET)
    await bot["Dana"].mentions("new-policy Refunds")
    await bot.settled()
    (offer,) = bot["Dana"].inbox
    return offer


async def test_a_command_that_opens_a_long_form_is_answered_with_the_button_for_it(bot: Served) -> None:
    offer = await offered(bot)
    assert read(offer.card) == "What changes and why\nOpen the form"

    dialog = await bot["Dana"].opens("Open the form")
    bot.door.replies["submit sheet"] = Say(saying("Your draft"))
    assert await dialog.sends({"field0": "x"}) is None
    await bot.settled()

    assert bot.done == ["command new-policy Refunds"] * 2 + ["submit sheet"]
    assert {event[2] for event in bot.door.events} == {Where(bot.channel)}
    assert (bot["Dana"].inbox, read(offer.card)) == ([offer], "Your draft")


HOME = saying("Where things stand", Buttons((Button("New hymn sheet", "new_policy"), Button("Help", "help"))))


async def test_the_home_card_s_button_for_a_new_sheet_is_for_the_channel_it_was_asked_in(bot: Served) -> None:
    bot.door.replies["command "] = Say(HOME)
    bot.door.replies["command new-policy"] = Open(SHEET)
    await bot["Dana"].mentions("")
    await bot.settled()

    dialog = await bot["Dana"].opens("New hymn sheet")
    bot.door.replies["submit sheet"] = Say(saying("Your draft"))
    await dialog.sends({"field0": "x"})
    await bot.settled()

    assert bot.done == ["command ", "command new-policy", "submit sheet"]
    assert {event[2] for event in bot.door.events} == {Where(bot.channel)}


async def test_in_the_personal_chat_no_button_begins_a_sheet_since_nobody_knows_for_whom(bot: Served) -> None:
    bot.door.replies["command "] = Say(HOME)

    await bot["Dana"].writes("/align")
    await bot.settled()

    assert bot["Dana"].read == ["Where things stand\nHelp"]


async def test_a_row_of_no_buttons_is_none(bot: Served) -> None:
    bot.door.replies["command list"] = Say(saying("None yet", Buttons((Button("New hymn sheet", "new_policy"),))))

    await bot["Dana"].writes("/align list")
    await bot.settled()

    assert bot["Dana"].read == ["None yet"]


async def test_the_buttons_place_gets_the_form_in_a_client_without_dialogs(bot: Served) -> None:
    offer, dana = await offered(bot), replace(bot["Dana"], dialogs=False)

    await dana.presses("Open the form")
    await bot.settled()
    assert len([*inputs(offer.card)]) == 6
    bot.door.replies["submit sheet"] = Say(saying("Your draft"))
    await dana.presses("Review", {"field0": "x"}, on=offer)
    await bot.settled()

    assert bot.door.events[-1][:3:2] == ("submit sheet", Where(bot.channel))
    assert (dana.inbox, read(offer.card)) == ([offer], "Your draft")


async def test_another_process_opens_what_was_typed_too(bot: Served) -> None:
    await offered(bot)
    bot.door.replies["submit sheet"] = FieldErrors((("field0", "Say something."),))

    async with another_process(bot):
        dialog = await bot["Dana"].opens("Open the form")
    async with another_process(bot):
        again = await dialog.sends({"field1": "typed"})

    assert again
    assert "Field 0: \nSay something.\nField 1: typed" in again.read


@pytest.mark.parametrize(
    ("form", "text"), [(FORM, "extend"), (SHEET, f"new-policy {'x' * 2000}")], ids=["short", "much typed"]
)
async def test_a_short_form_or_one_for_much_typed_comes_on_its_card_at_once(bot: Served, form: Form, text: str) -> None:
    bot.door.replies[f"command {text}"] = Open(form)

    await bot["Dana"].writes(f"align {text}")
    await bot.settled()

    (card,) = bot["Dana"].inbox
    assert len([*inputs(card.card)]) == len(form.fields)


async def test_what_claims_to_have_been_typed_and_was_not_is_refused(bot: Served) -> None:
    activity = bot["Dana"].activity("a:aad-dana") | {"type": "invoke", "name": "task/fetch"}

    for subject in ("", "{}", "[1]", '["a", "b", "c"]'):
        data = {"action": "typed", "value": subject}
        assert (await bot.teams.brings(activity | {"value": {"data": data}}))[0] == 400
    assert bot.done == []


async def test_check_this_with_the_team_opens_the_sheet_on_the_message_s_words(bot: Served) -> None:
    bot.door.replies["shortcut"] = Open(SHEET)
    body = {"contentType": "html", "content": "<div><p>We refund &lt; 50&nbsp;€.</p><p>From Monday.</p></div>"}
    dana = bot["Dana"]

    fetched = await dana.invokes("composeExtension/fetchTask", {"messagePayload": {"body": body}})
    dialog = dialog_in(dana, Posted("", CHANNEL, "", {}), fetched)
    assert dialog
    assert (dialog.title, bot.door.events[0][3]) == ("What changes and why", "We refund < 50 €.\nFrom Monday.")
    bot.door.replies["submit sheet"] = Say(saying("Your draft"))
    closing = await dialog.sends({"field0": "x"}, "composeExtension/submitAction")
    await bot.settled()

    assert closing
    assert closing.line == "The answer is in your chat with me."
    assert (dana.read, bot.door.events[-1][2]) == (["Your draft"], Where(bot.channel))


async def test_a_message_s_menu_between_two_people_does_not_make_their_chat_the_bots(bot: Served) -> None:
    bot.door.replies["command list"] = Say(saying("No checks"))
    dana = bot["Dana"]
    assert await dana.writes("align list") == 200
    between = {"id": "19:dana_tom@unq.gbl.spaces", "conversationType": "personal"}
    called = {"type": "invoke", "name": "composeExtension/fetchTask", "value": {}, "conversation": between}

    assert (await bot.teams.brings(dana.activity(CHANNEL) | called))[0] == 200

    known = await bot.out.references.get(bot.person("Dana"))
    assert known
    assert known.conversation == dana.person.chat
