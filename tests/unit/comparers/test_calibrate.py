"""The script that makes the constants, on a few sheets of the corpus."""

import json
from itertools import islice

import numpy as np
import pytest

from adapters.comparers.local.coding import Models
from adapters.comparers.local.crossencoder import ENGLISH, MULTILINGUAL
from adapters.comparers.local.encoder import load_encoder
from adapters.comparers.local.language import load_language
from adapters.comparers.local.reading import FEATURES
from adapters.comparers.local.weights import CALIBRATION, load_weights, weights_of
from bot.domain.sheet import SheetText
from tests.bench.calibrate import calibration, sureness
from tests.bench.labelled import CORPUS, held_out, labelled
from tests.bench.measures import Numbers, auc, chances, f1, fitted, kappa


def by_length(sheet: SheetText, text: str) -> Numbers:
    """Stands in for a cross-encoder, which would take most of the time."""
    return np.asarray([[len(text) % 7, len(reason.text) % 5, len(text) % 3] for reason in sheet.reasons], np.float64)


def test_the_same_sheets_give_the_same_usable_constants() -> None:
    models = Models(load_encoder(), load_language(), lambda _: by_length)
    held = (sheet for sheet in labelled(CORPUS) if held_out(sheet.id))
    sheets = tuple(islice(held, 0, None, 48))  # of several parts

    first, second = (calibration(models, sheets) for _ in range(2))

    assert json.dumps(first) == json.dumps(second)
    assert weights_of(first).fits[ENGLISH].among.expressed.weights


def test_at_most_a_quarter_is_unsure() -> None:
    top = np.linspace(0.34, 1, 1001)

    bound = sureness(top, 0.25)

    assert bound == 0.5
    assert (top < bound).mean() <= 0.25


def test_where_all_is_sure_the_bound_is_high_and_where_nothing_is_it_is_the_lowest() -> None:
    assert sureness(np.ones(4), 0.25) == 0.99
    assert sureness(np.full(4, 1 / 3), 0.25) == 0.34


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
    drawn_with = np.asarray([[1.0, -2.0, 0.5], [-1.0, 0.5, -0.5]])
    features = np.random.default_rng(0).normal(size=(20_000, 2))
    ends = chances(features, drawn_with).cumsum(axis=1)
    gold = (np.random.default_rng(1).random((20_000, 1)) > ends).sum(axis=1)

    assert fitted(features, gold, ridge=1.0) == pytest.approx(drawn_with, abs=0.1)


def test_tied_features_tell_one_kind_from_the_others_and_not_those_apart() -> None:
    features = np.random.default_rng(0).normal(size=(20_000, 2))
    ends = chances(features, np.asarray([[1.0, -2.0, 0.5], [-1.0, 0.5, -0.5]])).cumsum(axis=1)
    gold = (np.random.default_rng(1).random((20_000, 1)) > ends).sum(axis=1)

    (first, second) = fitted(features, gold, ridge=1.0, tied=1)

    assert first[0] == pytest.approx(second[0], abs=1e-4)
    assert second[1] - first[1] > 1


def test_the_constants_say_how_they_were_made_and_measured() -> None:
    raw = json.loads(CALIBRATION.read_text())

    assert raw["made_by"] == "python -m tests.bench.calibrate CORPUS_FOLDER"
    measured = raw["measured_out_of_part"]
    assert measured["english, among"]["kappa"] > measured["vectors, among"]["kappa"]
    assert measured["multilingual, among"]["kappa"] > measured["vectors, among"]["kappa"]
    assert measured["english, among"]["unsure"] <= 0.25
    assert measured["vectors, among"]["unsure"] <= 0.5
    assert weights_of(raw) == load_weights()


def test_the_cross_encoder_speaks_for_what_it_reads() -> None:
    weights = load_weights()

    entailed, denied = FEATURES.index("entailed"), FEATURES.index("denied")
    fits = (weights.fits[ENGLISH], weights.fits[MULTILINGUAL])
    for regression in (each for fit in fits for each in (fit.among, fit.alone)):
        assert regression.expressed.weights[entailed] > 0
        assert regression.contradicted.weights[denied] > 0
