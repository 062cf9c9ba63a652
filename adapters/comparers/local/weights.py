"""From features to probabilities. The constants stand in calibration.json, made by tests/bench/calibrate.py."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import cast

import numpy as np

from adapters.comparers.local.reading import FEATURES, Numbers

CALIBRATION = Path(__file__).parent / "calibration.json"


@dataclass(frozen=True, slots=True)
class Logistic:
    """A logistic regression over the features."""

    weights: tuple[float, ...]  #: one for each of FEATURES
    bias: float

    def __call__(self, features: Numbers) -> Numbers:
        logits = features @ np.asarray(self.weights) + self.bias
        return np.asarray(1 / (1 + np.exp(-logits)), dtype=np.float64)


@dataclass(frozen=True, slots=True)
class Weights:
    """What the local comparer was calibrated to."""

    among: Logistic  #: p(expressed) of a reason beside others
    alone: Logistic  #: of an only reason, which has nothing to lead over
    contradicted: float  #: share of contradictions in what is not expressed: a base rate, the method cannot see them
    unsure: tuple[float, float]  #: p(expressed) between these is unsure
    own_reason: float  #: a sentence that is nearer to the sheet than this gives no reason of its own
    same_theme: float  #: cosine from which two own reasons say the same

    def expressed(self, features: Numbers) -> Numbers:
        """p(expressed) of each reason."""
        return (self.alone if len(features) == 1 else self.among)(features)


@cache
def load_weights() -> Weights:
    return weights_of(json.loads(CALIBRATION.read_text("utf-8")))


def weights_of(raw: Mapping[str, object]) -> Weights:
    numbers = cast("Mapping[str, float]", raw)
    low, high = cast("tuple[float, float]", raw["unsure"])
    return Weights(
        _logistic(raw["among"]),
        _logistic(raw["alone"]),
        contradicted=numbers["contradicted"],
        unsure=(low, high),
        own_reason=numbers["own_reason"],
        same_theme=numbers["same_theme"],
    )


def _logistic(raw: object) -> Logistic:
    named = cast("Mapping[str, float]", raw)
    return Logistic(tuple(named[name] for name in FEATURES), named["bias"])
