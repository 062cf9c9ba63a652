"""The checks find what Slack would refuse: a check that finds nothing proves nothing."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

import pytest

from adapters.slack.pages import pages
from adapters.slack.views import view
from bot.messages.view import Button, Buttons, Field, FieldKind, Form, Message, Option, Run, Text
from tests.slack_types.checking import Checker

Json = dict[str, Any]


def _text(text: str, kind: str = "plain_text", **more: object) -> Json:
    return {"type": kind, "text": text, **more}


def _rich(element: Json) -> Json:
    return {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": [element]}]}


def _button(**changed: object) -> Json:
    return {"type": "button", "text": _text("Yes"), "action_id": "press:1:confirm", **changed}


def _actions(*buttons: Json) -> Json:
    return {"type": "actions", "elements": [*buttons]}


def _chart(**changed: object) -> Json:
    point = {"label": "Keep Acme", "value": 5}
    chart = {
        "type": "bar",
        "series": [{"name": "n = 6", "data": [point]}],
        "axis_config": {"categories": ["Keep Acme"]},
    }
    return {"type": "data_visualization", "title": "People per reason", "chart": {**chart, **changed}}


_CONFIRM = {"title": _text("Sure?"), "text": _text("It goes to all."), "confirm": _text("Send")}
_CELL = {"type": "raw_text", "text": "x"}

BAD_MESSAGES: Mapping[str, list[Json]] = {
    "no blocks": [],
    "too many blocks": [{"type": "divider"}] * 51,
    "too many characters": [_rich(_text("x" * 13_500, "text"))],
    "an unknown block": [{"type": "banner", "text": "hello"}],
    "a header of mrkdwn": [{"type": "header", "text": _text("*Hello*", "mrkdwn", verbatim=True)}],
    "a long header": [{"type": "header", "text": _text("x" * 151)}],
    "an empty header": [{"type": "header", "text": _text("")}],
    "an empty rich text": [_rich(_text("", "text"))],
    "a live mention": [_rich({"type": "user", "user_id": "U1"})],
    "a live channel mention": [{"type": "context", "elements": [_text("<!channel>", "mrkdwn", verbatim=True)]}],
    "a live link": [_rich({"type": "link", "url": "https://evil.example", "text": "bank"})],
    "a direction mark": [_rich(_text("\u202egnp", "text"))],
    "an unknown style": [_rich({**_text("x", "text"), "style": {"loud": True}})],
    "actions without buttons": [_actions()],
    "too many buttons": [_actions(*(_button(action_id=f"press:{i}:x") for i in range(26)))],
    "an action id twice": [_actions(_button(), _button())],
    "a long button": [_actions(_button(text=_text("x" * 76)))],
    "a button's long value": [_actions(_button(value="x" * 2001))],
    "a button's unknown style": [_actions(_button(style="loud"))],
    "a question without a way back": [_actions(_button(confirm=_CONFIRM))],
    "a context of nothing": [{"type": "context", "elements": []}],
    "two tables": [{"type": "table", "rows": [[_CELL]], "column_settings": [{"align": "left"}]}] * 2,
    "an empty cell": [
        {"type": "table", "rows": [[{"type": "raw_text", "text": ""}]], "column_settings": [{"align": "left"}]}
    ],
    "a table of 101 rows": [{"type": "table", "rows": [[_CELL]] * 101, "column_settings": [{"align": "left"}]}],
    "three charts": [_chart()] * 3,
    "a chart's long label": [_chart(axis_config={"categories": ["x" * 21]})],
    "a chart of another kind": [_chart(type="donut")],
    "a chart without bars": [_chart(series=[])],
    "an input": [{"type": "input", "block_id": "a", "label": _text("Why"), "element": {"type": "datepicker"}}],
}


def _modal(**changed: object) -> Json:
    fields = (
        Field("why", FieldKind.LINES, "Why?", required=True, max_length=3000),
        Field("keep", FieldKind.CHOICES, "Keep", options=(Option("a", "A"), Option("b", "B")), initial="a"),
    )
    return {**view(Form("answer", "In your own words", "Send", "c1/0", fields, (), "Cancel"), "{}"), **changed}


def _with(field: int, **changed: object) -> Json:
    modal = _modal()
    element: Json = modal["blocks"][field]["element"]
    element.update(changed)
    return modal


_OPTION = {"text": _text("A"), "value": "a"}

BAD_VIEWS: Mapping[str, Json] = {
    "a long title": _modal(title=_text("x" * 25)),
    "a long way to submit": _modal(submit=_text("x" * 25)),
    "no way to submit": {key: value for key, value in _modal().items() if key != "submit"},
    "long metadata": _modal(private_metadata="x" * 3001),
    "a chart in a modal": _modal(blocks=[_chart()]),
    "too many blocks in a modal": _modal(blocks=[{"type": "divider"}] * 101),
    "too much to type": _with(0, max_length=3001),
    "more to begin with than may be typed": _with(0, max_length=5, initial_value="x" * 6),
    "a block id twice": _modal(blocks=_modal()["blocks"][:1] * 2),
    "a long option": _with(1, options=[{"text": _text("x" * 76), "value": "a"}], initial_options=[]),
    "no options": _with(1, options=[], initial_options=[]),
    "eleven boxes": _with(1, options=[{"text": _text(f"{i}"), "value": f"{i}"} for i in range(11)], initial_options=[]),
    "chosen to begin with, and no option": _with(1, initial_options=[{"text": _text("C"), "value": "c"}]),
    "two options of one value": _with(1, options=[_OPTION, _OPTION], initial_options=[_OPTION]),
    "a date that is none": _with(0, type="datepicker", initial_date="tomorrow"),
}


@pytest.mark.parametrize("name", BAD_MESSAGES)
def test_a_message_is_refused_for(checker: Checker, name: str) -> None:
    assert checker.message(BAD_MESSAGES[name], "Here's what I heard")


@pytest.mark.parametrize("name", BAD_VIEWS)
def test_a_view_is_refused_for(checker: Checker, name: str) -> None:
    assert checker.view(BAD_VIEWS[name])


def test_a_message_without_text_for_notifications_is_refused(checker: Checker) -> None:
    assert checker.message([{"type": "divider"}], "")


def test_no_single_check_finds_enough(checker: Checker, capsys: pytest.CaptureFixture[str]) -> None:
    told = [checker.message(blocks, "Here's what I heard") for blocks in BAD_MESSAGES.values()]
    told += [checker.view(shown) for shown in BAD_VIEWS.values()]

    found = Counter(who for one in told for who in one)

    with capsys.disabled():
        print(f" [{len(told)} bad payloads, found by {dict(found)}, by any {sum(map(bool, told))}]", end="")
    assert len(told) >= 20
    assert all(0 < found[who] < len(told) for who in ("schema", "sdk", "slackblocks", "rules"))


def test_a_good_message_and_a_good_modal_pass(checker: Checker) -> None:
    shown = Message("Hello", (Text((Run("Hello"),)), Buttons((Button("Yes", "confirm", "a/1", confirm="Sure?"),))))

    assert checker.message(pages(shown)[0].blocks, pages(shown)[0].text) == {}
    assert checker.view(_modal()) == {}
