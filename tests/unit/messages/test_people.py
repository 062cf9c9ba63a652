"""The list of people: alphabetical, capped, and only what each confirmed."""

from dataclasses import replace

from bot.domain.check import ParticipantState
from bot.domain.verdict import Standing
from bot.messages.catalogue import catalogue
from bot.messages.people import MOST_PEOPLE
from bot.messages.report import full_report
from tests.builders import a_participant, an_account
from tests.unit.messages.reading import items
from tests.unit.messages.rounds import Answer, a_round

EN = catalogue("en")


def last_row(answer: Answer) -> str:
    return items(full_report(EN, a_round(answer)))[-1]


def test_the_list_is_alphabetical_whatever_the_order_and_the_case() -> None:
    silent = [a_participant(f"u{i}", name=name) for i, name in enumerate(["zoe", "Adam", "bea"])]

    rows = items(full_report(EN, a_round(silent=silent)))

    assert rows == ["Adam: not answered", "bea: not answered", "zoe: not answered"]


def test_a_long_list_is_capped() -> None:
    silent = [a_participant(f"u{i:03d}") for i in range(MOST_PEOPLE + 2)]

    rows = items(full_report(EN, a_round(silent=silent)))

    assert len(rows) == MOST_PEOPLE + 1
    assert rows[-1] == "and 2 more; the figures above count everyone"


def test_a_person_confirmed_is_shown_with_each_reason_as_it_stands() -> None:
    standings = {"r1": Standing.UNPROMPTED, "r2": Standing.RECOGNISED, "r3": Standing.CONTRADICTED}

    assert last_row(Answer(an_account("sam", standings))) == "Sam: ① · ② (when shown) · ③ (opposite)"


def test_own_reasons_confirmed_stand_without_quotation_marks() -> None:
    answer = Answer(an_account("sam", ["r1"], own=("less stress",)), themes=(0,))

    assert last_row(answer) == "Sam: ① · new: less stress"


def test_own_words_are_quoted_where_they_may_be() -> None:
    assert last_row(Answer(an_account("sam", ["r1"]), words="Acme\nleaves")) == "Sam: ① — “Acme leaves”"


def test_long_words_are_cut() -> None:
    assert last_row(Answer(an_account("sam", ["r1"]), words="word " * 200)).endswith("word…”")


def test_an_answer_that_names_no_reason_says_so() -> None:
    assert last_row(Answer(an_account("sam"))) == "Sam: no reason of the sheet"


def test_an_answer_without_a_why_is_not_called_a_gap() -> None:
    assert last_row(Answer(an_account("sam", informative=False))) == "Sam: nothing about the why"


def test_an_answer_the_gate_kept_as_no_information_is_answered() -> None:
    assert last_row(Answer(an_account("sam", informative=False, confirmed=False))) == "Sam: answered"


def test_an_objection_alone_is_an_objection() -> None:
    account = an_account("sam", informative=False, confirmed=False, objection=True)

    assert last_row(Answer(account, objection="")) == "Sam: objection"


def test_an_objection_beside_an_answer_not_confirmed_opens_nothing() -> None:
    account = an_account("sam", ["r1"], confirmed=False, objection=True)

    assert last_row(Answer(account, objection="", words="Acme")) == "Sam: heard, not confirmed · objection"


def test_an_objection_stands_beside_what_was_confirmed() -> None:
    account = an_account("sam", ["r1"], objection=True)

    assert last_row(Answer(account, objection="")) == "Sam: ① · objection"


def test_an_objection_that_shows_no_understanding_is_not_called_a_gap() -> None:
    account = an_account("sam", objection=True)

    assert last_row(Answer(account, objection="")) == "Sam: objection"


def test_the_platform_s_reason_stands_with_who_could_not_be_reached() -> None:
    silent = [a_participant("vera", state=ParticipantState.UNREACHABLE, note="deactivated")]

    assert items(full_report(EN, a_round(silent=silent))) == ["Vera: could not be reached (deactivated)"]


def test_an_answer_withdrawn_leaves_nothing_but_that() -> None:
    silent = [a_participant("vera", state=ParticipantState.WITHDRAWN)]

    assert items(full_report(EN, a_round(silent=silent))) == ["Vera: withdrawn"]


def test_whoever_withdrew_is_shown_as_that_even_with_an_account_at_hand() -> None:
    data = a_round(Answer(an_account("sam", ["r1"]), words="Acme"))
    withdrawn = a_participant("sam", state=ParticipantState.WITHDRAWN)

    assert items(full_report(EN, replace(data, participants=[withdrawn])))[-1] == "Sam: withdrawn"
