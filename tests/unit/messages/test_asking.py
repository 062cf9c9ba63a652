"""Asking: the card, the question and its endings, the dialogs, the reminder."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.check import Check, CheckState, ParticipantState
from bot.messages.asking import (
    answer_form,
    ask,
    card,
    disagree_form,
    launched,
    nudge,
    objection_kept,
    preview,
    replaced,
)
from bot.messages.catalogue import catalogue
from bot.messages.view import Buttons, Message, Weight
from tests.builders import NOW, a_check, a_participant, a_restatement, a_sheet
from tests.unit.messages.reading import actions, buttons, field, parts, words

EN = catalogue("en")
SHEET = a_sheet()
CLOSED = a_check(state=CheckState.CLOSED, closed_at=NOW + timedelta(days=2, hours=13, minutes=30))
CANCELLED = a_check(state=CheckState.CANCELLED, closed_at=NOW)


def test_the_card_says_until_when_in_the_manager_s_time() -> None:
    assert "Open until Wed 25 Nov, 11:00, Dana's time." in words(card(EN, SHEET, a_check()))


def test_the_card_closes_on_the_manager_s_date() -> None:
    assert "The question closed on Thu 26 Nov." in words(card(EN, SHEET, CLOSED))


def test_the_card_says_that_a_check_was_called_off() -> None:
    assert "Dana called this check off." in words(card(EN, SHEET, CANCELLED))


def test_the_card_of_a_draft_has_no_date_yet() -> None:
    shown = card(EN, SHEET, a_check(state=CheckState.DRAFT))

    assert "Here the channel reads how long the question is open." in words(shown)


@pytest.mark.parametrize("state", [ParticipantState.ASKED, ParticipantState.AWAY, ParticipantState.UNREACHABLE])
def test_the_question_can_be_answered_put_off_objected_to_and_declined(state: ParticipantState) -> None:
    assert actions(ask(EN, SHEET, a_check(), a_participant(state=state))) == ["answer", "later", "disagree", "decline"]


def test_the_question_says_what_asks_it_until_when_and_who_sees_what() -> None:
    there = a_participant(time_zone="America/New_York")

    shown = words(ask(EN, SHEET, a_check(), there))

    assert "I'm an automated assistant." in shown
    assert "Open until Wed 25 Nov, 05:00, your time." in shown
    assert "Dana sees what you confirm to me" in shown
    assert "The channel sees counts, no names." in shown


def test_the_question_does_not_show_the_reasons() -> None:
    shown = words(ask(EN, SHEET, a_check(), a_participant()))

    assert not any(reason.text in shown or reason.label in shown for reason in SHEET.text.reasons)


def test_after_the_round_the_question_takes_late_answers_and_offers_no_later() -> None:
    shown = ask(EN, SHEET, CLOSED, a_participant())

    assert actions(shown) == ["answer", "disagree", "decline"]
    assert "joins the next version of the report" in words(shown)
    assert "Open until" not in words(shown)


@pytest.mark.parametrize(
    ("state", "left"),
    [
        (ParticipantState.ANSWERED, ["answer", "withdraw"]),
        (ParticipantState.DECLINED, ["answer"]),
        (ParticipantState.WITHDRAWN, ["answer"]),
    ],
)
def test_every_ending_leaves_a_way_back(state: ParticipantState, left: list[str]) -> None:
    assert actions(ask(EN, SHEET, a_check(), a_participant(state=state))) == left


def test_withdrawing_is_asked_about_first() -> None:
    shown = ask(EN, SHEET, a_check(), a_participant(state=ParticipantState.ANSWERED))

    (withdraw,) = [button for button in buttons(shown) if button.action == "withdraw"]
    assert withdraw.weight is Weight.DANGER
    assert withdraw.confirm


def test_a_check_called_off_asks_nothing_any_more() -> None:
    shown = ask(EN, SHEET, CANCELLED, a_participant())

    assert actions(shown) == []
    assert "There is nothing left to do." in words(shown)


def test_the_reminder_says_the_person_s_deadline_and_that_silence_is_fine() -> None:
    shown = nudge(EN, SHEET, a_check(), a_participant(time_zone="Asia/Kolkata"))

    assert "until Wed 25 Nov, 15:30, your time" in words(shown)
    assert "Not answering is fine too" in words(shown)
    assert actions(shown) == ["answer", "decline"]


@pytest.mark.parametrize("zone", ["UTC", "", "No/Where"])
@pytest.mark.parametrize("message", [ask, nudge])
def test_who_has_no_zone_known_reads_utc_and_not_their_time(message: Callable[..., Message], zone: str) -> None:
    shown = words(message(EN, SHEET, a_check(), a_participant(time_zone=zone)))

    assert "until Wed 25 Nov, 10:00 UTC." in shown
    assert "your time" not in shown


def test_an_empty_answer_dialog_ticks_nothing() -> None:
    form = answer_form(EN, SHEET, a_check(), None, reopened=False)

    assert [one.initial for one in form.fields] == ["", "", "", ""]
    assert form.subject == "c1/0"


def test_an_answer_edited_keeps_its_words_and_names_its_revision() -> None:
    before = a_restatement(why="Acme", differently="faster", worry="fraud", quotable=True, revision=3)

    form = answer_form(EN, SHEET, a_check(), before, reopened=False)

    assert [one.initial for one in form.fields] == ["Acme", "faster", "fraud", "yes"]
    assert form.subject == "c1/3"


def test_words_typed_into_the_conversation_come_into_the_dialog() -> None:
    form = answer_form(EN, SHEET, a_check(), a_restatement(why="old"), why="new", reopened=False)

    assert field(form, "why").initial == "new"


def test_a_late_answer_is_told_where_it_goes() -> None:
    assert "next version of the report" in words(answer_form(EN, SHEET, a_check(), None, reopened=True))


def test_an_objection_asks_for_the_other_side_without_requiring_it() -> None:
    form = disagree_form(EN, a_check(), None)

    assert [one.id for one in form.fields if one.required] == ["objection"]
    assert "never counted as a misunderstanding" in words(form)
    assert form.subject == "c1/0"


def test_an_objection_edited_keeps_its_words() -> None:
    form = disagree_form(EN, a_check(), a_restatement(why="Acme", objection="fraud", quotable=True))

    assert [one.initial for one in form.fields] == ["fraud", "Acme", "yes"]


def test_an_objection_is_owed_an_answer() -> None:
    assert "Dana, who owes you an answer" in words(objection_kept(EN, a_check()))


def test_the_other_window_is_told_when_the_replaced_answer_was_sent() -> None:
    assert "sent on Mon 23 Nov, 11:00 from elsewhere" in words(replaced(EN, SHEET, NOW, "Europe/Madrid"))


def test_a_preview_shows_both_messages_without_live_buttons() -> None:
    shown = preview(EN, SHEET, a_check(state=CheckState.DRAFT), a_participant("dana"))

    assert parts(shown, Buttons) == []
    assert "In the channel:" in words(shown)
    assert "In your own words" in words(shown)


def test_the_manager_is_told_who_is_away() -> None:
    people = (a_participant("sam"), a_participant("mei", state=ParticipantState.AWAY))

    shown = launched(EN, SHEET, a_check(), people)

    assert "2 people are being asked" in words(shown)
    assert "Away, with more time: Mei." in words(shown)
    assert actions(shown) == ["status", "close"]


def test_nobody_away_is_not_mentioned() -> None:
    assert "Away" not in words(launched(EN, SHEET, a_check(), (a_participant(),)))


@pytest.mark.parametrize(("check", "ending"), [(CLOSED, "Closed on Thu 26 Nov, 00:30."), (CANCELLED, "Called off.")])
def test_once_it_has_ended_the_manager_reads_how_many_were_asked(check: Check, ending: str) -> None:
    shown = launched(EN, SHEET, check, (a_participant("sam"), a_participant("mei", state=ParticipantState.AWAY)))

    assert "2 people were asked" in words(shown)
    assert ending in words(shown)
    assert "Away" not in words(shown)
    assert "Open until" not in words(shown)
    assert actions(shown) == ["status"]


def test_with_nobody_to_ask_the_draft_can_be_edited() -> None:
    draft = replace(a_check(state=CheckState.DRAFT))

    assert actions(launched(EN, SHEET, draft, ())) == ["edit_sheet"]
