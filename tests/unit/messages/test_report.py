"""The manager's report: mismatches first, the figures, and of each person what they confirmed and no more."""

import pytest

from bot.domain.check import ParticipantState
from bot.domain.sheet import MAX_LABEL
from bot.domain.verdict import Standing
from bot.messages.catalogue import catalogue
from bot.messages.report import full_report
from bot.messages.view import Chart, Facts, Heading, Items, Message, Table
from tests.builders import a_participant, a_person, a_sheet, a_sheet_text, an_account
from tests.golden.scenes import round_of
from tests.unit.messages.reading import items, part, parts, text_of, words
from tests.unit.messages.rounds import Answer, a_round

EN = catalogue("en")


def said(user: str, *reasons: str, confirmed: bool = True) -> Answer:
    return Answer(an_account(user, reasons, confirmed=confirmed))


def position(message: Message, text: str) -> int:
    """The index of the first part that has this text in it."""
    return next(i for i, one in enumerate(message.parts) if text in words(Message("", (one,))))


def test_mismatches_come_before_every_figure() -> None:
    shown = full_report(EN, round_of("en"))

    first = position(shown, "4 mismatches")
    assert first == 2
    assert all(first < position(shown, later) for later in ("Soloists", "Tune", "People per reason", "Takes"))


def test_every_mismatch_says_what_to_do_with_the_reason_as_its_subject() -> None:
    shown = items(full_report(EN, round_of("en")))

    assert shown[:4] == [
        "① Keep Acme was heard as its opposite by 1 person. Say what it is not, then why. To align on it: Mei.",
        (
            "③ Fewer chargebacks needs another explanation: 1 of 6 said it. Explain it differently, with a case from "
            "their own work. To align on it: Mei, Nora, Sam, Tom (+1)."
        ),
        (
            "② An hour a day needs another explanation: 2 of 6 said it. Explain it differently, with a case from "
            "their own work. To align on it: Nora, Priya, Sam (+1)."
        ),
        (
            "New tune: “nobody has to ring a second time” (2 people), a reason you didn't write. Perhaps better than "
            "the sheet's: add it, or say why it doesn't belong. Given by: Nora, Sam."
        ),
    ]


def test_a_reason_contradicted_by_one_is_flagged() -> None:
    data = a_round(Answer(an_account("mei", {"r1": Standing.CONTRADICTED})), said("sam", "r1", "r2", "r3"))

    assert items(full_report(EN, data))[0].startswith("① keep Acme as client was heard as its opposite by 1 person.")


def test_two_takes_are_put_as_a_question_without_names() -> None:
    data = a_round(said("a", "r1"), said("b", "r1"), said("c", "r2"), said("d", "r2"))

    flagged = next(item for item in items(full_report(EN, data)) if item.startswith("Two takes"))

    assert flagged == (
        "Two takes: 2 people say ① keep Acme as client; 2 say ② agents lose hour day. Put it to them as a question."
    )


def test_a_round_without_a_mismatch_says_so() -> None:
    data = a_round(*(said(user, "r1", "r2", "r3") for user in "abcde"))

    assert "No mismatch to deal with." in words(full_report(EN, data))


def test_an_answer_not_confirmed_counts_and_stays_closed() -> None:
    data = a_round(
        Answer(an_account("luis", ["r1"], own=("secret hope",), confirmed=False), themes=(0,), words="my secret words"),
        said("sam", "r2", "r3"),
    )

    shown = full_report(EN, data)

    assert "secret" not in words(shown)
    assert items(shown)[-2] == "Luis: heard, not confirmed"
    assert [item for item in items(shown) if "Luis" in item] == ["Luis: heard, not confirmed"]
    assert "1 answer is heard, not confirmed: counted, not named (+1)." in words(shown)


def test_a_theme_is_quoted_where_its_writer_ticked_that() -> None:
    answers = (
        Answer(an_account("sam", own=("less stress",)), themes=(0,)),
        Answer(an_account("mei", own=("much less stress",)), themes=(0,)),
    )

    shown = full_report(EN, a_round(*answers, quotable_themes={0: "much less stress"}))

    assert "New tune: “much less stress” (2 people)" in words(shown)


def test_a_theme_that_nobody_ticked_stands_as_somebody_confirmed_it_without_quotation_marks() -> None:
    answers = (
        Answer(an_account("sam", own=("less stress",)), themes=(0,)),
        Answer(an_account("mei", own=("much less stress",), confirmed=False), themes=(0,)),
    )

    assert "New tune: less stress (2 people)" in words(full_report(EN, a_round(*answers)))


def test_the_words_of_a_theme_neither_ticked_nor_confirmed_are_kept() -> None:
    answers = (
        Answer(an_account("sam", own=("much less stress",)), themes=(0,)),
        Answer(an_account("mei", own=("no stress",), confirmed=False), themes=(0,)),
    )

    shown = words(full_report(EN, a_round(*answers)))

    assert "New tune: a reason whose words are not to be quoted (2 people)" in shown
    assert "no stress" not in shown


def test_names_are_alphabetical_and_a_long_list_ends_in_a_count() -> None:
    names = ["zoe", "Åsa", "adam", *(f"m{i:02d}" for i in range(12))]
    data = a_round(*(Answer(an_account(f"u{i:02d}"), name=name) for i, name in enumerate(names)))

    assert data.names([account.person for account in data.accounts.values()]) == (
        "adam, m00, m01, m02, m03, m04, m05, m06, m07, m08, m09, m10 (+3)"
    )


def test_nobody_has_no_names() -> None:
    assert a_round().names(()) == ""


def test_those_who_did_not_confirm_are_a_count() -> None:
    data = a_round(said("luis", "r1", confirmed=False))

    assert data.names([a_person("luis")]) == "+1"


def test_objections_stand_apart_and_are_no_misunderstanding() -> None:
    data = a_round(
        Answer(an_account("zoe", informative=False, confirmed=False, objection=True), objection="fraud **{0}**"),
        Answer(an_account("adam", informative=False, confirmed=False, objection=True), objection=""),
        said("sam", "r1"),
    )

    shown = full_report(EN, data)

    assert data.divergence.n == 1
    assert "2 objections wait for your answer. They are not misunderstandings:" in words(shown)
    lane = parts(shown, Items)[2]
    assert [text_of(item) for item in lane.items] == [
        "Adam: has an objection; the words are not to be quoted. Ask what it is.",
        "Zoe: “fraud **{0}**”",
    ]


def test_an_objection_only_heard_is_counted_without_a_name() -> None:
    data = a_round(Answer(an_account("mei", objection=True)), said("sam", "r1"))

    shown = full_report(EN, data)

    assert "1 more answer sounds like an objection, though nobody said so outright." in words(shown)
    assert "wait" not in words(shown)


def test_under_five_informative_answers_there_is_no_index() -> None:
    shown = full_report(EN, a_round(*(said(user, "r1") for user in "abcd")))

    assert "4 informative answers so far: counts and takes, but no index" in words(shown)
    assert parts(shown, Facts) == []


def test_from_five_on_there_are_tune_and_unison_without_decimals() -> None:
    shown = full_report(EN, a_round(*(said(user, "r1") for user in "abcde")))

    assert part(shown, Facts).pairs == (
        ("Tune (match to the intended reasons)", "50% (95% interval 50% to 50%)"),
        ("Unison (match to each other)", "100% (95% interval 100% to 100%)"),
    )
    assert "Same wrong song — people agree with each other on other reasons." in words(shown)


def test_a_value_on_the_line_is_called_on_the_border() -> None:
    assert "Soloists (on the border) — " in words(full_report(EN, round_of("en")))


def test_where_nobody_named_anything_unison_is_undefined() -> None:
    data = a_round(*(said(user) for user in "abcde"))

    assert ("Unison (match to each other)", "undefined") in part(full_report(EN, data), Facts).pairs


def test_a_round_without_a_why_has_neither_chart_nor_table() -> None:
    data = a_round(silent=[a_participant("kofi")])

    shown = full_report(EN, data)

    assert parts(shown, Chart) == []
    assert parts(shown, Table) == []
    assert "Nobody has said anything about the why yet." in words(shown)
    assert "0 of 1 answered" in words(shown)


def test_shares_are_counts() -> None:
    shown = full_report(EN, round_of("en"))

    assert [bar.note for bar in part(shown, Chart).bars] == ["5 of 6", "2 of 6", "1 of 6"]
    assert [row[1] for row in part(shown, Table).rows] == ["5 of 6", "2 of 6", "1 of 6"]


def test_chart_labels_fit() -> None:
    long = a_sheet(text=a_sheet_text(texts=("because " + "incomprehensibilities " * 9, "x" * 300)))

    chart = part(full_report(EN, a_round(said("sam", "r1"), sheet=long)), Chart)

    assert all(0 < len(bar.label) <= MAX_LABEL for bar in chart.bars)


def test_the_table_has_columns_for_what_happened() -> None:
    plain = part(full_report(EN, a_round(said("sam", "r1"))), Table)
    full = part(full_report(EN, round_of("en")), Table)

    assert plain.head == ("Reason", "Said", "95% interval", "Split")
    assert full.head == ("Reason", "Said", "95% interval", "When shown", "Opposite", "Split")
    assert full.rows[0] == ("① Keep Acme", "5 of 6", "44–97%", "0", "1", "33%")


def test_takes_beyond_six_are_counted() -> None:
    sheet = a_sheet(text=a_sheet_text(texts=tuple(f"because of cause {i}" for i in range(6))))
    answers = [said(f"p{i}", *(f"r{j}" for j in range(1, 1 + i))) for i in range(7)]

    shown = items(full_report(EN, a_round(*answers, sheet=sheet)))

    assert "and 1 more take, 1 of 7 answers" in shown


def test_who_names_nothing_says_no_reason_of_the_sheet() -> None:
    assert "1 person: no reason of the sheet — Sam" in items(full_report(EN, a_round(said("sam"))))


def test_the_first_version_needs_no_cause() -> None:
    assert "Version" not in words(full_report(EN, a_round()))


def test_a_later_version_says_why_it_was_made() -> None:
    shown = words(full_report(EN, a_round(version=2, cause="changed")))

    assert "Version 2: answers joined, were edited or were withdrawn after the round closed." in shown


def test_the_machine_s_accuracy_is_what_people_confirmed() -> None:
    measured = a_round(Answer(an_account("sam", ["r1"], read_back=4, kept=3)), limits=("limit_local_model",))

    shown = words(full_report(EN, measured))

    assert "Heard by a machine (fake@1). Coding accuracy: of 4 things it heard, 3 were confirmed as they were." in shown
    assert "reads with a small language model" in shown


def test_without_a_confirmation_the_accuracy_is_not_known() -> None:
    assert "so its accuracy is not known" in words(full_report(EN, a_round(said("sam", "r1"))))


def test_a_long_title_fits_the_heading() -> None:
    shown = full_report(EN, a_round(sheet=a_sheet(text=a_sheet_text(title="word " * 29))))

    assert len(part(shown, Heading).text) <= 150


@pytest.mark.parametrize("state", [state for state in ParticipantState if state is not ParticipantState.ANSWERED])
def test_silence_is_a_state_and_nothing_more(state: ParticipantState) -> None:
    shown = full_report(EN, a_round(silent=[a_participant("kofi", state=state)]))

    assert items(shown) == [f"Kofi: {EN(f'state.{state}')}"]
