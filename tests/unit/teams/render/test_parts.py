import pytest

from adapters.teams.parts import drawn
from adapters.teams.rich import MAX_PIECE, size
from bot.messages.view import (
    Bar,
    Button,
    Buttons,
    Chart,
    Divider,
    Facts,
    Heading,
    Items,
    Quote,
    Run,
    Style,
    Table,
    Text,
    Weight,
)
from tests.unit.teams.render.drawing import body_of, kinds, seen

CHART = Chart("People per reason", (Bar("Keep Acme", 5, "5 of 6"), Bar("An hour", 2, "2 of 6"), Bar("None", 0)), 6)
TABLE = Table(("Reason", "Said"), (("① Keep Acme", "5 of 6"), ("② 顧客", "")))


def test_a_heading_is_one_to_a_screen_reader() -> None:
    (heading,) = body_of(Heading("Did it land?"))

    assert heading == {
        "type": "TextBlock",
        "text": "Did it land?",
        "wrap": True,
        "style": "heading",
        "size": "Large",
        "weight": "Bolder",
    }


def test_a_heading_that_markdown_would_read_stands_as_it_was_typed() -> None:
    (heading,) = body_of(Heading("Use *snake_case*"))

    run = {"type": "TextRun", "text": "Use *snake_case*", "size": "Large", "weight": "Bolder"}
    assert heading == {"type": "RichTextBlock", "inlines": [run]}


def test_runs_keep_their_styles() -> None:
    (block,) = body_of(Text((Run("a"), Run("b", Style.STRONG), Run("c", Style.QUIET))))

    assert block["inlines"] == [
        {"type": "TextRun", "text": "a"},
        {"type": "TextRun", "text": "b", "weight": "Bolder"},
        {"type": "TextRun", "text": "c", "isSubtle": True, "italic": True},
    ]


def test_what_was_typed_is_shown_as_it_was_typed() -> None:
    typed = "<at>Dana</at> **bold** `code` &amp; [bank](https://evil.example)"

    assert seen(body_of(Text((Run(typed),)))) == typed
    assert seen(body_of(Quote(typed))) == typed
    assert seen(body_of(Items(((Run(typed),),)))) == f"•  {typed}"
    assert seen(body_of(Facts((("Path", typed),)))) == f"Path: {typed}"


def test_each_line_is_a_block_and_an_empty_one_a_gap() -> None:
    blocks = body_of(Text((Run("a\nb", Style.STRONG), Run("c\n\nd"))))

    assert seen(blocks) == "a\nbc\nd"
    assert [block.get("spacing") for block in blocks] == [None, "None", "Small"]


def test_an_aside_is_small() -> None:
    (block,) = body_of(Text((Run("Only you see this."),), quiet=True))

    assert block["inlines"] == [
        {"type": "TextRun", "text": "Only you see this.", "isSubtle": True, "size": "Small"},
    ]


def test_a_reasons_number_stands_in_for_the_bullet() -> None:
    assert seen(body_of(Items(((Run("① "), Run("Keep Acme")), (Run("so"),), (Run(" "),))))) == "① Keep Acme\n•  so"


def test_a_quote_says_who_said_it() -> None:
    (box,) = body_of(Quote("It helps.", "Nora"))

    assert (box["type"], box["style"]) == ("Container", "emphasis")
    assert seen(box) == "It helps.\n— Nora"


def test_facts_are_a_set() -> None:
    (facts,) = body_of(Facts((("State", "open"), ("Answered", "4 of 9"), ("Note", " "))))

    assert facts == {
        "type": "FactSet",
        "facts": [{"title": "State", "value": "open"}, {"title": "Answered", "value": "4 of 9"}],
    }


def test_a_divider_is_a_line_above_what_follows() -> None:
    first, second = body_of(Text((Run("a"),)), Divider(), Text((Run("b"),)), Divider())

    assert "separator" not in first
    assert second["separator"] is True


@pytest.mark.parametrize("part", [Heading(" "), Text((Run("\n"),)), Quote("\u200b", "Nora"), Items(()), Facts(())])
def test_where_nothing_is_to_be_seen_the_summary_stands(part: Heading) -> None:
    assert seen(body_of(part)) == "summary"


@pytest.mark.parametrize(
    "part", [Text((Run("😀" * 3000),)), Quote("😀 \n" * 3000), Text((Run("a", Style.QUIET),) * 500)]
)
def test_no_element_is_too_long_for_a_card(part: Text) -> None:
    assert max(map(size, drawn(part))) <= MAX_PIECE + 2_000


def test_a_chart_is_teams_own_with_the_shares_in_its_labels() -> None:
    (chart,) = body_of(CHART)

    assert chart["type"] == "Chart.HorizontalBar"
    assert chart["title"] == "People per reason"
    assert chart["data"] == [
        {"x": "Keep Acme · 5 of 6", "y": 5},
        {"x": "An hour · 2 of 6", "y": 2},
        {"x": "None", "y": 0},
    ]


def test_where_a_client_has_no_charts_bars_are_facts() -> None:
    (chart,) = body_of(CHART)

    title, facts = chart["fallback"]["items"]
    assert title["text"] == "People per reason"
    assert facts["facts"] == [
        {"title": "Keep Acme", "value": "████████ 5 of 6"},
        {"title": "An hour", "value": "███ 2 of 6"},
        {"title": "None", "value": "0"},
    ]


def test_a_chart_tells_its_bars_apart() -> None:
    (chart,) = body_of(Chart("t", (Bar("Same", 1), Bar("Same", 0), Bar("", 0)), 0))

    assert [point["x"] for point in chart["data"]] == ["Same", "Same (2)", "–"]


def test_a_chart_of_too_many_bars_is_facts_and_one_of_none_is_not_there() -> None:
    assert kinds(body_of(Chart("t", (Bar("a", 1),) * 21, 1))) == ["Container"]
    assert seen(body_of(Chart("t", (), 1))) == "summary"


def test_a_table_is_a_table() -> None:
    (table,) = body_of(TABLE)

    assert (table["type"], table["firstRowAsHeader"], len(table["columns"])) == ("Table", True, 2)
    assert seen(table) == "Reason\nSaid\n① Keep Acme\n5 of 6\n② 顧客\n–"


def test_a_long_table_goes_on_with_its_head() -> None:
    tables = body_of(Table(("Who",), tuple((f"person {i}",) for i in range(150))))

    assert len(tables) > 1
    assert all(seen(table["rows"][0]) == "Who" for table in tables)
    assert seen(tables).count("person") == 150


def test_a_table_of_texts_is_lines() -> None:
    blocks = body_of(Table(("Who", "What"), (("Nora", "😀" * 1200),)))

    assert set(kinds(blocks)) == {"RichTextBlock"}
    assert seen(body_of(Table((), ()))) == "summary"


def test_a_button_comes_back_with_its_action_and_subject_from_either_kind_of_action() -> None:
    (row,) = body_of(Buttons((Button("Yes", "confirm", "a/1", Weight.PRIMARY),)))

    data = {"action": "confirm", "value": "a/1"}
    instead = {"type": "Action.Submit", "title": "Yes", "data": data, "style": "positive"}
    assert row["actions"] == [
        {
            "type": "Action.Execute",
            "title": "Yes",
            "verb": "confirm",
            "data": data,
            "style": "positive",
            "fallback": instead,
        }
    ]


def test_a_question_before_a_button_unfolds_with_the_button_in_it() -> None:
    (row,) = body_of(Buttons((Button("Delete", "withdraw", "c1", Weight.DANGER, "Delete this answer?"),)))

    (asks,) = row["actions"]
    assert (asks["type"], asks["title"], asks["style"]) == ("Action.ShowCard", "Delete …", "default")
    assert seen(asks["card"]["body"]) == "Delete this answer?"
    assert [action["verb"] for action in asks["card"]["actions"]] == ["withdraw"]


def test_more_buttons_than_a_row_takes_stand_in_two() -> None:
    rows = body_of(Buttons((Button("Go", "go"),) * 7))

    assert [len(row["actions"]) for row in rows] == [6, 1]


def test_long_buttons_stand_in_rows_that_fit() -> None:
    rows = body_of(
        Buttons((Button("x" * 30, "a"), Button("y" * 20, "b"), Button("z" * 20, "c"), Button("w" * 90, "d")))
    )

    assert [[action["verb"] for action in row["actions"]] for row in rows] == [["a"], ["b", "c"], ["d"]]


def test_a_button_without_a_name_still_shows() -> None:
    assert seen(body_of(Buttons((Button("\u200b", "go"),)))) == "…"


def test_a_subject_that_is_no_id_is_our_mistake() -> None:
    with pytest.raises(ValueError, match="ids"):
        body_of(Buttons((Button("Go", "go", "x" * 2001),)))
