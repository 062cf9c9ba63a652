"""What goes wrong around the flows: work run twice, a process that dies, a comparer away, somebody else saving."""

import re
from collections.abc import Awaitable, Callable
from datetime import timedelta
from pathlib import Path

import pytest

from bot.domain.errors import ComparerUnavailable
from bot.flows.find import DRAFTS
from bot.messages.view import FieldErrors, Message, Nothing, Reply
from tests.chat.faults import DiedError, FailingUnits, Fate, StaleCommits
from tests.chat.house import CHANNEL, SHEET, TENANT, Chat, a_chat
from tests.fakes_compare import FakeComparer
from tests.reading import text_of

WHY = "it is about r1 for our customers"


async def alive(act: Callable[[], Awaitable[object]]) -> None:
    """Done as often as the process dies: the platform delivers again, the engine takes its work up again."""
    try:
        await act()
    except DiedError:
        await act()


async def main_job(chat: Chat) -> dict[str, list[str]]:
    """A check from the sheet to its second report, by event keys that stay the same when something is done again.
    Returns what everybody reads at the end.
    """
    dana, sam, priya, jonas = (chat[user] for user in ("dana", "sam", "priya", "jonas"))

    async def does(user: str, form: str, subject: str, values: dict[str, str], key: str) -> None:
        async def submits() -> None:
            reply = await chat.door.submit(chat[user].actor, form, subject, values, dana.where, event_key=key)
            assert not isinstance(reply, FieldErrors), reply

        await alive(submits)
        await alive(chat.settle)

    async def presses(user: str, action: str, subject: str, key: str) -> None:
        actor = chat[user].actor
        await alive(lambda: chat.door.press(actor, action, subject, dana.where, event_key=key))
        await alive(chat.settle)

    await does("dana", "sheet", "", SHEET | {"who": "sam\npriya\njonas"}, "sheet")
    async with chat.house.uow() as uow:
        ((check, _),) = await uow.checks.of_tenant(TENANT, DRAFTS)
    await presses("dana", "launch", check.id, "launch")
    await does("sam", "answer", f"{check.id}/0", {"why": WHY + "\nown: fewer angry reviews"}, "sam answers")
    await does("priya", "answer", f"{check.id}/0", {"why": "about r2? and maybe r3 in my view"}, "priya answers")
    await presses("priya", "too", priya.button("Yes, that too").subject, "priya says that too")
    await presses("priya", "confirm", priya.button("Yes").subject, "priya confirms")
    subject = sam.button("Fix it").subject
    await does("sam", "fix", subject, {"words": "and r3, they trust us", "keep": "reason:r1\nown:0"}, "sam fixes")
    await presses("sam", "confirm", sam.button("Yes").subject, "sam confirms")
    await presses("jonas", "later", check.id, "jonas says later")
    morrow = chat.clock.now() + timedelta(days=1)
    await alive(lambda: chat.until(morrow, timedelta(hours=6)))
    await presses("jonas", "decline", check.id, "jonas declines")
    await presses("dana", "post", check.id, "dana posts")
    await presses("sam", "withdraw", check.id, "sam withdraws")
    await alive(lambda: chat.until(morrow + timedelta(minutes=5), timedelta(minutes=5)))
    readers = (dana, sam, priya, jonas)
    inboxes = {reader.actor.name: reader.inbox for reader in readers} | {"": chat.gateway.to(CHANNEL.channel)}
    return {name: sorted(as_read(message) for message in messages) for name, messages in inboxes.items()}


def as_read(message: Message) -> str:
    """The message with its buttons' subjects, whose ids tell nothing."""
    return re.sub(r"[0-9a-f]{32}", "id", text_of(message) + str(message.parts))


async def usual(folder: Path) -> tuple[dict[str, list[str]], int]:
    fate = Fate()
    folder.mkdir()
    async with a_chat(folder, units=FailingUnits(fate)) as chat:
        return await main_job(chat), fate.commits


async def test_work_run_twice_changes_nothing_more(tmp_path: Path) -> None:
    expected, _ = await usual(tmp_path / "once")
    async with a_chat(tmp_path, twice=True) as chat:
        assert await main_job(chat) == expected


async def died_and_back(folder: Path, fate: Fate) -> dict[str, list[str]]:
    folder.mkdir()
    async with a_chat(folder, units=FailingUnits(fate)) as chat:
        return await main_job(chat)


async def test_a_process_that_dies_before_a_commit_carries_on(tmp_path: Path) -> None:
    expected, commits = await usual(tmp_path / "usual")
    assert commits > 50
    for at in range(2, commits + 1, 6):  # each run is a whole check
        assert await died_and_back(tmp_path / str(at), Fate(at)) == expected, f"died before commit {at}"


async def test_a_process_that_dies_after_a_commit_carries_on(tmp_path: Path) -> None:
    expected, commits = await usual(tmp_path / "usual")
    for at in range(5, commits + 1, 6):
        assert await died_and_back(tmp_path / str(at), Fate(at, after=True)) == expected, f"died after commit {at}"


async def test_a_comparer_that_is_away_loses_no_answer(chat: Chat) -> None:
    assert isinstance(chat.comparer, FakeComparer)
    await chat.launched(who="sam\npriya")
    chat.comparer.unavailable = True
    with pytest.raises(ComparerUnavailable):
        await chat.answers("sam", WHY)
    assert "You have answered" in chat["sam"].heard or chat["sam"].inbox
    chat.comparer.unavailable = False
    await chat.settle()
    assert "① so that" in chat["sam"].latest


async def test_what_was_never_heard_is_heard_for_the_report(chat: Chat) -> None:
    assert isinstance(chat.comparer, FakeComparer)
    await chat.launched(who="sam\npriya")
    chat.comparer.unavailable = True
    with pytest.raises(ComparerUnavailable):
        await chat.answers("sam", WHY)
    await chat["dana"].types("close")
    with pytest.raises(ComparerUnavailable):
        await chat.settle()
    chat.comparer.unavailable = False
    await chat.settle()
    assert "1 of 2 answered, 1 with something about the why" in chat["dana"].heard
    assert "Version 2" not in chat["dana"].heard


async def test_a_record_saved_by_somebody_else_is_loaded_again(tmp_path: Path) -> None:
    stale = StaleCommits()
    async with a_chat(tmp_path, units=FailingUnits(stale)) as chat:
        await chat.launched()
        stale.left = 2
        await chat["sam"].presses("Not for me")
        await chat.settle()
        assert "not for you" in chat["sam"].latest


async def test_a_record_that_somebody_else_keeps_saving_is_told(tmp_path: Path) -> None:
    stale = StaleCommits()
    async with a_chat(tmp_path, units=FailingUnits(stale)) as chat:
        await chat.launched()
        await chat["sam"].presses("Answer")
        form = chat["sam"].form()
        stale.left = 3
        await chat["sam"].presses("Not for me", key="one")
        assert "Please try again" in chat["sam"].read
        stale.left = 3
        await chat["sam"].fills({"why": WHY}, form=form)
        assert "Please try again" in chat["sam"].errors["why"]
        again: Reply = await chat["sam"].presses("Not for me", key="one")
        assert not isinstance(again, Nothing)
