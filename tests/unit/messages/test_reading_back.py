"""The read-back shows what was heard, asks at most twice, and leaves the last word to the writer."""

import pytest

from bot.domain.restatement import ReadBack
from bot.domain.verdict import Coding, Span, VerdictKind
from bot.messages.catalogue import catalogue
from bot.messages.reading_back import fix_form, listening, read_back
from bot.messages.view import Message
from tests.builders import a_check, a_coding, a_read_back, a_restatement, a_sheet, a_verdict
from tests.unit.messages.reading import actions, buttons, field, items, words

EN = catalogue("en")
SHEET = a_sheet()
R1, R2, R3 = (reason.text for reason in SHEET.text.reasons)
ABSENT, OPPOSITE = VerdictKind.ABSENT, VerdictKind.CONTRADICTED


def shown(heard: ReadBack, *, objection: str = "", after_close: bool = False) -> Message:
    return read_back(EN, SHEET, a_restatement(objection=objection), heard, after_close=after_close)


def unconfirmed(coding: Coding) -> ReadBack:
    return a_read_back(coding, confirmed_at=None)


def test_a_reason_heard_is_shown_with_the_words_it_rests_on() -> None:
    heard = unconfirmed(a_coding(a_verdict("r1", quote=Span(0, 14))))

    assert items(shown(heard)) == [f"① {R1} — “Acme leaves us”"]


@pytest.mark.parametrize("quote", [None, Span(4, 5)])
def test_a_reason_without_words_to_rest_on_stands_alone(quote: Span | None) -> None:
    assert items(shown(unconfirmed(a_coding(a_verdict("r1", quote=quote))))) == [f"① {R1}"]


def test_a_reason_not_heard_is_never_shown() -> None:
    heard = unconfirmed(a_coding(a_verdict("r1"), a_verdict("r2", ABSENT), a_verdict("r3", ABSENT)))

    assert R2 not in words(shown(heard))
    assert R3 not in words(shown(heard))


def test_at_most_two_unsure_reasons_are_asked_about() -> None:
    unsure = [a_verdict(f"r{i}", ABSENT, unsure=True, p=p) for i, p in ((1, 0.1), (2, 0.4), (3, 0.45))]

    message = shown(unconfirmed(a_coding(*unsure)))

    assert R1 not in words(message)
    assert actions(message) == ["too", "not_that", "too", "not_that", "confirm", "fix"]
    assert [button.subject for button in buttons(message)[:2]] == ["a-priya/1/r2"] * 2


def test_a_question_leaning_to_heard_says_so() -> None:
    heard = unconfirmed(a_coding(a_verdict("r1", unsure=True, p=0.6)))

    assert "I think I heard this too, but I'm not sure" in words(shown(heard))


def test_a_question_leaning_to_absent_asks_openly() -> None:
    heard = unconfirmed(a_coding(a_verdict("r1", ABSENT, unsure=True, p=0.4)))

    assert "Did you also mean this?" in words(shown(heard))


def test_what_is_affirmed_only_when_asked_is_marked() -> None:
    heard = a_read_back(a_coding(a_verdict("r2", ABSENT, unsure=True, p=0.4)), yes=["r2"], confirmed_at=None)

    assert items(shown(heard)) == [f"② {R2} (when I asked)"]
    assert actions(shown(heard)) == ["confirm", "fix"]


def test_a_hunch_affirmed_counts_as_heard() -> None:
    coding = a_coding(a_verdict("r2", unsure=True, p=0.6))

    assert items(shown(a_read_back(coding, yes=["r2"]))) == [f"② {R2}"]


def test_a_contradiction_denied_by_its_writer_is_not_called_the_opposite() -> None:
    coding = a_coding(a_verdict("r1", OPPOSITE, unsure=True, p=0.4))

    assert items(shown(a_read_back(coding, yes=["r1"]))) == [f"① {R1} (when I asked)"]


def test_a_question_denied_is_not_asked_again() -> None:
    coding = a_coding(a_verdict("r1"), a_verdict("r2", ABSENT, unsure=True, p=0.4))

    assert R2 not in words(shown(a_read_back(coding, no=["r2"], confirmed_at=None)))


def test_a_contradiction_is_read_back_as_the_opposite() -> None:
    assert items(shown(unconfirmed(a_coding(a_verdict("r1", OPPOSITE))))) == [f"① the opposite of: {R1}"]


def test_what_its_writer_struck_out_is_gone() -> None:
    coding = a_coding(a_verdict("r1"), a_verdict("r2"), own=("fewer calls", "less stress"))

    heard = a_read_back(coding, dropped=["r1"], dropped_own=["less stress"])

    assert items(shown(heard)) == [f"② {R2}", "New to me: fewer calls"]


def test_an_own_reason_is_new() -> None:
    coding = a_coding(a_verdict("r1", ABSENT), own=("**{0}** calls",))

    assert items(shown(unconfirmed(coding))) == ["New to me: **{0}** calls"]


def test_reasons_stand_in_the_sheet_s_order() -> None:
    coding = a_coding(a_verdict("r1", ABSENT, unsure=True, p=0.4), a_verdict("r2"))

    assert [item[0] for item in items(shown(a_read_back(coding, yes=["r1"])))] == ["①", "②"]


@pytest.mark.parametrize(
    ("informative", "said"), [(True, "I heard none of the sheet's reasons"), (False, "I could not hear a reason")]
)
def test_hearing_nothing_may_be_the_machine_s_mistake(informative: bool, said: str) -> None:
    message = words(shown(unconfirmed(a_coding(a_verdict("r1", ABSENT), informative=informative))))

    assert said in message
    assert "may be my mistake" in message


def test_a_confirmed_read_back_can_still_be_fixed() -> None:
    message = shown(a_read_back())

    assert actions(message) == ["fix"]
    assert "that's right" in words(message)


def test_a_read_back_after_close_says_where_it_counts() -> None:
    assert "next version of the report" in words(shown(a_read_back(), after_close=True))


def test_an_objection_heard_can_be_said_outright() -> None:
    coding = a_coding(objection=True)

    assert actions(shown(unconfirmed(coding))) == ["disagree", "confirm", "fix"]
    assert actions(shown(unconfirmed(coding), objection="fraud")) == ["confirm", "fix"]


def test_the_fix_lists_only_what_was_heard() -> None:
    coding = a_coding(a_verdict("r1"), a_verdict("r2", ABSENT), a_verdict("r3", OPPOSITE), own=("fewer calls",))

    keep = field(fix_form(EN, SHEET, a_restatement(), unconfirmed(coding)), "keep")

    assert [(option.value, option.label) for option in keep.options] == [
        ("reason:r1", R1),
        ("reason:r3", f"the opposite of: {R3}"),
        ("own:0", "fewer calls"),
    ]


def test_the_fix_leaves_out_the_ticks_of_what_was_struck_out() -> None:
    coding = a_coding(a_verdict("r1"), a_verdict("r2"), own=("fewer calls", "less stress"))
    heard = a_read_back(coding, dropped=["r1"], dropped_own=["less stress"])

    assert field(fix_form(EN, SHEET, a_restatement(), heard), "keep").initial == "reason:r2\nown:0"


def test_a_question_affirmed_can_be_struck_out_again() -> None:
    coding = a_coding(a_verdict("r2", ABSENT, unsure=True, p=0.4))

    keep = field(fix_form(EN, SHEET, a_restatement(), a_read_back(coding, yes=["r2"])), "keep")

    assert keep.initial == "reason:r2"


def test_with_nothing_heard_the_fix_only_asks_for_words() -> None:
    form = fix_form(EN, SHEET, a_restatement(fix="and fraud"), unconfirmed(a_coding(a_verdict("r1", ABSENT))))

    assert [(one.id, one.initial) for one in form.fields] == [("words", "and fraud")]


def test_an_answer_is_taken_with_thanks() -> None:
    assert "Thank you" in words(listening(EN, a_check()))
