"""Figures of agreement and a logistic regression, in numpy alone."""

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]
Flags = NDArray[np.bool_]


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


def fitted(features: Numbers, positive: Flags, ridge: float) -> Numbers:
    """Weights and, last, the bias of a ridge-regularised logistic regression, by Newton's method.

    The ridge works on standardised features; what is returned weighs the features as they are given.
    """
    mean, spread = features.mean(axis=0), features.std(axis=0)
    spread = np.where(spread > 0, spread, 1.0)
    design = np.column_stack([(features - mean) / spread, np.ones(len(features))])
    penalty = np.diag([ridge] * features.shape[1] + [1e-6])
    beta = np.zeros(design.shape[1])
    for _ in range(50):
        p = logistic(design @ beta)
        gradient = design.T @ (p - positive) + penalty @ beta
        step = np.linalg.solve((design * (p * (1 - p))[:, None]).T @ design + penalty, gradient)
        beta -= step
        if np.abs(step).max() < 1e-9:
            break
    weights = beta[:-1] / spread
    return np.append(weights, beta[-1] - weights @ mean)


def logistic(logits: Numbers) -> Numbers:
    return np.asarray(1 / (1 + np.exp(-logits)), dtype=np.float64)
