"""The words of the workspace around the messages: one TOML file a language, the same keys in each."""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent
FALLBACK = "en"


@cache
def languages() -> tuple[str, ...]:
    return tuple(sorted(path.stem for path in FOLDER.glob("*.toml")))


def language_of(locale: str) -> str:
    """The language there are texts for that is nearest to a language tag ("es-MX" → es)."""
    language = locale.replace("_", "-").split("-")[0].lower()
    return language if language in languages() else FALLBACK


@cache
def texts(language: str) -> Mapping[str, str]:
    """Every text by its key; a key may have a twin `<key>_one`, used where n is 1."""
    raw: dict[str, dict[str, str]] = tomllib.loads((FOLDER / f"{language}.toml").read_text("utf-8"))
    return {f"{section}.{key}": text for section, keys in raw.items() for key, text in keys.items()}
