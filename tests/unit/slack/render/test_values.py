from adapters.slack.values import errors, pressed, values_of
from bot.messages.view import FieldErrors

STATE = {
    "values": {
        "why": {"why": {"type": "plain_text_input", "value": "Acme stays.\nAnd so do we."}},
        "worry": {"worry": {"type": "plain_text_input", "value": None}},
        "main": {"main": {"type": "static_select", "selected_option": {"value": "2", "text": {}}}},
        "none": {"none": {"type": "static_select", "selected_option": None}},
        "keep": {"keep": {"type": "checkboxes", "selected_options": [{"value": "reason:r1"}, {"value": "own:0"}]}},
        "many": {"many": {"type": "multi_static_select", "selected_options": [{"value": "a"}]}},
        "quotable": {"quotable": {"type": "checkboxes", "selected_options": []}},
        "who": {"who": {"type": "multi_users_select", "selected_users": ["U1", "U2"]}},
        "channel": {"channel": {"type": "conversations_select", "selected_conversation": "C1"}},
        "effective_on": {"effective_on": {"type": "datepicker", "selected_date": "2026-12-01"}},
        "someday": {"someday": {"type": "datepicker", "selected_date": None}},
    }
}


def test_every_kind_of_field_comes_back_as_its_value() -> None:
    assert values_of(STATE) == {
        "why": "Acme stays.\nAnd so do we.",
        "worry": "",
        "main": "2",
        "none": "",
        "keep": "reason:r1\nown:0",
        "many": "a",
        "quotable": "",
        "who": "U1\nU2",
        "channel": "C1",
        "effective_on": "2026-12-01",
        "someday": "",
    }


def test_a_state_of_another_shape_has_no_values() -> None:
    assert values_of({}) == {}
    assert values_of({"values": {"why": "nonsense"}}) == {"why": ""}


def test_errors_stand_at_their_fields() -> None:
    told = errors(FieldErrors((("why", "Please write why."), ("who", "Who?"), ("why", "In your own words."))))

    assert told == {
        "response_action": "errors",
        "errors": {"why": "Please write why. In your own words.", "who": "Who?"},
    }


def test_a_button_of_another_app_is_none_of_ours() -> None:
    assert pressed({"action_id": "approve", "value": "c1"}) is None
    assert pressed({}) is None
