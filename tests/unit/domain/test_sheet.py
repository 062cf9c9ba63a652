import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.ids import ReasonId
from bot.domain.sheet import MAX_LABEL, label_of, reasons_of, slug_of
from tests.builders import a_sheet_text


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("Refunds under 50 €: you decide!", "refunds-under-50-you-decide"),
        ("Política de devoluciones", "politica-de-devoluciones"),
        ("客户退款", "sheet"),
        ("", "sheet"),
        ("a" * 39 + " b", "a" * 39),
    ],
)
def test_a_slug_is_the_titles_words_in_ascii(title: str, slug: str) -> None:
    assert slug_of(title) == slug


@given(st.text())
def test_a_slug_can_always_be_typed(title: str) -> None:
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", slug_of(title))
    assert len(slug_of(title)) <= 40


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("so that we keep Acme as a client", "keep Acme as client"),
        ("so that it is for us", "so that it is for us"),
        ("damit wir die Kunden halten", "Kunden halten"),
        ("Rindfleischetikettierungsüberwachung", "Rindfleischetikettie"),
        ("…", "…"),
        ("", "?"),
    ],
)
def test_a_label_is_the_first_telling_words(text: str, label: str) -> None:
    assert label_of(text) == label


@given(st.text())
def test_a_label_fits_a_chart_and_is_never_empty(text: str) -> None:
    assert 0 < len(label_of(text)) <= MAX_LABEL


def test_reasons_are_numbered_in_order_and_one_is_the_main_one() -> None:
    found = reasons_of(("keep Acme", "fewer chargebacks"), main=1)

    assert [(reason.id, reason.label, reason.main) for reason in found] == [
        ("r1", "keep Acme", False),
        ("r2", "fewer chargebacks", True),
    ]


def test_a_label_given_is_kept_cut_to_its_length_and_a_blank_one_is_proposed() -> None:
    found = reasons_of(("keep Acme", "fewer chargebacks"), labels=(" Acme, for many years to come ", " "))

    assert [reason.label for reason in found] == ["Acme, for many years", "fewer chargebacks"]


def test_a_sheet_knows_its_reasons_by_their_ids() -> None:
    text = a_sheet_text()

    assert text.reason(ReasonId("r2")) is text.reasons[1]


def test_proposed_labels_differ_from_each_other() -> None:
    reasons = reasons_of(("because customers wait", "because customers wait too long for us"), labels=("", ""))

    assert [reason.label for reason in reasons] == ["customers wait", "customers wait too"]
    assert [reason.label for reason in reasons_of(("so that it is!", "so that it is?"))] == [
        "so that it is",
        "so that it is 2",
    ]
