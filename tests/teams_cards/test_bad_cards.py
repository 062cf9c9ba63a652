"""The checks find what Teams would refuse: a check that finds nothing proves nothing."""

from collections import Counter
from collections.abc import Mapping

import pytest

from adapters.teams.cards import card, dialog
from bot.messages.view import Button, Buttons, Field, FieldKind, Form, Message, Option, Run, Text
from tests.teams_cards.checking import Checker, Json


def _card(*body: Json, **changed: object) -> Json:
    return {"type": "AdaptiveCard", "version": "1.5", "body": [*body], "fallbackText": "Hello", **changed}


def _text(text: str, **more: object) -> Json:
    return {"type": "TextBlock", "text": text, "wrap": True, **more}


def _rich(text: str, **more: object) -> Json:
    return {"type": "RichTextBlock", "inlines": [{"type": "TextRun", "text": text, **more}]}


def _input(kind: str, **more: object) -> Json:
    return {"type": f"Input.{kind}", "id": "why", "label": "Why?", **more}


_DATA = {"action": "answer", "value": "c1"}
_OPENS = {**_DATA, "msteams": {"type": "task/fetch"}}
_SUBMIT: Json = {"type": "Action.Submit", "title": "Answer", "data": _DATA}
_EXECUTE: Json = {"type": "Action.Execute", "title": "Answer", "verb": "answer", "data": _DATA, "fallback": _SUBMIT}
_A = {"title": "A", "value": "a"}
_FACTS: Json = {"type": "FactSet", "facts": [{"title": "A", "value": "1"}]}


def _acts(**changed: object) -> Json:
    return {"type": "ActionSet", "actions": [{**_EXECUTE, **changed}]}


def _opens(**changed: object) -> Json:
    return {"type": "ActionSet", "actions": [{**_SUBMIT, "data": _OPENS, **changed}]}


def _chart(**changed: object) -> Json:
    chart = {"type": "Chart.HorizontalBar", "title": "t", "data": [{"x": "A", "y": 1}], "fallback": _FACTS}
    return {**chart, **changed}


def _refresh(*accounts: str, **changed: object) -> Json:
    action = {"type": "Action.Execute", "title": "Refresh", "verb": "look", "data": _DATA}
    return {"refresh": {"action": {**action, **changed}, "userIds": [*accounts]}}


BAD: Mapping[str, Json] = {
    "no version": {"type": "AdaptiveCard", "body": [_text("x")], "fallbackText": "x"},
    "a version that Teams does not know": _card(_text("x"), version="1.9"),
    "no body": _card(),
    "nothing for a client without cards": _card(_text("x"), fallbackText=" "),
    "too many bytes": _card(*[_text("x" * 1000)] * 29),
    "too many bytes in emoji": _card(*[_text("😀" * 500)] * 6),
    "an unknown element": _card({"type": "Banner", "text": "x"}),
    "an unknown property": _card(_text("x", colour="Good")),
    "an unknown size": _card(_text("x", size="Huge")),
    "an unknown colour of a run": _card(_rich("x", color="Pink")),
    "an unknown style of a container": _card({"type": "Container", "style": "loud", "items": [_text("x")]}),
    "a text that does not wrap": _card({"type": "TextBlock", "text": "x"}),
    "an empty text": _card(_text("")),
    "an empty run": _card(_rich("")),
    "a line break in a run": _card(_rich("a\nb")),
    "a mention": _card(_text("<at>Dana</at>")),
    "a mention with its entity": _card(_text("x"), msteams={"entities": [{"type": "mention", "text": "<at>D</at>"}]}),
    "a link": _card(_text("[bank](https://evil.example)")),
    "a bare link": _card(_text("https://evil.example")),
    "bold that somebody typed": _card(_text("**now**")),
    "a list that somebody typed": _card(_text("1. all of it")),
    "Markdown in a fact": _card({"type": "FactSet", "facts": [{"title": "A", "value": "_x_"}]}),
    "Markdown in a choice": _card(_input("ChoiceSet", choices=[{"title": "*A*", "value": "a"}])),
    "an entity in a label": _card(_input("Text", label="&lt;at&gt;")),
    "a date that is filled in": _card(_rich("{{DATE(2026-12-01T00:00:00Z,SHORT)}}")),
    "a direction mark": _card(_rich("\u202egnp")),
    "a lone surrogate": _card(_rich("\ud800")),
    "a picture from elsewhere": _card({"type": "Image", "url": "https://evil.example/x.png"}),
    "a link as an action": _card({"type": "ActionSet", "actions": [{"type": "Action.OpenUrl", "title": "x"}]}),
    "an input without an id": _card({"type": "Input.Text", "label": "Why?"}),
    "an id twice": _card(_input("Text"), _input("Date")),
    "required, and does not say so": _card(_input("Text", isRequired=True)),
    "more than may be typed": _card(_input("Text", maxLength=3, value="four")),
    "a day that is none": _card(_input("Date", value="tomorrow")),
    "a choice of nothing": _card(_input("ChoiceSet", choices=[])),
    "a choice without a name": _card(_input("ChoiceSet", choices=[{"title": "", "value": "a"}])),
    "two choices of one value": _card(_input("ChoiceSet", choices=[_A, _A])),
    "a value with a comma": _card(_input("ChoiceSet", isMultiSelect=True, choices=[{"title": "A", "value": "a,b"}])),
    "chosen, and no choice": _card(_input("ChoiceSet", choices=[_A], value="b")),
    "a tick without words": _card({"type": "Input.Toggle", "id": "t", "valueOn": "yes"}),
    "an action without a title": _card(_acts(title="")),
    "an action without the older kind": _card({"type": "ActionSet", "actions": [{**_EXECUTE, "fallback": "drop"}]}),
    "two kinds that say two things": _card(_acts(data={"action": "a", "value": "b"})),
    "an action that does not say what it does": _card({"type": "ActionSet", "actions": [{**_SUBMIT, "data": {}}]}),
    "an unknown style of an action": _card(_acts(style="loud")),
    "an unknown action": _card({"type": "ActionSet", "actions": [{"type": "Action.Shout", "title": "x"}]}),
    "a question without its card": _card({"type": "ActionSet", "actions": [{"type": "Action.ShowCard", "title": "x"}]}),
    "a dialog by the newer action": _card(_acts(data=_OPENS, fallback={**_SUBMIT, "data": _OPENS})),
    "a dialog by the fallback alone": _card(_acts(fallback={**_SUBMIT, "data": _OPENS})),
    "a dialog of an unknown kind": _card(_opens(data={**_DATA, "msteams": {"type": "task/open"}})),
    "a message where nothing opens": _card(_opens(data=_DATA)),
    "a chart without a fallback": _card(_chart(fallback="drop")),
    "a chart without bars": _card(_chart(data=[])),
    "two bars of one name": _card(_chart(data=[{"x": "A", "y": 1}, {"x": "A", "y": 2}])),
    "a refresh for nobody": _card(_text("x"), **_refresh()),
    "a refresh for too many": _card(_text("x"), **_refresh(*(f"29:{i}" for i in range(61)))),
    "a refresh for an id of the directory": _card(_text("x"), **_refresh("aad-dana")),
    "a refresh by an older action": _card(_text("x"), **_refresh("29:1", type="Action.Submit")),
    "a refresh that does not say of what": _card(_text("x"), **_refresh("29:1", data={})),
    "a table whose row is none": _card({"type": "Table", "columns": [{"width": 1}], "rows": [_text("x")]}),
}


@pytest.fixture(scope="module")
def told(checker: Checker) -> dict[str, dict[str, list[str]]]:
    """What is said against each bad card."""
    return dict(zip(BAD, checker.cards([*BAD.values()]), strict=True))


@pytest.mark.parametrize("name", BAD)
def test_a_card_is_refused_for(told: dict[str, dict[str, list[str]]], name: str) -> None:
    assert told[name]


def test_neither_check_finds_enough(told: dict[str, dict[str, list[str]]], capsys: pytest.CaptureFixture[str]) -> None:
    found = Counter(who for one in told.values() for who in one)

    with capsys.disabled():
        print(f" [{len(told)} bad cards, found by {dict(found)}, by either {sum(map(bool, told.values()))}]", end="")
    assert len(told) >= 20
    assert all(0 < found[who] < len(told) for who in ("adaptivecards", "rules"))


def test_a_good_card_and_a_good_dialog_pass(checker: Checker) -> None:
    yes, answer = Button("Yes", "confirm", "a/1", confirm="Sure?"), Button("Answer", "answer", "a")
    shown = Message("Hello", (Text((Run("Hello"),)), Buttons((yes, answer))))
    fields = (
        Field("why", FieldKind.LINES, "Why?", required=True, max_length=3000),
        Field("keep", FieldKind.CHOICES, "Keep", options=(Option("a", "A"), Option("b", "B")), initial="a"),
        Field("who", FieldKind.PEOPLE, "Who", initial="id1\nid2"),
    )

    assert checker.cards([card(shown, locale="en")]) == [{}]
    form = Form("answer", "In your own words", "Send", "c1/0", fields, (), "Cancel")
    assert checker.cards([dialog(form, locale="en")], dialogs=True) == [{}]


def test_no_dialog_is_opened_out_of_a_dialog(checker: Checker) -> None:
    (told,) = checker.cards([_card(_input("Text"), _opens())], dialogs=True)

    assert told == {"rules": ["a dialog out of a dialog"]}
