"""What a lead sees at home: one line a check, with counts, and no single answer."""

import pytest

from bot.domain.ids import PersonRef
from bot.flows.oversee import MOST_LED
from bot.messages.view import Say
from bot.ports.chat import Member
from bot.ports.door import Actor
from tests.chat.house import TENANT, Chat, Person, buttons

WHY = "it is about r1 for our customers"
FIVE = ("priya", "sam", "ines", "jonas", "zoe")


@pytest.fixture(autouse=True)
def a_fifth_to_ask(chat: Chat) -> None:
    zoe = Member(PersonRef(TENANT, "zoe"), "Zoë", "Europe/Madrid", "en")
    chat.roster.people.append(zoe)
    chat.people["zoe"] = Person(chat, Actor(zoe.ref, zoe.name, zoe.time_zone, zoe.locale))


async def at_home(chat: Chat, user: str = "luis") -> list[str]:
    """The lines about checks that somebody leads."""
    await chat[user].types("")
    _, _, after = chat[user].read.partition("Checks you read as a lead")
    return [line for line in after.splitlines() if " — by " in line]


async def reported(chat: Chat, **answers: str) -> None:
    await chat.launched(leads="luis", who="\n".join(answers))
    for user, why in answers.items():
        await chat.answers_and_confirms(user, why)


async def test_a_lead_sees_one_line_a_check_with_its_state_and_counts(chat: Chat) -> None:
    await chat.launched(leads="luis", who="sam\npriya")
    await chat.answers("sam", WHY)
    assert await at_home(chat) == [
        "Refunds up to 50 € without approval — by Dana · open until Thu 26 Nov, 11:00 · 1 of 2 answered"
    ]
    assert "Report" not in labels(chat)


async def test_once_it_is_reported_a_lead_opens_the_summary(chat: Chat) -> None:
    await reported(chat, sam=WHY)
    assert (await at_home(chat))[0].endswith("— by Dana · closed · 1 of 1 answered")
    assert chat["luis"].read.count("Refunds up to 50 €") == 1
    await chat["luis"].presses("Report")
    assert "What we heard" in chat["luis"].read
    assert "Sam" not in chat["luis"].read


@pytest.mark.parametrize(
    ("part", "comes_out"), [(0, "In tune"), (2, "In tune (on the border)"), (5, "Same wrong song")]
)
async def test_from_five_answers_on_it_says_how_the_round_came_out(chat: Chat, part: int, comes_out: str) -> None:
    """`part` of them say one reason, the others all."""
    why = [WHY] * part + ["it is about r1, r2 and r3"] * (5 - part)
    await reported(chat, **dict(zip(FIVE, why, strict=True)))
    assert (await at_home(chat))[0].endswith(f"· closed · 5 of 5 answered · {comes_out}")


async def test_under_five_answers_it_does_not(chat: Chat) -> None:
    await reported(chat, **dict.fromkeys(FIVE[:4], WHY))
    assert (await at_home(chat))[0].endswith("4 of 4 answered")


async def test_while_the_report_is_made_there_is_nothing_to_open(chat: Chat) -> None:
    await chat.launched(leads="luis", who="sam\npriya")
    await chat["dana"].types("close")
    assert (await at_home(chat))[0].endswith("the report is being made · 0 of 2 answered")
    assert "Report" not in labels(chat)


async def test_a_lead_sees_neither_drafts_nor_what_was_called_off(chat: Chat) -> None:
    await chat.drafted(leads="luis")
    assert await at_home(chat) == []
    await chat["dana"].presses("Send to the team")
    await chat.settle()
    await chat["dana"].calls_off()
    assert await at_home(chat) == []


async def test_nobody_else_sees_the_line(chat: Chat) -> None:
    await chat.launched(leads="luis")
    assert await at_home(chat, "sam") == []
    assert await at_home(chat, "dana") == []


async def test_who_leads_their_own_check_sees_it_once(chat: Chat) -> None:
    await chat.launched(leads="dana\nluis", who="sam")
    assert await at_home(chat, "dana") == []
    assert chat["dana"].read.count("Refunds up to 50") == 1


async def test_a_lead_sees_the_newest_few(chat: Chat) -> None:
    for i in range(MOST_LED + 1):
        await chat.launched(title=f"Sheet number {i}", leads="luis", who="sam")
    shown = await at_home(chat)
    assert [line.split(" — ")[0] for line in shown] == [f"Sheet number {i}" for i in range(MOST_LED, 0, -1)]


def labels(chat: Chat) -> list[str]:
    reply = chat["luis"].reply
    return [button.label for button in buttons(reply.message)] if isinstance(reply, Say) else []
