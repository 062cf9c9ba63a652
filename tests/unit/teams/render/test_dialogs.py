from dataclasses import replace

import pytest

from adapters.teams.cards import dialog
from adapters.teams.rich import Element
from bot.messages.catalogue import catalogue, languages
from bot.messages.view import Field, FieldErrors, FieldKind, Form, Option, Run, Text
from tests.unit.teams.render.drawing import seen

OPTIONS = (Option("1", "One"), Option("2", "*Two*"))


def form(*fields: Field) -> Form:
    return Form("answer", "In your own words", "Send", "c1/0", fields, (Text((Run("Dana sees it."),)),), "Cancel")


def field_of(field: Field, locale: str = "en") -> Element:
    body: list[Element] = dialog(form(field), locale=locale)["body"]
    return body[1]


def test_a_form_is_a_card_that_brings_back_its_name_and_its_subject() -> None:
    shown = dialog(form(), locale="en")

    data = {"action": "answer", "value": "c1/0"}
    assert seen(shown["body"]) == "Dana sees it."
    assert shown["actions"] == [{"type": "Action.Submit", "title": "Send", "data": data, "style": "positive"}]


def test_in_a_chat_it_has_its_title_and_answers_in_place() -> None:
    shown = dialog(form(), locale="en", inline=True)

    assert seen(shown["body"]) == "In your own words\nDana sees it."
    (action,) = shown["actions"]
    assert (action["type"], action["verb"]) == ("Action.Execute", "answer")


@pytest.mark.parametrize("locale", languages())
def test_a_required_field_says_so_in_the_forms_language(locale: str) -> None:
    shown = field_of(Field("why", FieldKind.LINES, "Why?", required=True, max_length=300), locale)

    assert shown == {
        "id": "why",
        "label": "Why?",
        "isRequired": True,
        "errorMessage": catalogue(locale)("error.empty"),
        "type": "Input.Text",
        "isMultiline": True,
        "maxLength": 300,
    }


def test_a_field_has_its_hint_and_what_stands_against_it_beneath() -> None:
    why = Field("why", FieldKind.LINES, "Why?", "As you would tell a colleague.", initial="ok")
    wrong = FieldErrors((("why", "Please write why."), ("why", "In your own words.")))

    _, shown, error, hint = dialog(form(why), locale="en", errors=wrong)["body"]

    assert shown["value"] == "ok"
    assert seen(error) == "Please write why. In your own words."
    assert error["inlines"][0]["color"] == "Attention"
    assert seen(hint) == "As you would tell a colleague."


LONG = tuple(Field(f"f{n}", FieldKind.LINE, f"Field {n}") for n in range(6))


def test_a_long_form_in_a_chat_says_above_its_button_what_stands_against_it() -> None:
    wrong = FieldErrors((("f0", "Too long."), ("", "Not now.")))

    *_, first, last = dialog(form(*LONG), locale="en", errors=wrong, inline=True)["body"]

    assert (seen(first), seen(last)) == ("↑ Field 0: Too long.", "Not now.")
    assert first["inlines"][0]["color"] == "Attention"


def test_one_that_comes_again_says_why_there_too() -> None:
    told = replace(form(*LONG), intro=(Text((Run("I found these."),)),))

    once, again = (dialog(told, locale="en", inline=True, again=again)["body"] for again in (False, True))

    assert seen(once[1]) == "I found these."
    assert seen(again[-1]) == "I found these."
    assert len(again) == len(once)


@pytest.mark.parametrize(("fields", "inline"), [(LONG, False), (LONG[:5], True)])
def test_in_a_dialog_and_in_a_short_form_the_field_itself_says_it(fields: tuple[Field, ...], inline: bool) -> None:
    body = dialog(form(*fields), locale="en", errors=FieldErrors((("f0", "Too long."),)), inline=inline)["body"]

    assert seen(body).splitlines().count("Too long.") == 1
    assert "↑" not in seen(body)


def test_a_line_begins_with_what_is_known_on_one_line() -> None:
    shown = field_of(Field("title", FieldKind.LINE, "Title", max_length=150, initial="Refunds\nunder 50 €"))

    assert (shown["value"], shown["isMultiline"]) == ("Refunds under 50 €", False)


def test_a_text_longer_than_may_be_typed_is_not_cut_counted_as_browsers_count() -> None:
    shown = field_of(Field("title", FieldKind.LINES, "Title", max_length=5, initial="😀😀😀"))

    assert (shown["value"], shown["maxLength"]) == ("😀😀😀", 6)


def test_one_choice_is_a_menu() -> None:
    shown = field_of(Field("main", FieldKind.CHOICE, "Main", initial="2", options=OPTIONS))

    assert shown == {
        "id": "main",
        "label": "Main",
        "type": "Input.ChoiceSet",
        "style": "compact",
        "choices": [{"title": "One", "value": "1"}, {"title": "∗Two∗", "value": "2"}],
        "value": "2",
    }


def test_a_menu_begins_empty_where_nothing_offered_is_chosen() -> None:
    assert "value" not in field_of(Field("main", FieldKind.CHOICE, "Main", initial="3", options=OPTIONS))


def test_several_choices_are_boxes() -> None:
    shown = field_of(Field("keep", FieldKind.CHOICES, "Keep", initial="1\n3\n2", options=OPTIONS))

    assert (shown["isMultiSelect"], shown["style"], shown["value"]) == (True, "expanded", "1,2")


def test_a_choice_of_nothing_is_left_out() -> None:
    assert len(dialog(form(Field("keep", FieldKind.CHOICES, "Keep")), locale="en")["body"]) == 1


def test_long_choices_are_cut_where_the_dialog_would_grow_too_large() -> None:
    few = tuple(Option(f"{i}", "reason " * 80) for i in range(10))
    many = tuple(Option(f"{i}", "reason " * 80) for i in range(60))

    whole = field_of(Field("keep", FieldKind.CHOICES, "Keep", options=few))
    cut = field_of(Field("keep", FieldKind.CHOICES, "Keep", options=many))

    assert len(whole["choices"][0]["title"]) == 559
    assert len(cut["choices"][0]["title"]) <= 120


def test_people_are_chosen_from_the_directory() -> None:
    shown = field_of(Field("who", FieldKind.PEOPLE, "Who", initial="id1\nid2"))

    assert shown == {
        "id": "who",
        "label": "Who",
        "type": "Input.ChoiceSet",
        "isMultiSelect": True,
        "choices": [],
        "choices.data": {"type": "Data.Query", "dataset": "graph.microsoft.com/users"},
        "value": "id1,id2",
    }


def test_a_day_is_picked() -> None:
    assert field_of(Field("on", FieldKind.DATE, "From", initial="2026-12-01"))["value"] == "2026-12-01"
    assert "value" not in field_of(Field("on", FieldKind.DATE, "From"))


@pytest.mark.parametrize("initial", ["yes", ""])
def test_a_tick_is_one_box(initial: str) -> None:
    assert field_of(Field("quotable", FieldKind.TICK, "May be quoted", initial=initial)) == {
        "id": "quotable",
        "type": "Input.Toggle",
        "title": "May be quoted",
        "wrap": True,
        "valueOn": "yes",
        "valueOff": "",
        "value": initial,
    }
