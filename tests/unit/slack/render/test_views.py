import pytest

from adapters.slack.rich import Block
from adapters.slack.views import home_view, loading_view, message_view, view
from bot.messages.view import Bar, Button, Buttons, Chart, Field, FieldKind, Form, Message, Option, Run, Text
from tests.unit.slack.render.drawing import kinds, seen


def blocks_of(*fields: Field, cancel: str = "Cancel") -> list[Block]:
    blocks = view(Form("answer", "In your own words", "Send", "c1", fields, (), cancel), "{}")["blocks"]
    assert isinstance(blocks, list)
    return blocks


def element_of(field: Field, *, cancel: str = "Cancel") -> Block:
    element = blocks_of(field, cancel=cancel)[-1]["element"]
    assert isinstance(element, dict)
    return element


def plain(text: str) -> Block:
    return {"type": "plain_text", "text": text, "emoji": False}


def test_a_form_is_a_modal() -> None:
    intro = (Text((Run("Dana sees it."),)),)

    modal = view(Form("answer", "In your own words", "Send", "c1/0", (), intro, "Cancel"), '{"subject":"c1/0"}')

    assert modal == {
        "type": "modal",
        "title": plain("In your own words"),
        "blocks": [
            {
                "type": "rich_text",
                "elements": [{"type": "rich_text_section", "elements": [{"type": "text", "text": "Dana sees it."}]}],
            }
        ],
        "callback_id": "answer",
        "private_metadata": '{"subject":"c1/0"}',
        "submit": plain("Send"),
        "close": plain("Cancel"),
    }


def test_a_form_without_a_word_for_closing_has_slacks() -> None:
    assert "close" not in view(Form("f", "t", "s", "", ()), "")


def test_metadata_that_is_no_ids_is_our_mistake() -> None:
    with pytest.raises(ValueError, match="ids"):
        view(Form("f", "t", "s", "", ()), "x" * 3001)


def test_a_field_keeps_its_label_its_hint_and_whether_it_may_be_left_empty() -> None:
    (block,) = blocks_of(Field("why", FieldKind.LINES, "Why?", "As you would tell a colleague.", max_length=300))

    assert block == {
        "type": "input",
        "block_id": "why",
        "label": plain("Why?"),
        "element": {"type": "plain_text_input", "multiline": True, "max_length": 300, "action_id": "why"},
        "optional": True,
        "hint": plain("As you would tell a colleague."),
    }


def test_a_required_field_is_not_optional() -> None:
    assert blocks_of(Field("why", FieldKind.LINE, "Why?", required=True))[0]["optional"] is False


def test_a_line_begins_with_what_is_known_on_one_line() -> None:
    element = element_of(Field("title", FieldKind.LINE, "Title", max_length=150, initial="Refunds\nunder 50 €"))

    assert element["initial_value"] == "Refunds under 50 €"
    assert element["multiline"] is False


def test_a_text_longer_than_may_be_typed_is_not_cut() -> None:
    element = element_of(Field("title", FieldKind.LINES, "Title", max_length=5, initial="Refunds"))

    assert (element["initial_value"], element["max_length"]) == ("Refunds", 7)


def test_one_choice_is_a_menu() -> None:
    field = Field("main", FieldKind.CHOICE, "Main", initial="2", options=(Option("1", "One"), Option("2", "Two")))

    element = element_of(field)

    assert element["type"] == "static_select"
    assert element["initial_option"] == {"text": plain("Two"), "value": "2"}


def test_a_menu_begins_empty_where_nothing_is_chosen() -> None:
    assert "initial_option" not in element_of(Field("m", FieldKind.CHOICE, "M", options=(Option("1", "One"),)))


@pytest.mark.parametrize(("n", "kind"), [(10, "checkboxes"), (11, "multi_static_select")])
def test_several_choices_are_boxes_or_a_menu_where_they_are_many(n: int, kind: str) -> None:
    options = tuple(Option(f"o{i}", f"Option {i}") for i in range(n))

    element = element_of(Field("keep", FieldKind.CHOICES, "Keep", initial="o1\no2", options=options))

    assert element["type"] == kind
    assert element["initial_options"] == [
        {"text": plain("Option 1"), "value": "o1"},
        {"text": plain("Option 2"), "value": "o2"},
    ]


def test_a_label_too_long_for_an_option_stands_above_in_full_and_numbered() -> None:
    long = "so that we keep Acme as a client, " * 4
    field = Field("keep", FieldKind.CHOICES, "Keep", options=(Option("a", long), Option("b", "Short")))

    written, block = blocks_of(field)

    assert seen(written) == long + "Short"
    assert "'style': 'ordered'" in str(written)
    element = block["element"]
    assert isinstance(element, dict)
    first, second = element["options"]
    assert first["text"]["text"].startswith("1. so that we keep Acme")
    assert len(first["text"]["text"]) <= 75
    assert second["text"]["text"] == "2. Short"


def test_a_choice_of_nothing_is_left_out() -> None:
    assert blocks_of(Field("keep", FieldKind.CHOICES, "Keep")) == []


def test_people_are_chosen_from_the_workspace() -> None:
    element = element_of(Field("who", FieldKind.PEOPLE, "Who", initial="U1\nU2"))

    assert element == {"type": "multi_users_select", "initial_users": ["U1", "U2"], "action_id": "who"}


def test_a_day_is_picked() -> None:
    element = element_of(Field("on", FieldKind.DATE, "In force from", initial="2026-12-01"))

    assert element == {"type": "datepicker", "initial_date": "2026-12-01", "action_id": "on"}


@pytest.mark.parametrize(("cancel", "yes"), [("Cancel", "Yes"), ("Abbrechen", "Ja"), ("Cancelar", "Sí"), ("", "Yes")])
def test_a_tick_is_one_box_in_the_forms_language(cancel: str, yes: str) -> None:
    element = element_of(Field("quotable", FieldKind.TICK, "May be quoted", initial="yes"), cancel=cancel)

    option = {"text": plain(yes), "value": "yes"}
    assert element == {
        "type": "checkboxes",
        "options": [option],
        "initial_options": [option],
        "action_id": "quotable",
    }


def test_a_box_begins_unticked() -> None:
    assert "initial_options" not in element_of(Field("quotable", FieldKind.TICK, "May be quoted"))


def test_a_modal_stands_while_one_is_made() -> None:
    loading = loading_view("In your own words")

    assert loading["title"] == plain("In your own words")
    assert "submit" not in loading


def test_a_title_too_long_for_slack_ends_with_an_ellipsis() -> None:
    assert loading_view("x" * 25)["title"] == plain("x" * 23 + "…")


def test_the_home_tab_shows_lines_for_bars() -> None:
    home = home_view(Message("s", (Chart("People", (Bar("Keep", 1),), 2),)))

    blocks = home["blocks"]
    assert isinstance(blocks, list)
    assert home["type"] == "home"
    assert kinds(blocks) == ["rich_text", "rich_text"]


def test_a_message_may_stand_in_a_modal() -> None:
    shown = message_view("Help", Message("s", ()))

    assert (shown["title"], seen(shown["blocks"])) == (plain("Help"), "s")


def test_a_home_tab_with_too_much_counts_what_it_leaves_out_and_keeps_its_end() -> None:
    parts = [Text((Run(f"check {i}"),)) for i in range(120)]
    home = home_view(Message("s", (*parts, Buttons((Button("Help", "help"),)))))

    blocks = home["blocks"]
    assert isinstance(blocks, list)
    assert len(blocks) == 100
    assert seen(blocks[96]) == "… +22"
    assert kinds(blocks)[-1] == "actions"


def test_a_channel_is_chosen_among_public_and_private_ones() -> None:
    element = element_of(Field("channel", FieldKind.CHANNEL, "Which channel", initial="C1"))

    assert element == {
        "type": "conversations_select",
        "filter": {"include": ["public", "private"]},
        "initial_conversation": "C1",
        "action_id": "channel",
    }


def test_the_home_tab_has_the_button_that_begins_a_check() -> None:
    home = home_view(Message("s", (Buttons((Button("New", "new_policy"),)),)))

    assert "press:1:new_policy" in str(home)
