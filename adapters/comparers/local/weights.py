"""From features to probabilities. The constants stand in calibration.json, made by tests/bench/calibrate.py."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import cast

import numpy as np

from adapters.comparers.local.crossencoder import ENGLISH, MULTILINGUAL
from adapters.comparers.local.reading import BY_VECTORS, FEATURES, Numbers

VECTORS = "vectors"  #: alone: reads what no cross-encoder can
CALIBRATION = Path(__file__).parent / "calibration.json"


@dataclass(frozen=True, slots=True)
class Linear:
    """One logit of a multinomial regression over the features, against absent."""

    weights: tuple[float, ...]  #: one for each feature
    bias: float

    def __call__(self, features: Numbers) -> Numbers:
        return np.asarray(features @ np.asarray(self.weights) + self.bias, dtype=np.float64)


@dataclass(frozen=True, slots=True)
class Regression:
    """From the features of k reasons to k × (expressed, absent, contradicted), which sum to 1."""

    expressed: Linear
    contradicted: Linear

    def __call__(self, features: Numbers) -> Numbers:
        logits = np.column_stack([self.expressed(features), np.zeros(len(features)), self.contradicted(features)])
        return softmax(logits)


@dataclass(frozen=True, slots=True)
class Fit:
    """How one set of features is weighed."""

    among: Regression  #: of a reason beside others
    alone: Regression  #: of an only reason, which has nothing to lead over
    sure: float  #: a verdict whose probability is below is unsure

    def chances(self, features: Numbers) -> Numbers:
        """K × (expressed, absent, contradicted)."""
        return (self.alone if len(features) == 1 else self.among)(features)


@dataclass(frozen=True, slots=True)
class Weights:
    """What the local comparer was calibrated to."""

    fits: Mapping[str, Fit]  #: by who reads: ENGLISH, MULTILINGUAL or VECTORS
    own_reason: float  #: a sentence that is nearer to the sheet than this gives no reason of its own
    same_theme: float  #: cosine from which two own reasons say the same


def softmax(logits: Numbers) -> Numbers:
    """Of each row."""
    powers = np.exp(logits - logits.max(axis=1, keepdims=True))
    return np.asarray(powers / powers.sum(axis=1, keepdims=True), dtype=np.float64)


@cache
def load_weights() -> Weights:
    return weights_of(json.loads(CALIBRATION.read_text("utf-8")))


def weights_of(raw: Mapping[str, object]) -> Weights:
    numbers = cast("Mapping[str, float]", raw)
    return Weights(
        {
            ENGLISH: _fit(raw[ENGLISH], FEATURES),
            MULTILINGUAL: _fit(raw[MULTILINGUAL], FEATURES),
            VECTORS: _fit(raw[VECTORS], BY_VECTORS),
        },
        own_reason=numbers["own_reason"],
        same_theme=numbers["same_theme"],
    )


def _fit(raw: object, names: Sequence[str]) -> Fit:
    named = cast("Mapping[str, object]", raw)
    among, alone = (_regression(named[which], names) for which in ("among", "alone"))
    return Fit(among, alone, cast("float", named["sure"]))


def _regression(raw: object, names: Sequence[str]) -> Regression:
    named = cast("Mapping[str, object]", raw)
    return Regression(_linear(named["expressed"], names), _linear(named["contradicted"], names))


def _linear(raw: object, names: Sequence[str]) -> Linear:
    named = cast("Mapping[str, float]", raw)
    return Linear(tuple(named[name] for name in names), named["bias"])
