"""The words of Teams' side, in every language."""

from adapters.teams.texts import FOLDER, texts
from bot.messages.catalogue import catalogue


def test_every_language_says_the_same_things() -> None:
    languages = {path.stem for path in FOLDER.glob("*.toml")}

    assert languages == {"en", "es", "de"}
    assert {language: sorted(texts(language)) for language in languages} == dict.fromkeys(
        languages, sorted(texts("en"))
    )
    assert {catalogue(language).language for language in languages} == languages


def test_a_language_nobody_wrote_falls_back_to_english() -> None:
    assert texts("fr-FR") == texts("") == texts("en")
