"""Hymnsheet in Microsoft's playground: `python -m tests.teams_playground.pictures docs/pictures`."""

import asyncio
import shutil
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.async_api import Locator

from tests.slack_types.npm import installed
from tests.teams.double import TeamsDouble
from tests.teams.running import a_program_in_teams
from tests.teams_playground.test_main_job import CHANNEL, SAID, answers, asks
from tests.teams_playground.window import Window, windows

HERE = Path(__file__).parent
MAX_BYTES = 150_000
_TO_THE_TOP = "card => card.scrollIntoView({ block: 'start' })"


async def draw(out: Path, chromium: str) -> None:
    home, bot = installed(HERE, ("loopback.cjs",)), TeamsDouble()
    with TemporaryDirectory() as name:
        folder = Path(name)
        async with a_program_in_teams(folder, bot), windows(chromium, home, folder, bot.bot_url) as team:
            dana, mei = team["Dana"], team["Mei"]
            await asks(dana)
            await dana.goes_to(CHANNEL)
            await _shoot(dana, await dana.reads("Why it matters"), out / "teams-playground-command.png")
            await dana.goes_to("Personal Chat")
            for one, why in SAID.items():
                await answers(team[one], why)
            await _shoot(mei, await mei.reads("You have answered"), out / "teams-playground-answered.png")
            for one in SAID:  # with the last one the round closes
                await team[one].presses("Yes")
            await _shoot(dana, await dana.reads("Did the message land?"), out / "teams-playground-report.png")


async def _shoot(window: Window, top: Locator, path: Path) -> None:
    """The window without the log, scrolled so that this card begins it."""
    page = window.page
    await page.bring_to_front()
    hide = page.get_by_role("button", name="Hide log panel")
    if await hide.count():
        await hide.click()
    await top.evaluate(_TO_THE_TOP)
    await page.mouse.move(0, 0)
    await page.screenshot(path=path, animations="disabled", caret="hide")
    if path.stat().st_size > MAX_BYTES:
        raise SystemExit(f"{path} has {path.stat().st_size} bytes: at most {MAX_BYTES}")


def main() -> None:
    """Needs node, npm and a Chromium on the path."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if len(sys.argv) != 2 or chromium is None:
        raise SystemExit("usage: python -m tests.teams_playground.pictures FOLDER   (with a chromium on the path)")
    asyncio.run(draw(Path(sys.argv[1]), chromium))


if __name__ == "__main__":
    main()
