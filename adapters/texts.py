"""The words of a platform's side around the product's messages: one TOML file a language, the same keys in each."""

import tomllib
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path

FALLBACK = "en"


def texts_in(folder: Path) -> Callable[[str], Mapping[str, str]]:
    """Gives the texts of the language nearest to a language tag ("es-MX" → es)."""

    @cache
    def names() -> frozenset[str]:
        return frozenset(path.stem for path in folder.glob("*.toml"))

    @cache
    def read(language: str) -> Mapping[str, str]:
        texts: dict[str, str] = tomllib.loads((folder / f"{language}.toml").read_text("utf-8"))
        return texts

    def texts(locale: str) -> Mapping[str, str]:
        language = locale.replace("_", "-").split("-")[0].lower()
        return read(language if language in names() else FALLBACK)

    return texts
