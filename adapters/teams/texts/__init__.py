"""The words of Teams' side around the product's messages: one TOML file a language, the same keys in each."""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent
FALLBACK = "en"


def texts(locale: str) -> Mapping[str, str]:
    """The texts of the language nearest to a language tag ("es-MX" → es)."""
    language = locale.replace("_", "-").split("-")[0].lower()
    return _read(language if f"{language}.toml" in _names() else FALLBACK)


@cache
def _names() -> frozenset[str]:
    return frozenset(path.name for path in FOLDER.glob("*.toml"))


@cache
def _read(language: str) -> Mapping[str, str]:
    read: dict[str, str] = tomllib.loads((FOLDER / f"{language}.toml").read_text("utf-8"))
    return read
