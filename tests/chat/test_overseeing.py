"""Overseeing: home, list, status, extend, cancel."""

from datetime import date, timedelta

import pytest

from bot.messages.view import Say
from tests.chat.house import Chat

WHY = "it is about r1 for our customers"


async def test_home_shows_open_questions_and_how_to_begin(chat: Chat) -> None:
    await chat.launched()
    await chat["sam"].types("")
    assert "Waiting for your answer" in chat["sam"].read
    await chat["sam"].presses("Answer")
    await chat["sam"].fills({"why": WHY})
    await chat["sam"].types("")
    assert "Waiting for your answer" not in chat["sam"].read


async def test_home_asks_who_could_not_be_reached_before(chat: Chat) -> None:
    chat.gateway.refuse["sam"] = "blocked the bot"
    await chat.launched()
    await chat["sam"].types("")
    assert "Waiting for your answer" in chat["sam"].read


async def test_the_list_shows_my_checks_and_how_far_they_are(chat: Chat) -> None:
    await chat.launched()
    await chat.answers("sam", WHY)
    await chat["dana"].types("list")
    assert "open until Thu 26 Nov, 11:00 · 1 of 5 answered" in chat["dana"].read


async def test_an_empty_list_says_how_to_begin(chat: Chat) -> None:
    await chat["sam"].types("list")
    assert "You have no checks yet" in chat["sam"].read


async def test_a_lead_lists_a_check_while_it_runs_and_reads_it_once_it_has_closed(chat: Chat) -> None:
    await chat.launched(leads="luis", who="sam")
    await chat["luis"].types("list")
    assert "by Dana · open until Thu 26 Nov, 11:00 · 0 of 1 answered" in chat["luis"].read
    assert "Your checks" not in chat["luis"].read
    assert "Sam" not in chat["luis"].read
    await chat.answers_and_confirms("sam", WHY)
    await chat["luis"].types("list")
    await chat["luis"].presses("Report")
    assert "No second call 1 of 1" in chat["luis"].read


async def test_the_list_ends_after_ten(chat: Chat) -> None:
    for i in range(11):
        await chat.drafted(title=f"Sheet number {i}")
    await chat["dana"].types("list")
    assert chat["dana"].read.count("[Open the draft]") == 10
    assert "Sheet number 0" not in chat["dana"].read


async def test_status_names_who_has_not_answered_yet(chat: Chat) -> None:
    await chat.launched(who="sam\npriya")
    await chat.answers("sam", WHY)
    await chat["dana"].types("status")
    assert "Answered: 1 of 2" in chat["dana"].read
    assert "Not confirmed yet: 1" in chat["dana"].read
    assert "Not answered yet: Priya" in chat["dana"].read
    await chat["dana"].presses("Refresh")
    assert "Answered: 1 of 2" in chat["dana"].read


async def test_the_status_of_a_check_that_somebody_leads_is_its_counts(chat: Chat) -> None:
    await chat.launched(leads="luis", who="sam\npriya")
    await chat.answers("sam", WHY)
    for typed in ("status", "status Refunds-up-to-50-without-approval"):
        await chat["luis"].types(typed)
        assert "by Dana · open until Thu 26 Nov, 11:00 · 1 of 2 answered" in chat["luis"].read
        assert "Priya" not in chat["luis"].read
    await chat["luis"].types("status nosuch")
    assert chat["luis"].read == "You have no check named “nosuch”."


async def test_ones_own_check_comes_before_those_one_leads(chat: Chat) -> None:
    await chat.launched(title="Theirs", leads="luis", who="sam")
    luis = chat["luis"]
    await luis.types("new-policy")
    await luis.fills({"title": "Mine", "body": "B", "reasons": "so that R", "who": "priya"})
    await luis.presses("Send to the team")
    await chat.settle()
    for typed in ("status", "status mine"):
        await luis.types(typed)
        assert "Not answered yet: Priya" in luis.read
    await luis.types("status theirs")
    assert "0 of 1 answered" in luis.read
    await luis.types("list")
    assert luis.read.index("Mine") < luis.read.index("Theirs")


async def test_status_is_the_managers(chat: Chat) -> None:
    await chat.launched()
    await chat["sam"].types("status")
    assert "You have no running check." in chat["sam"].read


async def test_of_several_running_checks_one_is_named(chat: Chat) -> None:
    await chat.launched(title="First")
    await chat.launched(title="Second")
    await chat["dana"].types("status")
    assert "second, first" in chat["dana"].read
    await chat["dana"].types("status FIRST")
    assert chat["dana"].read.startswith("First")
    await chat["dana"].types("status third")
    assert "You have no check named “third”. There is: second, first" in chat["dana"].read


@pytest.mark.parametrize("until", ["3d", "3 days", "2026-11-27 11:00"])
async def test_extend_moves_the_deadline_and_everything_that_says_it(chat: Chat, until: str) -> None:
    await chat.launched()
    await chat["dana"].types(f"extend {until}")
    await chat.settle()
    assert "Open until Fri 27 Nov, 11:00 now" in chat["dana"].read
    assert "Fri 27 Nov, 11:00" in chat.channel[0]
    assert "Fri 27 Nov, 05:00, your time" in chat["sam"].latest
    await chat.passes(timedelta(days=2, hours=23))
    assert "Did the message land?" not in chat["dana"].heard


async def test_extend_finds_its_sheet_by_a_name_that_begins_with_a_number(chat: Chat) -> None:
    await chat.launched(title="50 € refunds")
    await chat["dana"].types("extend 50-refunds 3d")
    assert "Open until Fri 27 Nov" in chat["dana"].read


async def test_extend_from_the_dialog(chat: Chat) -> None:
    await chat.launched()
    await chat["dana"].types("extend")
    await chat["dana"].fills({"until": "3d"})
    assert "Open until Fri 27 Nov" in chat["dana"].read


async def test_extend_from_the_status_keeps_what_was_typed_wrong(chat: Chat) -> None:
    await chat.launched()
    await chat["dana"].types("status")
    await chat["dana"].presses("Extend")
    await chat["dana"].fills({"until": "someday"})
    assert "“someday” is not a time I can use" in chat["dana"].errors["until"]


@pytest.mark.parametrize(
    ("until", "says"),
    [
        ("1d", "open until Thu 26 Nov, 11:00 already"),
        ("5x", "is not a time I can use"),
        ("90d", "“90d” is too far ahead: at most 60 days."),
        ("refunds-up-to-50-without-approval someday", "“someday” is not a time"),
    ],
)
async def test_a_deadline_that_cannot_be_is_refused(chat: Chat, until: str, says: str) -> None:
    await chat.launched()
    await chat["dana"].types(f"extend {until}")
    assert says in chat["dana"].read


async def test_extending_leaves_those_who_are_done_alone_and_gives_the_away_no_less(chat: Chat) -> None:
    chat.away("priya", date(2026, 11, 30))
    await chat.launched(who="sam\npriya")
    await chat["sam"].presses("Not for me")
    await chat["dana"].types("extend 3d")
    await chat.settle()
    assert "not for you" in chat["sam"].latest
    assert "Tue 1 Dec, 17:00" in chat["priya"].latest


async def test_a_closed_check_is_not_extended(chat: Chat) -> None:
    await chat.launched()
    await chat["dana"].types("status")
    extend = chat["dana"].button("Extend")
    await chat["dana"].types("close")
    await chat["dana"].presses_again(extend)
    assert "not open any more" in chat["dana"].read


async def test_a_check_called_off_says_so_everywhere(chat: Chat) -> None:
    await chat.launched()
    await chat.answers("sam", WHY)
    await chat["dana"].types("status")
    await chat["dana"].presses("Call off")
    await chat.settle()
    assert "Dana called this check off" in chat.channel[0]
    assert "Called off." in chat["dana"].heard
    assert "5 people were asked" in chat["dana"].heard
    for user in ("sam", "priya", "luis"):
        assert "Dana called this check off" in chat[user].heard
    await chat.passes(timedelta(days=3))
    assert "Did the message land?" not in chat["dana"].heard


async def test_an_answer_to_a_check_that_was_called_off_is_told_and_not_lost(chat: Chat) -> None:
    await chat.launched()
    await chat["sam"].presses("Answer")
    form = chat["sam"].form()
    await chat["dana"].calls_off()
    await chat["sam"].fills({"why": WHY}, form=form)
    assert "nothing is collected any more" in chat["sam"].errors["why"]


async def test_an_answer_not_heard_yet_is_not_heard_after_the_check_was_called_off(chat: Chat) -> None:
    await chat.launched()
    await chat["sam"].presses("Answer")
    await chat["sam"].fills({"why": WHY})
    await chat["dana"].calls_off()
    await chat.settle()
    assert len(chat["sam"].inbox) == 1


async def test_a_read_back_still_owed_is_not_sent_after_the_check_was_called_off(chat: Chat) -> None:
    await chat.launched()
    chat.gateway.wait["sam"] = chat.clock.now() + timedelta(minutes=1)
    await chat.answers("sam", WHY)
    await chat["dana"].calls_off()
    chat.clock.advance(timedelta(minutes=1))
    chat.work.wake()
    await chat.settle()
    assert "what I heard" not in chat["sam"].heard


async def test_a_report_still_owed_is_not_sent_after_the_check_was_called_off(chat: Chat) -> None:
    await chat.launched()
    await chat["dana"].types("close")
    await chat["dana"].calls_off()
    await chat.settle()
    assert "Did the message land?" not in chat["dana"].heard


async def test_a_closed_check_cannot_be_called_off(chat: Chat) -> None:
    await chat.launched()
    await chat["dana"].types("status")
    cancel = chat["dana"].button("Call off")
    await chat["dana"].types("close")
    await chat.settle()
    await chat["dana"].presses_again(cancel)
    assert "not open any more" in chat["dana"].read


async def test_cancel_as_a_command_asks_first(chat: Chat) -> None:
    await chat.launched()
    await chat["dana"].types("cancel")
    assert "Refunds up to 50 € without approval\nCall the check off? Nobody is asked any more" in chat["dana"].read
    await chat["dana"].types("status")
    assert "open until" in chat["dana"].read


async def test_cancel_puts_a_draft_away_without_asking_since_it_can_be_brought_back(chat: Chat) -> None:
    await chat.drafted()
    await chat["dana"].types("cancel")
    assert "Draft put away" in chat["dana"].read
    assert chat["dana"].button("Bring it back")


@pytest.mark.parametrize(
    ("typed", "until"), [("extend friday", "Fri 27 Nov, 17:00"), ("extend friday 4d", "Sat 28 Nov, 11:00")]
)
async def test_a_day_of_the_week_is_a_deadline_unless_a_sheet_is_called_so(chat: Chat, typed: str, until: str) -> None:
    await chat.launched(title="Friday")
    await chat["dana"].types(typed)
    assert until in chat["dana"].read


@pytest.mark.parametrize("said", ["help", "Status", " list "])
async def test_a_verb_alone_in_the_direct_messages_is_one_though_a_question_is_open(chat: Chat, said: str) -> None:
    await chat.launched()
    await chat["sam"].says(said)
    assert isinstance(chat["sam"].reply, Say)


async def test_a_verb_that_changes_something_is_an_answer_in_the_direct_messages(chat: Chat) -> None:
    await chat.launched()
    await chat["sam"].says("close")
    assert chat["sam"].form().id == "answer"
