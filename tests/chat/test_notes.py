"""Notes: "Check this with the team" on a message."""

from bot.domain.sheet import MAX_TITLE
from tests.chat.house import SHEET, Chat

LONG = "Meeting of Monday\n\n" + "We talked about refunds. " * 200
REASONS = {"reasons": "because customers call again"}


async def test_a_message_becomes_the_body_and_its_first_line_the_title(chat: Chat) -> None:
    await chat["dana"].checks("# Refunds on the call\nFrom Monday.")
    assert chat["dana"].filled["title"] == "Refunds on the call"
    assert chat["dana"].filled["body"] == "# Refunds on the call\nFrom Monday."


async def test_a_first_line_longer_than_a_title_is_none(chat: Chat) -> None:
    await chat["dana"].checks("x" * MAX_TITLE + "\nFrom Monday.")
    assert chat["dana"].filled["title"] == "x" * MAX_TITLE
    await chat["dana"].checks("From Monday agents refund on the call. " * 5)
    assert chat["dana"].filled["title"] == ""


async def test_long_notes_that_begin_with_a_long_line_want_a_title_and_are_found_in_the_list(chat: Chat) -> None:
    await chat["dana"].checks("We talked about refunds. " * 200)
    assert chat["dana"].filled["title"] == ""
    await chat["dana"].types("list")
    assert "We talked about refunds. We talked" in chat["dana"].read
    assert "… (we-talked" in chat["dana"].read


async def test_an_empty_message_has_nothing_to_check(chat: Chat) -> None:
    await chat["dana"].checks(" \n\u202e ")
    assert "no text to check" in chat["dana"].read


async def test_long_notes_are_kept_whole(chat: Chat) -> None:
    await chat["dana"].checks(LONG)
    await chat["dana"].fills(REASONS)
    await chat["dana"].presses("Send to the team")
    await chat.settle()
    assert "We talked about refunds. " * 199 in chat.channel[0]


async def test_long_notes_survive_a_dialog_that_was_closed(chat: Chat) -> None:
    await chat["dana"].checks(LONG)
    await chat["dana"].types("list")
    await chat["dana"].presses("Open the draft")
    await chat["dana"].presses("Edit")
    assert "body" not in chat["dana"].filled
    await chat["dana"].fills(REASONS)
    assert "We talked about refunds. " * 199 in chat["dana"].read


async def test_a_draft_of_long_notes_is_not_sent_without_reasons(chat: Chat) -> None:
    await chat["dana"].checks(LONG)
    await chat["dana"].types("list")
    await chat["dana"].presses("Open the draft")
    await chat["dana"].presses("Send to the team")
    assert "at least one reason" in chat["dana"].read


async def test_reasons_are_proposed_from_long_notes_too(chat: Chat) -> None:
    await chat["dana"].checks(LONG + "\nWe do it because customers call again.")
    await chat["dana"].fills({"title": "Refunds"})
    assert chat["dana"].filled["reasons"] == "We do it because customers call again."
    await chat["dana"].fills({})
    assert "We talked about refunds. " * 199 in chat["dana"].read


async def test_long_notes_without_a_first_line_still_need_a_title(chat: Chat) -> None:
    await chat["dana"].checks("###\n" + LONG)
    await chat["dana"].fills(REASONS)
    assert list(chat["dana"].errors) == ["title"]


async def test_notes_too_long_for_a_check_are_refused_in_one_line(chat: Chat) -> None:
    await chat["dana"].checks("x" * 40_001)
    assert "40001 characters; 40000 fit" in chat["dana"].read


async def test_a_short_draft_may_grow_no_longer_than_an_input(chat: Chat) -> None:
    await chat.drafted()
    await chat["dana"].presses("Edit")
    await chat["dana"].fills({"body": str(SHEET["body"]) * 100})
    assert list(chat["dana"].errors) == ["body"]
