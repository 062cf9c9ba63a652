"""What tells a bad card from a good one without Teams itself: Microsoft's own reader, and rules by hand."""

import json
import subprocess
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from tests.teams_cards import rules

Json = dict[str, Any]
SECONDS = 120

#: What the package says against good cards: it knows neither Teams' charts nor its people picker, and it reads every
#: second "lang" wrongly (a regular expression that keeps its place).
_UNKNOWN_TO_IT = (
    'Unknown element type "Chart.HorizontalBar". Fallback will be used if present.',
    'Property "choices.data" is supported in version 1.6, but you are using version 1.5.',
    *(f'Invalid value "{code}" for property "lang".' for code in ("en", "es", "de")),
)
_NO_CHOICES = "An Input.ChoiceSet must have at least one choice defined."


class Checker:
    """Complaints by the name of who complains: adaptivecards, rules."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder.resolve()

    def cards(self, cards: Sequence[Json], *, dialogs: bool = False) -> list[dict[str, list[str]]]:
        """Complaints about each, by one run of node."""
        told = []
        for card, read in zip(cards, self._read(cards), strict=True):
            by_hand = [*rules.of_card(card, dialog=dialogs)]
            found = {"adaptivecards": [*_meant(card, read)], "rules": by_hand}
            told.append({who: lines for who, lines in found.items() if lines})
        return told

    def _read(self, cards: Sequence[Json]) -> list[list[tuple[str, str]]]:
        with TemporaryDirectory() as folder:
            source, out = Path(folder) / "cards.json", Path(folder) / "told.json"
            source.write_text(json.dumps(cards), "utf-8")
            command = ["node", "check.mjs", str(source), str(out)]
            subprocess.run(command, cwd=self._folder, check=True, timeout=SECONDS)
            read: list[list[tuple[str, str]]] = json.loads(out.read_text("utf-8"))
            return read


def _meant(card: Json, read: Iterable[tuple[str, str]]) -> Iterator[str]:
    pickers = sum(1 for one in rules.objects(card) if "choices.data" in one)
    for event, message in read:
        if message in _UNKNOWN_TO_IT:
            continue
        if message == _NO_CHOICES and pickers:
            pickers -= 1
            continue
        yield f"{event}: {message}"
