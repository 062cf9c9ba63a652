"""Closing: at the deadline, when all have answered, by hand; late answers."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta
from pathlib import Path

import pytest

from bot.domain.errors import ComparerUnavailable
from bot.domain.sheet import SheetText
from bot.domain.verdict import Coding
from tests.chat.house import Chat, a_chat
from tests.fakes_compare import FakeComparer

WHY = "it is about r1 for our customers"
REPORT = "Did the message land?"


async def test_the_round_closes_at_its_deadline(chat: Chat) -> None:
    await chat.launched(who="sam\npriya")
    await chat.answers_and_confirms("sam", WHY)
    await chat.passes(timedelta(days=2) - timedelta(minutes=10))
    assert REPORT not in chat["dana"].heard
    await chat.passes(timedelta(minutes=10))
    assert "1 of 2 answered" in chat["dana"].heard
    assert "The question closed on Thu 26 Nov" in chat.channel[0]


async def test_a_round_nobody_answered_closes_too(chat: Chat) -> None:
    await chat.launched(who="sam\npriya")
    await chat.passes(timedelta(days=2))
    assert "0 of 2 answered" in chat["dana"].heard


async def test_the_round_closes_once_all_have_answered_and_confirmed(chat: Chat) -> None:
    await chat.launched(who="sam\npriya")
    await chat.answers_and_confirms("sam", WHY)
    await chat.answers_and_confirms("priya", WHY)
    assert "2 of 2 answered" in chat["dana"].heard


async def test_who_declined_is_not_waited_for(chat: Chat) -> None:
    await chat.launched(who="sam\npriya")
    await chat.answers_and_confirms("sam", WHY)
    await chat["priya"].presses("Not for me")
    await chat.settle()
    assert "1 of 2 answered" in chat["dana"].heard


async def test_who_cannot_be_reached_is_not_waited_for(chat: Chat) -> None:
    chat.gateway.wait["priya"] = chat.clock.now() + timedelta(hours=1)
    await chat.launched(who="sam\npriya")
    await chat.answers_and_confirms("sam", WHY)
    chat.gateway.refuse["priya"] = "blocked the bot"
    chat.clock.advance(timedelta(hours=1))
    chat.work.wake()
    await chat.settle()
    assert "1 of 2 answered" in chat["dana"].heard


async def test_an_unconfirmed_read_back_has_an_hour(chat: Chat) -> None:
    await chat.launched(who="sam\npriya")
    await chat.answers_and_confirms("sam", WHY)
    await chat.answers("priya", WHY)
    await chat.passes(timedelta(minutes=50))
    assert REPORT not in chat["dana"].heard
    await chat.passes(timedelta(minutes=10))
    assert "2 of 2 answered" in chat["dana"].heard


async def test_somebody_added_in_that_hour_has_until_the_deadline(chat: Chat) -> None:
    await chat.launched(who="sam\npriya")
    await chat.answers_and_confirms("sam", WHY)
    await chat.answers("priya", WHY)
    await chat["dana"].types("add @jonas")
    await chat.settle()
    await chat.passes(timedelta(hours=2))
    assert REPORT not in chat["dana"].heard


async def test_the_only_answer_withdrawn_in_that_hour_leaves_the_round_open(chat: Chat) -> None:
    await chat.launched(who="sam")
    await chat.answers("sam", WHY)
    await chat["sam"].presses("Withdraw")
    await chat.passes(timedelta(hours=2))
    assert REPORT not in chat["dana"].heard


async def test_the_manager_closes_by_hand(chat: Chat) -> None:
    await chat.launched()
    await chat["dana"].presses("Close now")
    assert "The round is closed" in chat["dana"].read
    await chat.settle()
    assert REPORT in chat["dana"].heard


async def test_a_second_close_is_told_that_it_is_closed(chat: Chat) -> None:
    await chat.launched()
    close = chat["dana"].button("Close now")
    await chat["dana"].presses_again(close)
    await chat["dana"].presses_again(close)
    assert "the report is being made" in chat["dana"].read
    await chat.settle()
    await chat["dana"].presses_again(close)
    assert "This round closed on Tue 24 Nov, 11:00" in chat["dana"].read
    await chat["dana"].types("close")
    assert "This round closed on Tue 24 Nov, 11:00" in chat["dana"].read


async def test_closing_a_draft_is_told(chat: Chat) -> None:
    await chat.drafted()
    await chat["dana"].types("close")
    assert "nobody has been asked yet" in chat["dana"].read


async def test_closing_a_check_that_was_called_off_is_told(chat: Chat) -> None:
    await chat.launched()
    await chat["dana"].calls_off()
    await chat["dana"].types("close")
    assert "called off" in chat["dana"].read


async def test_close_means_the_running_check_however_many_have_closed(chat: Chat) -> None:
    await chat.closed()
    await chat.closed()
    await chat.launched(title="The third one")
    await chat["dana"].types("close")
    await chat.settle()
    assert "Did the message land? The third one" in chat["dana"].heard


async def test_only_the_manager_closes(chat: Chat) -> None:
    await chat.launched()
    await chat["sam"].presses_again(chat["dana"].button("Close now"))
    assert "Only Dana" in chat["sam"].read


async def test_a_late_answer_joins_the_next_version_of_the_report(chat: Chat) -> None:
    await chat.launched(who="sam\npriya")
    await chat.answers_and_confirms("sam", WHY)
    await chat["dana"].types("close")
    await chat.settle()
    await chat.answers_and_confirms("priya", WHY)
    await chat.passes(timedelta(minutes=10))
    assert "2 of 2 answered" in chat["dana"].heard
    assert chat["dana"].heard.count("Version 2") == 2  # the report, and the foot of the preview


async def test_late_answers_of_a_few_minutes_make_one_version(chat: Chat) -> None:
    await chat.launched(who="sam\npriya\njonas")
    await chat["dana"].types("close")
    await chat.settle()
    for user in ("sam", "priya", "jonas"):
        await chat.answers_and_confirms(user, WHY)
    await chat.passes(timedelta(hours=1))
    assert "Version 2" in chat["dana"].heard
    assert "Version 3" not in chat["dana"].heard


class Interrupted(FakeComparer):
    """Something happens while it compares or groups for the first time after `meanwhile` is set."""

    meanwhile: Callable[[], Awaitable[object]] | None = None

    async def code(self, sheet: SheetText, texts: Sequence[str]) -> Sequence[Coding]:
        await self._happens()
        return await super().code(sheet, texts)

    async def group(self, own_reasons: Sequence[str]) -> Sequence[int]:
        await self._happens()
        return await super().group(own_reasons)

    async def _happens(self) -> None:
        act, self.meanwhile = self.meanwhile, None
        if act:
            await act()


async def test_an_answer_withdrawn_while_it_is_compared_is_not_in_the_report(tmp_path: Path) -> None:
    comparer = Interrupted(unavailable=True)
    async with a_chat(tmp_path, comparer=comparer) as chat:
        await chat.launched(who="sam\npriya")
        with pytest.raises(ComparerUnavailable):
            await chat.answers("sam", WHY)
        await chat["dana"].types("close")
        with pytest.raises(ComparerUnavailable):
            await chat.settle()
        comparer.unavailable = False
        comparer.meanwhile = chat["sam"].withdraws
        await chat.settle()
        assert "Sam: withdrawn" in chat["dana"].heard


async def test_an_answer_given_while_the_report_is_made_joins_the_next_version(tmp_path: Path) -> None:
    comparer = Interrupted()
    async with a_chat(tmp_path, comparer=comparer) as chat:
        await chat.launched(who="sam\npriya")
        await chat.answers_and_confirms("sam", "own: it saves us an hour")
        await chat["dana"].types("close")
        await chat["priya"].presses("Answer")
        form = chat["priya"].form()
        comparer.meanwhile = lambda: chat["priya"].fills({"why": WHY}, form=form)
        await chat.settle()
        await chat.passes(timedelta(minutes=10))
        assert "Version 2" in chat["dana"].heard
        assert "2 of 2 answered, 2 with something about the why" in chat["dana"].heard


async def test_a_check_called_off_while_the_report_is_made_has_none(tmp_path: Path) -> None:
    comparer = Interrupted()
    async with a_chat(tmp_path, comparer=comparer) as chat:
        await chat.launched(who="sam\npriya")
        await chat.answers_and_confirms("sam", "own: it saves us an hour")
        await chat["dana"].types("close")
        comparer.meanwhile = chat["dana"].calls_off
        await chat.settle()
        assert REPORT not in chat["dana"].heard


async def test_a_question_answered_late_makes_a_new_version_too(chat: Chat) -> None:
    await chat.launched(who="sam\npriya")
    await chat.answers("sam", "it is about r1 and maybe r2 for us")
    await chat["dana"].types("close")
    await chat.settle()
    chat["sam"].reply = None
    await chat["sam"].presses("Yes, that too")
    assert "this counts in the next version" in chat["sam"].read
    await chat.passes(timedelta(minutes=10))
    assert "Version 2" in chat["dana"].heard


async def test_a_report_whose_work_was_given_up_is_made_half_an_hour_later(chat: Chat) -> None:
    await chat.launched(who="sam\npriya")
    await chat.answers_and_confirms("sam", WHY)
    await chat["dana"].types("close")
    chat.work.give_up()
    await chat.passes(timedelta(minutes=20))
    assert REPORT not in chat["dana"].heard
    await chat.passes(timedelta(minutes=20))
    assert "1 of 2 answered" in chat["dana"].heard
