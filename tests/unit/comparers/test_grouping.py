from collections.abc import Sequence

import numpy as np

from adapters.comparers.local.encoder import Vectors
from adapters.comparers.local.grouping import themes


def on_a_circle(texts: Sequence[str]) -> Vectors:
    """The last word of a text is the angle of its vector in degrees."""
    angles = np.deg2rad([float(text.split()[-1]) for text in texts])
    return np.column_stack([np.cos(angles), np.sin(angles)]).astype(np.float32)


SAME = float(np.cos(np.deg2rad(10)))


def test_what_lies_close_is_one_theme_and_what_lies_apart_is_another() -> None:
    assert themes(on_a_circle, ["90", "2", "95", "5", "180"], SAME) == (0, 1, 0, 1, 2)


def test_the_same_words_are_one_theme_whatever_their_case_and_spacing() -> None:
    assert themes(on_a_circle, ["The boss  40", "the BOSS 40"], SAME) == (0, 0)


def test_a_chain_of_neighbours_does_not_make_one_theme() -> None:
    numbers = themes(on_a_circle, [str(angle) for angle in range(0, 90, 5)], SAME)

    assert numbers[0] != numbers[-1]
    assert len(set(numbers)) >= 4


def test_ten_thousand_texts_are_grouped_alike_in_any_order() -> None:
    texts = [f"own reason {i} {(i * 7) % 360}" for i in range(10_000)]

    forwards = themes(on_a_circle, texts, SAME)
    backwards = themes(on_a_circle, texts[::-1], SAME)[::-1]

    pairs = set(zip(forwards, backwards, strict=True))
    assert len(pairs) == len(set(forwards)) == len(set(backwards))
    assert len(set(forwards)) <= 36


def test_numbers_count_from_0_in_order_of_first_appearance() -> None:
    assert themes(on_a_circle, ["300", "20", "300", "100"], SAME) == (0, 1, 0, 2)


def test_nothing_is_grouped_into_nothing() -> None:
    assert themes(on_a_circle, [], SAME) == ()
