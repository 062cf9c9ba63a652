from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.comparers.local.pieces import MAX_PIECE, MAX_PIECES, MAX_READ, clauses, sentences


def texts(text: str) -> list[str]:
    return [span.of(text) for span in sentences(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("They stay. We stay!", ["They stay.", "We stay!"]),
        ("Acme leaves; we lose an hour", ["Acme leaves;", "we lose an hour"]),
        ("- clients stay\n* fewer calls\n3) less typing\n\n", ["clients stay", "fewer calls", "less typing"]),
        ("z.B. Acme bleibt, ab dem 3. März. Gut so.", ["z.B. Acme bleibt, ab dem 3. März.", "Gut so."]),
        ("e.g. Acme stays, approx. forever", ["e.g. Acme stays, approx. forever"]),
        ("¿Por qué? «Porque se van.» Y ya.", ["¿Por qué?", "«Porque se van.»", "Y ya."]),
        ("it costs 3.5 hours…  really", ["it costs 3.5 hours…", "really"]),
        ("👍 !!! ...", []),
        ("", []),
    ],
)
def test_a_text_is_cut_into_its_sentences_and_lines(text: str, expected: list[str]) -> None:
    assert texts(text) == expected


def test_a_run_without_an_end_is_cut_at_a_space() -> None:
    pieces = texts("word " * 500)

    assert all(len(piece) <= MAX_PIECE for piece in pieces)
    assert " ".join(pieces).split() == ["word"] * 500


def test_a_word_without_an_end_is_cut_anyway() -> None:
    assert {len(piece) for piece in texts("a" * 1_200)} == {MAX_PIECE}


def test_a_long_text_is_read_up_to_its_limits() -> None:
    assert len(texts("a b.\n" * 10_000)) == MAX_PIECES
    assert max(span.end for span in sentences("word " * 100_000)) <= MAX_READ


def test_a_sentence_is_cut_into_clauses_that_could_stand_alone() -> None:
    text = "First. It costs us the client, and the agents lose an hour – because of approvals they wait."
    sentence = sentences(text)[1]

    assert [clause.of(text) for clause in clauses(text, sentence)] == [
        "It costs us the client",
        "and the agents lose an hour",
        "because of approvals they wait.",
    ]


@pytest.mark.parametrize("text", ["They stay with us, and pay.", "So: clients stay with us"])
def test_too_short_a_part_stays_with_its_sentence(text: str) -> None:
    assert clauses(text, sentences(text)[0]) == ()


@given(st.text(max_size=400))
def test_every_piece_stands_in_its_text_in_order_and_apart(text: str) -> None:
    spans = sentences(text)

    assert all(0 <= span.start < span.end <= len(text) for span in spans)
    assert all(a.end <= b.start for a, b in pairwise(spans))
