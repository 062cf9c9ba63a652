"""The unit of work: one transaction, all or nothing."""

import asyncio
from dataclasses import replace

import pytest
from sqlalchemy.exc import ResourceClosedError
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.domain.errors import NotFound
from bot.ports.work import Task, TaskKind
from tests.builders import CHECK, NOW, SHEET, TENANT, a_check, a_sheet
from tests.contract.store.conftest import Units, drivers_gone, put_work

LAUNCH = Task(TaskKind.LAUNCH, (TENANT, CHECK))


async def write_all(units: Units, *, then_fail: bool = False, then_commit: bool = False) -> None:
    async with units() as uow:
        await uow.sheets.put(a_sheet())
        await uow.checks.add(a_check())
        await uow.inbox.first_sight(TENANT, "event", NOW)
        await uow.work.put(LAUNCH, key="launch")
        if then_fail:
            raise LookupError
        if then_commit:
            await uow.commit()


async def count_up(units: Units) -> None:
    async with units() as uow:
        check = await uow.checks.get(TENANT, CHECK)
        await asyncio.sleep(0)
        await uow.checks.save(replace(check, round=check.round + 1))
        await uow.commit()


async def test_what_was_committed_is_there_for_the_next_unit(units: Units, engine: AsyncEngine) -> None:
    await write_all(units, then_commit=True)

    async with units() as uow:
        assert await uow.sheets.get(TENANT, SHEET, 1) == a_sheet()
        assert not await uow.inbox.first_sight(TENANT, "event", NOW)
    assert await put_work(engine) == ["launch web:local c1"]


async def test_leaving_without_commit_leaves_nothing(units: Units, engine: AsyncEngine) -> None:
    await write_all(units)

    async with units() as uow:
        with pytest.raises(NotFound):
            await uow.sheets.get(TENANT, SHEET, 1)
        assert await uow.inbox.first_sight(TENANT, "event", NOW)
    assert await put_work(engine) == []


async def test_an_error_inside_leaves_nothing_and_is_passed_on(units: Units, engine: AsyncEngine) -> None:
    with pytest.raises(LookupError):
        await write_all(units, then_fail=True)

    async with units() as uow:
        assert await uow.sheets.slugs(TENANT) == frozenset()
    assert await put_work(engine) == []


async def test_nothing_can_be_written_after_the_commit(units: Units) -> None:
    async with units() as uow:
        await uow.commit()
        with pytest.raises(ResourceClosedError):
            await uow.sheets.put(a_sheet())


async def test_a_unit_inside_a_unit_is_refused_instead_of_waiting_for_itself(units: Units) -> None:
    async with units():
        with pytest.raises(RuntimeError, match="wait for itself"):
            async with units():
                pass


async def test_fifty_concurrent_increments_lose_nothing(checked: Units) -> None:
    await asyncio.gather(*(count_up(checked) for _ in range(50)))

    async with checked() as uow:
        assert (await uow.checks.get(TENANT, CHECK)).round == 51


async def test_increments_from_two_processes_lose_nothing(checked: Units, neighbour: Units) -> None:
    await asyncio.gather(*(count_up(units) for units in (checked, neighbour) for _ in range(10)))

    async with checked() as uow:
        assert (await uow.checks.get(TENANT, CHECK)).round == 21


async def test_a_cancelled_unit_leaves_nothing_and_lets_the_next_one_in(units: Units) -> None:
    inside = asyncio.Event()

    async def stuck() -> None:
        async with units() as uow:
            await uow.sheets.put(a_sheet())
            inside.set()
            await asyncio.Event().wait()

    task = asyncio.create_task(stuck())
    await inside.wait()
    task.cancel()
    await asyncio.wait([task])

    async with asyncio.timeout(5), units() as uow:
        assert await uow.sheets.slugs(TENANT) == frozenset()
    assert task.cancelled()


async def test_a_unit_cancelled_at_any_step_lets_the_next_one_in(units: Units, engine: AsyncEngine) -> None:
    """Struck after 0, 1, 2, … turns of the event loop, until it is through before the blow."""
    struck = 0
    while True:
        task = asyncio.create_task(write_all(units, then_commit=True))
        for _ in range(struck):
            await asyncio.sleep(0)
        task.cancel()
        await asyncio.wait([task])
        async with asyncio.timeout(5), units() as uow:
            done = await uow.sheets.slugs(TENANT) == {"refunds"}
        if done:
            break
        struck += 1
    assert struck > 1
    await engine.dispose()
    await drivers_gone()


async def test_a_unit_cancelled_in_the_queue_lets_those_behind_it_in(units: Units) -> None:
    async with units():
        waiting = [asyncio.create_task(write_all(units, then_commit=True)) for _ in range(2)]
        await asyncio.sleep(0)
        waiting[0].cancel()

    async with asyncio.timeout(5):
        await waiting[1]
    assert waiting[0].cancelled()
