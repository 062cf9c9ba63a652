"""Figures of agreement and a multinomial regression, in numpy alone."""

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]
Flags = NDArray[np.bool_]
_TIED = 1e9  #: times the ridge, on what two tied weights differ by


def kappa(gold: NDArray[np.int64], found: NDArray[np.int64]) -> float:
    """Cohen's kappa (1960) of two codings."""
    kinds = np.union1d(gold, found)
    chance = sum(float((gold == kind).mean() * (found == kind).mean()) for kind in kinds)
    agreed = float((gold == found).mean())
    return (agreed - chance) / (1 - chance) if chance < 1 else 0.0


def f1(gold: Flags, found: Flags) -> float:
    both = int((gold & found).sum())
    return 2 * both / max(1, int(gold.sum()) + int(found.sum()))


def auc(scores: Numbers, positive: Flags) -> float:
    """Area under the ROC curve by ranks (Mann–Whitney), ties counted half."""
    _, where, counts = np.unique(scores, return_inverse=True, return_counts=True)
    ranks = (np.cumsum(counts) - (counts - 1) / 2)[where]
    yes, no = int(positive.sum()), int((~positive).sum())
    return float((ranks[positive].sum() - yes * (yes + 1) / 2) / (yes * no))


def fitted(features: Numbers, gold: NDArray[np.int64], ridge: float, tied: int = 0) -> Numbers:
    """Weights and, last, the bias of a ridge-regularised multinomial regression, by Newton's method: 2 × (d + 1).

    `gold` is 0, 1 or 2; the rows returned are the logits of 0 and of 2 against 1. The ridge works on standardised
    features; what is returned weighs the features as they are given. The first `tied` features weigh the same in both
    rows: they tell 1 from the others, and not 0 from 2.
    """
    mean, spread = features.mean(axis=0), features.std(axis=0)
    spread = np.where(spread > 0, spread, 1.0)
    design = np.column_stack([(features - mean) / spread, np.ones(len(features))])
    d = design.shape[1]
    penalty = np.diag(([ridge] * (d - 1) + [1e-6]) * 2)
    apart = np.diag([_TIED * ridge] * tied + [0.0] * (d - tied))
    penalty += np.block([[apart, -apart], [-apart, apart]])
    targets = np.column_stack([gold == 0, gold == 2]).astype(np.float64)
    beta = np.zeros(2 * d)
    for _ in range(50):
        p = _two(design @ beta.reshape(2, d).T)
        gradient = (design.T @ (p - targets)).T.ravel() + penalty @ beta
        cross = (design * -(p[:, 0] * p[:, 1])[:, None]).T @ design
        blocks = [(design * (p[:, i] * (1 - p[:, i]))[:, None]).T @ design for i in range(2)]
        step = np.linalg.solve(np.block([[blocks[0], cross], [cross, blocks[1]]]) + penalty, gradient)
        beta -= step
        if np.abs(step).max() < 1e-9:
            break
    rows = beta.reshape(2, d)
    weights = rows[:, :-1] / spread
    return np.column_stack([weights, rows[:, -1] - weights @ mean])


def chances(features: Numbers, beta: Numbers) -> Numbers:
    """N × (p0, p1, p2) by what `fitted` returned."""
    p = _two(features @ beta[:, :-1].T + beta[:, -1])
    return np.column_stack([p[:, 0], 1 - p.sum(axis=1), p[:, 1]])


def _two(logits: Numbers) -> Numbers:
    """Probabilities of 0 and 2 where the logit of 1 is 0."""
    top = np.maximum(logits.max(axis=1, keepdims=True), 0)
    powers = np.exp(logits - top)
    return np.asarray(powers / (powers.sum(axis=1, keepdims=True) + np.exp(-top)), dtype=np.float64)
