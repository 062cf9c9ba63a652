"""The main job as a chat: from the notes to the report."""

from datetime import timedelta

from tests.chat.house import Chat, text_of


async def test_a_team_restates_and_the_manager_reads_where_the_reasons_differ(chat: Chat) -> None:
    await chat.launched(leads="luis")
    assert "Refunds up to 50 €" in text_of(chat.channel[0])
    await chat.answers("priya", "it is about r1 and also r2 for our customers")
    await chat.answers("sam", "mostly r1 for me\nown: fewer angry reviews")
    for user in ("priya", "sam"):
        await chat[user].presses("Yes")
    chat["ines"].reply = chat["jonas"].reply = None
    await chat["ines"].presses("Responder")
    await chat["ines"].fills({"why": "creo que es por r1 sobre todo"})
    await chat["jonas"].presses("Nicht für mich")
    await chat.settle()
    await chat["ines"].presses("Sí")
    await chat.settle()

    report = text_of(chat["dana"].inbox[-2])

    assert "3 of 4" in report
    assert "Priya" in report
    await chat["dana"].presses("Post")
    await chat.settle()
    assert "Priya" not in text_of(chat.channel[-1])
    assert "No second call" in text_of(chat.channel[-1])
    await chat.passes(timedelta(minutes=10))
