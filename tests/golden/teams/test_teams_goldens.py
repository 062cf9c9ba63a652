"""What Teams is sent for the main messages, as JSON, one element a line. UPDATE_GOLDENS=1 writes the files anew."""

import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from adapters.teams.cards import cards, dialog
from bot.messages.catalogue import languages
from bot.messages.view import Form
from tests.golden.scenes import SCENES, scene

HERE = Path(__file__).parent


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("name", SCENES)
def test_teams_is_sent_what_it_was(name: str, language: str) -> None:
    sent = "".join(f"{json.dumps(line, ensure_ascii=False)}\n" for line in _sent(name, language))
    golden = HERE / language / f"{name}.jsonl"
    if os.environ.get("UPDATE_GOLDENS") == "1":
        golden.parent.mkdir(exist_ok=True)
        golden.write_text(sent, "utf-8")

    assert sent == golden.read_text("utf-8")


def test_no_teams_golden_is_left_over() -> None:
    kept = {path.relative_to(HERE).with_suffix("").as_posix() for path in HERE.glob("*/*.jsonl")}

    assert kept == {f"{language}/{name}" for language in languages() for name in SCENES}


def _sent(name: str, language: str) -> Iterator[object]:
    shown = scene(name, language)
    for card in (
        [dialog(shown, locale=language)]
        if isinstance(shown, Form)
        else cards(shown, locale=language, account="29:dana")
    ):
        yield {key: value for key, value in card.items() if key != "body"}
        yield from card["body"]
