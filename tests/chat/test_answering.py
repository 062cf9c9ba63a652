"""Answering: in own words, once more where they are not, in two windows, late."""

from datetime import date, timedelta

import pytest

from bot.messages.view import Open
from bot.ports.door import Where
from tests.chat.house import CHANNEL, SHEET, Chat

WHY = "it is about r1 for our customers"
COPY = "so that customers need not call again, because supervisors lose hours to approvals"


@pytest.mark.parametrize(("why", "says"), [(COPY, "close to the sheet's own words"), ("ok", "can't hear a reason")])
async def test_an_answer_that_is_no_own_words_is_asked_for_once_more(chat: Chat, why: str, says: str) -> None:
    await chat.launched()
    await chat.answers("sam", why)
    assert says in chat["sam"].errors["why"]


@pytest.mark.parametrize("why", [COPY, "👍"])
async def test_the_second_time_it_is_kept_without_reading_anything_into_it(chat: Chat, why: str) -> None:
    await chat.launched(who="sam\npriya")
    await chat["sam"].presses("Answer")
    form = chat["sam"].form()
    await chat["sam"].fills({"why": why}, form=form)
    await chat["sam"].fills({"why": why}, form=form)
    await chat.settle()
    assert "without reading anything into it" in chat["sam"].read
    assert "You have answered" in chat["sam"].heard
    assert not chat["sam"].sees("Yes")


async def test_the_gate_never_asks_twice(chat: Chat) -> None:
    await chat.launched()
    await chat.answers("sam", "ok")
    await chat["sam"].presses("Answer")
    await chat["sam"].fills({"why": COPY})
    assert "without reading anything into it" in chat["sam"].read


async def test_an_answer_without_information_counts_as_an_answer_and_says_nothing(chat: Chat) -> None:
    await chat.launched(who="sam\npriya")
    await chat.answers("sam", "ok")
    await chat.answers("sam", "ok")
    await chat.answers_and_confirms("priya", WHY)
    assert "2 of 2 answered, 1 with something about the why" in chat["dana"].heard


async def test_an_empty_answer_says_so_at_its_field(chat: Chat) -> None:
    await chat.launched()
    await chat.answers("sam", " \x00\u202e ", worry="x" * 3_001)
    assert set(chat["sam"].errors) == {"why", "worry"}


async def test_an_answer_is_thanked_for_and_read_back(chat: Chat) -> None:
    await chat.launched()
    await chat.answers("sam", WHY)
    assert "kept safe" in chat["sam"].read
    assert "① so that customers need not call again" in chat["sam"].latest
    assert "You have answered" in chat["sam"].heard


async def test_an_edit_starts_from_what_was_said(chat: Chat) -> None:
    await chat.launched()
    await chat.answers("sam", WHY, differently="refund at once", worry="fraud", quotable="yes")
    await chat["sam"].presses("Edit")
    assert [chat["sam"].filled[name] for name in ("why", "differently", "worry", "quotable")] == [
        WHY,
        "refund at once",
        "fraud",
        "yes",
    ]


async def test_an_edit_is_heard_anew_in_the_place_of_the_first_read_back(chat: Chat) -> None:
    await chat.launched()
    await chat.answers("sam", WHY)
    await chat["sam"].presses("Edit")
    await chat["sam"].fills({"why": "no, it is about r3, trust"})
    await chat.settle()
    assert len(chat["sam"].inbox) == 2
    assert "③ to trust people" in chat["sam"].latest
    assert "①" not in chat["sam"].latest


async def test_an_edit_keeps_what_was_put_right_in_the_read_back(chat: Chat) -> None:
    await chat.launched()
    await chat.answers("sam", WHY)
    await chat["sam"].presses("Fix it")
    await chat["sam"].fills({"words": "and r3, trust in us"})
    await chat.settle()
    chat["sam"].reply = None
    await chat["sam"].presses("Edit")
    assert chat["sam"].filled["why"] == f"{WHY}\nand r3, trust in us"
    await chat["sam"].fills({"differently": "refund at once"})
    await chat.settle()
    assert "① so that" in chat["sam"].latest
    assert "③ to trust" in chat["sam"].latest


async def test_a_fix_too_long_for_the_dialog_stays_beside_the_answer(chat: Chat) -> None:
    await chat.launched()
    await chat.answers("sam", WHY)
    await chat["sam"].presses("Fix it")
    await chat["sam"].fills({"words": "and r3 " + "trust in us " * 249})
    await chat.settle()
    chat["sam"].reply = None
    await chat["sam"].presses("Edit")
    assert chat["sam"].filled["why"] == WHY
    await chat["sam"].fills({"differently": "refund at once"})
    await chat.settle()
    assert "③ to trust" in chat["sam"].latest


async def test_an_edit_of_other_fields_leaves_what_was_struck_out_struck_out(chat: Chat) -> None:
    await chat.launched()
    await chat.answers("sam", "it is about r1 and about r2 for customers")
    await chat["sam"].presses("Fix it")
    await chat["sam"].fills({"keep": "reason:r1"})
    await chat.settle()
    chat["sam"].reply = None
    await chat["sam"].presses("Edit")
    await chat["sam"].fills({"worry": "fraud"})
    await chat.settle()
    assert "②" not in chat["sam"].latest


async def test_an_edit_to_nothing_takes_the_read_back_away(chat: Chat) -> None:
    await chat.launched()
    await chat.answers("sam", WHY)
    await chat["sam"].presses("Edit")
    form = chat["sam"].form()
    await chat["sam"].fills({"why": "ok"}, form=form)
    await chat["sam"].fills({"why": "ok"}, form=form)
    await chat.settle()
    assert "without reading anything into it" in chat["sam"].latest


async def test_an_answer_sent_by_a_button_pressed_twice_is_thanked_for_and_replaces_nothing(chat: Chat) -> None:
    await chat.launched()
    await chat["sam"].presses("Answer")
    form = chat["sam"].form()
    for _ in range(2):
        await chat["sam"].fills({"why": WHY}, form=form)
        assert "Thank you, kept safe" in chat["sam"].read
    await chat.settle()
    assert "from this window" not in chat["sam"].read


async def test_of_two_windows_the_last_one_wins_and_says_so(chat: Chat) -> None:
    await chat.launched()
    await chat["sam"].presses("Answer")
    form = chat["sam"].form()
    await chat["sam"].fills({"why": WHY}, form=form)
    await chat["sam"].fills({"why": "it is about r2, the time of our leads"}, form=form)
    await chat.settle()
    assert "Your answer from this window counts now" in chat["sam"].read
    assert "② because supervisors" in chat["sam"].latest


async def test_a_forged_subject_is_no_crash(chat: Chat) -> None:
    await chat.launched()
    sam = chat["sam"]
    await sam.presses("Answer")
    check = sam.form().subject.split("/")[0]
    for action, subject in (
        ("answer", "nothing"),
        ("confirm", ""),
        ("confirm", "x"),
        ("too", f"{check}/one"),
        ("no such action", check),
        ("answer", f"{check}/x"),
    ):
        await sam.presses_raw(action, subject)
    await chat.door.submit(sam.actor, "answer", f"{check}/x", {"why": WHY}, sam.where, event_key="forged")
    await chat.door.submit(sam.actor, "no such form", check, {}, sam.where, event_key="forged too")
    await chat.settle()
    assert "① so that" in sam.latest


async def test_who_is_not_asked_cannot_answer(chat: Chat) -> None:
    await chat.launched(who="sam")
    await chat["priya"].presses_again(chat["sam"].button("Answer"))
    assert "not among the people asked" in chat["priya"].read


async def test_words_typed_in_the_direct_messages_open_the_dialog_with_them(chat: Chat) -> None:
    await chat.launched()
    await chat["sam"].says(WHY)
    assert chat["sam"].filled["why"] == WHY


async def test_words_too_long_for_the_dialog_are_told_so(chat: Chat) -> None:
    await chat.launched()
    await chat["sam"].says("x" * 3_001)
    assert "at most 3000" in chat["sam"].read


async def test_words_typed_with_no_question_open_are_answered(chat: Chat) -> None:
    await chat.launched(who="priya")
    await chat["sam"].says("hello")
    assert "no open question for you" in chat["sam"].read


async def test_words_typed_after_the_round_is_over_open_nothing(chat: Chat) -> None:
    await chat.launched(who="sam\npriya")
    await chat.passes(timedelta(days=2))
    await chat["sam"].says("hello")
    assert "no open question for you" in chat["sam"].read


async def test_somebody_away_may_answer_after_the_close(chat: Chat) -> None:
    chat.away("sam", date(2026, 11, 30))
    await chat.launched(who="sam\npriya")
    await chat.answers_and_confirms("priya", WHY)
    await chat.passes(timedelta(days=2))
    await chat["sam"].says(WHY)
    assert isinstance(chat["sam"].reply, Open)
    assert "joins the next version" in str(chat["sam"].form().intro)


async def test_not_for_me_is_counted_and_can_be_taken_back(chat: Chat) -> None:
    await chat.launched()
    await chat["sam"].presses("Not for me")
    await chat.settle()
    assert "All right, not for you" in chat["sam"].latest
    await chat["sam"].presses("Answer after all")
    await chat["sam"].fills({"why": WHY})
    await chat.settle()
    assert "① so that" in chat["sam"].latest


async def test_not_for_me_after_an_answer_says_how_to_take_it_back(chat: Chat) -> None:
    await chat.launched()
    decline, later = chat["sam"].button("Not for me"), chat["sam"].button("Later")
    await chat.answers("sam", WHY)
    for button in (decline, later):
        await chat["sam"].presses_again(button)
        assert "answered already" in chat["sam"].read


async def test_the_sheet_itself_is_data(chat: Chat) -> None:
    await chat.launched(title="{manager} ** __ %s", body=str(SHEET["body"]) + " {0} {title!r}")
    assert "{manager} ** __ %s" in chat.channel[0]


async def test_an_edit_that_was_overtaken_on_its_way_changes_nothing(chat: Chat) -> None:
    await chat.launched()
    sam = chat["sam"]
    await sam.presses("Answer")
    form = sam.form()
    for minutes, why in (
        (0, "it is about r2 in fact"),
        (-1, "an older edit about r1"),
        (60, WHY),
    ):  # one clock is ahead
        made = Where(CHANNEL, chat.clock.now() + timedelta(minutes=minutes))
        await chat.door.submit(sam.actor, form.id, form.subject, {"why": why}, made, event_key=chat.key())
        await chat.settle()
        if minutes < 0:
            assert "② because supervisors lose hours" in sam.latest
    assert "① so that customers need not call again" in sam.latest
