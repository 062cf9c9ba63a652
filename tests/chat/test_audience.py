"""Whom a check asks: a channel chosen in the dialog, user groups, named people."""

import pytest

from bot.domain.check import CheckState
from bot.domain.ids import ChannelRef, PersonRef
from bot.messages.view import FieldKind, Open
from bot.ports.chat import Member
from tests.chat.house import SHEET, TENANT, Chat

GROUP = "group:support"


@pytest.fixture(autouse=True)
def a_platform_with_groups_and_a_choice_of_channels(chat: Chat) -> None:
    chat.roster.picks = True
    chat.roster.named_groups = {"support": ["priya", "sam", "gus", "luis"], "night-shift": ["ines", "sam"]}
    chat.roster.people = [*chat.roster.people, Member(PersonRef(TENANT, "gus"), "Gus", "UTC", "en", guest=True)]


async def begin(chat: Chat, **changes: str) -> None:
    """Dana writes the sheet from her home page."""
    chat["dana"].alone = True
    await chat["dana"].types("")
    await chat["dana"].presses("New hymn sheet")
    await chat["dana"].fills(SHEET | changes)


async def test_a_check_begun_at_home_asks_for_its_channel(chat: Chat) -> None:
    await begin(chat)
    assert chat["dana"].errors == {"channel": "Choose the channel whose members are to be asked."}


async def test_a_check_begun_at_home_asks_the_channel_that_was_chosen(chat: Chat) -> None:
    await begin(chat, channel="elsewhere")
    await chat["dana"].presses("Send to the team")
    await chat.settle()

    assert len(chat.gateway.to("elsewhere")) == 1
    assert chat["luis"].inbox
    assert chat.channel == []


async def test_in_a_channel_the_dialog_asks_for_no_other(chat: Chat) -> None:
    await chat["dana"].types("new-policy")
    assert FieldKind.CHANNEL not in {field.kind for field in chat["dana"].form().fields}


async def test_who_is_not_in_the_chosen_channel_is_told_at_that_field(chat: Chat) -> None:
    chat.roster.people = [member for member in chat.roster.people if member.ref.user != "dana"]
    await begin(chat, channel="elsewhere")
    assert "Only people of this channel" in chat["dana"].errors["channel"]


async def test_without_a_choice_of_channels_nothing_is_asked_for(chat: Chat) -> None:
    await chat["dana"].types("new-policy")
    form = chat["dana"].form()
    chat.roster.picks, chat["dana"].alone = False, True
    await chat["dana"].fills(SHEET, form=form)
    assert "Start it in the channel" in chat["dana"].errors["title"]


async def test_proposed_reasons_leave_the_choice_of_channel_and_groups_as_it_was(chat: Chat) -> None:
    await begin(chat, channel="elsewhere", groups=GROUP, reasons="", labels="", body="We do it because calls repeat.")
    assert isinstance(chat["dana"].reply, Open)
    assert (chat["dana"].filled["channel"], chat["dana"].filled["groups"]) == ("elsewhere", GROUP)


async def test_long_notes_have_to_be_brought_from_the_channel_they_are_for(chat: Chat) -> None:
    chat["dana"].alone = True
    await chat["dana"].checks("Customers wait. " * 300)
    assert "Start it in the channel" in chat["dana"].read


async def test_a_user_group_is_asked_without_guests_and_without_those_who_read_the_report(chat: Chat) -> None:
    await chat.launched(groups=GROUP, leads="luis")
    assert {user for user in chat.people if chat[user].inbox} == {"dana", "priya", "sam"}


async def test_groups_and_people_are_asked_together_and_nobody_twice(chat: Chat) -> None:
    await chat.launched(groups=f"{GROUP}\ngroup:night-shift", who="sam\njonas")
    await chat["dana"].types("status")
    assert "0 of 5" in chat["dana"].read
    assert len(chat["sam"].inbox) == 1


async def test_the_draft_says_that_groups_are_asked(chat: Chat) -> None:
    await chat.drafted(groups=GROUP, who="jonas")
    assert "1 person you chose · everybody of 1 user group" in chat["dana"].read


async def test_a_chosen_group_stays_chosen_where_the_platform_does_not_name_it_just_now(chat: Chat) -> None:
    await chat.drafted(groups=GROUP)
    chat.roster.named_groups.pop("support")
    await chat["dana"].presses("Edit")
    assert chat["dana"].filled["groups"] == GROUP
    assert chat["dana"].filled["who"] == ""


async def test_a_group_that_is_gone_leaves_nobody_to_ask(chat: Chat) -> None:
    await chat.drafted(groups=GROUP)
    chat.roster.named_groups.clear()
    await chat["dana"].presses("Send to the team")
    await chat.settle()
    assert "There is nobody to ask" in chat["dana"].latest


async def test_the_chosen_channel_is_the_checks_own(chat: Chat) -> None:
    await begin(chat, channel="elsewhere")
    async with chat.house.uow() as uow:
        ((check, _),) = await uow.checks.of_tenant(TENANT, frozenset({CheckState.DRAFT}))
    assert check.channel == ChannelRef(TENANT, "elsewhere")
