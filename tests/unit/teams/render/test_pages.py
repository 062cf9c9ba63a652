import json
from dataclasses import replace

import pytest

from adapters.teams.cards import MAX_SIZE, card, cards
from adapters.teams.rich import size
from bot.domain.ids import PersonRef, TenantId
from bot.messages.view import Button, Buttons, Heading, Message, More, Part, Run, Text
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


MORE = More(PersonRef(TenantId("teams:t"), "aad-dana"), "card", "c1")


def test_a_card_of_which_somebody_sees_more_names_their_account_and_what_to_ask_for() -> None:
    (shown,) = cards(replace(message(*paragraphs(1)), more=MORE), locale="en", account="29:dana")

    assert shown["refresh"] == {
        "action": {
            "type": "Action.Execute",
            "title": "Refresh",
            "verb": "look",
            "data": {"action": "look", "value": "card/c1"},
        },
        "userIds": ["29:dana"],
    }


def test_without_an_account_without_more_and_on_several_cards_nothing_is_asked_for() -> None:
    more = replace(message(*paragraphs(1)), more=MORE)
    several = replace(message(*paragraphs(200)), more=MORE)

    drawn = [
        *cards(more, locale="en"),
        *cards(message(*paragraphs(1)), locale="en", account="29:dana"),
        *cards(several, locale="en", account="29:dana"),
    ]

    assert not [one for one in drawn if "refresh" in one]


def test_a_full_card_has_room_for_it() -> None:
    account = f"29:{'x' * 132}"  # as long as Teams' are

    drawn = [
        cards(replace(message(*paragraphs(45), Text((Run("x" * n),))), more=MORE), locale="en", account=account)
        for n in range(1, 8000, 15)
    ]

    assert {len(pages) for pages in drawn} == {1, 2}
    assert max(size(page) for pages in drawn for page in pages) <= MAX_SIZE
