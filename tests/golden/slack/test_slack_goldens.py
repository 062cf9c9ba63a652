"""What Slack is sent for the main messages, kept as JSON, one block a line. UPDATE_GOLDENS=1 writes the files anew."""

import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from adapters.slack.pages import pages
from adapters.slack.views import view
from bot.messages.catalogue import languages
from bot.messages.view import Form
from tests.golden.scenes import SCENES, scene

HERE = Path(__file__).parent


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("name", SCENES)
def test_slack_is_sent_what_it_was(name: str, language: str) -> None:
    sent = "".join(f"{json.dumps(line, ensure_ascii=False)}\n" for line in _sent(name, language))
    golden = HERE / language / f"{name}.jsonl"
    if os.environ.get("UPDATE_GOLDENS") == "1":
        golden.parent.mkdir(exist_ok=True)
        golden.write_text(sent, "utf-8")

    assert sent == golden.read_text("utf-8")


def test_no_slack_golden_is_left_over() -> None:
    kept = {path.relative_to(HERE).with_suffix("").as_posix() for path in HERE.glob("*/*.jsonl")}

    assert kept == {f"{language}/{name}" for language in languages() for name in SCENES}


def _sent(name: str, language: str) -> Iterator[object]:
    shown = scene(name, language)
    if isinstance(shown, Form):
        modal = view(shown, '{"subject": "c1/0"}')
        blocks = modal["blocks"]
        assert isinstance(blocks, list)
        yield {key: value for key, value in modal.items() if key != "blocks"}
        yield from blocks
        return
    for page in pages(shown):
        yield {"text": page.text}
        yield from page.blocks
        if page.bare != page.blocks:
            yield {"bare": [block for block in page.bare if block not in page.blocks]}
