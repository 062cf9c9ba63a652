"""One's own answers: see, edit, withdraw."""

from datetime import timedelta

from bot.messages.view import Say
from tests.chat.house import Chat, buttons
from tests.reading import text_of

WHY = "it is about r1 for our customers"


async def test_me_shows_what_i_have_said(chat: Chat) -> None:
    await chat.launched()
    await chat.answers("sam", WHY, differently="refund at once")
    await chat["sam"].types("me")
    assert WHY in chat["sam"].read
    assert "refund at once" in chat["sam"].read


async def test_me_with_no_answers_says_so(chat: Chat) -> None:
    await chat["sam"].types("me")
    assert "no answers kept here" in chat["sam"].read


async def test_me_says_what_i_said_is_not_for_me_and_leaves_a_way_back(chat: Chat) -> None:
    await chat.launched()
    await chat["sam"].presses("Not for me")
    await chat["sam"].types("me")
    assert "You said Not for me to “Refunds up to 50 € without approval”." in chat["sam"].read
    assert "Sealed until" not in chat["sam"].read
    await chat["sam"].presses("Answer after all")
    await chat["sam"].fills({"why": WHY})
    await chat["sam"].types("me")
    assert "Not for me" not in chat["sam"].read
    assert WHY in chat["sam"].read


async def test_what_was_not_for_me_and_is_called_off_takes_no_answer(chat: Chat) -> None:
    await chat.launched()
    await chat["sam"].presses("Not for me")
    await chat["dana"].calls_off()
    await chat["sam"].types("me")
    assert "You said Not for me" in chat["sam"].read
    assert isinstance(chat["sam"].reply, Say)
    assert not buttons(chat["sam"].reply.message)


async def test_me_edit_opens_the_answer(chat: Chat) -> None:
    await chat.launched()
    await chat.answers("sam", WHY)
    await chat["sam"].types("me edit")
    assert chat["sam"].filled["why"] == WHY


async def test_me_edit_without_an_answer_says_so(chat: Chat) -> None:
    await chat.launched()
    await chat["sam"].types("me edit")
    assert "no answer that could be changed" in chat["sam"].read


async def test_with_several_answers_the_sheet_is_named(chat: Chat) -> None:
    for title in ("First", "Second"):
        await chat.launched(title=title)
        await chat.answers("sam", WHY)
    await chat["sam"].types("me edit")
    assert "second, first" in chat["sam"].read
    await chat["sam"].types("me edit First")
    assert chat["sam"].filled["why"] == WHY


async def test_an_unknown_me_says_what_there_is(chat: Chat) -> None:
    await chat["sam"].types("me delete")
    assert "I don't know “me delete”" in chat["sam"].read


async def test_a_withdrawn_answer_is_gone_everywhere(chat: Chat) -> None:
    await chat.launched()
    await chat.answers("sam", WHY)
    await chat["sam"].presses("Withdraw")
    await chat.settle()
    assert "Your answer is withdrawn" in chat["sam"].heard
    assert "What I heard in it is deleted" in chat["sam"].latest
    await chat["sam"].types("me")
    assert "no answers kept here" in chat["sam"].read


async def test_an_answer_that_was_never_read_back_is_withdrawn_without_a_word_of_it(chat: Chat) -> None:
    await chat.launched()
    await chat.answers("sam", "ok")
    await chat.answers("sam", "ok")
    await chat["sam"].withdraws()
    await chat.settle()
    assert len(chat["sam"].inbox) == 1


async def test_somebody_may_answer_again_after_withdrawing(chat: Chat) -> None:
    await chat.launched()
    await chat.answers("sam", WHY)
    await chat["sam"].presses("Withdraw")
    await chat.settle()
    await chat["sam"].presses("Answer again")
    await chat["sam"].fills({"why": "it is about r3, trust in us"})
    await chat.settle()
    assert "③ to trust" in chat["sam"].latest


async def test_a_second_withdrawal_is_told(chat: Chat) -> None:
    await chat.launched()
    await chat.answers("sam", WHY)
    withdraw = chat["sam"].button("Withdraw")
    await chat["sam"].presses_again(withdraw)
    await chat["sam"].presses_again(withdraw)
    assert "no answer of yours here" in chat["sam"].read


async def test_withdrawal_after_the_close_makes_the_report_and_the_posted_summary_anew(chat: Chat) -> None:
    await chat.closed(sam=WHY, priya=WHY)
    await chat["dana"].presses("Post")
    await chat.settle()
    assert "No second call 2 of 2" in chat.channel[-1]
    await chat["sam"].withdraws()
    await chat.sweep()
    assert len(chat.channel) == 2
    assert "No second call 1 of 1" in chat.channel[-1]
    assert "Version 2" in chat["dana"].heard
    assert "Sam: withdrawn" in chat["dana"].heard


async def test_what_a_withdrawn_answer_said_is_nowhere_in_the_manager_s_chat_any_more(chat: Chat) -> None:
    await chat.closed(sam=WHY, priya=WHY)
    assert any("Sam: ①" in text_of(message) for message in chat["dana"].inbox)
    await chat["sam"].withdraws()
    await chat.sweep()

    texts = [text_of(message) for message in chat["dana"].inbox]
    assert not [text for text in texts if "Sam: ①" in text]
    (stands,) = (text for text in texts if "a newer version of the report" in text)
    assert "[Report]" in stands


async def test_a_report_that_waited_until_a_newer_one_was_made_is_never_sent(chat: Chat) -> None:
    await chat.launched(who="sam\npriya")
    await chat.answers_and_confirms("sam", WHY)
    chat.gateway.wait["dana"] = chat.clock.now() + timedelta(hours=1)
    await chat.answers_and_confirms("priya", WHY)
    await chat["sam"].withdraws()
    await chat.sweep()

    chat.clock.advance(timedelta(hours=1))
    chat.work.wake()
    await chat.settle()

    reports = [text for text in map(text_of, chat["dana"].inbox) if "Did the message land?" in text]
    assert len(reports) == 1
    assert "Version 2" in reports[0]
    assert not [text for text in map(text_of, chat["dana"].inbox) if "a newer version" in text]


async def test_withdraw_as_a_command_asks_first(chat: Chat) -> None:
    await chat.launched()
    await chat.answers("sam", WHY)
    await chat["sam"].types("me withdraw")
    assert "Refunds up to 50 € without approval\nDelete this answer? The report is made without it." in chat["sam"].read
    await chat["sam"].types("me")
    assert WHY in chat["sam"].read


async def test_an_answer_withdrawn_before_it_was_heard_is_never_heard(chat: Chat) -> None:
    await chat.launched(who="sam\npriya")
    await chat["sam"].presses("Answer")
    await chat["sam"].fills({"why": WHY})
    await chat["sam"].withdraws()
    await chat.settle()
    await chat.passes(timedelta(minutes=10))
    assert len(chat["sam"].inbox) == 1


async def test_withdrawal_works_after_a_check_was_called_off(chat: Chat) -> None:
    await chat.launched()
    await chat.answers("sam", WHY)
    await chat["dana"].calls_off()
    await chat.settle()
    await chat["sam"].types("me edit")
    assert "no answer that could be changed" in chat["sam"].read
    await chat["sam"].withdraws()
    assert "withdrawn and deleted" in chat["sam"].read


async def test_who_was_never_asked_has_nothing_to_withdraw(chat: Chat) -> None:
    await chat.launched(who="sam")
    await chat.answers("sam", WHY)
    await chat["priya"].presses_again(chat["sam"].button("Withdraw"))
    assert "not among the people asked" in chat["priya"].read
