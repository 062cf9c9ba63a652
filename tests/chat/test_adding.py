"""Adding people to a running check."""

import pytest

from bot.domain.ids import PersonRef
from bot.ports.chat import Member
from tests.chat.house import TENANT, Chat


def outsiders(chat: Chat) -> None:
    """A bot and a guest are there too."""
    chat.roster.people += [
        Member(PersonRef(TENANT, "robot"), "Robot", "UTC", "en", bot=True),
        Member(PersonRef(TENANT, "visitor"), "Visitor", "UTC", "en", guest=True),
    ]


@pytest.mark.parametrize("mention", ["@jonas", "<@jonas>", "<@jonas|jonasb>,", "@jonas @jonas"])
async def test_somebody_added_is_asked(chat: Chat, mention: str) -> None:
    await chat.launched(who="sam")
    await chat["dana"].types(f"add {mention}")
    await chat.settle()
    assert "Jonas is asked as well" in chat["dana"].read
    assert len(chat["jonas"].inbox) == 1


async def test_who_could_not_be_reached_is_asked_again_once_they_can_be(chat: Chat) -> None:
    chat.gateway.refuse["sam"] = "not_installed_for"
    await chat.launched(who="sam\npriya")
    del chat.gateway.refuse["sam"]

    await chat["dana"].types("add @sam")
    await chat.settle()

    assert "Sam is asked as well" in chat["dana"].read
    assert len(chat["sam"].inbox) == 1
    await chat["dana"].types("status")
    assert "Could not be reached" not in chat["dana"].read
    assert "Answered: 0 of 2" in chat["dana"].read


async def test_who_cannot_be_reached_again_is_counted_so_again(chat: Chat) -> None:
    chat.gateway.refuse["sam"] = "not_installed_for"
    await chat.launched(who="sam\npriya")

    for _ in range(2):
        await chat["dana"].types("add @sam")
        await chat.settle()

    await chat["dana"].types("status")
    assert "Could not be reached: Sam" in chat["dana"].read
    assert chat["sam"].inbox == []


async def test_who_was_not_known_at_the_launch_and_is_now_is_asked(chat: Chat) -> None:
    await chat.launched(who="priya\nghost")
    chat.roster.people.append(Member(PersonRef(TENANT, "ghost"), "Gaston", "UTC", "en"))

    await chat["dana"].types("add @ghost")
    await chat.settle()

    assert len(chat.gateway.to("ghost")) == 1
    await chat["dana"].types("status")
    assert "Answered: 0 of 2" in chat["dana"].read
    assert "Gaston" in chat["dana"].read


async def test_people_are_added_from_the_dialog(chat: Chat) -> None:
    await chat.launched(who="sam")
    await chat["dana"].types("add")
    await chat["dana"].fills({"who": "priya\njonas"})
    await chat.settle()
    assert "Jonas, Priya: asked as well (2 people)" in chat["dana"].read
    assert len(chat["priya"].inbox) == 1


async def test_an_empty_dialog_adds_nobody(chat: Chat) -> None:
    await chat.launched(who="sam")
    await chat["dana"].types("add refunds-up-to-50-without-approval")
    await chat["dana"].fills({"who": ""})
    assert "Who shall I ask?" in chat["dana"].errors["who"]


@pytest.mark.parametrize(
    ("mention", "says"),
    [
        ("@nobody", "@nobody (not known here)"),
        ("<@U9|kim>,", "@kim (not known here)"),
        ("@sam", "Sam (asked already)"),
        ("@dana", "Dana (started this check)"),
        ("@luis @sam", "Luis (reads the report), Sam (asked already)"),
        ("@robot @visitor", "Robot (a bot), Visitor (a guest)"),
    ],
)
async def test_who_cannot_be_added_is_said(chat: Chat, mention: str, says: str) -> None:
    outsiders(chat)
    await chat.launched(who="sam", leads="luis")
    await chat["dana"].types(f"add {mention}")
    assert chat["dana"].read == f"Nobody more is asked: {says}."


async def test_of_several_those_who_can_be_are_added_and_the_others_named_with_why(chat: Chat) -> None:
    outsiders(chat)
    await chat.launched(who="sam", leads="luis")
    await chat["dana"].types("add refunds-up-to-50-without-approval @sam @jonas @robot @visitor @nobody @dana @luis")
    await chat.settle()
    assert "Jonas is asked as well" in chat["dana"].read
    assert (
        "Not asked: Sam (asked already), Robot (a bot), Visitor (a guest), @nobody (not known here), "
        "Dana (started this check), Luis (reads the report)."
    ) in chat["dana"].read
    assert chat["jonas"].sees("Answer")
    assert chat.gateway.to("visitor") == []
