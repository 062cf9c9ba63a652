"""The words around the messages, in every language, and the scripts that use them."""

import re
from pathlib import Path
from string import Formatter

import pytest

from adapters.web import texts as catalogue
from adapters.web.texts import language_of, languages, texts

STATIC = Path(catalogue.__file__).parent.parent / "static"
SOURCES = {file.name: file.read_text("utf-8") for file in STATIC.iterdir() if file.suffix in {".js", ".html", ".css"}}
MADE_UP = {"role.", "clock.", "tour."}  # keys put together in a script


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


@pytest.mark.parametrize("language", languages())
def test_every_language_has_the_same_keys_and_placeholders(language: str) -> None:
    english, other = texts("en"), texts(language)

    assert {key: placeholders(text) for key, text in other.items()} == {
        key: placeholders(text) for key, text in english.items()
    }


def test_there_are_english_spanish_and_german() -> None:
    assert languages() == ("de", "en", "es")


@pytest.mark.parametrize(("locale", "language"), [("es-MX", "es"), ("DE_at", "de"), ("fr", "en"), ("", "en")])
def test_the_nearest_language_is_spoken(locale: str, language: str) -> None:
    assert language_of(locale) == language


def test_every_key_the_page_uses_is_there() -> None:
    used = {
        key
        for source in SOURCES.values()
        for key in re.findall(
            r"""(?:\bt\(|data-(?:text|label|placeholder)=|\? |: |link\()"([a-z]+\.[a-z_]+)\"""", source
        )
    }

    assert {"page.banner", "dialog.cancel", "message.check"} <= used
    assert used <= texts("en").keys()


def test_every_text_is_used() -> None:
    everything = "\n".join(SOURCES.values())

    unused = [
        key
        for key in texts("en")
        if f'"{key.removesuffix("_one")}"' not in everything and not key.startswith(tuple(MADE_UP))
    ]
    assert unused == []


def test_no_script_writes_markup() -> None:
    banned = re.compile(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function|DOMParser")

    assert [name for name, source in SOURCES.items() if banned.search(source)] == []


def test_nothing_is_loaded_from_elsewhere() -> None:
    assert [name for name, source in SOURCES.items() if re.search(r"https?://(?!www\.w3\.org)", source)] == []


def test_the_page_has_no_inline_script_and_no_inline_style() -> None:
    assert not re.search(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son[a-z]+=", SOURCES["index.html"])


def test_no_file_is_longer_than_300_lines() -> None:
    assert {name: lines for name, source in SOURCES.items() if (lines := source.count("\n")) > 300} == {}
