"""The script that makes the constants, on a few sheets of the corpus."""

import json
from itertools import islice

import numpy as np
import pytest

from adapters.comparers.local.encoder import load_encoder
from adapters.comparers.local.weights import weights_of
from tests.bench.calibrate import band, calibration
from tests.bench.labelled import CORPUS, labelled
from tests.bench.measures import auc, f1, fitted, kappa, logistic


def test_the_same_folder_gives_the_same_usable_constants() -> None:
    encode = load_encoder()
    sheets = tuple(islice(labelled(CORPUS), 2)) + tuple(islice(reversed(list(labelled(CORPUS))), 2))

    first, second = (calibration(encode, sheets) for _ in range(2))

    assert json.dumps(first) == json.dumps(second)
    assert weights_of(first).among.weights


def test_the_unsure_band_holds_at_most_a_quarter() -> None:
    p = np.linspace(0, 1, 1001)

    low, high = band(p)

    assert (low, high) == (0.38, 0.62)
    assert ((p >= low) & (p <= high)).mean() <= 0.25


def test_kappa_is_cohen_s_published_example() -> None:
    # Cohen (1960), Educational and Psychological Measurement 20(1), table 1: κ = .492 of three categories × 200
    table = [[88, 14, 18], [10, 40, 10], [2, 6, 12]]
    gold = np.asarray([i for i, row in enumerate(table) for count in row for _ in range(count)])
    found = np.asarray([j for row in table for j, count in enumerate(row) for _ in range(count)])

    assert kappa(gold, found) == pytest.approx(0.492, abs=0.001)


def test_kappa_of_a_single_kind_is_0() -> None:
    assert kappa(np.zeros(3, dtype=np.int64), np.zeros(3, dtype=np.int64)) == 0


def test_auc_counts_the_pairs_in_order_and_ties_half() -> None:
    assert auc(np.asarray([0.1, 0.4, 0.4, 0.9]), np.asarray([False, False, True, True])) == pytest.approx(3.5 / 4)


def test_f1_is_the_harmonic_mean_of_precision_and_recall() -> None:
    assert f1(np.asarray([True, True, False]), np.asarray([True, False, False])) == pytest.approx(2 / 3)


def test_a_regression_finds_the_weights_it_was_drawn_with() -> None:
    features = np.random.default_rng(0).normal(size=(20_000, 2))
    drawn = np.random.default_rng(1).random(20_000) < logistic(features @ np.asarray([1.0, -2.0]) + 0.5)

    assert fitted(features, drawn, ridge=1.0) == pytest.approx([1.0, -2.0, 0.5], abs=0.1)
