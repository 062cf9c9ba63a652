"""Versions of reports."""

from tests.builders import CHECK, TENANT, a_report_version
from tests.contract.store.conftest import Units


async def test_before_a_report_is_made_there_is_none(checked: Units) -> None:
    async with checked() as uow:
        assert await uow.reports.latest(TENANT, CHECK, 1) is None


async def test_the_latest_version_of_the_round_comes_back_as_it_was(checked: Units) -> None:
    late = a_report_version(version=2, themes=(("a-priya/0", 0), ("a-sam/1", 1)), cause="late", headline="Acme first")

    async with checked() as uow:
        for report in (late, a_report_version(), a_report_version(round_=2, version=3)):
            await uow.reports.put(TENANT, report)

        assert await uow.reports.latest(TENANT, CHECK, 1) == late


async def test_an_edited_headline_replaces_the_version(checked: Units) -> None:
    async with checked() as uow:
        await uow.reports.put(TENANT, a_report_version())
        await uow.reports.put(TENANT, a_report_version(headline="In tune"))

        assert await uow.reports.latest(TENANT, CHECK, 1) == a_report_version(headline="In tune")
