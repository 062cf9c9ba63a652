import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.slack.escape import blank, shown
from adapters.slack.pages import MAX_BLOCKS, MAX_SIZE, pages, size, without_chart
from bot.messages.view import (
    Bar,
    Chart,
    Divider,
    Heading,
    Message,
    Run,
    Table,
    Text,
)
from tests.unit.slack.render.drawing import kinds, seen

LONG = Text((Run("word " * 600),))


def test_a_short_message_is_one_page_without_a_number() -> None:
    (page,) = pages(Message("Hi *you*", (Text((Run("Hello"),)),)))

    assert seen(page.blocks) == "Hello"
    assert page.text == "Hi ∗you∗"


def test_a_long_message_goes_on_in_numbered_pages() -> None:
    sent = pages(Message("Report", (LONG,) * 9))

    assert [page.text for page in sent] == ["Report (1/3)", "Report (2/3)", "Report (3/3)"]
    assert [seen(page.blocks)[:3] for page in sent[1:]] == ["2/3", "3/3"]
    assert seen(sent[0].blocks).endswith("1/3")


@settings(max_examples=40, deadline=None)
@given(st.lists(st.text(max_size=9000), max_size=12))
def test_no_page_is_too_large_and_nothing_is_left_out(texts: list[str]) -> None:
    parts = tuple(Text((Run(text),)) for text in texts)

    sent = pages(Message("Report", (*parts, Text((Run("end"),)))))

    assert all(size(page.blocks) <= MAX_SIZE and len(page.blocks) <= MAX_BLOCKS for page in sent)
    said = "".join(seen(block) for page in sent for block in page.blocks if block["type"] != "context")
    assert said == "".join(shown(text) for text in texts if not blank(shown(text))) + "end"


def test_more_blocks_than_a_message_takes_make_another_page() -> None:
    sent = pages(Message("Lines", (Divider(),) * 60))

    assert sum(kinds(page.blocks).count("divider") for page in sent) == 60
    assert all(len(page.blocks) <= MAX_BLOCKS for page in sent)


def test_a_heading_goes_with_what_it_heads() -> None:
    sent = pages(Message("Report", (LONG, LONG, LONG, Text((Run("x" * 1400),)), Heading("People"), LONG)))

    assert kinds(sent[0].blocks)[-2:] == ["rich_text", "context"]
    assert seen(sent[1].blocks).startswith("2/2People")


@pytest.mark.parametrize("summary", ["Nothing but this", ""])
def test_a_message_of_nothing_shows_its_summary(summary: str) -> None:
    (page,) = pages(Message(summary, ()))

    assert seen(page.blocks) == (summary or "…")
    assert page.text == (summary or "…")


def test_a_long_summary_ends_with_an_ellipsis_in_notifications() -> None:
    (page,) = pages(Message("&" * 600, (Text((Run("Hello"),)),)))

    assert page.text == "&amp;" * 499 + "…"


def test_a_page_without_its_chart_says_the_same_in_lines() -> None:
    (page,) = pages(Message("s", (Chart("People", (Bar("Keep Acme", 5, "5 of 6"),), 6), Table(("a",), (("b",),)))))

    assert kinds(page.blocks) == ["data_visualization", "context", "table"]
    assert kinds(without_chart(page).blocks) == ["rich_text", "rich_text", "rich_text"]
