"""Draws the pictures of README with a real browser: `python -m tests.e2e.pictures docs/pictures`."""

import asyncio
import shutil
import sys
import tempfile
from datetime import datetime
from pathlib import Path
from typing import Literal
from zoneinfo import ZoneInfo

from tests.e2e import cast
from tests.e2e.browser import PHONE, TEAM, Desk, Tab, a_desk
from tests.e2e.program import Program, a_program

WIDTH = 1200
MADRID = ZoneInfo("Europe/Madrid")
MAX_BYTES = 250_000
_TO_THE_TOP = "node => { node.scrollIntoView({ block: 'start' }); node.parentNode.scrollTop += 14; }"


async def draw(folder: Path, chromium: str) -> None:
    """Every picture is in the folder."""
    with tempfile.TemporaryDirectory() as data:
        async with a_program(Path(data), team=TEAM) as program, a_desk(chromium, program) as desk:
            await _while_it_runs(desk, folder)
            await _once_it_is_closed(desk, folder)


async def _while_it_runs(desk: Desk, folder: Path) -> None:
    await _to_a_working_hour(desk.program)
    dana = await cast.ask(desk.program)
    first, *others = cast.ANSWERS
    channel = await _window(desk, "dana", "channel", 820)
    await _shoot(channel, folder / "workspace.png")

    sam = await _window(desk, first.user, "dm", 900)
    await sam.presses("answer")
    await sam.fills({"why": first.why, "quotable": "yes"})
    await _shoot(sam, folder / "answer.png")
    await sam.sends()
    for said in others:
        await cast.answer(desk.program, said)
        if said.user != "ravi":
            await cast.press(desk.program.acting_as(said.user), "confirm")
    ravi = await _window(desk, "ravi", "dm", 640)
    await _shoot(ravi, folder / "readback.png")
    for user in (first.user, "ravi"):
        await cast.press(desk.program.acting_as(user), "confirm")
    await dana.commands("close")
    await dana.waits_for("Did the message land?")


async def _once_it_is_closed(desk: Desk, folder: Path) -> None:
    report = await _window(desk, "dana", "dm", 950)
    await _shoot(report, folder / "report.png", top="Did the message land?")
    dark = await _window(desk, "dana", "dm", 800, scheme="dark")
    await _shoot(dark, folder / "dark.png", top="Did the message land?")
    phone = await desk.window("dana", "dm", await desk.context(PHONE, scale=1.5))
    await _shoot(phone, folder / "phone.png", top="Did the message land?")
    await report.presses("post")
    omar = await _window(desk, "omar", "channel", 720)
    await _shoot(omar, folder / "summary.png", top="What we heard")


async def _to_a_working_hour(program: Program) -> None:
    """A Wednesday afternoon in Madrid, whenever the pictures are drawn."""
    now = datetime.fromisoformat((await program.get("api/state?as=dana"))["clock"]["now"])
    while (now.astimezone(MADRID).weekday(), now.astimezone(MADRID).hour) != (2, 15):
        moved = await program.post("api/clock", {"as": "dana", "kind": "hour"})
        now = datetime.fromisoformat(moved["clock"]["now"])


async def _window(desk: Desk, user: str, place: str, height: int, *, scheme: Literal["light", "dark"] = "light") -> Tab:
    return await desk.window(user, place, await desk.context((WIDTH, height), scheme=scheme))


async def _shoot(tab: Tab, path: Path, *, top: str = "") -> None:
    """The window as it stands, scrolled so that the message with the words `top` begins it."""
    page = tab.page
    await page.bring_to_front()
    await page.mouse.move(0, 0)
    if top:
        await (await tab.reads(top)).evaluate(_TO_THE_TOP)
    if not await tab.dialog.count():
        await page.evaluate("document.activeElement.blur()")
    await page.screenshot(path=path, animations="disabled", caret="hide")
    if path.stat().st_size > MAX_BYTES:
        raise SystemExit(f"{path} has {path.stat().st_size} bytes: at most {MAX_BYTES}")


def main() -> None:
    """Needs a Chromium on the path."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if len(sys.argv) != 2 or chromium is None:
        raise SystemExit("usage: python -m tests.e2e.pictures FOLDER   (with a chromium on the path)")
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    asyncio.run(draw(folder, chromium))
    print(f"Drew {', '.join(sorted(path.name for path in folder.glob('*.png')))} in {folder}.")


if __name__ == "__main__":
    main()
