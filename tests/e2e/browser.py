"""A real browser over the running program: one person's window, and what that person can do in it."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, Self

from playwright.async_api import Browser, BrowserContext, ConsoleMessage, Locator, Page, async_playwright, expect

from tests.e2e.program import Program

TEAM = Path(__file__).parent / "team.toml"
PATIENCE_MS = 20_000
DESK = (1280, 860)
PHONE = (390, 780)
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--force-device-scale-factor=1",
)

#: What stands out of the window to the left or the right, but for what scrolls by itself.
_TOO_WIDE = """
() => [...document.querySelectorAll("body *")]
  .filter((node) => node.checkVisibility({ visibilityProperty: true }) && !node.closest(".unseen, .table, .skip"))
  .map((node) => [node, node.getBoundingClientRect()])
  .filter(([_, box]) => box.left < -0.5 || box.right > innerWidth + 0.5)
  .map(([node]) => `${node.tagName}.${node.className}`)
  .concat(document.documentElement.scrollWidth > innerWidth ? ["the page scrolls sideways"] : [])
"""


@dataclass(frozen=True)
class Tab:
    """One browser window in which somebody acts as `user`. Chromium slows windows behind others: brought to the front
    first, a click takes 50 ms and not 2 s.
    """

    page: Page
    user: str

    @property
    def log(self) -> Locator:
        """The messages; the region for screen readers repeats their words."""
        return self.page.locator("#log")

    @property
    def dialog(self) -> Locator:
        return self.page.locator("dialog")

    async def types(self, words: str) -> Self:
        """Writes on the line and sends it with the keyboard."""
        await self.page.bring_to_front()
        await self.page.locator("#text").fill(words)
        await self.page.keyboard.press("Enter")
        await expect(self.page.locator("#text")).to_have_value("")
        return self

    async def commands(self, words: str) -> Self:
        return await self.types(f"/align {words} ")  # the blank ends the completion of the verb

    async def presses(self, action: str) -> Self:
        """The newest button that does this; what it asks first is answered with yes."""
        await self.page.bring_to_front()
        await self.log.locator(f"[data-action={action}]").last.click()
        return self

    async def agrees(self) -> Self:
        """Says yes to the question that a button asks before it acts."""
        await self.page.locator("dialog.small footer button").last.click()
        await expect(self.dialog).to_have_count(0)
        return self

    def input(self, name: str) -> Locator:
        """The input of the open dialog's field."""
        return self.dialog.locator(f"[data-field={name}] :is(input, textarea, select)").first

    async def fills(self, values: Mapping[str, str]) -> Self:
        """Fills fields of the open dialog; "yes" ticks, a menu is chosen from by value."""
        for name, value in values.items():
            given = self.input(name)
            match await given.evaluate("node => node.type"):
                case "checkbox":
                    await given.set_checked(value == "yes")
                case "select-one":
                    await given.select_option(value)
                case _:
                    await given.fill(value)
        return self

    async def sends(self) -> Self:
        """Submits the open dialog, which is taken."""
        await self.dialog.locator("footer .primary").click()
        await expect(self.dialog).to_have_count(0)
        return self

    async def answers(self, why: str, *, action: str = "answer", **more: str) -> Self:
        await self.presses(action)
        await self.fills({"why": why, **more})
        return await self.sends()

    async def reads(self, words: str, *, within: str = "") -> Locator:
        """The newest message with these words, once it is drawn."""
        post = self.log.locator(f".post{within}").filter(has_text=words).last
        await expect(post).to_be_visible()
        return post

    async def jumps(self, kind: Literal["hour", "nudge", "deadline"]) -> Self:
        """Moves the workspace's clock."""
        await self.page.bring_to_front()
        before = await self.page.locator("#clock").inner_text()
        await self.page.locator("#clock").click()
        await self.page.locator(f"[data-kind={kind}]").click()
        await expect(self.page.locator("#clock")).not_to_have_text(before)
        await self.page.keyboard.press("Escape")
        return self

    async def tabs_to(self, selector: str, key: str = "Tab", most: int = 80) -> Self:
        """With the keyboard alone: the focus is on, or inside, what this selects."""
        for _ in range(most):
            if await self.page.evaluate("selector => Boolean(document.activeElement.closest(selector))", selector):
                return self
            await self.page.keyboard.press(key)
        raise AssertionError(f"{key} does not lead to {selector}")

    async def too_wide(self) -> list[str]:
        """What stands out of the window to the left or the right."""
        return list(await self.page.evaluate(_TOO_WIDE))

    async def acts_as(self, user: str) -> "Tab":
        """The same window as somebody else, in the direct messages."""
        await self.page.locator(f"#cast [data-key={user}]").click()
        await expect(self.page.locator(f"#cast [data-key={user}]")).to_have_attribute("aria-pressed", "true")
        return await Tab(self.page, user).goes_to("dm")

    async def goes_to(self, place: Literal["channel", "dm"]) -> Self:
        chosen = self.page.locator(f'#conversations [data-key^="{place}/"]')
        await chosen.click()
        await expect(chosen).to_have_attribute("aria-current", "page")
        return self


@dataclass
class Desk:
    """A headless Chromium on the program's page. `faults` is what its windows complained of."""

    browser: Browser
    program: Program
    faults: list[str] = field(default_factory=list)
    _shared: BrowserContext | None = None

    async def context(
        self, size: tuple[int, int] = DESK, *, scheme: Literal["light", "dark"] = "light", scale: float = 1
    ) -> BrowserContext:
        """A browser of its own: what one computer keeps is shared by its windows alone."""
        width, height = size
        context = await self.browser.new_context(
            viewport={"width": width, "height": height},
            color_scheme=scheme,
            device_scale_factor=scale,
            reduced_motion="reduce",
            has_touch=size == PHONE,
            is_mobile=size == PHONE,
        )
        context.set_default_timeout(PATIENCE_MS)
        return context

    async def window(self, user: str, place: str = "dm", context: BrowserContext | None = None) -> Tab:
        """A window that acts as this person, drawn and with the tour ended; beside the others, or on `context`."""
        if context is None:
            context = self._shared = self._shared or await self.context()
        page = await context.new_page()
        page.on("console", self._hears)
        page.on("pageerror", lambda error: self.faults.append(str(error)))
        await page.goto(f"{self.program.address}?as={user}&in={place}")
        await expect(page.locator("#log > *").first).to_be_visible()
        end = page.locator("#tour .tour-ways .link").last
        if await end.is_visible():
            await end.click()
        return Tab(page, user)

    def _hears(self, said: ConsoleMessage) -> None:
        if said.type in {"error", "warning"}:
            self.faults.append(said.text)


@asynccontextmanager
async def a_desk(chromium: str, program: Program) -> AsyncIterator[Desk]:
    expect.set_options(timeout=PATIENCE_MS)
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        try:
            yield Desk(browser, program)
        finally:
            await browser.close()
