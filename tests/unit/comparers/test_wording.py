"""What training does to the wording of answers leaves alone what they say; those to another sheet say nothing of it."""

from collections import Counter

from tests.bench.labelled import CORPUS, held_out, labelled
from tests.bench.training.data import ABSENT, CLOSE, EXPRESSED, TURNED, astray, contrasts
from tests.bench.training.wording import OPENED, composed, opened, verbatim

PAIRS = [*contrasts(CLOSE)[:900], *contrasts(*TURNED)[-900:]]


def test_some_answers_of_every_label_begin_in_another_way() -> None:
    begun = opened(PAIRS, seed=1)

    changed = Counter(before.label for before, after in zip(PAIRS, begun, strict=True) if before != after)
    assert all(abs(changed[kind] / sum(each.label == kind for each in PAIRS) - OPENED) < 0.06 for kind in range(3))
    assert [each.chances for each in begun] == [each.chances for each in PAIRS]
    assert begun == opened(PAIRS, seed=1)


def test_a_reason_is_given_back_in_its_own_words() -> None:
    given = verbatim(PAIRS, 80, seed=2)

    assert {each.label for each in given} == {EXPRESSED}
    assert all(each.answer.lower().rstrip(".").endswith(each.reason.lower().rstrip(".")[-10:]) for each in given)
    assert len({each.answer for each in given if each.answer != each.reason}) > 15


def test_what_is_composed_says_what_its_answer_said_and_nothing_else_of_the_reason() -> None:
    said = {(each.title, each.reason, each.answer.rstrip(".").lower()): each.label for each in PAIRS}

    made = composed(PAIRS, 600, seed=3)

    assert len(made) == 600
    for each in made:
        rest = each.answer.lower()
        found = sorted((a for t, r, a in said if (t, r) == (each.title, each.reason) and a in rest), key=len)
        labels = [said[each.title, each.reason, found[-1]]]
        rest = rest.replace(found[-1], "")
        labels += [said[each.title, each.reason, answer] for answer in found if answer in rest]
        assert each.label in labels
        assert set(labels) <= {each.label, ABSENT}


def test_what_was_written_for_another_sheet_is_absent_and_nothing_held_out_is_used() -> None:
    sheets = list(labelled(CORPUS))
    of_reason = {(sheet.text.title, reason.text): sheet for sheet in sheets for reason in sheet.text.reasons}
    seen, unseen = (
        {each.text for sheet in sheets if held_out(sheet.id) == held for each in sheet.answers}
        for held in (False, True)
    )

    found = astray(sheets, 300, 100, seed=4)

    assert len(found) == 400
    assert {each.label for each in found} == {ABSENT}
    for each in found:
        sheet = of_reason[each.title, each.reason]
        assert not held_out(sheet.id)
        assert each.language == sheet.language
        assert each.answer not in {answer.text for answer in sheet.answers}
        assert each.answer not in unseen - seen
