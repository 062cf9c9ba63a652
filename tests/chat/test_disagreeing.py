"""Disagreeing: an objection in its own lane, with or without the other side."""

from tests.chat.house import Chat

NO = "I would rather ask the lead first"


async def test_an_objection_alone_is_kept_apart_and_not_read_back(chat: Chat) -> None:
    await chat.launched(who="sam\npriya")
    await chat["sam"].presses("I disagree")
    await chat["sam"].fills({"objection": NO, "quotable": "yes"})
    await chat.settle()
    assert "kept apart for Dana" in chat["sam"].read
    assert not chat["sam"].sees("Yes")


async def test_an_objection_stands_in_the_report_beside_the_figures(chat: Chat) -> None:
    await chat.launched(who="sam\npriya")
    await chat["sam"].presses("I disagree")
    await chat["sam"].fills({"objection": NO, "quotable": "yes"})
    await chat.answers_and_confirms("priya", "it is about r1 for our customers")
    assert NO in chat["dana"].heard
    assert "2 of 2 answered, 1 with something about the why" in chat["dana"].heard


async def test_the_words_of_an_objection_are_not_quoted_unasked(chat: Chat) -> None:
    await chat.launched(who="sam")
    await chat["sam"].presses("I disagree")
    await chat["sam"].fills({"objection": NO})
    await chat.settle()
    assert NO not in chat["dana"].heard
    assert "1 objection waits" in chat["dana"].heard


async def test_the_other_side_is_heard_like_an_answer(chat: Chat) -> None:
    await chat.launched()
    await chat["sam"].presses("I disagree")
    await chat["sam"].fills({"objection": NO, "why": "others say it is about r1 for customers"})
    await chat.settle()
    assert "tell you in a moment what I heard" in chat["sam"].read
    assert "① so that" in chat["sam"].latest


async def test_a_copied_other_side_is_kept_without_being_heard(chat: Chat) -> None:
    await chat.launched()
    await chat["sam"].presses("I disagree")
    await chat["sam"].fills({"objection": NO, "why": "ok"})
    await chat.settle()
    assert "kept apart for Dana" in chat["sam"].read


async def test_an_objection_needs_words(chat: Chat) -> None:
    await chat.launched()
    await chat["sam"].presses("I disagree")
    await chat["sam"].fills({"objection": " "})
    assert set(chat["sam"].errors) == {"objection"}


async def test_an_objection_after_an_answer_keeps_the_answer(chat: Chat) -> None:
    await chat.launched()
    disagree = chat["sam"].button("I disagree")
    await chat.answers("sam", "it is about r1 for our customers", worry="fraud")
    await chat["sam"].presses_again(disagree)
    assert chat["sam"].filled["why"] == "it is about r1 for our customers"
    await chat["sam"].fills({"objection": NO})
    await chat.settle()
    await chat["sam"].types("me")
    assert NO in chat["sam"].read
    assert "fraud" in chat["sam"].read
    assert "① so that" in chat["sam"].latest


async def test_an_objection_is_edited_where_it_was_written(chat: Chat) -> None:
    await chat.launched()
    await chat["sam"].presses("I disagree")
    await chat["sam"].fills({"objection": NO})
    await chat.settle()
    chat["sam"].reply = None
    await chat["sam"].presses("Edit")
    assert chat["sam"].filled["objection"] == NO
    await chat["sam"].fills({"objection": f"{NO}, always", "why": "it is about r1 for our customers"})
    await chat.settle()
    await chat["sam"].types("me")
    assert f"{NO}, always" in chat["sam"].read
    assert "it is about r1" in chat["sam"].read
