"""The report: for the manager, for leads, for the channel."""

from datetime import timedelta

from tests.chat.house import Chat

WHY = "it is about r1 for our customers"
PROPOSED = "Thank you: here is what the message said to us"


async def test_the_report_is_sealed_while_the_round_is_open(chat: Chat) -> None:
    await chat.launched()
    await chat.answers_and_confirms("sam", WHY)
    await chat["dana"].types("report")
    assert "answers are sealed until then" in chat["dana"].read


async def test_the_report_of_a_draft_is_told(chat: Chat) -> None:
    await chat.drafted()
    check = chat["dana"].button("Edit").subject
    await chat["dana"].presses_raw("report", check)
    assert "nobody has been asked yet" in chat["dana"].read


async def test_the_report_of_a_check_that_was_called_off_is_told(chat: Chat) -> None:
    await chat.launched()
    check = chat["dana"].button("Close now").subject
    await chat["dana"].calls_off()
    await chat["dana"].presses_raw("report", check)
    assert "called off" in chat["dana"].read


async def test_the_report_in_the_making_is_told(chat: Chat) -> None:
    await chat.launched()
    await chat["dana"].types("close")
    await chat["dana"].types("report")
    assert "being made" in chat["dana"].read


async def test_the_manager_reads_what_each_confirmed(chat: Chat) -> None:
    await chat.closed(sam=WHY, priya="it is about r2, the time of our leads")
    await chat["dana"].types("report")
    assert "Sam: ①" in chat["dana"].read


async def test_a_lead_reads_the_summary_without_names(chat: Chat) -> None:
    await chat.launched(leads="luis", who="sam")
    await chat.answers_and_confirms("sam", WHY)
    await chat["luis"].types("report")
    assert "No second call 1 of 1" in chat["luis"].read
    assert "Sam" not in chat["luis"].read


async def test_a_member_cannot_open_the_report(chat: Chat) -> None:
    await chat.closed(sam=WHY)
    await chat["dana"].types("status")
    await chat["sam"].presses_again(chat["dana"].button("Report"))
    assert "Only Dana" in chat["sam"].read


async def test_a_lead_cannot_post_the_report(chat: Chat) -> None:
    await chat.launched(leads="luis", who="sam")
    await chat.answers_and_confirms("sam", WHY)
    await chat["luis"].types("report --post")
    assert "Only Dana" in chat["luis"].read


async def test_the_summary_is_posted_from_its_preview(chat: Chat) -> None:
    await chat.closed(sam=WHY)
    await chat["dana"].presses("Post")
    await chat.settle()
    assert PROPOSED in chat.channel[-1]
    assert "Posted" in chat["dana"].latest
    assert not chat["dana"].sees("Post")


async def test_the_summary_is_posted_by_command(chat: Chat) -> None:
    await chat.closed(sam=WHY)
    await chat["dana"].types("report —post")
    await chat.settle()
    assert len(chat.channel) == 2


async def test_posting_again_posts_nothing_more(chat: Chat) -> None:
    await chat.closed(sam=WHY)
    post = chat["dana"].button("Post")
    await chat["dana"].presses_again(post)
    await chat["dana"].presses_again(post)
    await chat.settle()
    await chat["dana"].types("report --post")
    assert "in the channel already" in chat["dana"].read
    await chat.settle()
    assert len(chat.channel) == 2


async def test_the_headline_is_the_managers_to_change(chat: Chat) -> None:
    await chat.closed(sam=WHY)
    await chat["dana"].presses("Post")
    await chat.settle()
    await chat["dana"].presses("Edit headline")
    await chat["dana"].fills({"headline": " Let us talk \n about trust "})
    await chat.settle()
    assert "Let us talk about trust" in chat.channel[-1]
    assert "Let us talk about trust" in chat["dana"].latest


async def test_the_manager_previews_the_channels_messages_in_the_channels_language(chat: Chat) -> None:
    await chat.drafted(language="de", who="sam")
    draft = chat["dana"].button("Send to the team")
    await chat["dana"].presses("Send it to me first")
    assert "Warum" in chat["dana"].read
    await chat["dana"].presses_again(draft)
    await chat.settle()
    await chat.answers_and_confirms("sam", WHY)
    await chat["dana"].presses("Post")
    await chat.settle()
    assert chat.channel[-1] in chat["dana"].latest


async def test_an_empty_headline_brings_the_proposed_one_back(chat: Chat) -> None:
    await chat.closed(sam=WHY)
    for headline in ("Let us talk", ""):
        chat["dana"].reply = None
        await chat["dana"].presses("Edit headline")
        await chat["dana"].fills({"headline": headline})
        await chat.settle()
    assert PROPOSED in chat["dana"].latest


async def test_a_headline_left_as_proposed_goes_on_following_the_figures(chat: Chat) -> None:
    await chat.launched(who="sam\npriya\njonas\nines\nluis")
    for user in ("sam", "priya", "jonas", "ines"):
        await chat.answers_and_confirms(user, "it is about r1, r2 and r3 for us")
    await chat["dana"].types("close")
    await chat.settle()
    await chat["dana"].presses("Edit headline")
    await chat["dana"].fills({})
    await chat.answers_and_confirms("luis", "it is about r1, r2 and r3 for us")
    await chat.passes(timedelta(minutes=10))
    assert PROPOSED not in chat["dana"].heard.split("Version 2")[-1]


async def test_a_headline_too_long_says_so(chat: Chat) -> None:
    await chat.closed(sam=WHY)
    await chat["dana"].presses("Edit headline")
    await chat["dana"].fills({"headline": "x" * 201})
    assert "201 characters: at most 200" in chat["dana"].errors["headline"]


async def test_there_is_one_round_so_far(chat: Chat) -> None:
    await chat.closed(sam=WHY)
    await chat["dana"].types("report --round 2")
    assert "no round 2" in chat["dana"].read
    await chat["dana"].types("report --round=1")
    assert "Sam" in chat["dana"].read


async def test_a_shared_own_reason_is_shown_with_words_that_may_be_quoted(chat: Chat) -> None:
    await chat.launched(who="sam\npriya\njonas")
    await chat.answers_and_confirms("sam", "mostly this\nown: fewer angry reviews", quotable="yes")
    await chat.answers_and_confirms("priya", "mostly that\nown: Fewer angry  reviews", quotable="yes")
    await chat.answers("jonas", "etwas anderes\nown: fewer angry reviews\nown: something else")
    await chat["jonas"].presses("Fix it")
    await chat["jonas"].fills({"keep": "own:0"})
    await chat.settle()
    await chat["dana"].presses("Post")
    await chat.settle()
    assert "“fewer angry reviews” (3 people)" in chat.channel[-1]


async def test_an_own_reason_not_grouped_yet_stands_alone(chat: Chat) -> None:
    await chat.launched(who="sam\npriya")
    await chat.answers_and_confirms("sam", "mostly this\nown: fewer angry reviews")
    await chat["dana"].types("close")
    await chat.settle()
    await chat.answers_and_confirms("priya", "mostly that\nown: fewer angry reviews")
    await chat["dana"].types("report")
    assert "New tune:" not in chat["dana"].read
    await chat.passes(timedelta(minutes=10))
    await chat["dana"].types("report")
    assert "New tune:" in chat["dana"].read


async def test_a_worry_is_read_where_it_may_be_quoted_and_counted_where_not(chat: Chat) -> None:
    await chat.launched(who="sam\npriya")
    await chat.answers("sam", WHY, worry="night shifts have no lead", quotable="yes")
    await chat.answers("priya", WHY, worry="my own worry")
    await chat["dana"].types("close")
    await chat.settle()
    assert "Sam: “night shifts have no lead”" in chat["dana"].heard
    assert "1 more worry is not to be quoted" in chat["dana"].heard
    assert "my own worry" not in chat["dana"].heard


async def test_what_was_told_at_the_launch_offers_no_closing_afterwards(chat: Chat) -> None:
    await chat.launched(who="sam\npriya")
    assert "[Close now]" in chat["dana"].heard
    await chat["dana"].types("close")
    await chat.settle()
    assert "[Close now]" not in chat["dana"].heard
