from collections.abc import Sequence
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.divergence import Divergence, Interval
from bot.domain.figures import counts, figures
from bot.domain.restatement import Account
from bot.domain.verdict import Standing
from tests.builders import a_person, an_account, people, reasons

R1, R2 = reasons(2)


def a_team(*said: Sequence[str]) -> list[Account]:
    """p0, p1, … who say these reasons."""
    return [an_account(person, each) for person, each in zip(people(len(said)), said, strict=True)]


def without_own(accounts: Sequence[Account], count: int = 4) -> Divergence:
    return figures(reasons(count), accounts, [()] * len(accounts))


def test_nobody_answered() -> None:
    outcome = without_own([])

    assert outcome.n == 0
    assert [landing.n for landing in outcome.landings] == [0, 0, 0, 0]
    assert outcome.landings[0].interval == Interval(0, 1)
    assert outcome.landings[0].split == 0
    assert (outcome.takes, outcome.themes, outcome.mismatches) == ((), (), ())
    assert (outcome.tune, outcome.unison, outcome.quadrant, outcome.on_border) == (None, None, None, False)


def test_a_landing_keeps_said_recognised_and_contradicted_apart() -> None:
    a, b, c, d = people(4)
    accounts = [
        an_account(a, {"r1": Standing.UNPROMPTED}),
        an_account(b, {"r1": Standing.RECOGNISED}),
        an_account(c, {"r1": Standing.CONTRADICTED}),
        an_account(d, {"r1": Standing.ABSENT}),
    ]

    landing = without_own(accounts).landings[0]

    assert (landing.unprompted, landing.recognised, landing.contradicted, landing.n) == ((a,), (b,), (c,), 4)
    assert landing.interval.low == pytest.approx(0.0456, abs=0.0001)
    assert landing.split == 0.5


def test_an_uninformative_answer_is_counted_apart() -> None:
    outcome = without_own([*a_team(["r1"]), an_account("quiet", informative=False)])

    assert (outcome.n, outcome.no_information) == (1, 1)


@pytest.mark.parametrize(
    ("standing", "counted"),
    [
        (Standing.UNPROMPTED, True),
        (Standing.RECOGNISED, True),
        (Standing.ABSENT, False),
        (Standing.CONTRADICTED, False),
    ],
)
def test_an_objection_is_in_n_only_where_it_shows_understanding(standing: Standing, counted: bool) -> None:
    account = an_account(standings={"r1": standing}, objection=True)

    outcome = without_own([account])

    assert counts(account) is counted
    assert (outcome.n, outcome.objections, outcome.no_information) == (int(counted), 1, 0)


def test_what_an_objector_outside_n_contradicts_is_no_mismatch() -> None:
    outcome = without_own([an_account(standings={"r1": Standing.CONTRADICTED}, objection=True)])

    assert outcome.mismatches == ()


def test_coding_accuracy_and_unconfirmed_answers_are_counted() -> None:
    a, b, c = people(3)
    accounts = [
        an_account(a, ["r1"], read_back=3, kept=2),
        an_account(b, ["r1"], confirmed=False),
        an_account(c, informative=False, confirmed=False, read_back=1, kept=1),
    ]

    outcome = without_own(accounts)

    assert (outcome.read_back, outcome.kept, outcome.unconfirmed) == (4, 3, 1)


def test_every_answer_needs_the_themes_of_its_own_reasons() -> None:
    with pytest.raises(ValueError, match="argument"):
        figures((R1,), [an_account(own=("a", "b"))], [(0,)])
    with pytest.raises(ValueError, match="argument"):
        figures((R1,), [an_account()], [])


# Themes and takes --------------------------------------------------------------------------------------------------


def test_themes_come_largest_first_under_their_shortest_text() -> None:
    a, b, c = people(3)
    accounts = [
        an_account(a, own=("it saves us a lot of paper", "rats")),
        an_account(b, own=("less paper",)),
        an_account(c, own=("ants", "less waste")),
    ]

    themes = figures((R1,), accounts, [(5, 2), (5,), (7, 5)]).themes

    assert [(theme.number, theme.text, theme.people) for theme in themes] == [
        (5, "less paper", (a, b, c)),
        (7, "ants", (c,)),
        (2, "rats", (a,)),
    ]


def test_own_reasons_of_two_are_new_tunes() -> None:
    a, b = people(2)
    accounts = [an_account(a, own=("x", "y")), an_account(b, own=("x",))]

    outcome = figures((R1,), accounts, [(0, 1), (0,)])

    assert [theme.number for theme in outcome.new_tunes] == [0]


def test_own_reasons_outside_n_make_no_theme() -> None:
    outcome = figures((R1,), [an_account(own=("x",), informative=False)], [(0,)])

    assert outcome.themes == ()


def test_a_take_is_who_says_the_same_reasons_and_shared_themes() -> None:
    a, b, c, d = people(4)
    accounts = [
        an_account(a, ["r1"], own=("paper",)),
        an_account(b, ["r1"], own=("paper", "my own")),
        an_account(c, {"r1": Standing.UNPROMPTED, "r2": Standing.RECOGNISED}),
        an_account(d, ["r2", "r1"]),
    ]

    takes = figures((R1, R2), accounts, [(0,), (0, 1), (), ()]).takes

    assert [(take.reasons, take.themes, take.people) for take in takes] == [
        (("r1",), (0,), (a, b)),
        (("r1", "r2"), (), (d,)),
        (("r1",), (), (c,)),
    ]


def test_who_reached_nothing_shared_stands_in_one_take_without_content() -> None:
    accounts = [an_account(each, own=(each.user,)) for each in people(3)]

    (take,) = figures((R1,), accounts, [(0,), (1,), (2,)]).takes

    assert (take.reasons, take.themes, take.people) == ((), (), people(3))


# It depends on nothing it should not -------------------------------------------------------------------------------

SAID = st.tuples(
    st.dictionaries(st.sampled_from(["r1", "r2", "r3"]), st.sampled_from(list(Standing))),
    st.lists(st.tuples(st.integers(0, 3), st.sampled_from(["a", "bb", "cc", "ddd"])), max_size=3),
    st.booleans(),
    st.booleans(),
)


@given(st.lists(SAID, max_size=12), st.randoms(use_true_random=False), st.sampled_from([None, 0, 2]))
def test_the_order_of_the_answers_does_not_matter(
    said: list[tuple[dict[str, Standing], list[tuple[int, str]], bool, bool]],
    random: Random,
    main: int | None,
) -> None:
    matrix = [
        (
            an_account(
                a_person(f"p{i:02}"),
                standings,
                own=tuple(text for _, text in own),
                informative=informative,
                objection=objection,
            ),
            tuple(number for number, _ in own),
        )
        for i, (standings, own, informative, objection) in enumerate(said)
    ]
    shuffled = matrix.copy()
    random.shuffle(shuffled)
    sheet = reasons(3, main=main)

    outcome = figures(sheet, [account for account, _ in matrix], [numbers for _, numbers in matrix])

    assert outcome == figures(sheet, [account for account, _ in shuffled], [numbers for _, numbers in shuffled])
    outside = sum(account.objection and not counts(account) for account, _ in matrix)
    assert outcome.n + outcome.no_information + outside == len(matrix)
    assert sum(len(take.people) for take in outcome.takes) == outcome.n
    assert outcome.unison is None or 0 <= outcome.unison <= 1
    assert outcome.tune is None or 0 <= outcome.tune <= 1


def test_ten_thousand_answers_are_all_counted() -> None:
    everybody = people(10_000)
    accounts = [
        an_account(person, [f"r{1 + (i * k) % 6}" for k in range(1, 4)], own=(f"own {i % 50}",))
        for i, person in enumerate(everybody)
    ]
    themes = [(i % 50,) for i in range(10_000)]

    outcome = figures(reasons(6, main=0), accounts, themes)

    assert outcome.n == 10_000
