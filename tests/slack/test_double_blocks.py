"""What the double refuses as Slack would: bad payloads are caught, good ones are not."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.slack.blocks import message_problems, view_problems
from tests.slack.samples import A_MODAL, BUTTONS, CHART, LOADING, button, field, plain, section
from tests.slack.workspace import Json

OPTION = {"text": plain("Yes"), "value": "yes"}


def actions(*elements: Json) -> Json:
    return {"type": "actions", "elements": list(elements)}


def select(*options: Json, **more: Any) -> Json:
    return {"type": "static_select", "action_id": "s", "placeholder": plain("Pick"), "options": list(options)} | more


def chart(**changes: Any) -> Json:
    return CHART | {"chart": CHART["chart"] | changes}


def an_input(**element: Any) -> Json:
    return field("why", "Why", {"type": "plain_text_input"} | element)


BAD: dict[str, list[Json]] = {
    "too many blocks": [{"type": "divider"}] * 51,
    "too many characters": [section("x" * 2_900)] * 5,
    "an unknown block": [{"type": "chart"}],
    "a block without type": [{}],
    "a long section": [section("x" * 3_001)],
    "an empty section": [section(" ")],
    "a section of nothing": [{"type": "section"}],
    "a section with a string": [{"type": "section", "text": "words"}],
    "eleven fields": [{"type": "section", "fields": [plain("x")] * 11}],
    "a long header": [{"type": "header", "text": plain("x" * 151)}],
    "a header in mrkdwn": [{"type": "header", "text": {"type": "mrkdwn", "text": "x"}}],
    "a context of nothing": [{"type": "context", "elements": []}],
    "a long context": [{"type": "context", "elements": [plain("x")] * 11}],
    "actions of nothing": [actions()],
    "too many actions": [actions(*(button(str(n), str(n)) for n in range(26)))],
    "a text among actions": [actions(plain("x"))],
    "the same action twice": [actions(button("a", "x"), button("b", "x"))],
    "a long button": [actions(button("x" * 76, "x"))],
    "an empty button": [actions(button("", "x"))],
    "a long value": [actions(button("x", "x", "v" * 2_001))],
    "a long action_id": [actions(button("x", "x" * 256))],
    "an unknown style": [actions(button("x", "x") | {"style": "warning"})],
    "a long confirm": [
        actions(
            button("x", "x")
            | {"confirm": {"title": plain("?"), "text": plain("x" * 301), "confirm": plain("y"), "deny": plain("n")}}
        )
    ],
    "a select of nothing": [actions(select())],
    "too many options": [actions(select(*({"text": plain("x"), "value": str(n)} for n in range(101))))],
    "the same option twice": [actions(select(OPTION, OPTION))],
    "a long option": [actions(select({"text": plain("x" * 76), "value": "x"}))],
    "a long option value": [actions(select({"text": plain("x"), "value": "x" * 151}))],
    "an initial option that is none": [actions(select(OPTION, initial_option={"text": plain("No"), "value": "no"}))],
    "an input of 4,000": [an_input(max_length=4_000)],
    "an input that begins too long": [an_input(max_length=3, initial_value="four")],
    "a long placeholder": [an_input(placeholder=plain("x" * 151))],
    "an input without label": [an_input() | {"label": plain("")}],
    "a button as input": [field("why", "Why", button("x", "x"))],
    "a date that is none": [field("when", "When", {"type": "datepicker", "initial_date": "tomorrow"})],
    "three charts": [CHART] * 3,
    "a long chart title": [CHART | {"title": "x" * 51}],
    "a chart of no kind": [CHART | {"chart": {"type": "radar"}}],
    "labels off the axis": [chart(axis_config={"categories": ["Trust"]})],
    "a long label": [chart(axis_config={"categories": ["x" * 21]})],
    "an axis with the same category twice": [chart(axis_config={"categories": ["Time", "Time"]})],
    "a long axis title": [chart(axis_config={"categories": ["Time"], "x_label": "x" * 51})],
    "two series of one name": [chart(series=CHART["chart"]["series"] * 2)],
    "a series without name": [chart(series=[{"name": "", "data": CHART["chart"]["series"][0]["data"]}])],
    "a value that is a word": [chart(series=[{"name": "x", "data": [{"label": "Time", "value": "3"}]}])],
    "a pie with an empty segment": [chart(type="pie", segments=[{"label": "x", "value": 0}])],
    "no list": "blocks",  # type: ignore[dict-item]  # as it might come
    "a long url": [actions(button("x", "x") | {"url": "https://x.example/" + "x" * 3_000})],
    "an input from 5 to 3": [an_input(min_length=5, max_length=3)],
    "initial options of nothing": [actions(select(OPTION, initial_options=[]))],
    "a long block_id": [section("x") | {"block_id": "x" * 256}],
    "a long hint": [an_input() | {"hint": plain("x" * 2_001)}],
    "a pie of nothing": [chart(type="pie", segments=[])],
    "two tables": [{"type": "table", "rows": [[{"type": "raw_text", "text": "x"}]]}] * 2,
    "an empty markdown": [{"type": "markdown", "text": ""}],
}
GOOD: dict[str, list[Json]] = {
    "buttons": BUTTONS,
    "a chart": [CHART],
    "a table": [{"type": "table", "rows": [[{"type": "raw_text", "text": "x"}]]}],
    "a select": [actions(select(OPTION, initial_option=OPTION))],
    "an accessory": [section("x") | {"accessory": button("x", "x")}],
    "a header and a context": [{"type": "header", "text": plain("x")}, {"type": "context", "elements": [plain("x")]}],
    "nothing": [],
}


@pytest.mark.parametrize("name", BAD)
def test_bad_blocks_are_caught(name: str) -> None:
    assert message_problems(BAD[name])


@pytest.mark.parametrize("name", GOOD)
def test_good_blocks_are_let_through(name: str) -> None:
    assert message_problems(GOOD[name]) == []


BAD_VIEWS: dict[str, Callable[[], Json]] = {
    "a long title": lambda: A_MODAL | {"title": plain("x" * 25)},
    "no title": lambda: {"type": "modal", "blocks": [section("x")]},
    "inputs without submit": lambda: {key: value for key, value in A_MODAL.items() if key != "submit"},
    "no blocks": lambda: A_MODAL | {"blocks": []},
    "too many blocks": lambda: A_MODAL | {"blocks": [{"type": "divider"}] * 101},
    "a chart in a modal": lambda: A_MODAL | {"blocks": [CHART]},
    "the same block twice": lambda: A_MODAL | {"blocks": [A_MODAL["blocks"][0]] * 2},
    "much private metadata": lambda: A_MODAL | {"private_metadata": "x" * 3_001},
    "a long callback_id": lambda: A_MODAL | {"callback_id": "x" * 256},
    "a home tab with a title": lambda: LOADING | {"type": "home"},
    "no view": lambda: {"type": "workflow"},
}


@pytest.mark.parametrize("name", BAD_VIEWS)
def test_bad_views_are_caught(name: str) -> None:
    assert view_problems(BAD_VIEWS[name]())


@pytest.mark.parametrize("view", [A_MODAL, LOADING, {"type": "home", "blocks": [section("x"), CHART]}])
def test_good_views_are_let_through(view: Json) -> None:
    assert view_problems(view) == []
