"""Home, list, status, help, one's own answers, and the dialogs of a running check."""

from dataclasses import replace

import pytest

from bot.domain.check import Check, CheckState, ParticipantState
from bot.messages.catalogue import catalogue
from bot.messages.mine import mine
from bot.messages.overview import Listed, help_, home, listing, said, status
from bot.messages.running import add_form, extend_form
from bot.messages.view import Facts, Message, Quote, Weight
from tests.builders import NOW, a_check, a_participant, a_restatement, a_sheet
from tests.unit.messages.reading import actions, buttons, field, items, part, parts, words

EN = catalogue("en")
DRAFT = a_check(state=CheckState.DRAFT)


def listed(check: Check | None = None, *, answered: int = 4, asked: int = 9) -> Listed:
    return Listed(check or a_check(), "refunds", "Refunds", answered, asked)


def facts(message: Message) -> dict[str, str]:
    return dict(part(message, Facts).pairs)


def test_one_sentence_is_a_message() -> None:
    assert said(EN, "error.plain", text="{0} **x**").summary == "{0} **x**"


def test_home_offers_a_new_sheet_first_where_nothing_waits() -> None:
    shown = home(EN, (), (), "/align", begin="/align new-policy")

    assert actions(shown) == ["new_policy", "help"]
    assert buttons(shown)[0].weight is Weight.PRIMARY


def test_home_puts_open_questions_before_everything() -> None:
    shown = home(EN, (listed(),), (listed(),), "/align", begin="/align new-policy")

    assert actions(shown) == ["answer", "status", "new_policy", "help"]
    assert buttons(shown)[2].weight is Weight.PLAIN


@pytest.mark.parametrize(
    ("check", "said_", "left"),
    [
        (DRAFT, "draft", ["draft"]),
        (a_check(), "open until Wed 25 Nov, 11:00", ["status"]),
        (a_check(state=CheckState.CLOSING), "the report is being made", ["status"]),
        (a_check(state=CheckState.CLOSED), "closed", ["report"]),
        (a_check(state=CheckState.CANCELLED), "called off", []),
    ],
)
def test_a_list_says_each_check_s_state_and_opens_it(check: Check, said_: str, left: list[str]) -> None:
    shown = listing(EN, [listed(check)], begin="")

    assert f"Refunds (refunds) — {said_} · 4 of 9 answered" in words(shown)
    assert actions(shown) == left


def test_a_check_that_asked_nobody_has_no_count() -> None:
    assert "answered" not in words(listing(EN, [listed(DRAFT, answered=0, asked=0)], begin=""))


def test_an_empty_list_says_how_to_begin() -> None:
    shown = listing(EN, [], begin="/hymn new-policy")

    assert "/hymn new-policy starts one." in words(shown)
    assert actions(shown) == ["new_policy"]


def test_a_list_is_summed_up_in_the_singular_and_the_plural() -> None:
    assert [listing(EN, [listed()] * n, begin="").summary for n in (1, 2)] == ["1 check", "2 checks"]


def test_a_status_names_people_by_their_state() -> None:
    people = [a_participant(f"{state}", name=f"N {state}", state=state) for state in ParticipantState]

    shown = status(EN, a_sheet(), a_check(), people, {"sent": 1}, 1)

    assert facts(shown) == {
        "State": "open until Wed 25 Nov, 11:00",
        "Answered": "1 of 6",
        "Not confirmed yet": "1",
        "Not answered yet": "N asked",
        "Away": "N away",
        "Not for them": "N declined",
        "Could not be reached": "N unreachable",
        "Withdrawn": "N withdrawn",
        "Messages": "1 sent",
    }


def test_a_status_gives_the_reason_why_somebody_could_not_be_reached() -> None:
    vera = a_participant("vera", state=ParticipantState.UNREACHABLE, note="deactivated")

    assert facts(status(EN, a_sheet(), a_check(), [vera], {}, 0))["Could not be reached"] == "Vera (deactivated)"


def test_a_status_says_what_waits_and_what_was_refused() -> None:
    counts = {"sent": 9, "waiting": 2, "attempted": 1, "refused": 1}

    assert facts(status(EN, a_sheet(), a_check(), [], counts, 0))["Messages"] == (
        "9 of 13 sent (69%) · 3 waiting · 1 unreachable"
    )


def test_a_long_list_of_names_ends_in_a_count() -> None:
    people = [a_participant(f"p{i:02d}") for i in range(32)]

    assert facts(status(EN, a_sheet(), a_check(), people, {}, 0))["Not answered yet"].endswith("P29 (+2)")


@pytest.mark.parametrize(
    ("state", "left"),
    [
        (CheckState.OPEN, ["status", "extend", "close", "cancel"]),
        (CheckState.CLOSING, ["status"]),
        (CheckState.CLOSED, ["status", "report"]),
    ],
)
def test_a_status_offers_what_can_be_done(state: CheckState, left: list[str]) -> None:
    assert actions(status(EN, a_sheet(), a_check(state=state), [], {}, 0)) == left


def test_an_open_check_without_a_deadline_has_an_empty_date() -> None:
    check = replace(a_check(), deadline_at=None)

    assert facts(status(EN, a_sheet(), check, [], {}, 0))["State"] == "open until "


def test_help_lists_every_verb_with_one_line() -> None:
    shown = help_(EN, [("list", "my checks"), ("help", "this list")], "/hymn")

    assert items(shown) == ["/hymn list — my checks", "/hymn help — this list"]


def test_one_s_own_answers_are_shown_whole_with_a_way_out() -> None:
    answer = a_restatement(why="why", differently="how", worry="when", objection="but", quotable=True)

    shown = mine(EN, [(a_check(), a_sheet(), answer)])

    assert parts(shown, Quote) == [Quote("why"), Quote("how"), Quote("when"), Quote("but")]
    assert actions(shown) == ["answer", "withdraw"]
    assert facts(shown) == {"My words may be quoted": "yes"}


def test_what_was_left_empty_is_left_out() -> None:
    shown = mine(EN, [(a_check(), a_sheet(), a_restatement(why="why"))])

    assert parts(shown, Quote) == [Quote("why")]
    assert facts(shown) == {"My words may be quoted": "no"}


def test_without_answers_there_is_nothing_to_show() -> None:
    assert mine(EN, []).summary == "You have no answers kept here."


def test_extending_says_until_when_it_is_open_now() -> None:
    form = extend_form(EN, a_check())

    assert "Now open until Wed 25 Nov, 11:00." in words(form)
    assert field(form, "until").required


def test_extending_a_check_without_a_deadline_says_nothing_of_it() -> None:
    assert extend_form(EN, DRAFT).intro == ()


def test_adding_asks_for_people() -> None:
    assert field(add_form(EN, a_check(created_at=NOW)), "who").required
