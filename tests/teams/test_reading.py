"""What an activity of Teams says of itself, and what is read in its text."""

from datetime import UTC, datetime

import pytest

from adapters.teams.reading import doing_of
from bot.domain.ids import ChannelRef
from bot.ports.door import Where
from tests.teams.acting import mention
from tests.teams.organisation import BOT, CHANNEL, GROUP
from tests.teams.served import Served

ACTIVITY = {
    "type": "message",
    "id": "1",
    "from": {"id": "29:priya"},
    "conversation": {"id": "a:priya", "tenantId": "t1"},
    "serviceUrl": "https://smba.example/",
}


def test_an_activity_says_when_it_was_made() -> None:
    doing = doing_of(ACTIVITY | {"timestamp": "2026-11-24T10:00:00.25Z"})

    assert doing.where.at == datetime(2026, 11, 24, 10, 0, 0, 250_000, tzinfo=UTC)


@pytest.mark.parametrize("stamp", [None, "", "yesterday", 7, "2026-11-24T10:00:00"])
def test_a_moment_that_is_none_is_left_out(stamp: object) -> None:
    assert doing_of(ACTIVITY | {"timestamp": stamp}).where.at is None


async def test_people_mentioned_in_a_command_are_named_by_their_ids(bot: Served) -> None:
    mei = bot["Mei"].person
    marks = [mention("<at>Hymnsheet</at>", BOT), mention("<at>Mei</at>", mei.id, mei.aad)]
    text = "<at>Hymnsheet</at>&nbsp;align add x <at>Mei</at> a &lt; b"

    await bot.teams.brings(bot["Dana"].activity(CHANNEL) | {"type": "message", "text": text, "entities": marks})

    assert bot.done == ["command add x <@aad-mei|Mei> a < b"]


async def test_two_people_of_one_name_are_named_in_the_order_they_stand_in(bot: Served) -> None:
    jo = "<at>Jo S. O'Neill</at>"
    marks = [mention("<at>H</at>", BOT), mention(jo, "29:1"), mention(jo, "29:2")]
    text = f"<at>H</at> add {jo} {jo}"

    await bot.teams.brings(bot["Dana"].activity(CHANNEL) | {"type": "message", "text": text, "entities": marks})

    name = "Jo\xa0S.\xa0ONeill"  # a word each, since a command is read by words
    assert bot.done == [f"command add <@29:1|{name}> <@29:2|{name}>"]


@pytest.mark.parametrize("text", [", align list", ": list", "align\nlist"])
async def test_signs_and_line_ends_after_the_mention_are_no_part_of_the_command(bot: Served, text: str) -> None:
    await bot["Dana"].mentions(text)

    assert bot.done == ["command list"]


@pytest.mark.parametrize("place", [CHANNEL, GROUP])
async def test_what_several_read_is_no_personal_chat_though_it_is_not_called_anything(bot: Served, place: str) -> None:
    activity = bot["Dana"].activity(place) | {"type": "message", "text": "<at>H</at> list"}
    del activity["conversation"]["conversationType"]

    await bot.teams.brings(activity | {"entities": [mention("<at>H</at>", BOT)]})
    await bot.settled()

    assert bot.door.events[0][2] == Where(ChannelRef(bot.channel.tenant, place))
    known = await bot.out.references.get(bot.person("Dana"))
    assert known
    assert known.conversation == ""


async def test_a_picture_alone_is_answered_with_what_can_be_read(bot: Served) -> None:
    html = {"contentType": "text/html", "content": "<p></p>"}
    activity = bot["Dana"].activity("a:aad-dana") | {"type": "message"}

    await bot.teams.brings(activity | {"attachments": [html]})
    await bot.teams.brings(activity | {"attachments": [{"contentType": "image/png"}, html]})
    await bot.settled()

    assert bot["Dana"].read == ["I can read text only. Write it here, or press a button above."]


@pytest.mark.parametrize("text", ['<quoted messageId="1"/>align list', "align\nlist", " /align \n list "])
async def test_a_command_is_one_behind_a_quote_and_over_a_line_s_end(bot: Served, text: str) -> None:
    await bot["Dana"].writes(text)

    assert bot.done == ["command list"]


async def test_a_quoted_reply_is_said_without_the_mark_of_what_it_quotes(bot: Served) -> None:
    activity = bot["Dana"].activity("a:aad-dana") | {
        "type": "message",
        "entities": [mention("<at>Mei</at>", "29:mei")],
    }

    await bot.teams.brings(activity | {"text": '<quoted messageId="1"/> because <at>Mei</at> says so'})

    assert [(event[0], event[2]) for event in bot.door.events] == [("said", "because @Mei says so")]
