import pytest

from adapters.slack.rich import MAX_BLOCK, cost
from adapters.slack.values import pressed
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
from tests.unit.slack.render.drawing import bare_of, blocks_of, kinds, seen

CHART = Chart("People per reason", (Bar("Keep Acme", 5, "5 of 6"), Bar("An hour", 2, "2 of 6")), 6)
TABLE = Table(("Reason", "Said"), (("① Keep Acme", "5 of 6"), ("② 顧客", "")))


def test_a_heading_is_a_header() -> None:
    assert blocks_of(Heading("Did it land?")) == [
        {"type": "header", "text": {"type": "plain_text", "text": "Did it land?", "emoji": False}}
    ]


def test_a_heading_too_long_for_a_header_stands_in_full() -> None:
    blocks = blocks_of(Heading("x" * 151))

    assert kinds(blocks) == ["rich_text"]
    assert seen(blocks) == "x" * 151


def test_runs_keep_their_styles() -> None:
    (block,) = blocks_of(Text((Run("a"), Run("b", Style.STRONG), Run("c", Style.QUIET))))

    assert block["elements"] == [
        {
            "type": "rich_text_section",
            "elements": [
                {"type": "text", "text": "a"},
                {"type": "text", "text": "b", "style": {"bold": True}},
                {"type": "text", "text": "c", "style": {"italic": True}},
            ],
        }
    ]


def test_what_was_typed_is_shown_as_it_was_typed() -> None:
    typed = "<!channel> *bold* `code` &amp; :smile: https://evil.example"

    assert seen(blocks_of(Text((Run(typed),)))) == typed
    assert seen(blocks_of(Quote(typed))) == typed
    assert seen(blocks_of(Items(((Run(typed),),)))) == typed


def test_an_aside_is_a_context() -> None:
    (block,) = blocks_of(Text((Run("Only you see <this>."),), quiet=True))

    assert block["elements"] == [{"type": "plain_text", "text": "Only you see <this>.", "emoji": False}]


def test_an_aside_keeps_its_styles_where_no_sign_in_it_is_a_mark() -> None:
    (block,) = blocks_of(Text((Run("say "), Run("align help ", Style.STRONG), Run("now", Style.QUIET)), quiet=True))

    assert block["elements"] == [{"type": "mrkdwn", "text": "say *align help* _now_", "verbatim": True}]


def test_an_aside_with_a_mark_in_it_loses_its_styles() -> None:
    (block,) = blocks_of(Text((Run("by "), Run("*Dana*", Style.STRONG)), quiet=True))

    assert block["elements"] == [{"type": "plain_text", "text": "by *Dana*", "emoji": False}]


def test_a_blank_styled_run_gets_no_marks() -> None:
    (block,) = blocks_of(Text((Run("a"), Run(" ", Style.STRONG), Run("b")), quiet=True))

    assert seen(block) == "a b"


@pytest.mark.parametrize(
    "part",
    [Heading(" "), Text((Run("\u200b"),)), Text((Run(" "),), quiet=True), Quote("\n"), Items(()), Facts(())],
)
def test_a_part_with_nothing_to_see_is_left_out(part: Text) -> None:
    assert kinds(blocks_of(part, Divider())) == ["divider"]


def test_a_quote_names_who_said_it() -> None:
    assert seen(blocks_of(Quote("It helps.", "Nora"))) == "It helps.\n— Nora"


def test_facts_stand_one_a_line() -> None:
    assert seen(blocks_of(Facts((("State", "open"), ("Answered", "4 of 9"))))) == "State: open\nAnswered: 4 of 9"


def test_a_long_list_goes_on_in_another_block() -> None:
    rows = tuple((Run(f"{i} " + "x" * 200),) for i in range(30))

    blocks = blocks_of(Items(rows))

    assert len(blocks) > 1
    assert seen(blocks) == "".join(run.text for row in rows for run in row)


def test_a_long_text_goes_on_in_another_block() -> None:
    text = "word " * 1500

    blocks = blocks_of(Text((Run(text),)))

    assert len(blocks) > 1
    assert seen(blocks) == text
    assert all(cost((Run(seen(block)),)) <= MAX_BLOCK for block in blocks)


def test_a_chart_is_slacks_own_with_the_shares_beneath() -> None:
    chart, shares = blocks_of(CHART)

    points = [{"label": "Keep Acme", "value": 5}, {"label": "An hour", "value": 2}]
    assert chart == {
        "type": "data_visualization",
        "title": "People per reason",
        "chart": {
            "type": "bar",
            "series": [{"name": "n = 6", "data": points}],
            "axis_config": {"categories": ["Keep Acme", "An hour"]},
        },
    }
    assert seen(shares) == "Keep Acme: 5 of 6 · An hour: 2 of 6"


def test_where_charts_are_refused_bars_are_lines() -> None:
    assert seen(bare_of(CHART)) == (
        "People per reasonKeep Acme █████████████    5 of 6\nAn hour   █████            2 of 6"
    )


def test_a_chart_tells_its_bars_apart() -> None:
    chart, *_ = blocks_of(Chart("t", (Bar("Same", 1), Bar("Same", 0), Bar("", 0)), 0))

    assert chart["chart"] == {
        "type": "bar",
        "series": [
            {
                "name": "n = 0",
                "data": [{"label": "Same", "value": 1}, {"label": "Same (2)", "value": 0}, {"label": "–", "value": 0}],
            }
        ],
        "axis_config": {"categories": ["Same", "Same (2)", "–"]},
    }


def test_a_chart_of_more_bars_than_slack_draws_is_lines() -> None:
    assert kinds(blocks_of(Chart("t", (Bar("a", 1),) * 21, 1))) == ["rich_text", "rich_text"]


def test_a_third_chart_in_a_message_is_lines() -> None:
    assert kinds(blocks_of(CHART, CHART, CHART)).count("data_visualization") == 2


def test_a_table_is_slacks_own() -> None:
    (table,) = blocks_of(TABLE)

    assert table == {
        "type": "table",
        "rows": [
            [{"type": "raw_text", "text": "Reason"}, {"type": "raw_text", "text": "Said"}],
            [{"type": "raw_text", "text": "① Keep Acme"}, {"type": "raw_text", "text": "5 of 6"}],
            [{"type": "raw_text", "text": "② 顧客"}, {"type": "raw_text", "text": "–"}],
        ],
        "column_settings": [{"is_wrapped": True}, {"align": "right"}],
    }


def test_where_tables_are_refused_columns_stand_under_each_other() -> None:
    assert seen(bare_of(TABLE)) == "Reason         Said\n① Keep Acme  5 of 6\n② 顧客            –"


def test_a_second_table_in_a_message_is_lines() -> None:
    assert kinds(blocks_of(TABLE, TABLE)) == ["table", "rich_text"]


@pytest.mark.parametrize(
    "table", [Table(("a",), (("x",),) * 150), Table(("a",) * 21, ()), Table(("a",), (("x" * 3000,),))]
)
def test_a_table_too_large_is_lines(table: Table) -> None:
    assert set(kinds(blocks_of(table))) == {"rich_text"}


def test_a_button_comes_back_with_its_action_and_subject() -> None:
    (block,) = blocks_of(Buttons((Button("Yes", "not_that", "a-nora/1/r2"), Button("Help", "help"))))
    elements = block["elements"]
    assert isinstance(elements, list)

    assert [pressed(element) for element in elements] == [("not_that", "a-nora/1/r2"), ("help", "")]


def test_the_same_button_twice_in_a_message_has_two_ids() -> None:
    buttons = Buttons((Button("Status", "status", "c1"),))

    first, second = blocks_of(buttons, buttons)

    assert first != second


@pytest.mark.parametrize(
    ("confirm", "way_back"),
    [
        ("Delete this answer? The report is made without it.", "Cancel"),
        ("Diese Antwort löschen? Der Bericht entsteht dann ohne sie.", "Abbrechen"),
        ("¿Borrar esta respuesta? El informe se hará sin ella.", "Cancelar"),
        ("Something else?", "Cancel"),
    ],
)
def test_the_question_before_a_button_offers_the_way_back_in_its_language(confirm: str, way_back: str) -> None:
    (block,) = blocks_of(Buttons((Button("Delete", "withdraw", "c1", Weight.DANGER, confirm),)))

    assert seen(block) == f"DeleteDelete{confirm}Delete{way_back}"
    assert '"style": "danger"'.replace('"', "'") in str(block)


def test_more_buttons_than_a_row_takes_stand_in_two() -> None:
    assert kinds(blocks_of(Buttons((Button("Go", "go"),) * 26))) == ["actions", "actions"]


def test_a_subject_that_is_no_id_is_our_mistake() -> None:
    with pytest.raises(ValueError, match="ids"):
        blocks_of(Buttons((Button("Go", "go", "x" * 2001),)))


def test_a_button_without_a_name_still_shows() -> None:
    assert seen(blocks_of(Buttons((Button("\u200b", "go"),)))) == "…"
