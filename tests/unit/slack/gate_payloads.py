"""One payload of each kind that the product reads, and what is left of it in other shapes."""

import copy
from collections.abc import Iterator

from tests.unit.slack.gate_front import Json

MENTION: Json = {
    "type": "event_callback",
    "team_id": "T1",
    "event_id": "Ev1",
    "event_time": 1,
    "authorizations": [{"team_id": "T1", "enterprise_id": None, "user_id": "UBOT"}],
    "event": {"type": "app_mention", "user": "U1", "channel": "C1", "text": "<@UBOT> help", "ts": "1.1"},
}
DIRECT: Json = MENTION | {
    "event": {"type": "message", "channel_type": "im", "user": "U1", "channel": "D1", "text": "hello", "ts": "1.1"}
}
HOME: Json = MENTION | {"event": {"type": "app_home_opened", "user": "U1", "channel": "D1", "tab": "home"}}
JOINED: Json = MENTION | {"event": {"type": "member_joined_channel", "user": "U1", "channel": "C1", "team": "T1"}}
PERSON: Json = {"team": {"id": "T1"}, "user": {"id": "U1", "name": "dana"}, "trigger_id": "1.2"}
PRESS: Json = PERSON | {
    "type": "block_actions",
    "actions": [{"action_id": "press:0:answer", "action_ts": "1.3", "block_id": "b", "value": "c1"}],
    "container": {"type": "message", "message_ts": "1.1", "channel_id": "D1"},
    "channel": {"id": "D1"},
    "message": {"ts": "1.1"},
}
SUBMISSION: Json = PERSON | {
    "type": "view_submission",
    "view": {
        "id": "V1",
        "type": "modal",
        "callback_id": "answer",
        "private_metadata": '["answer", "c1", "", "", "", false]',
        "state": {
            "values": {
                "why": {"why": {"type": "plain_text_input", "value": "so that"}},
                "main": {"main": {"type": "static_select", "selected_option": {"value": "r1"}}},
                "may": {"may": {"type": "checkboxes", "selected_options": [{"value": "quote"}]}},
                "who": {"who": {"type": "multi_users_select", "selected_users": ["U2"]}},
                "by": {"by": {"type": "datepicker", "selected_date": None}},
            }
        },
    },
}
PRESS_IN_MODAL: Json = PRESS | {
    "container": {"type": "view", "view_id": "V1"},
    "view": {name: value for name, value in SUBMISSION["view"].items() if name != "state"},
}
SHORTCUT: Json = PERSON | {
    "type": "message_action",
    "callback_id": "check_with_team",
    "channel": {"id": "C1"},
    "message": {"ts": "1.1", "text": "notes"},
}
COMMAND: Json = {
    "command": "/align",
    "text": "help",
    "team_id": "T1",
    "user_id": "U1",
    "channel_id": "C1",
    "trigger_id": "1.4",
}
JSON_KINDS = {"mention": MENTION, "direct": DIRECT, "home": HOME, "joined": JOINED}
FORM_KINDS = {"press": PRESS, "press in a modal": PRESS_IN_MODAL, "submission": SUBMISSION, "shortcut": SHORTCUT}
WRONG: tuple[object, ...] = (None, True, 7, 1.5, "", "x\x00\ud800", [], [None], {}, {"id": []}, [{"id": 1}])
CALM = frozenset({200, 400, 404})  #: 404: a shortcut of a name that is not ours


def variants(whole: object) -> Iterator[Json]:
    """The payload with one of its parts left out or replaced by something of another shape."""
    for path in list(paths(whole)):
        yield changed(whole, path)
        for wrong in WRONG:
            yield changed(whole, path, wrong)


def paths(part: object, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    inside = part.items() if isinstance(part, dict) else enumerate(part) if isinstance(part, list) else ()
    for name, value in inside:
        yield (*path, name)
        yield from paths(value, (*path, name))


def changed(whole: object, path: tuple[str | int, ...], *wrong: object) -> Json:
    mine = copy.deepcopy(whole)
    spot: object = mine
    for name in path[:-1]:
        spot = spot[name]  # type: ignore[index]  # a path of this very payload
    if wrong:
        spot[path[-1]] = wrong[0]  # type: ignore[index]
    else:
        del spot[path[-1]]  # type: ignore[attr-defined]
    assert isinstance(mine, dict)
    return mine
