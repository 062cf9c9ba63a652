"""Commands that name no check, one that is not there, or one that does not run."""

import pytest

from tests.chat.house import Chat


async def one_of_each(chat: Chat) -> None:
    """A draft, one that was called off, one that has closed; none that runs."""
    await chat.launched(title="Off")
    await chat["dana"].calls_off()
    await chat.launched(title="Done")
    await chat["dana"].types("close done")
    await chat.settle()
    await chat.drafted(title="Later")


@pytest.mark.parametrize("typed", ["status", "report", "add", "add @sam", "close", "cancel", "extend", "extend 2d"])
async def test_where_nothing_runs_it_says_so(chat: Chat, typed: str) -> None:
    await chat["dana"].types(typed)
    assert "You have no running check. /align list shows what there is" in chat["dana"].read


@pytest.mark.parametrize("typed", ["status", "report", "add", "close", "extend"])
async def test_a_draft_and_one_called_off_are_not_asked_about(chat: Chat, typed: str) -> None:
    await chat.launched(title="Off")
    await chat["dana"].calls_off()
    await chat.drafted(title="Later")
    await chat["dana"].types(typed)
    assert "You have no running check." in chat["dana"].read


@pytest.mark.parametrize("typed", ["status", "report", "add", "extend"])
async def test_a_single_draft_is_not_running(chat: Chat, typed: str) -> None:
    await chat.drafted()
    await chat["dana"].types(typed)
    assert "You have no running check." in chat["dana"].read


@pytest.mark.parametrize("typed", ["status", "close", "cancel"])
async def test_which_one_is_meant_is_asked_only_among_those_that_run(chat: Chat, typed: str) -> None:
    for title in ("First", "Second"):
        await chat.launched(title=title)
        await chat["dana"].types("close")
        await chat.settle()
    await chat["dana"].types(typed)
    assert "You have no running check." in chat["dana"].read


async def test_which_closed_round_is_to_be_reported_is_asked(chat: Chat) -> None:
    for title in ("First", "Second"):
        await chat.launched(title=title)
        await chat["dana"].types("close")
        await chat.settle()
    await chat["dana"].types("report")
    assert "Which one? Say its name after the command: second, first" in chat["dana"].read


@pytest.mark.parametrize("typed", ["status", "report", "add", "close", "cancel", "extend"])
async def test_a_name_that_there_is_not_is_said(chat: Chat, typed: str) -> None:
    await chat["dana"].types(f"{typed} nosuch")
    assert chat["dana"].read.startswith("You have no check named “nosuch”")
    assert "There is" not in chat["dana"].read


@pytest.mark.parametrize("typed", ["cancel", "cancel done", "extend done 2d", "add done @sam", "add"])
async def test_of_one_that_has_closed_the_day_is_said(chat: Chat, typed: str) -> None:
    await chat.launched(title="Done")
    await chat["dana"].types("close")
    await chat.settle()
    await chat["dana"].types(typed)
    assert "This check closed on Tue 24 Nov, 11:00. It can be neither called off nor extended" in chat["dana"].read


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("close done", "This round closed on Tue 24 Nov, 11:00"),
        ("close later", "This is still a draft"),
        ("status later", "This is still a draft"),
        ("close off", "This check was called off"),
        ("cancel off", "This check was called off"),
    ],
)
async def test_of_one_named_that_does_not_run_its_state_is_said(chat: Chat, typed: str, says: str) -> None:
    await one_of_each(chat)
    await chat["dana"].types(typed)
    assert says in chat["dana"].read


async def test_a_draft_that_was_put_away_is_not_listed_among_those_there_are(chat: Chat) -> None:
    await chat.launched(title="Runs")
    await chat.drafted(title="Away")
    await chat["dana"].types("cancel away")
    await chat["dana"].types("close nosuch")
    assert chat["dana"].read.endswith("There is: runs")


@pytest.mark.parametrize(("typed", "guess"), [("soon", "soon"), ("next week", "next week")])
async def test_what_is_neither_a_check_nor_a_time_is_told_as_both(chat: Chat, typed: str, guess: str) -> None:
    await chat.launched()
    await chat["dana"].types(f"extend {typed}")
    told = f"and I can't read “{guess}” as a time: 4h, 2d, 1w or 2026-12-01 15:30. There is: refunds-up-to-50"
    assert told in chat["dana"].read


async def test_an_unknown_check_with_a_time_is_only_unknown(chat: Chat) -> None:
    await chat["dana"].types("extend nosuch 2d")
    assert chat["dana"].read == "You have no check named “nosuch”."


@pytest.mark.parametrize(
    ("user", "says"),
    [
        ("ines", "no puedo leer «pronto» como un plazo"),
        ("jonas", "„pronto“ kann ich nicht als Zeit lesen"),
    ],
)
async def test_it_is_said_in_the_readers_language(chat: Chat, user: str, says: str) -> None:
    await chat[user].types("extend pronto")
    assert says in chat[user].read
