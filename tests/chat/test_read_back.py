"""The read-back: what was heard, questions, yes, fix."""

from tests.chat.house import Chat

ALL = "reason:r1\nreason:r2\nown:0"


async def test_the_read_back_says_what_is_on_the_sheet_and_what_is_new(chat: Chat) -> None:
    await chat.launched()
    await chat.answers("sam", "mostly r1 for me\nown: fewer angry reviews")
    assert "① so that customers need not call again" in chat["sam"].latest
    assert "New to me: fewer angry reviews" in chat["sam"].latest


async def test_yes_confirms_what_was_heard(chat: Chat) -> None:
    await chat.launched()
    await chat.answers_and_confirms("sam", "it is about r1 for our customers")
    assert "yes, that's right" in chat["sam"].read
    await chat["dana"].types("status")
    assert "Not confirmed yet" not in chat["dana"].read


async def test_a_second_yes_changes_nothing_more(chat: Chat) -> None:
    await chat.launched()
    await chat.answers("sam", "it is about r1 for our customers")
    yes = chat["sam"].button("Yes")
    await chat["sam"].presses_again(yes)
    await chat["sam"].presses_again(yes)
    assert "yes, that's right" in chat["sam"].read


async def test_what_is_unsure_is_asked_and_a_yes_joins_what_was_heard(chat: Chat) -> None:
    await chat.launched()
    await chat.answers("sam", "it is about r1 and maybe r2 for us")
    assert "Did you also mean this? because supervisors lose hours" in chat["sam"].latest
    await chat["sam"].presses("Yes, that too")
    assert "② because supervisors lose hours to approvals (when I asked)" in chat["sam"].read


async def test_a_no_leaves_it_out(chat: Chat) -> None:
    await chat.launched()
    await chat.answers("sam", "it is about r1 and maybe r2 for us")
    await chat["sam"].presses("No")
    assert "②" not in chat["sam"].read
    assert "Did you also mean" not in chat["sam"].read


async def test_an_answer_to_a_question_that_was_not_asked_changes_nothing(chat: Chat) -> None:
    await chat.launched()
    await chat.answers("sam", "it is about r1 and maybe r2 for us")
    subject = chat["sam"].button("Yes, that too").subject.replace("r2", "r3")
    await chat["sam"].presses_raw("too", subject)
    assert "③" not in chat["sam"].read


async def test_what_was_not_meant_is_struck_out(chat: Chat) -> None:
    await chat.launched()
    await chat.answers("sam", "it is about r1 and about r2\nown: fewer angry reviews")
    await chat["sam"].presses("Fix it")
    assert chat["sam"].filled["keep"] == ALL
    await chat["sam"].fills({"keep": "reason:r1"})
    await chat.settle()
    assert "① so that" in chat["sam"].latest
    assert "②" not in chat["sam"].latest
    assert "angry reviews" not in chat["sam"].latest


async def test_a_yes_to_a_question_can_be_struck_out_for_good(chat: Chat) -> None:
    await chat.launched()
    await chat.answers("sam", "it is about r1 and perhaps r2? for us")
    await chat["sam"].presses("Yes, that too")
    await chat["sam"].presses("Fix it")
    await chat["sam"].fills({"keep": "reason:r1"})
    await chat.settle()
    chat["sam"].reply = None
    await chat["sam"].presses("Fix it")
    await chat["sam"].fills({})
    await chat.settle()
    assert "②" not in chat["sam"].latest


async def test_what_was_struck_out_can_be_ticked_again(chat: Chat) -> None:
    await chat.launched()
    await chat.answers("sam", "it is about r1 and about r2 for us")
    for keep in ("reason:r1", "reason:r1\nreason:r2"):
        chat["sam"].reply = None
        await chat["sam"].presses("Fix it")
        await chat["sam"].fills({"keep": keep})
        await chat.settle()
    assert "② because" in chat["sam"].latest


async def test_a_fix_in_own_words_is_heard_with_the_answer_and_earlier_strikes_hold(chat: Chat) -> None:
    await chat.launched()
    await chat.answers("sam", "it is about r1 and about r2 for us")
    await chat["sam"].presses("Fix it")
    await chat["sam"].fills({"keep": "reason:r1", "words": "and r3, they trust us"})
    await chat.settle()
    assert "① so that" in chat["sam"].latest
    assert "②" not in chat["sam"].latest
    assert "③ to trust" in chat["sam"].latest
    assert chat["sam"].sees("Yes")


async def test_a_fix_taken_back_is_heard_without_it(chat: Chat) -> None:
    await chat.launched()
    await chat.answers("sam", "it is about r1 for our customers")
    for words in ("and r3, they trust us", ""):
        chat["sam"].reply = None
        await chat["sam"].presses("Fix it")
        await chat["sam"].fills({"words": words})
        await chat.settle()
    assert "③" not in chat["sam"].latest


async def test_a_fix_too_long_says_so(chat: Chat) -> None:
    await chat.launched()
    await chat.answers("sam", "it is about r1 for our customers")
    await chat["sam"].presses("Fix it")
    await chat["sam"].fills({"words": "x" * 3_001})
    assert "at most 3000" in chat["sam"].errors["words"]


async def test_where_nothing_was_heard_there_is_nothing_to_tick(chat: Chat) -> None:
    await chat.launched()
    await chat.answers("sam", "because the weather is so nice today")
    await chat["sam"].presses("Fix it")
    assert set(chat["sam"].filled) == {"words"}
    await chat["sam"].fills({})
    assert "yes, that's right" in chat["sam"].read


async def test_buttons_of_an_old_read_back_say_that_the_answer_has_changed(chat: Chat) -> None:
    await chat.launched()
    await chat.answers("sam", "it is about r1 for our customers")
    yes, fix = chat["sam"].button("Yes"), chat["sam"].button("Fix it")
    await chat["sam"].presses_again(fix)
    form = chat["sam"].form()
    await chat["sam"].presses("Edit")
    await chat["sam"].fills({"why": "no, it is about r3, trust"})
    await chat.settle()
    await chat["sam"].presses_again(yes)
    assert "changed since" in chat["sam"].read
    await chat["sam"].fills({"words": "an hour of typing"}, form=form)
    assert "changed since" in chat["sam"].errors["words"]


async def test_nobody_else_can_answer_a_read_back(chat: Chat) -> None:
    await chat.launched()
    await chat.answers("sam", "it is about r1 for our customers")
    await chat["priya"].presses_again(chat["sam"].button("Yes"))
    assert "Only the writer" in chat["priya"].read


async def test_the_read_back_of_a_withdrawn_answer_is_told(chat: Chat) -> None:
    await chat.launched()
    await chat.answers("sam", "it is about r1 for our customers")
    yes = chat["sam"].button("Yes")
    await chat["sam"].presses("Withdraw")
    await chat["sam"].presses_again(yes)
    assert "no answer of yours here" in chat["sam"].read


async def test_a_read_back_after_the_round_was_called_off_is_told(chat: Chat) -> None:
    await chat.launched()
    await chat.answers("sam", "it is about r1 for our customers")
    await chat["dana"].calls_off()
    await chat["sam"].presses("Yes")
    assert "Dana called this check off" in chat["sam"].read
