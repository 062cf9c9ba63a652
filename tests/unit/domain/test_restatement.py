from bot.domain.restatement import account_of, questions, stated
from bot.domain.verdict import Span, Standing, VerdictKind
from tests.builders import a_coding, a_read_back, a_restatement, a_verdict

EXPRESSED = VerdictKind.EXPRESSED
ABSENT = VerdictKind.ABSENT
CONTRADICTED_KIND = VerdictKind.CONTRADICTED


def test_an_answer_is_coded_together_with_its_fix() -> None:
    assert a_restatement(why="Acme leaves.").text == "Acme leaves."
    assert a_restatement(why="Acme leaves.", fix="And fees.").text == "Acme leaves.\nAnd fees."


def test_a_quote_is_a_part_of_its_text() -> None:
    assert Span(5, 11).of("Acme leaves us") == "leaves"


def test_at_most_two_questions_are_asked_about_the_evenest_in_the_sheets_order() -> None:
    coding = a_coding(
        a_verdict("r1", ABSENT, unsure=True, p=0.45),
        a_verdict("r2", EXPRESSED, unsure=True, p=0.69),
        a_verdict("r3", EXPRESSED, unsure=True, p=0.51),
        a_verdict("r4", EXPRESSED, p=0.5),
    )

    assert [verdict.reason_id for verdict in questions(coding)] == ["r1", "r3"]


def test_what_is_stated_was_heard_and_is_not_asked_about() -> None:
    coding = a_coding(
        a_verdict("r1", EXPRESSED),
        a_verdict("r2", ABSENT),
        a_verdict("r3", CONTRADICTED_KIND),
        a_verdict("r4", EXPRESSED, unsure=True),
    )

    assert [verdict.reason_id for verdict in stated(coding)] == ["r1", "r3"]


def test_an_answer_not_yet_compared_counts_for_nothing_but_its_objection() -> None:
    account = account_of(a_restatement(objection="too late"), None)

    assert (account.standings, account.own_reasons) == ({}, ())
    assert (account.informative, account.confirmed, account.objection) == (False, False, True)


def test_what_was_heard_stands_before_it_is_confirmed_but_for_a_contradiction() -> None:
    coding = a_coding(a_verdict("r1", EXPRESSED), a_verdict("r2", ABSENT), a_verdict("r3", CONTRADICTED_KIND))

    account = account_of(a_restatement(), a_read_back(coding, confirmed_at=None))

    assert account.standings == {"r1": Standing.UNPROMPTED, "r2": Standing.ABSENT, "r3": Standing.ABSENT}
    assert account.confirmed is False


def test_a_confirmed_contradiction_counts() -> None:
    account = account_of(a_restatement(), a_read_back(a_coding(a_verdict("r1", CONTRADICTED_KIND))))

    assert account.standings == {"r1": Standing.CONTRADICTED}
    assert account.confirmed is True


def test_a_question_affirmed_was_said_where_the_machine_leaned_to_it_and_else_recognised() -> None:
    coding = a_coding(a_verdict("r1", EXPRESSED, unsure=True), a_verdict("r2", ABSENT, unsure=True))

    account = account_of(a_restatement(), a_read_back(coding, yes=("r1", "r2")))

    assert account.standings == {"r1": Standing.UNPROMPTED, "r2": Standing.RECOGNISED}


def test_a_question_left_open_does_not_count_whether_the_rest_is_confirmed_or_not() -> None:
    coding = a_coding(a_verdict("r1", EXPRESSED), a_verdict("r2", EXPRESSED, unsure=True))

    draft = account_of(a_restatement(), a_read_back(coding, confirmed_at=None))
    confirmed = account_of(a_restatement(), a_read_back(coding))

    assert draft.standings == {"r1": Standing.UNPROMPTED, "r2": Standing.ABSENT}
    assert confirmed.standings == {"r1": Standing.UNPROMPTED, "r2": Standing.ABSENT}


def test_a_question_denied_and_a_verdict_struck_out_are_absent() -> None:
    coding = a_coding(
        a_verdict("r1", EXPRESSED, unsure=True), a_verdict("r2", EXPRESSED), a_verdict("r3", CONTRADICTED_KIND)
    )

    account = account_of(a_restatement(), a_read_back(coding, no=("r1",), dropped=("r2", "r3")))

    assert set(account.standings.values()) == {Standing.ABSENT}


def test_own_reasons_count_but_for_those_struck_out() -> None:
    read_back = a_read_back(a_coding(own=("fewer chargebacks", "peace")), dropped_own=("peace",))

    assert account_of(a_restatement(), read_back).own_reasons == ("fewer chargebacks",)


def test_an_answer_kept_by_the_gate_is_not_informative() -> None:
    assert account_of(a_restatement(), a_read_back()).informative
    assert not account_of(a_restatement(gated=True), a_read_back()).informative
    assert not account_of(a_restatement(), a_read_back(a_coding(informative=False))).informative


def test_an_objection_is_one_by_its_button_or_by_its_words() -> None:
    assert not account_of(a_restatement(), a_read_back()).objection
    assert account_of(a_restatement(objection="no"), a_read_back()).objection
    assert account_of(a_restatement(), a_read_back(a_coding(objection=True))).objection


def test_a_confirmed_read_back_measures_all_that_was_stated_and_answered() -> None:
    coding = a_coding(
        a_verdict("r1", EXPRESSED),
        a_verdict("r2", CONTRADICTED_KIND),
        a_verdict("r3", EXPRESSED, unsure=True),
        a_verdict("r4", ABSENT, unsure=True),
        a_verdict("r5", ABSENT),
    )

    account = account_of(a_restatement(), a_read_back(coding, yes=("r3", "r4"), dropped=("r2",)))

    assert (account.read_back, account.kept) == (4, 2)


def test_a_question_denied_keeps_a_machine_that_leaned_to_absent() -> None:
    coding = a_coding(a_verdict("r1", EXPRESSED, unsure=True), a_verdict("r2", ABSENT, unsure=True))

    account = account_of(a_restatement(), a_read_back(coding, no=("r1", "r2")))

    assert (account.read_back, account.kept) == (2, 1)


def test_an_unconfirmed_read_back_measures_only_what_was_answered() -> None:
    coding = a_coding(
        a_verdict("r1", EXPRESSED), a_verdict("r2", EXPRESSED), a_verdict("r3", ABSENT, unsure=True, p=0.4)
    )

    silent = account_of(a_restatement(), a_read_back(coding, confirmed_at=None))
    corrected = account_of(a_restatement(), a_read_back(coding, dropped=("r1",), no=("r3",), confirmed_at=None))

    assert (silent.read_back, silent.kept) == (0, 0)
    assert (corrected.read_back, corrected.kept) == (2, 1)
