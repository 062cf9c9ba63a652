"""Tune, Unison and the quadrant, against worked values and their definitions."""

from collections.abc import Sequence

import pytest

from bot.domain.divergence import Divergence, Interval, Quadrant
from bot.domain.figures import figures, quadrant
from bot.domain.restatement import Account
from bot.domain.verdict import Standing
from tests.builders import an_account, people, reasons

(R1,) = reasons(1)


def a_team(*said: Sequence[str]) -> list[Account]:
    """p0, p1, … who say these reasons."""
    return [an_account(person, each) for person, each in zip(people(len(said)), said, strict=True)]


def without_own(accounts: Sequence[Account], count: int = 4, *, main: int | None = None) -> Divergence:
    return figures(reasons(count, main=main), accounts, [()] * len(accounts))


# Tune ------------------------------------------------------------------------------------------------------------


def test_four_answers_give_no_index_and_no_quadrant() -> None:
    outcome = without_own(a_team(*[["r1"]] * 4))

    assert (outcome.tune, outcome.tune_interval) == (None, None)
    assert (outcome.unison, outcome.unison_interval) == (None, None)
    assert outcome.quadrant is None


def test_no_reasons_give_no_index() -> None:
    assert figures((), a_team(*[[]] * 5), [()] * 5).tune is None


def test_tune_is_the_mean_landing() -> None:
    outcome = without_own(a_team(["r1", "r2"], ["r1"], ["r1"], ["r1"], ["r2"]), 2)

    assert outcome.tune == pytest.approx((4 / 5 + 2 / 5) / 2)


def test_the_main_reason_weighs_double() -> None:
    outcome = without_own(a_team(["r1", "r2"], ["r1"], ["r1"], ["r1"], ["r2"]), 2, main=0)

    assert outcome.tune == pytest.approx((2 * 4 / 5 + 2 / 5) / 3)


def test_tunes_interval_is_students_over_people() -> None:
    outcome = without_own(a_team(["r1"], ["r1"], ["r1"], ["r1"], []), 1)

    assert outcome.tune_interval is not None
    assert outcome.tune_interval.low == pytest.approx(0.8 - 2.776 * 0.2, abs=0.001)
    assert outcome.tune_interval.high == 1


def test_what_was_only_recognised_is_not_in_tune() -> None:
    outcome = without_own([an_account(each, {"r1": Standing.RECOGNISED}) for each in people(5)], 1)

    assert outcome.tune == 0


# Unison ----------------------------------------------------------------------------------------------------------


def test_one_omission_among_eight_people_and_four_reasons_is_97() -> None:
    everything = ["r1", "r2", "r3", "r4"]

    outcome = without_own(a_team(*[everything] * 7, everything[:3]))

    assert outcome.unison == pytest.approx(0.97, abs=0.005)


def test_two_camps_of_four_are_43() -> None:
    outcome = without_own(a_team(*[["r1"]] * 4, *[["r2"]] * 4))

    assert outcome.unison == pytest.approx(0.43, abs=0.005)


def test_eight_people_with_eight_own_reasons_share_nothing() -> None:
    accounts = [an_account(each, own=(f"because of {each.user}",)) for each in people(8)]

    outcome = figures((R1,), accounts, [(i,) for i in range(8)])

    assert (outcome.unison, outcome.tune, outcome.quadrant) == (0, 0, Quadrant.SOLOISTS)


def test_a_team_that_says_the_same_is_in_unison() -> None:
    outcome = without_own(a_team(*[["r1", "r3"]] * 6))

    assert outcome.unison == 1
    assert outcome.unison_interval == Interval(1, 1)


def test_unison_counts_a_shared_own_reason_as_it_counts_a_reason() -> None:
    accounts = [an_account(each, own=("fewer chargebacks",)) for each in people(5)]

    outcome = figures((R1,), accounts, [(0,)] * 5)

    assert (outcome.unison, outcome.tune, outcome.quadrant) == (1, 0, Quadrant.SAME_WRONG_SONG)


def test_saying_one_thing_twice_is_saying_it_once() -> None:
    accounts = [an_account(each, own=("fewer chargebacks", "less to pay back")) for each in people(5)]

    outcome = figures((R1,), accounts, [(0, 0)] * 5)

    assert outcome.unison == 1
    assert outcome.themes[0].people == people(5)


def test_where_nothing_is_said_unison_is_undefined_and_the_team_is_to_be_told_again() -> None:
    outcome = without_own(a_team(*[[]] * 5))

    assert (outcome.unison, outcome.unison_interval, outcome.quadrant) == (None, None, Quadrant.SOLOISTS)
    assert outcome.on_border is False


def test_unisons_interval_is_the_jackknife_over_people() -> None:
    said = [{"r1", "r2"}, {"r1"}, {"r2"}, {"r1", "r3"}, {"r1"}, {"r3"}]

    def unison(team: Sequence[set[str]]) -> float:
        items = [sum(reason in each for each in team) for reason in ("r1", "r2", "r3")]
        return sum(s * (s - 1) for s in items) / ((len(team) - 1) * sum(items))

    left_out = [unison(said[:i] + said[i + 1 :]) for i in range(6)]
    mean = sum(left_out) / 6
    margin = 2.5706 * (5 / 6 * sum((each - mean) ** 2 for each in left_out)) ** 0.5

    outcome = without_own(a_team(*map(sorted, said)), 3)

    assert outcome.unison == pytest.approx(unison(said))
    assert outcome.unison_interval is not None
    assert outcome.unison_interval.low == pytest.approx(max(0, unison(said) - margin), abs=0.001)
    assert outcome.unison_interval.high == pytest.approx(unison(said) + margin, abs=0.001)


def test_a_single_speaker_can_be_left_out() -> None:
    outcome = without_own(a_team(["r1"], *[[]] * 4))

    assert (outcome.unison, outcome.unison_interval) == (0, Interval(0, 0))


# Quadrant ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("tune", "unison", "expected"),
    [
        (0.75, 0.60, Quadrant.IN_TUNE),
        (0.74, 0.60, Quadrant.SAME_WRONG_SONG),
        (0.75, 0.59, Quadrant.PARTS_MISSING),
        (0.74, 0.59, Quadrant.SOLOISTS),
        (0.0, None, Quadrant.SOLOISTS),
    ],
)
def test_the_quadrants_lines(tune: float, unison: float | None, expected: Quadrant) -> None:
    assert quadrant(tune, unison) is expected


def test_a_team_far_from_both_lines_is_on_no_border() -> None:
    assert without_own(a_team(*[["r1", "r2"]] * 6), 2).on_border is False


def test_an_interval_across_tunes_line_is_on_the_border() -> None:
    outcome = without_own(a_team(["r1"], ["r1"], ["r1"], ["r1"], ["r1"], []), 1)

    assert (outcome.quadrant, outcome.on_border) == (Quadrant.IN_TUNE, True)


def test_an_interval_across_unisons_line_is_on_the_border() -> None:
    team = a_team(*[["r1"]] * 16, *[["r2"]] * 4)

    outcome = without_own(team)

    assert outcome.tune_interval is not None
    assert outcome.tune_interval.high < 0.75
    assert outcome.on_border is True
