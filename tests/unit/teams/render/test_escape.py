import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.teams.escape import alike, blank, chunks, clean, harmless, shown
from tests.teams_cards.rules import MARKDOWN

_SIGNS = "*_~`[]()<>\\#|!&;:/@{}-+=.)0123456789 \n\tabwWmailtohttps\u2060\u202e"


@pytest.mark.parametrize(
    "live",
    [
        "<at>Dana</at>",
        "[your bank](https://evil.example)",
        "**now** _now_ ~~gone~~ `code`",
        "![](https://evil.example/x.png)",
        "# all of it",
        "1. all of it",
        "- all of it",
        "&lt;at&gt; &#42;",
        "www.evil.example",
        "me@evil.example",
        "mailto:me",
        "[x]: https://evil.example",
        r"\*now\*",
    ],
)
def test_nothing_lives_where_markdown_may_be_read(live: str) -> None:
    assert not MARKDOWN.search(alike(live))
    assert not harmless(live)


@given(st.text(_SIGNS) | st.text())
def test_whatever_is_typed_reads_as_no_markdown(text: str) -> None:
    assert not MARKDOWN.search(alike(text))
    assert alike(alike(text)) == alike(text)


@pytest.mark.parametrize("plain", ["Refunds under 50 € without approval", "¿Por qué?", "R & D", "5 of 9 (56%)", "顧客"])
def test_plain_words_stay_as_they_are(plain: str) -> None:
    assert alike(plain) == plain
    assert harmless(plain)


def test_what_is_replaced_by_a_client_is_not() -> None:
    assert "{{" not in shown("{{DATE(2026-12-01T00:00:00Z,SHORT)}} {{{TIME(x)}}")


def test_an_input_holds_what_was_typed() -> None:
    assert clean("{{a}} **b** <at>c</at>\r\nd") == "{{a}} **b** <at>c</at>\nd"


def test_direction_marks_control_characters_and_lone_surrogates_are_not_shown() -> None:
    assert shown("a\u202eb\u2066c\u200fd\x00e\x1b[31mf\ud800g\x7f") == "abcde[31mfg"


def test_joined_emoji_stay_joined() -> None:
    assert shown("👩‍👩‍👧") == "👩‍👩‍👧"


@pytest.mark.parametrize("text", ["", " \n\t", "\u200d\u200d", "\u0301"])
def test_what_nobody_sees_is_blank(text: str) -> None:
    assert blank(text)
    assert not harmless(text)


@given(st.text(), st.integers(2, 40))
def test_pieces_are_short_enough_and_lose_nothing(text: str, most: int) -> None:
    pieces = list(chunks(text, most))

    assert "".join(pieces) == text
    assert all(0 < len(piece) <= most for piece in pieces)


def test_a_piece_ends_with_its_word() -> None:
    assert list(chunks("aaaa bbb cccc", 10)) == ["aaaa bbb ", "cccc"]
