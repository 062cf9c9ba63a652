"""What a chart's picture shows."""

import io

import pytest
from PIL import Image

from adapters.slack.chart_png import drawable, png
from bot.messages.catalogue import catalogue, languages
from bot.messages.view import Bar, Chart

FULL, TRACK, PAPER = (0x17, 0x69, 0x5A), (0xE6, 0xEB, 0xE9), (255, 255, 255)


def drawn(*bars: Bar, most: int = 9, title: str = "People per reason") -> Image.Image:
    return Image.open(io.BytesIO(png(Chart(title, bars, most)))).convert("RGB")


def pixels(picture: Image.Image) -> dict[object, int]:
    """How many there are of each colour."""
    return {colour: n for n, colour in picture.getcolors(picture.width * picture.height) or []}


def test_a_bar_is_as_long_as_its_share() -> None:
    all_, third = pixels(drawn(Bar("Bar", 9, "9 of 9"))), pixels(drawn(Bar("Bar", 3, "3 of 9")))

    assert third[FULL] == pytest.approx(all_[FULL] / 3, rel=0.02)
    assert TRACK not in all_


def test_nobody_has_an_empty_bar() -> None:
    colours = pixels(drawn(Bar("Nobody", 0, "0 of 9")))

    assert TRACK in colours
    assert FULL not in colours
    assert drawn(Bar("Nobody asked", 0), most=0).width == 1200


def test_every_bar_has_room_and_the_margins_are_free() -> None:
    one, two = drawn(Bar("a", 1)), drawn(Bar("W" * 40, 1, "1 of 9"), Bar("b", 9, "9 of 9"), title="W" * 50)

    assert two.height > one.height
    assert all(two.getpixel((two.width - 1 - x, y)) == PAPER for x in range(40) for y in range(two.height))


@pytest.mark.parametrize("language", languages())
def test_the_font_has_every_sign_of_the_texts(language: str) -> None:
    texts = catalogue(language)
    for text in (texts("report.chart_title"), texts("report.share", s=4, total=9), "ÄÖÜäöüßñÑáéíóúçœ¿¡€%–…“”«»"):
        assert drawable(text, "none") == text


@pytest.mark.parametrize(
    ("label", "shown"),
    [
        ("Fewer calls 🚀", "Fewer calls"),
        ("Größe", "Größe"),
        ("Gro\u0308ße", "Größe"),
        ("Причина", "Причина"),
        ("理由", "2."),
        ("Plan 理由", "2."),
        ("🚀", ""),
    ],
)
def test_a_label_with_letters_that_the_font_lacks_is_its_number(label: str, shown: str) -> None:
    assert drawable(label, "2.") == shown
