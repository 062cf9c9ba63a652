"""The main messages and modals as Slack shows them: `python -m tests.slack_types.pictures docs/pictures`."""

import asyncio
import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from playwright.async_api import async_playwright

from adapters.slack.pages import pages, without_chart
from adapters.slack.views import view
from bot.messages.view import Form
from tests.golden.scenes import scene
from tests.slack_types.npm import installed

Json = dict[str, Any]
MAIN = (
    "ask",
    "answer_form",
    "sheet_form",
    "draft",
    "read_back_with_a_question",
    "fix_form",
    "report",
    "summary",
    "home",
)
HERE_ALONE = ("joined",)  #: what no other platform tells


def scenes(names: tuple[str, ...] = (*MAIN, *HERE_ALONE), language: str = "en") -> Iterator[Json]:
    """What is drawn, by the name of its file."""
    for name in names:
        shown = scene(name, language)
        title = f"slack-{name.replace('_', '-')}"
        if isinstance(shown, Form):
            modal = view(shown, "")
            words = {part: modal[part]["text"] for part in ("title", "submit", "close")}  # type: ignore[index]
            yield {"title": title, "blocks": modal["blocks"], "modal": words}
            continue
        for i, page in enumerate(pages(shown)):
            yield {"title": title + (f"-{i + 1}" if i else ""), "blocks": page.blocks}
        if name == "summary":
            yield {"title": f"{title}-without-chart", "blocks": without_chart(pages(shown)[0]).blocks}


def draw(wanted: list[Json], out: Path) -> list[Path]:
    """Each as a PNG of this name in `out`; needs node, npm and Chromium."""
    out.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory() as folder:
        source = Path(folder) / "scenes.json"
        source.write_text(json.dumps(wanted), "utf-8")
        subprocess.run(["node", "draw.mjs", str(source), folder], cwd=installed(), check=True, timeout=120)
        pairs = [(Path(folder) / f"{one['title']}.html", out / f"{one['title']}.png") for one in wanted]
        return shoot(pairs)


def shoot(pairs: list[tuple[Path, Path]]) -> list[Path]:
    """Each page of HTML as a picture; the pictures."""
    asyncio.run(_shoot(pairs))
    return [png for _, png in pairs]


async def _shoot(pairs: list[tuple[Path, Path]]) -> None:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        page = await browser.new_page(viewport={"width": 680, "height": 200})
        for html, png in pairs:
            await page.goto(html.as_uri())
            await page.screenshot(path=png, full_page=True)
        await browser.close()


if __name__ == "__main__":
    for png in draw([*scenes()], Path(sys.argv[1])):
        print(png)
