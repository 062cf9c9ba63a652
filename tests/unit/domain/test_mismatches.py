from collections.abc import Sequence

from bot.domain.divergence import Mismatch, MismatchKind
from bot.domain.figures import figures
from bot.domain.ids import ReasonId
from bot.domain.restatement import Account
from bot.domain.verdict import Standing
from tests.builders import an_account, people, reasons

NOT_LANDED = MismatchKind.NOT_LANDED
CONTRADICTED = MismatchKind.CONTRADICTED
TWO_TAKES = MismatchKind.TWO_TAKES
SHARED_OWN_REASON = MismatchKind.SHARED_OWN_REASON


def a_team(*said: Sequence[str]) -> list[Account]:
    return [an_account(person, each) for person, each in zip(people(len(said)), said, strict=True)]


def mismatches_of(
    accounts: Sequence[Account],
    themes: Sequence[Sequence[int]] | None = None,
    *,
    sheet: int = 2,
    main: int | None = None,
) -> tuple[Mismatch, ...]:
    return figures(reasons(sheet, main=main), accounts, themes or [()] * len(accounts)).mismatches


def of_kind(kind: MismatchKind, mismatches: Sequence[Mismatch]) -> list[Mismatch]:
    return [mismatch for mismatch in mismatches if mismatch.kind is kind]


def test_a_reason_that_three_of_four_said_has_landed() -> None:
    assert mismatches_of(a_team(["r1"], ["r1"], ["r1"], []), sheet=1) == ()


def test_a_reason_said_by_fewer_did_not_land_with_the_others() -> None:
    team = a_team(["r1"], ["r1"], [], [], ["r1"])

    (mismatch,) = mismatches_of(team, sheet=1)

    assert mismatch == Mismatch(NOT_LANDED, ReasonId("r1"), None, (), people(5)[2:4])


def test_who_only_recognised_a_reason_is_to_be_aligned_on_it() -> None:
    a, b = people(2)
    team = [an_account(a, {"r1": Standing.RECOGNISED}), an_account(b, ["r1"])]

    (mismatch,) = mismatches_of(team, sheet=1)

    assert mismatch.people == (a,)


def test_the_main_reason_comes_first_then_the_lowest_landing_then_the_sheets_order() -> None:
    team = a_team(["r4", "r2"], ["r4"], ["r4"], [], [], [])

    found = mismatches_of(team, sheet=4, main=3)

    assert [mismatch.reason_id for mismatch in found] == ["r4", "r1", "r3", "r2"]


def test_contradicted_reasons_come_before_all_those_of_most_people_first() -> None:
    a, b, c = people(3)
    team = [
        an_account(a, {"r1": Standing.CONTRADICTED, "r2": Standing.CONTRADICTED}),
        an_account(b, {"r1": Standing.UNPROMPTED, "r2": Standing.CONTRADICTED}),
        an_account(c, ["r1"]),
    ]

    found = mismatches_of(team)

    assert [(each.kind, each.reason_id, each.people) for each in found] == [
        (CONTRADICTED, "r2", (a, b)),
        (CONTRADICTED, "r1", (a,)),
        (NOT_LANDED, "r2", (a, b, c)),
        (NOT_LANDED, "r1", (a,)),
    ]


def test_two_camps_are_two_takes_the_larger_first() -> None:
    team = a_team(["r2"], ["r2"], ["r1"], ["r1"], ["r1"])

    (mismatch,) = of_kind(TWO_TAKES, mismatches_of(team))

    assert [take.reasons for take in mismatch.takes] == [("r1",), ("r2",)]
    assert (mismatch.reason_id, mismatch.theme, mismatch.people) == (None, None, ())


def test_a_take_that_leaves_something_out_is_an_omission_and_no_other_take() -> None:
    team = a_team(["r1", "r2"], ["r1", "r2"], ["r1"], ["r1"])

    assert of_kind(TWO_TAKES, mismatches_of(team)) == []


def test_the_largest_takes_that_stand_against_each_other_are_shown() -> None:
    team = a_team(*[["r1", "r2"]] * 4, *[["r1"]] * 3, *[["r3"]] * 3)

    (mismatch,) = of_kind(TWO_TAKES, mismatches_of(team, sheet=3))

    assert [take.reasons for take in mismatch.takes] == [("r1", "r2"), ("r3",)]


def test_one_person_against_many_is_no_take_of_their_own() -> None:
    assert of_kind(TWO_TAKES, mismatches_of(a_team(["r1"], ["r1"], ["r1"], ["r2"]))) == []


def test_less_than_a_quarter_is_no_take_to_flag() -> None:
    team = a_team(*[["r1"]] * 7, *[["r2"]] * 2)

    assert of_kind(TWO_TAKES, mismatches_of(team)) == []


def test_a_shared_own_reason_can_make_the_other_take() -> None:
    a, b, c, d = people(4)
    team = [an_account(a, ["r1"]), an_account(b, ["r1"]), an_account(c, own=("x",)), an_account(d, own=("x",))]

    (mismatch,) = of_kind(TWO_TAKES, mismatches_of(team, [(), (), (0,), (0,)]))

    assert [(take.reasons, take.themes) for take in mismatch.takes] == [(("r1",), ()), ((), (0,))]


def test_saying_nothing_is_no_take_against_another() -> None:
    assert of_kind(TWO_TAKES, mismatches_of(a_team(["r1"], ["r1"], [], []))) == []


def test_own_reasons_of_two_or_more_come_last_the_most_shared_first() -> None:
    everybody = people(5)
    own = [("x",), ("x", "y"), ("y",), ("y",), ("z",)]
    team = [an_account(person, ["r1"], own=texts) for person, texts in zip(everybody, own, strict=True)]
    numbers = {"x": 0, "y": 1, "z": 2}

    found = mismatches_of(team, [[numbers[text] for text in texts] for texts in own], sheet=2)

    assert [(each.kind, each.theme, each.people) for each in found[-2:]] == [
        (SHARED_OWN_REASON, 1, everybody[1:4]),
        (SHARED_OWN_REASON, 0, everybody[:2]),
    ]
    assert [each.kind for each in found].count(SHARED_OWN_REASON) == 2
