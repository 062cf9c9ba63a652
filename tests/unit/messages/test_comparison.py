"""The command line's report: answers compared once, that nobody has confirmed."""

from bot.messages.catalogue import catalogue
from bot.messages.report import comparison
from bot.messages.view import Text
from tests.builders import an_account
from tests.unit.messages.reading import words
from tests.unit.messages.rounds import Answer, a_round

EN = catalogue("en")


def test_the_command_line_s_report_quotes_themes_and_names_ids() -> None:
    data = a_round(
        Answer(an_account("a1", own=("less stress",), confirmed=False), themes=(0,)),
        Answer(an_account("a2", own=("no stress",), confirmed=False), themes=(0,)),
    )

    shown = comparison(EN, "Refunds", data.divergence, "local@1", (), lambda people: ", ".join(p.user for p in people))

    assert "2 answers, 2 with something about the why." in words(shown)
    assert "New tune: “no stress” (2 people)" in words(shown)
    assert "Given by: a1, a2." in words(shown)


def test_the_command_line_s_report_of_one_answer_is_singular() -> None:
    data = a_round(Answer(an_account("a1", ["r1"])))

    shown = comparison(EN, "Refunds", data.divergence, "local@1", (), lambda _: "")

    assert "1 answer, 1 with something about the why." in words(shown)
    assert "To align" not in words(shown)
    assert isinstance(shown.parts[1], Text)
