"""95 % intervals: Wilson's for a share, the delete-one jackknife for a figure over people."""

from collections.abc import Sequence
from math import fsum, sqrt
from statistics import NormalDist

from bot.domain.divergence import Interval

_Z = NormalDist().inv_cdf(0.975)

#: Student's t, .975 quantile, for 1, 2 and 3 degrees of freedom, where the expansion below is too coarse.
_T_FEW = (12.7062, 4.3027, 3.1824)


def wilson(successes: int, n: int) -> Interval:
    """The score interval of a share, without continuity correction; 0–1 where n is 0.

    Wilson, JASA 22 (1927) 209–212; method 3 of Newcombe, Statistics in Medicine 17 (1998) 857–872, which shows that
    it keeps its level for the small n and the extreme shares that teams have.
    """
    if not 0 <= successes <= n:
        raise ValueError(f"{successes} of {n} is no share")
    if n == 0:
        return Interval(0.0, 1.0)
    share = successes / n
    centre = share + _Z**2 / (2 * n)
    margin = _Z * sqrt(share * (1 - share) / n + _Z**2 / (4 * n**2))
    scale = 1 + _Z**2 / n
    low = 0.0 if successes == 0 else (centre - margin) / scale
    high = 1.0 if successes == n else (centre + margin) / scale
    return Interval(low, high)


def jackknife(estimate: float, without_one: Sequence[float]) -> Interval:
    """The interval of a figure in 0–1, from the figure itself and its values with each of n ≥ 2 people left out.

    Estimate ± t(n−1) · standard error, clipped to 0–1 (Tukey 1958; Efron & Tibshirani 1993, chapter 11). Of a plain
    mean it is the usual t interval. It has no width where nobody's absence changes the figure.
    """
    n = len(without_one)
    mean = fsum(without_one) / n
    margin = student_t(n - 1) * sqrt((n - 1) / n * fsum((value - mean) ** 2 for value in without_one))
    return Interval(max(0.0, estimate - margin), min(1.0, estimate + margin))


def student_t(df: int) -> float:
    """The .975 quantile of Student's t, correct to .001.

    From 4 degrees of freedom by the expansion 26.7.5 of Abramowitz & Stegun (1964) in powers of 1/df.
    """
    if df < 1:
        raise ValueError("Student's t needs at least one degree of freedom")
    if df <= len(_T_FEW):
        return _T_FEW[df - 1]
    z = _Z
    terms = (
        z,
        (z**3 + z) / 4,
        (5 * z**5 + 16 * z**3 + 3 * z) / 96,
        (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / 384,
        (79 * z**9 + 776 * z**7 + 1482 * z**5 - 1920 * z**3 - 945 * z) / 92_160,
    )
    return fsum(term / df**power for power, term in enumerate(terms))
