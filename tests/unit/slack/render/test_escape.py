import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.slack.escape import blank, chunks, escaped, mrkdwn, shown, unescaped


@pytest.mark.parametrize("live", ["<!channel>", "<@U1>", "<#C1|general>", "<https://evil.example|bank>"])
def test_no_mention_and_no_link_lives_in_the_text_for_notifications(live: str) -> None:
    assert "<" not in mrkdwn(live)
    assert unescaped(mrkdwn(live)) == live


@pytest.mark.parametrize("mark", ["*bold*", "_italic_", "~gone~", "`code`"])
def test_no_mark_is_read_in_the_text_for_notifications(mark: str) -> None:
    assert not set("*_~`") & set(mrkdwn(mark))
    assert len(mrkdwn(mark)) == len(mark)


@pytest.mark.parametrize("quote", ["> said", ">>> all of it", " > said"])
def test_a_quote_mark_at_the_head_is_none(quote: str) -> None:
    assert not mrkdwn(quote).startswith("&gt;")


def test_the_text_for_notifications_stands_on_one_line() -> None:
    assert mrkdwn(" one\n\ntwo ") == "one two"


def test_direction_marks_control_characters_and_lone_surrogates_are_not_shown() -> None:
    assert shown("a\u202eb\u2066c\u200fd\x00e\x1b[31mf\ud800g\x7f") == "abcde[31mfg"


def test_line_ends_and_tabs_are_shown_as_they_are() -> None:
    assert shown("a\r\nb\rc\td") == "a\nb\nc\td"


def test_joined_emoji_stay_joined() -> None:
    assert shown("👩‍👩‍👧") == "👩‍👩‍👧"


@pytest.mark.parametrize("text", ["", " \n\t", "\u200d\u200d", "\u0301"])
def test_what_nobody_sees_is_blank(text: str) -> None:
    assert blank(text)


def test_a_dot_is_not_blank() -> None:
    assert not blank(" . ")


@given(st.text())
def test_what_is_escaped_reads_back_as_what_was_shown(text: str) -> None:
    assert unescaped(escaped(text)) == shown(text)


@given(st.text(), st.integers(2, 40))
def test_pieces_are_short_enough_and_lose_nothing(text: str, most: int) -> None:
    pieces = list(chunks(text, most))

    assert "".join(pieces) == text
    assert all(0 < len(piece) <= most for piece in pieces)


def test_a_piece_ends_with_its_paragraph_its_line_its_word() -> None:
    assert list(chunks("aaaa bb\n\ncccc", 10)) == ["aaaa bb\n\n", "cccc"]
    assert list(chunks("aaaa bb\ncccc", 10)) == ["aaaa bb\n", "cccc"]
    assert list(chunks("aaaa bbb cccc", 10)) == ["aaaa bbb ", "cccc"]
