"""Sheets and their versions."""

from dataclasses import replace
from datetime import date

import pytest

from bot.domain.errors import NotFound, Stale
from bot.domain.ids import SheetId
from tests.builders import SHEET, TENANT, a_sheet, a_sheet_text
from tests.contract.store.conftest import Units


async def test_a_sheet_comes_back_as_it_was(units: Units) -> None:
    sheet = a_sheet(language="de", exception_path="Fragt Dana.", effective_on=date(2026, 12, 1))

    async with units() as uow:
        await uow.sheets.put(sheet)

        assert await uow.sheets.get(TENANT, SHEET, 1) == sheet


async def test_a_text_may_hold_every_character_that_json_can(units: Units) -> None:
    sheet = a_sheet(text=a_sheet_text(title="\0 \ud800 \u202e 👩‍👩‍👧 <!channel>"))

    async with units() as uow:
        await uow.sheets.put(sheet)

        assert await uow.sheets.get(TENANT, SHEET, 1) == sheet


async def test_putting_a_version_again_replaces_it(units: Units) -> None:
    draft = a_sheet()
    edited = replace(draft, text=a_sheet_text(title="Refunds under 80 €"))

    async with units() as uow:
        await uow.sheets.put(draft)
        await uow.sheets.put(edited)

        assert await uow.sheets.get(TENANT, SHEET, 1) == edited


async def test_versions_stand_beside_each_other(units: Units) -> None:
    async with units() as uow:
        await uow.sheets.put(a_sheet(version=1))
        await uow.sheets.put(a_sheet(version=2, language="es"))

        assert (await uow.sheets.get(TENANT, SHEET, 1)).language == "en"
        assert (await uow.sheets.get(TENANT, SHEET, 2)).language == "es"
        assert await uow.sheets.slugs(TENANT) == {"refunds"}


async def test_a_version_that_does_not_exist_is_not_found(units: Units) -> None:
    async with units() as uow:
        await uow.sheets.put(a_sheet(version=1))

        with pytest.raises(NotFound):
            await uow.sheets.get(TENANT, SHEET, 2)


async def test_a_slug_taken_by_another_sheet_is_stale(units: Units) -> None:
    async with units() as uow:
        await uow.sheets.put(a_sheet())

        with pytest.raises(Stale):
            await uow.sheets.put(a_sheet(sheet_id=SheetId("s2")))
