"""One person's window in a real browser: their own Teams, as Microsoft's playground draws it."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from playwright.async_api import Locator, Page, async_playwright, expect
from playwright.async_api import TimeoutError as PlaywrightTimeout

from tests.e2e.browser import ARGUMENTS
from tests.e2e.program import PATIENCE
from tests.teams_playground.clients import PEOPLE, clients
from tests.teams_playground.service import Call

WIDTH, HEIGHT = 1400, 950  #: a smaller window hides the list of chats
_HERE_ALONE = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"  #: fonts are fetched from elsewhere otherwise
_FOLDS = 10
_MAIN_CARDS = ".ac-adaptiveCard:not(.ac-adaptiveCard .ac-adaptiveCard)"


@dataclass(frozen=True, slots=True)
class Window:
    page: Page

    @property
    def cards(self) -> Locator:
        """Those of the place that is open, the newest last."""
        return self.page.locator(_MAIN_CARDS)

    async def goes_to(self, place: str) -> Self:
        await self.page.bring_to_front()
        await self.page.get_by_role("treeitem", name=place).click()
        return self

    async def mentions(self, words: str) -> Self:
        """Calls the bot, chosen from the list, in a new post of the channel that is open."""
        await self.page.bring_to_front()
        await self.page.locator("[data-lexical-editor]").first.click()
        await self.page.keyboard.type("@Hymn")
        await self.page.locator("#typeahead-menu").get_by_text("Hymnsheet").click()
        await self.page.keyboard.type(f" {words}")
        await self.page.get_by_role("button", name="Post", exact=True).click()
        return self

    async def reads(self, *words: str) -> Locator:
        """The newest card with all these words, once it is drawn."""
        cards = self.cards
        for each in words:
            cards = cards.filter(has_text=each)
        await expect(cards.last).to_be_visible()
        return cards.last

    async def bars(self, card: Locator) -> list[str]:
        """The bars of the card's chart as they are drawn: what each is called, and the figure at its end."""
        chart = card.get_by_role("alert", name="Horizontal bar chart")
        await expect(chart).to_be_visible()
        drawn = await chart.get_by_role("img").evaluate_all("bars => bars.map(bar => bar.getAttribute('aria-label'))")
        return list(drawn)

    async def presses(self, label: str, unfolded: str = "") -> Self:
        """The newest button of this label, once it is there, and the one that it unfolds.

        A card that is put anew meanwhile, as after a form's sending, has folded up again: then both are pressed anew.
        """
        await self.page.bring_to_front()
        await self._button(label).click()
        for _ in range(_FOLDS if unfolded else 0):
            try:
                await self._button(unfolded).click(timeout=PATIENCE * 1000 / _FOLDS)
            except PlaywrightTimeout:
                if not await self._button(unfolded).is_visible():
                    await self._button(label).click()
            else:
                return self
        assert not unfolded, f"{unfolded} does not stay unfolded"
        return self

    def _button(self, label: str) -> Locator:
        return self.cards.get_by_role("button", name=label, exact=True).last

    async def fills(self, values: Mapping[str, str], within: str) -> Self:
        """The fields of these labels in the newest card with the words `within`; "yes" ticks."""
        card = await self.reads(within)
        for label, value in values.items():
            given = card.get_by_label(label).first
            if await given.get_attribute("type") == "checkbox":
                await given.set_checked(value == "yes")
            else:  # key by key or as pasted: what is set from outside does not reach the card
                await given.click()
                await self.page.keyboard.press("ControlOrMeta+a")
                await self.page.keyboard.insert_text(value)
        return self


@dataclass(frozen=True, slots=True)
class Windows:
    """Everybody's, by name."""

    by_name: dict[str, Window]
    calls: list[Call]  #: the bot's

    def __getitem__(self, name: str) -> Window:
        return self.by_name[name]


@asynccontextmanager
async def windows(chromium: str, home: Path, folder: Path, bot_url: str) -> AsyncIterator[Windows]:
    """Everybody has their personal chat with the bot before them."""
    expect.set_options(timeout=PATIENCE * 1000)
    async with clients(home, folder, bot_url) as service, async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium, args=[*ARGUMENTS, _HERE_ALONE])
        try:
            context = await browser.new_context(viewport={"width": WIDTH, "height": HEIGHT}, reduced_motion="reduce")
            context.set_default_timeout(PATIENCE * 1000)
            opened = Windows({}, service.calls)
            for one in PEOPLE:  # one after the other: a busy machine opens each of them in time
                opened.by_name[one.name] = Window(await context.new_page())
                await opened[one.name].page.goto(service.clients[one.account])
                await opened[one.name].reads("checks whether a message lands")
            yield opened
        finally:
            await browser.close()
