"""Commands as they are typed, and what is done twice."""

import pytest

from bot.messages.view import Nothing
from tests.chat.house import Chat

WHY = "it is about r1 for our customers"


async def test_help_lists_every_verb(chat: Chat) -> None:
    await chat["dana"].types("help")
    for usage, line in await chat.door.commands(chat["dana"].actor):
        assert f"/align {usage} — {line}" in chat["dana"].read


async def test_help_is_a_button_too(chat: Chat) -> None:
    await chat["dana"].types("")
    await chat["dana"].presses("Help")
    assert "/align new-policy" in chat["dana"].read


async def test_help_is_in_the_readers_language(chat: Chat) -> None:
    await chat["jonas"].types("help")
    assert "/align list — meine" in chat["jonas"].read


@pytest.mark.parametrize(
    ("user", "usages"),
    [
        ("dana", ("new-policy [title]", "me [edit|withdraw] [sheet]", "add [sheet] @person …")),
        ("ines", ("new-policy [título]", "me [edit|withdraw] [hoja]", "add [hoja] @persona …")),
        ("jonas", ("new-policy [Titel]", "me [edit|withdraw] [Blatt]", "add [Blatt] @Person …")),
    ],
)
async def test_what_is_to_be_put_in_is_worded_in_the_readers_language(
    chat: Chat, user: str, usages: tuple[str, ...]
) -> None:
    await chat[user].types("help")
    assert all(f"/align {usage} — " in chat[user].read for usage in usages)


@pytest.mark.parametrize(
    ("typed", "near"), [("statsu", "status"), ("New-Policyy", "new-policy"), ("new", "new-policy"), ("closed", "close")]
)
async def test_an_unknown_verb_gets_the_nearest_one(chat: Chat, typed: str, near: str) -> None:
    await chat["dana"].types(typed)
    assert f"Did you mean “/align {near}”?" in chat["dana"].read


async def test_a_verb_like_no_other_gets_the_help(chat: Chat) -> None:
    await chat["dana"].types("xyzzy")
    assert "I don't know “xyzzy”. /align help" in chat["dana"].read


async def test_an_unknown_flag_is_told_before_anything_is_done(chat: Chat) -> None:
    await chat.launched()
    await chat["dana"].types("close --now refunds")
    assert "I don't know “--now” here" in chat["dana"].read
    await chat["dana"].types("status")
    assert "open until" in chat["dana"].read


@pytest.mark.parametrize("quoted", ['"first"', "“first”", "„first“", "«first»", "‘first’", "“first"])
async def test_straight_and_curly_quotes_both_work(chat: Chat, quoted: str) -> None:
    await chat.launched(title="First")
    await chat["dana"].types(f"status {quoted}")
    assert "First" in chat["dana"].read


async def test_a_verb_is_read_in_any_case(chat: Chat) -> None:
    await chat["dana"].types("  LIST  ")
    assert "You have no checks yet" in chat["dana"].read


@pytest.mark.parametrize("typed", ["new-policy Refunds", "help", "list", "close", "status", "me withdraw", "xyzzy"])
async def test_a_command_delivered_again_gets_nothing(chat: Chat, typed: str) -> None:
    await chat["dana"].types(typed, key="one")
    assert isinstance(await chat["dana"].types(typed, key="one"), Nothing)


async def test_an_answer_delivered_again_is_one_answer(chat: Chat) -> None:
    await chat.launched()
    await chat["sam"].presses("Answer")
    form = chat["sam"].form()
    await chat["sam"].fills({"why": WHY}, form=form, key="one")
    assert isinstance(await chat["sam"].fills({"why": WHY}, form=form, key="one"), Nothing)
    await chat.settle()
    assert "① so that" in chat["sam"].latest


async def test_a_press_delivered_again_has_one_effect(chat: Chat) -> None:
    await chat.launched()
    await chat["sam"].presses("Not for me", key="one")
    await chat.settle()
    button = chat["sam"].button("Answer after all")
    assert isinstance(await chat["sam"].presses_again(button, key="one"), Nothing)


async def test_a_withdrawal_delivered_again_gets_nothing(chat: Chat) -> None:
    await chat.launched()
    await chat.answers("sam", WHY)
    withdraw = chat["sam"].button("Withdraw")
    await chat["sam"].presses_again(withdraw, key="one")
    assert isinstance(await chat["sam"].presses_again(withdraw, key="one"), Nothing)
