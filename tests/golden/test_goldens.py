"""What people read, kept as text: a changed word shows in the review. UPDATE_GOLDENS=1 writes the files anew."""

import os
from pathlib import Path

import pytest

from bot.messages.catalogue import languages
from tests.golden.plain import plain
from tests.golden.scenes import SCENES, scene

HERE = Path(__file__).parent


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("name", SCENES)
def test_the_message_reads_as_it_did(name: str, language: str) -> None:
    shown = plain(scene(name, language))
    golden = HERE / language / f"{name}.txt"
    if os.environ.get("UPDATE_GOLDENS") == "1":
        golden.parent.mkdir(exist_ok=True)
        golden.write_text(shown, "utf-8")

    assert shown == golden.read_text("utf-8")


def test_no_golden_is_left_over() -> None:
    kept = {path.relative_to(HERE).with_suffix("").as_posix() for path in HERE.glob("*/*.txt")}

    assert kept == {f"{language}/{name}" for language in languages() for name in SCENES}
