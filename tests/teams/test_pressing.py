"""What a pressed button is answered with at once, beside what is sent."""

import pytest

from bot.messages.view import FieldErrors, Nothing, Open, Reply, Say, Update
from tests.teams.organisation import CHANNEL
from tests.teams.served import Served
from tests.teams.test_inbound import ASK, FORM, asked, opened, saying

LONG = saying("word " * 10_000)


@pytest.mark.parametrize(
    ("reply", "told"),
    [
        (Nothing(), "Done."),
        (Open(FORM), "See below."),
        (Say(saying("An answer")), "See below."),
        (Update(LONG), "Done."),
        (FieldErrors((("why", "Not now."),)), "Not now."),
    ],
)
async def test_a_button_in_the_chat_is_answered_with_a_line_that_is_not_empty(
    bot: Served, reply: Reply, told: str
) -> None:
    await asked(bot)
    bot.door.replies["press later"] = reply

    body = await bot["Priya"].presses("Later")

    assert body == {"statusCode": 200, "type": "application/vnd.microsoft.activity.message", "value": told}


@pytest.mark.parametrize(("reply", "told"), [(Nothing(), "Done."), (Update(saying("New")), "Done.")])
async def test_so_is_a_button_in_the_channel(bot: Served, reply: Reply, told: str) -> None:
    await bot["Priya"].mentions("help")
    await bot.out.gateway.send(bot.channel, ASK, key="ask")
    (ask,) = bot.teams.space.in_(CHANNEL)
    bot.door.replies["press later"] = reply

    body = await bot["Priya"].presses("Later", on=ask)

    assert body["value"] == told


@pytest.mark.parametrize("reply", [Nothing(), Say(LONG)])
async def test_so_is_a_form(bot: Served, reply: Reply) -> None:
    priya, _, form = await opened(bot)
    bot.door.replies["submit answer"] = reply

    body = await priya.presses("Send", {"why": "x"}, on=form)

    assert body["value"] == "Done."
