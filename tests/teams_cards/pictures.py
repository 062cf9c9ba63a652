"""The main cards and dialogs as a Teams client shows them: `python -m tests.teams_cards.pictures docs/pictures`.

The renderer knows no charts: what it draws is their fallback.
"""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from adapters.teams.cards import cards, dialog
from bot.messages.view import Form
from tests.golden.scenes import scene
from tests.slack_types.npm import installed
from tests.slack_types.pictures import MAIN, shoot
from tests.teams_cards.checking import Json

HERE = Path(__file__).parent


def scenes(names: tuple[str, ...] = MAIN, language: str = "en") -> Iterator[Json]:
    """What is drawn, by the name of its file."""
    for name in names:
        shown = scene(name, language)
        title = f"teams-{name.replace('_', '-')}"
        if isinstance(shown, Form):
            yield {"title": title, "card": dialog(shown, locale=language)}
            continue
        for i, card in enumerate(cards(shown, locale=language)):
            yield {"title": title + (f"-{i + 1}" if i else ""), "card": card}


def draw(wanted: list[Json], out: Path) -> list[Path]:
    """Each as a PNG of this name in `out`; needs node, npm and Chromium."""
    out.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory() as folder:
        source = Path(folder) / "scenes.json"
        source.write_text(json.dumps(wanted), "utf-8")
        home = installed(HERE, ("draw.mjs",))
        subprocess.run(["node", "draw.mjs", str(source), folder], cwd=home, check=True, timeout=120)
        return shoot([(Path(folder) / f"{one['title']}.html", out / f"{one['title']}.png") for one in wanted])


if __name__ == "__main__":
    for png in draw([*scenes()], Path(sys.argv[1])):
        print(png)
