import pytest

from bot.domain.check import CheckState
from tests.builders import a_check


@pytest.mark.parametrize(
    ("state", "live", "takes_answers"),
    [
        (CheckState.DRAFT, False, False),
        (CheckState.OPEN, True, True),
        (CheckState.CLOSING, True, True),
        (CheckState.CLOSED, False, True),
        (CheckState.CANCELLED, False, False),
    ],
)
def test_a_check_is_live_until_closed_and_takes_late_answers(
    state: CheckState, live: bool, takes_answers: bool
) -> None:
    check = a_check(state=state)

    assert (check.live, check.takes_answers) == (live, takes_answers)
