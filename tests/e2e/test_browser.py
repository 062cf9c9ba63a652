"""The local workspace in a real browser: a check from the dialog to the posted summary, and the page as it is drawn."""

import re
import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Locator, expect

from tests.e2e import cast
from tests.e2e.browser import DESK, PHONE, TEAM, Desk, Tab, a_desk
from tests.e2e.program import a_program

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def desk(tmp_path_factory: pytest.TempPathFactory, chromium: str) -> AsyncIterator[Desk]:
    """One program and one browser for all tests here; they act as different people or on sheets of their own."""
    async with a_program(tmp_path_factory.mktemp("browser"), team=TEAM) as program, a_desk(chromium, program) as desk:
        yield desk


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def reported(desk: Desk) -> Desk:
    """A check that has come to its report."""
    await cast.carry(desk.program)
    return desk


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def asked(reported: Desk) -> Desk:
    """Beside it, a check whose question everybody has."""
    await cast.ask(reported.program)
    return reported


# ---- the whole check


async def test_six_people_are_carried_from_the_dialog_to_the_posted_summary(tmp_path: Path, chromium: str) -> None:
    async with a_program(tmp_path, team=TEAM) as program, a_desk(chromium, program) as desk:
        dana = await desk.window("dana", "channel")
        await _writes_and_sends_a_sheet_with_the_keyboard(dana)
        other = await desk.window("dana")
        await other.reads("9 people are being asked")  # Omar, who reads the report, is not
        await _six_answer(other)
        await _a_seventh_declines(await other.acts_as("tom"))
        await _an_eighth_is_reminded_and_the_deadline_comes(dana, await other.acts_as("lena"))
        await _the_report_comes_and_its_summary_is_posted(dana, await desk.window("omar", "channel"))

        assert desk.faults == []


async def _writes_and_sends_a_sheet_with_the_keyboard(dana: Tab) -> None:
    keys = dana.page.keyboard
    await dana.tabs_to("#text")
    await keys.type("/align new-pol")
    await keys.press("Enter")  # completes the verb
    await keys.press("Enter")
    await expect(dana.dialog).to_be_visible()
    for name in ("title", "body", "reasons", "labels"):
        await dana.tabs_to(f"[data-field={name}]")
        await keys.insert_text(cast.SHEET[name])
    await dana.tabs_to("[data-field=leads]")
    await keys.type("omar")  # the list is long enough to have a filter
    await keys.press("Tab")
    await keys.press("Space")
    await dana.tabs_to("[data-field=open_for]")
    await keys.type("1 week")
    await keys.press("Control+Enter")
    await expect(dana.dialog).to_have_count(0)
    draft = await dana.reads(cast.SHEET["title"], within=".private")
    await expect(draft).to_contain_text("1 week")
    await dana.tabs_to("[data-action=launch]", "Shift+Tab")
    await keys.press("Enter")
    await dana.tabs_to("dialog.small .primary")
    await keys.press("Enter")
    await dana.reads("I'm asking in direct messages")


async def _six_answer(tab: Tab) -> None:
    said = {each.user: each.why for each in cast.ANSWERS}
    for user in ("priya", "ines", "jonas"):
        member = await tab.acts_as(user)
        await member.answers(said[user])
        await _confirms(member)
    await _is_asked_once_more(await tab.acts_as("sam"), said["sam"])
    await _mends_what_was_heard(await tab.acts_as("mei"), said["mei"])
    await _disagrees(await tab.acts_as("ravi"))


async def _confirms(tab: Tab) -> None:
    await tab.presses("confirm")
    await expect(tab.log.locator("[data-action=confirm]")).to_have_count(0)


async def _is_asked_once_more(sam: Tab, why: str) -> None:
    await sam.presses("answer")
    await sam.fills({"why": "Same as above."})
    await sam.dialog.locator("footer .primary").click()
    await expect(sam.dialog.locator("[data-field=why] .error")).to_be_visible()
    await expect(sam.input("why")).to_have_value("Same as above.")
    await sam.fills({"why": why})
    await sam.sends()
    await _confirms(sam)


async def _mends_what_was_heard(mei: Tab, why: str) -> None:
    await mei.answers(why)
    await mei.presses("fix")
    await mei.fills({"words": "And customers don't leave us any more because a small refund takes three days."})
    await mei.sends()
    await mei.reads(cast.SHEET["reasons"].splitlines()[0])


async def _disagrees(ravi: Tab) -> None:
    await ravi.presses("disagree")
    await ravi.fills({"objection": "Fifty euros is too much without a second pair of eyes."})
    await ravi.sends()


async def _a_seventh_declines(tom: Tab) -> None:
    await tom.presses("decline")
    if await tom.dialog.count():
        await tom.agrees()
    await expect(tom.log.locator("[data-action=decline]")).to_have_count(0)


async def _an_eighth_is_reminded_and_the_deadline_comes(dana: Tab, lena: Tab) -> None:
    before = await lena.log.locator(".post").count()
    await dana.jumps("nudge")
    await expect(lena.log.locator(".post")).to_have_count(before + 1)
    await lena.reads("is still open until")
    await dana.jumps("deadline")


async def _the_report_comes_and_its_summary_is_posted(dana: Tab, omar: Tab) -> None:
    await dana.goes_to("dm")
    report = await dana.reads("Did the message land?")
    await expect(report.locator(".chart .row")).to_have_count(3)
    await expect(report).to_contain_text("1 objection")
    await dana.presses("post")
    summary = await omar.reads("What we heard")
    await expect(summary.locator(".chart .row")).to_have_count(3)


# ---- windows, drafts, keys


async def test_the_last_of_two_windows_counts_and_is_told_that_it_replaced_the_other(asked: Desk) -> None:
    first, second = await asked.window("sam"), await asked.window("sam")
    await first.presses("answer")
    await second.presses("answer")
    await first.fills({"why": "Customers leave us when they wait for days."})
    await second.fills({"why": "The leads have no time left for coaching, they sign refunds all day."})

    await first.sends()
    await second.sends()

    await first.reads("Your answer from this window counts now")
    await second.reads("Your answer from this window counts now")
    await second.presses("answer")
    await expect(second.input("why")).to_have_value(re.compile("^The leads have no time"))


async def test_a_question_is_answered_and_confirmed_with_the_keyboard_alone(asked: Desk) -> None:
    priya = await asked.window("priya")
    keys = priya.page.keyboard

    await priya.tabs_to("[data-action=answer]", "Shift+Tab")
    await keys.press("Enter")
    await expect(priya.dialog).to_be_visible()
    await keys.type("Nobody coaches the new ones while the leads sign refunds all day.")
    await keys.press("Control+Enter")
    await expect(priya.log.locator("[data-action=confirm]")).to_be_visible()
    await priya.tabs_to("[data-action=confirm]", "Shift+Tab")
    await keys.press("Enter")

    await expect(priya.log.locator("[data-action=confirm]")).to_have_count(0)


async def test_what_stands_in_a_dialog_survives_esc_and_a_reload(asked: Desk) -> None:
    ravi = await asked.window("ravi")
    await ravi.presses("answer")
    await ravi.fills({"why": "Half a thought about €50 🎵", "quotable": "yes"})

    await ravi.page.keyboard.press("Escape")
    await expect(ravi.dialog).to_have_count(0)
    await ravi.page.reload()
    await ravi.presses("answer")

    await expect(ravi.input("why")).to_have_value("Half a thought about €50 🎵")
    await expect(ravi.input("quotable")).to_be_checked()


async def test_the_back_button_closes_a_dialog_and_keeps_its_draft(asked: Desk) -> None:
    mei = await asked.window("mei", "channel")
    await mei.goes_to("dm")
    await mei.presses("answer")
    await mei.fills({"why": "The thought before this one."})

    await mei.page.go_back()
    await expect(mei.dialog).to_have_count(0)
    await expect(mei.page.locator("#title")).to_have_text("# care-team")
    await mei.page.go_forward()
    await mei.presses("answer")

    await expect(mei.input("why")).to_have_value("The thought before this one.")


async def test_a_window_left_open_starts_anew_when_the_data_were_deleted(tmp_path: Path, chromium: str) -> None:
    async with a_program(tmp_path, team=TEAM) as program, a_desk(chromium, program) as desk:
        sam = await desk.window("sam", "channel")
        await sam.types("Said before")
        await sam.reads("Said before")

        await program.stop()
        shutil.rmtree(tmp_path / "data")
        program.environment = {**program.environment, "HYMNSHEET_PORT": program.address.rsplit(":")[-1].strip("/")}
        await program.start()
        await (await desk.window("dana", "channel")).types("Said after")

        await sam.reads("Said after")
        await expect(sam.log).not_to_contain_text("Said before")


async def test_any_message_can_be_checked_with_the_team_from_its_menu(asked: Desk) -> None:
    notes = "From January the late shift ends at eight, because nobody calls after that."
    omar = await asked.window("omar", "channel")
    await omar.types(notes)
    post = await omar.reads(notes)

    await post.hover()
    await post.locator(".more").click()
    await omar.page.get_by_role("menuitem", name="Check this with the team").click()

    await expect(omar.input("body")).to_have_value(notes)


# ---- the page as it is drawn


async def test_the_bars_of_the_chart_are_as_long_as_their_counts_say(reported: Desk) -> None:
    dana = await reported.window("dana")
    report = await dana.reads("Did the message land?")
    rows = report.locator(".chart .row")

    counts = [int(note.split()[0]) for note in await rows.locator(".note").all_inner_texts()]
    shares = [
        await _width(fill) / await _width(rows.locator(".track").first) for fill in await rows.locator(".fill").all()
    ]

    assert len(set(counts)) > 1
    assert shares == pytest.approx([count / len(cast.ANSWERS) for count in counts], abs=0.01)


@pytest.mark.parametrize("size", [DESK, PHONE])
async def test_nothing_is_wider_than_the_window(reported: Desk, size: tuple[int, int]) -> None:
    dana = await reported.window("dana", context=await reported.context(size))
    await dana.reads("Did the message land?")

    assert await dana.too_wide() == []


@pytest.mark.parametrize("size", [DESK, PHONE])
async def test_a_dialog_stands_inside_the_window_with_its_buttons_in_sight(asked: Desk, size: tuple[int, int]) -> None:
    width, height = size
    dana = await asked.window("dana", "channel", await asked.context(size))

    await dana.commands("new-policy")

    for part in (dana.dialog, dana.dialog.locator("footer .primary")):
        await expect(part).to_be_visible()
        box = await part.bounding_box()
        assert box
        assert box["x"] >= 0
        assert box["y"] >= 0
        assert box["x"] + box["width"] <= width + 0.5
        assert box["y"] + box["height"] <= height + 0.5
    assert await dana.too_wide() == []


async def test_no_window_complained(asked: Desk) -> None:
    assert asked.faults == []


async def _width(node: Locator) -> float:
    box = await node.bounding_box()
    return box["width"] if box else 0.0
