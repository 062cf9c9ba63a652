"""A sheet that is kept: edited, sent twice, beside others."""

from datetime import timedelta

import pytest

from bot.messages.view import Say, Update
from tests.chat.house import SHEET, Chat


async def test_a_sheet_sent_twice_is_one_draft(chat: Chat) -> None:
    await chat["dana"].types("new-policy")
    form = chat["dana"].form()
    for _ in range(2):
        await chat["dana"].fills(SHEET, form=form)

    await chat["dana"].types("list")

    assert chat["dana"].read.count("(refunds-up-to-50-without-approval") == 1


@pytest.mark.parametrize(
    ("changed", "later"),
    [({"body": "Something else."}, 0), ({"who": "sam"}, 0), ({"open_for": "1w"}, 0), ({"language": "de"}, 0), ({}, 61)],
)
async def test_another_sheet_and_the_same_one_later_are_drafts_of_their_own(
    chat: Chat, changed: dict[str, str], later: int
) -> None:
    await chat["dana"].types("new-policy")
    form = chat["dana"].form()
    await chat["dana"].fills(SHEET, form=form)
    chat.clock.advance(timedelta(seconds=later))
    await chat["dana"].fills(SHEET | changed, form=form)

    await chat["dana"].types("list")

    assert chat["dana"].read.count("(refunds-up-to-50-without-approval") == 2


async def test_an_edited_draft_takes_the_place_of_the_one_it_was_opened_from(chat: Chat) -> None:
    await chat["dana"].types("new-policy")
    assert isinstance(await chat["dana"].fills(SHEET), Say)
    await chat["dana"].presses("Edit")

    assert isinstance(await chat["dana"].fills({"title": "Refunds"}), Update)
    assert "Refunds" in chat["dana"].read


async def test_a_draft_is_edited_with_all_it_holds(chat: Chat) -> None:
    await chat.drafted(main="2", effective_on="2026-12-01", who="priya", leads="luis", open_for="1w", language="de")
    await chat["dana"].presses("Edit")
    filled = chat["dana"].filled
    assert {name: filled[name] for name in ("main", "effective_on", "who", "leads", "open_for", "language")} == {
        "main": "2",
        "effective_on": "2026-12-01",
        "who": "priya",
        "leads": "luis",
        "open_for": "1w",
        "language": "de",
    }
    await chat["dana"].fills({"title": "Refunds on the call"})
    assert "Refunds on the call" in chat["dana"].read


async def test_two_sheets_of_one_title_have_names_of_their_own(chat: Chat) -> None:
    await chat.drafted(title="Refunds")
    await chat.drafted(title="Refunds", body="From Tuesday.")
    await chat["dana"].types("list")
    assert "(refunds)" in chat["dana"].read
    assert "(refunds-2)" in chat["dana"].read
