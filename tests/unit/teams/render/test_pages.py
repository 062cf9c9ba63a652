import json

import pytest

from adapters.teams.cards import MAX_SIZE, card, cards
from adapters.teams.rich import size
from bot.messages.view import Button, Buttons, Heading, Message, Part, Run, Text
from tests.unit.teams.render.drawing import seen


def message(*parts: Part) -> Message:
    return Message("Refunds *now*", parts)


def paragraphs(n: int, letter: str = "x") -> tuple[Text, ...]:
    return tuple(Text((Run(f"{i} {letter * 400}"),)) for i in range(n))


def test_a_card_says_its_version_its_language_and_what_stands_for_it() -> None:
    shown = card(message(Text((Run("Hello"),))), locale="es-MX")

    assert {key: value for key, value in shown.items() if key != "body"} == {
        "type": "AdaptiveCard",
        "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
        "version": "1.5",
        "lang": "es",
        "fallbackText": "Refunds ∗now∗",
    }


def test_a_long_message_goes_on_in_further_cards_and_loses_nothing() -> None:
    pages = cards(message(*paragraphs(200)), locale="en")

    assert len(pages) > 1
    assert max(map(size, pages)) <= MAX_SIZE
    assert "".join(map(seen, (page["body"] for page in pages))).count("x" * 400) == 200
    assert [seen(page["body"][-1]) for page in pages] == [f"{i}/{len(pages)}" for i in range(1, len(pages) + 1)]


def test_a_card_is_small_enough_however_its_json_is_written() -> None:
    pages = cards(message(*paragraphs(60, "😀")), locale="en")

    assert max(len(json.dumps(page)) for page in pages) <= MAX_SIZE


def test_a_heading_never_ends_a_page() -> None:
    parts = [part for i, text in enumerate(paragraphs(150)) for part in (Heading(f"Part {i}"), text)]

    for page in cards(message(*parts), locale="en")[:-1]:
        assert page["body"][-2].get("style") != "heading"


@pytest.mark.parametrize("title", ["Part", "*Part*"])
def test_one_card_counts_what_it_leaves_out_and_keeps_its_end(title: str) -> None:
    end = (Heading(title), Text((Run("The end"),)), Buttons((Button("Help", "help"),)))

    shown = card(message(*paragraphs(100), *end), locale="en")

    assert size(shown) <= MAX_SIZE
    *_, left_out, heading, last, buttons = shown["body"]
    assert seen(left_out) == f"… +{103 - len(shown['body']) + 1}"
    assert (seen(heading), seen(last), buttons["type"]) == (title, "The end", "ActionSet")


def test_an_end_too_long_for_the_card_is_its_last_element() -> None:
    shown = card(message(*(Text((Run("😀" * 900),)) for _ in range(4))), locale="en")

    assert size(shown) <= MAX_SIZE
    assert seen(shown["body"][-1]) == "😀" * 900


def test_a_message_of_one_card_is_the_same_in_both() -> None:
    short = message(Text((Run("Hello"),)))

    assert cards(short, locale="en") == [card(short, locale="en")]
