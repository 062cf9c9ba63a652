"""Message catalogues: one TOML file a language, `[section] key = "template"`, the same keys and placeholders in each.

A template may mark strong text with ** and quiet text with __ ; placeholders {name} are filled after the marks are
read, so that nothing a person typed is ever read as markup. Plurals: a key may have a twin `<key>_one`, used where
`n == 1`.
"""

import re
import string
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from pathlib import Path

from bot.domain.schedule import zone_of
from bot.messages.view import Run, Style, Text

FOLDER = Path(__file__).parent / "texts"
FALLBACK = "en"
_MARKS = re.compile(r"(\*\*.+?\*\*|__.+?__)")


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All texts of one language."""

    language: str
    templates: Mapping[str, str]

    def __call__(self, key: str, **values: object) -> str:
        """The text as one plain string, marks removed."""
        return "".join(run.text for run in self.runs(key, **values))

    def runs(self, key: str, **values: object) -> tuple[Run, ...]:
        """The text as runs."""
        template = self._template(key, values)
        out = []
        for piece in filter(None, _MARKS.split(template)):
            style, inner = Style.PLAIN, piece
            if piece.startswith("**"):
                style, inner = Style.STRONG, piece[2:-2]
            elif piece.startswith("__"):
                style, inner = Style.QUIET, piece[2:-2]
            out.append(Run(_fill(inner, values), style))
        return tuple(out)

    def text(self, key: str, *, quiet: bool = False, **values: object) -> Text:
        """The text as a paragraph."""
        return Text(self.runs(key, **values), quiet=quiet)

    def when(self, moment: datetime, time_zone: str) -> str:
        """A moment as people say it, in their zone: "Tue 24 Nov, 14:30"."""
        local = moment.astimezone(zone_of(time_zone))
        return self("date.moment", day=self.day(local.date()), time=f"{local:%H:%M}")

    def own_when(self, moment: datetime, time_zone: str) -> str:
        """The same, told to somebody of that zone: "Tue 24 Nov, 14:30, your time". Who has none known reads UTC."""
        key = "date.utc" if zone_of(time_zone).key == "UTC" else "date.yours"
        return self(key, when=self.when(moment, time_zone))

    def day_of(self, moment: datetime, time_zone: str) -> str:
        """The date of a moment in that zone: "Tue 24 Nov"."""
        return self.day(moment.astimezone(zone_of(time_zone)).date())

    def day(self, day: date) -> str:
        """A date as people say it: "Tue 24 Nov"."""
        return self(
            "date.day",
            weekday=self(f"date.weekday_{day.weekday()}"),
            day=day.day,
            month=self(f"date.month_{day.month}"),
        )

    def quote(self, words: str) -> str:
        """Somebody's own words in this language's quotation marks."""
        return self("words.quote", text=words)

    def percent(self, share: float) -> str:
        """A share of 0–1 without decimals: "78%"."""
        return self("report.percent", p=f"{share * 100:.0f}")

    def _template(self, key: str, values: Mapping[str, object]) -> str:
        if values.get("n") == 1 and f"{key}_one" in self.templates:
            return self.templates[f"{key}_one"]
        return self.templates[key]


def _fill(template: str, values: Mapping[str, object]) -> str:
    return string.Formatter().vformat(template, (), values)


@cache
def catalogue(locale: str) -> Catalogue:
    """The catalogue for a language tag ("es-MX" → es); English where there is none."""
    language = locale.replace("_", "-").split("-")[0].lower()
    if language not in languages():
        language = FALLBACK
    raw = tomllib.loads((FOLDER / f"{language}.toml").read_text("utf-8"))
    return Catalogue(
        language, {f"{section}.{key}": text for section, texts in raw.items() for key, text in texts.items()}
    )


@cache
def languages() -> tuple[str, ...]:
    """Every language there is a catalogue for, by its code."""
    return tuple(sorted(path.stem for path in FOLDER.glob("*.toml")))
