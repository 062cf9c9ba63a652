import io

import pytest
from rich.console import Console

from adapters.terminal.render import show
from bot.messages.view import (
    Bar,
    Button,
    Buttons,
    Chart,
    Divider,
    Facts,
    Heading,
    Items,
    Message,
    Part,
    Quote,
    Run,
    Style,
    Table,
    Text,
)


def drawn(*parts: Part, width: int = 80, colours: bool = False) -> str:
    out = io.StringIO()
    show(
        Console(file=out, width=width, force_terminal=colours, color_system="standard" if colours else None),
        Message("", parts),
    )
    return out.getvalue()


@pytest.mark.parametrize(
    ("part", "said"),
    [
        (Heading("Did it land?"), "Did it land?"),
        (Text((Run("4 of 9", Style.STRONG), Run(" said it")), quiet=True), "4 of 9 said it"),
        (Items(((Run("one"),), (Run("two"),))), "• one"),
        (Quote("they stay", by="Priya"), "“they stay” — Priya"),
        (Quote("they stay"), "“they stay”"),
        (Facts((("Tune", "80 %"),)), "Tune  80 %"),
        (Table(("Reason", "Said"), (("Clients", "4 of 9"),)), "4 of 9"),
        (Divider(), "────"),
    ],
)
def test_every_part_is_readable_in_a_terminal(part: Part, said: str) -> None:
    assert said in drawn(part)


def test_bars_grow_with_their_value_and_show_their_note() -> None:
    lines = drawn(
        Chart("People", (Bar("Clients", 9, "9 of 9"), Bar("Hours", 3, "3 of 9"), Bar("None", 0)), 9)
    ).splitlines()

    assert lines[0] == "People"
    assert [line.count("━") for line in lines[1:4]] == [30, 10, 0]
    assert lines[1].rstrip().endswith("9 of 9")


def test_a_chart_of_nobody_is_drawn() -> None:
    assert "Clients" in drawn(Chart("People", (Bar("Clients", 0),), 0))


def test_buttons_are_left_out() -> None:
    assert drawn(Buttons((Button("Post", "post"),))) == ""


def test_nothing_typed_is_read_as_markup_or_control_codes() -> None:
    text = drawn(Quote("[bold]not bold[/bold] \x1b[31mnot red\x07"), Heading("\x1b]0;title\x07[red]x"))

    assert "[bold]not bold[/bold]" in text
    assert "\x1b" not in text
    assert "\x07" not in text


def test_blanks_between_runs_stay() -> None:
    assert "a b c" in drawn(Text((Run("a "), Run("b", Style.STRONG), Run(" "), Run("c", Style.QUIET))))


def test_strong_text_is_bold_where_there_are_colours() -> None:
    assert "\x1b[1mstrong\x1b[0m" in drawn(Text((Run("strong", Style.STRONG),)), colours=True)
