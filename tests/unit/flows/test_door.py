"""The door's table of buttons."""

from bot.flows.door import ACTIONS
from bot.messages.view import OPENING, Button


def test_what_opens_a_form_is_an_action_of_a_button() -> None:
    assert OPENING
    assert ACTIONS.keys() >= OPENING


def test_a_button_tells_whether_a_form_is_to_be_expected() -> None:
    assert [Button("Answer", "answer").opens, Button("Later", "later").opens] == [True, False]
