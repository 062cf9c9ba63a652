"""A catalogue's texts: marks, placeholders, plurals, dates, and nothing typed ever read as any of these."""

from datetime import UTC, date, datetime

import pytest

from bot.messages.catalogue import Catalogue, catalogue
from bot.messages.lengths import one_line
from bot.messages.view import Run, Style, Text

TEXTS = Catalogue(
    "en",
    {
        "a.marked": "Dear **{name}**, __by the way__: {what}",
        "a.count": "{n} answers",
        "a.count_one": "1 answer",
    },
)
TYPED = ["**bold**", "__quiet__", "{name}", "{0}", "{", "}", "{what.__class__}", "*_`<@U1>`_*"]


def test_marks_become_styles() -> None:
    assert TEXTS.runs("a.marked", name="Dana", what="hello") == (
        Run("Dear "),
        Run("Dana", Style.STRONG),
        Run(", "),
        Run("by the way", Style.QUIET),
        Run(": hello"),
    )


def test_a_plain_text_has_no_marks() -> None:
    assert TEXTS("a.marked", name="Dana", what="hello") == "Dear Dana, by the way: hello"


def test_a_paragraph_may_be_an_aside() -> None:
    assert TEXTS.text("a.count", quiet=True, n=2) == Text((Run("2 answers"),), quiet=True)


@pytest.mark.parametrize("typed", TYPED)
def test_nothing_typed_is_read_as_a_mark_or_a_placeholder(typed: str) -> None:
    runs = TEXTS.runs("a.marked", name=typed, what=typed)

    assert [run.text for run in runs] == ["Dear ", typed, ", ", "by the way", f": {typed}"]
    assert [run.style for run in runs] == [Style.PLAIN, Style.STRONG, Style.PLAIN, Style.QUIET, Style.PLAIN]


def test_one_takes_the_twin() -> None:
    assert TEXTS("a.count", n=1) == "1 answer"
    assert TEXTS("a.count", n=2) == "2 answers"


def test_one_without_a_twin_takes_the_key_itself() -> None:
    assert TEXTS("a.marked", name="x", what="y", n=1) == "Dear x, by the way: y"


def test_a_missing_key_is_an_error() -> None:
    with pytest.raises(KeyError):
        TEXTS("a.missing")


@pytest.mark.parametrize(
    ("locale", "language"),
    [("en", "en"), ("es-MX", "es"), ("es_AR", "es"), ("DE-at", "de"), ("xx", "en"), ("", "en"), ("fr-FR", "en")],
)
def test_a_locale_finds_its_language_and_an_unknown_one_english(locale: str, language: str) -> None:
    assert catalogue(locale).language == language


@pytest.mark.parametrize(
    ("language", "said"),
    [("en", "Tue 24 Nov, 00:30"), ("es", "mar 24 nov, 00:30"), ("de", "Di, 24. Nov., 00:30 Uhr")],
)
def test_a_moment_is_said_in_the_person_s_zone_and_language(language: str, said: str) -> None:
    moment = datetime(2026, 11, 23, 23, 30, tzinfo=UTC)

    assert catalogue(language).when(moment, "Europe/Madrid") == said


def test_the_day_of_a_moment_is_the_zone_s() -> None:
    moment = datetime(2026, 11, 23, 23, 30, tzinfo=UTC)

    assert catalogue("en").day_of(moment, "Europe/Madrid") == "Tue 24 Nov"
    assert catalogue("en").day_of(moment, "America/New_York") == "Mon 23 Nov"


def test_an_unknown_zone_reads_as_utc() -> None:
    assert catalogue("en").when(datetime(2026, 11, 23, 23, 30, tzinfo=UTC), "Moon/Sea") == "Mon 23 Nov, 23:30"


@pytest.mark.parametrize("language", ["en", "es", "de"])
def test_every_month_and_weekday_has_a_name(language: str) -> None:
    days = {catalogue(language).day(date(2026, month, day)) for month in range(1, 13) for day in range(1, 8)}

    assert len(days) == 84


def test_words_stand_in_the_language_s_quotation_marks() -> None:
    assert [catalogue(language).quote("{so}") for language in ("en", "es", "de")] == ["“{so}”", "«{so}»", "„{so}“"]


def test_a_share_has_no_decimals() -> None:
    assert catalogue("en").percent(0.666) == "67%"
    assert catalogue("de").percent(0.666) == "67 %"


def test_a_short_text_is_left_as_it_is() -> None:
    assert one_line("nine char", 9) == "nine char"


def test_a_long_text_is_cut_with_an_ellipsis() -> None:
    assert one_line("one two three", 9) == "one two…"


def test_lines_become_one() -> None:
    assert one_line("one\n\n two\tthree ", 99) == "one two three"
