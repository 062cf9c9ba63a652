"""Against published values: Newcombe, Statistics in Medicine 17 (1998), table I, method 3; any table of Student's t."""

from statistics import mean, stdev

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.divergence import Interval
from bot.domain.intervals import jackknife, student_t, wilson


@pytest.mark.parametrize(
    ("successes", "n", "low", "high"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_wilson_gives_newcombes_worked_examples(successes: int, n: int, low: float, high: float) -> None:
    interval = wilson(successes, n)

    assert (round(interval.low, 4), round(interval.high, 4)) == (low, high)


def test_nobody_asked_leaves_everything_possible() -> None:
    assert wilson(0, 0) == Interval(0, 1)


@pytest.mark.parametrize(("successes", "n"), [(-1, 3), (4, 3), (0, -1)])
def test_what_is_no_share_has_no_interval(successes: int, n: int) -> None:
    with pytest.raises(ValueError, match="no share"):
        wilson(successes, n)


@given(st.integers(0, 10_000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_wilson_holds_the_share_and_mirrors(share: tuple[int, int]) -> None:
    successes, n = share
    interval, mirrored = wilson(successes, n), wilson(n - successes, n)

    assert 0 <= interval.low <= interval.high <= 1
    assert not n or interval.low <= successes / n <= interval.high
    assert mirrored.low == pytest.approx(1 - interval.high)
    assert mirrored.high == pytest.approx(1 - interval.low)


@pytest.mark.parametrize(
    ("df", "t"),
    [
        (1, 12.706),
        (2, 4.303),
        (3, 3.182),
        (4, 2.776),
        (5, 2.571),
        (9, 2.262),
        (30, 2.042),
        (120, 1.980),
        (9_999, 1.960),
    ],
)
def test_students_t_is_that_of_the_tables(df: int, t: float) -> None:
    assert student_t(df) == pytest.approx(t, abs=0.001)


def test_students_t_needs_a_degree_of_freedom() -> None:
    with pytest.raises(ValueError, match="degree"):
        student_t(0)


def test_the_jackknife_of_a_mean_is_the_t_interval() -> None:
    values = [0.2, 0.4, 0.4, 0.6, 0.5]
    others = [(sum(values) - value) / 4 for value in values]
    margin = 2.776 * stdev(values) / 5**0.5

    interval = jackknife(mean(values), others)

    assert interval.low == pytest.approx(mean(values) - margin, abs=0.001)
    assert interval.high == pytest.approx(mean(values) + margin, abs=0.001)


def test_the_jackknife_stays_between_0_and_1() -> None:
    assert jackknife(0.5, [0.0, 1.0]) == Interval(0, 1)


def test_the_jackknife_has_no_width_where_nobodys_absence_matters() -> None:
    assert jackknife(1.0, [1.0, 1.0, 1.0]) == Interval(1, 1)
