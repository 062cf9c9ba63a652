"""The self-contained report page."""

import re
from html.parser import HTMLParser

from adapters.web.page import page
from bot.messages.view import Bar, Chart, Items, Message, Run, Style
from tests.unit.web.everything import EVERY_PART, HOSTILE, HOSTILE_PARTS


class Seen(HTMLParser):
    """Tags, attributes and text of a document, as a browser would take them."""

    def __init__(self, document: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.words: list[str] = []
        self.feed(document)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def test_hostile_texts_stay_texts() -> None:
    seen = Seen(page([HOSTILE_PARTS], title=HOSTILE, language='"><script>'))

    assert not {"script", "img"} & set(seen.tags)
    assert not [name for name, _ in seen.attributes if name.startswith("on")]
    assert seen.words.count(HOSTILE) >= 10


def test_every_part_but_buttons_is_drawn() -> None:
    text = "".join(Seen(page([EVERY_PART], title="Report", language="en")).words)

    for words in ("A heading", "plain strong quiet", "own words", "Sam", "Tue 1 Dec", "5 of 5", "0.58"):
        assert words in text
    assert "Post" not in text


def test_nothing_is_loaded_and_no_script_runs() -> None:
    document = page([EVERY_PART], title="Report", language="en")

    assert not re.search(r"https?:|src=|url\(|@import|<script", document)


def test_bars_are_as_long_as_their_share_and_never_longer_than_the_track() -> None:
    chart = Chart("People per reason", (Bar("a", 1), Bar("b", 4), Bar("c", 9)), 4)

    assert re.findall(r"width:([\d.]+)%", page([Message("m", (chart,))], title="t", language="en")) == [
        *("25.0", "100.0", "100.0")
    ]


def test_a_number_stands_in_the_place_of_the_bullet() -> None:
    items = Items(((Run("① ", Style.STRONG), Run("Customers stay")), (Run("Two takes"),)))

    document = page([Message("m", (items,))], title="t", language="en")

    assert re.findall(r'<li dir="auto"( class="numbered")?>', document) == [' class="numbered"', ""]


def test_a_chart_is_read_out_as_one_picture() -> None:
    seen = Seen(page([EVERY_PART], title="Report", language="en"))

    assert ("role", "img") in seen.attributes
    assert ("aria-label", "People per reason. Keep Acme: 5 of 5; Chargebacks: 0; Over: 9") in seen.attributes


def test_every_message_has_its_section_and_the_language_is_named() -> None:
    seen = Seen(page([EVERY_PART, EVERY_PART], title="Report", language="de"))

    assert seen.tags.count("section") == 2
    assert ("lang", "de") in seen.attributes
