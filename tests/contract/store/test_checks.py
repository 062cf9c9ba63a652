"""Checks: optimistic saving, and what is due."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy.exc import StatementError

from bot.domain.check import Check, CheckState
from bot.domain.errors import NotFound, Stale
from bot.domain.ids import CheckId
from tests.builders import CHECK, NOW, TENANT, a_check, a_person, a_sheet
from tests.contract.store.conftest import Units

EVERY_STATE = frozenset(CheckState)


async def add(units: Units, *checks: Check) -> None:
    async with units() as uow:
        await uow.sheets.put(a_sheet())
        for check in checks:
            await uow.checks.add(check)
        await uow.commit()


async def sweep(units: Units, limit: int) -> Sequence[CheckId]:
    async with units() as uow:
        due = await uow.checks.due(NOW, limit)
        await asyncio.sleep(0)
        for check in due:
            await uow.checks.save(replace(check, due_at=None))
        await uow.commit()
        return [check.id for check in due]


async def test_a_check_comes_back_as_it_was(units: Units) -> None:
    check = a_check(
        audience=(a_person("priya"), a_person("sam")),
        leads=(a_person("lee"),),
        open_for=timedelta(days=1, seconds=3, microseconds=7),
        state=CheckState.CLOSED,
        closed_at=NOW + timedelta(microseconds=1),
    )
    await add(units, check)

    async with units() as uow:
        assert await uow.checks.get(TENANT, CHECK) == check


async def test_a_moment_given_in_any_zone_comes_back_in_utc(units: Units) -> None:
    await add(units, a_check(due_at=datetime(2026, 11, 24, 1, 30, tzinfo=timezone(timedelta(hours=5, minutes=30)))))

    async with units() as uow:
        due_at = (await uow.checks.get(TENANT, CHECK)).due_at

    assert due_at == datetime(2026, 11, 23, 20, 0, tzinfo=UTC)
    assert due_at.tzinfo is UTC


async def test_a_naive_moment_is_refused(units: Units) -> None:
    with pytest.raises(StatementError, match="naive"):
        await add(units, a_check(due_at=NOW.replace(tzinfo=None)))


async def test_an_unknown_check_is_not_found(units: Units) -> None:
    async with units() as uow:
        with pytest.raises(NotFound):
            await uow.checks.get(TENANT, CHECK)


async def test_a_check_of_a_sheet_that_does_not_exist_is_not_found(units: Units) -> None:
    async with units() as uow:
        with pytest.raises(NotFound):
            await uow.checks.add(a_check())


async def test_adding_a_check_twice_is_stale(checked: Units) -> None:
    async with checked() as uow:
        with pytest.raises(Stale):
            await uow.checks.add(a_check())


async def test_saving_raises_the_version(checked: Units) -> None:
    async with checked() as uow:
        saved = await uow.checks.save(replace(a_check(), state=CheckState.CLOSING))

        assert saved == a_check(state=CheckState.CLOSING, version=1)
        assert await uow.checks.get(TENANT, CHECK) == saved


async def test_saving_what_somebody_saved_meanwhile_is_stale_and_changes_nothing(checked: Units) -> None:
    async with checked() as uow:
        loaded = await uow.checks.get(TENANT, CHECK)
        first = await uow.checks.save(replace(loaded, round=2))

        with pytest.raises(Stale):
            await uow.checks.save(replace(loaded, round=3))

        assert await uow.checks.get(TENANT, CHECK) == first


async def test_the_checks_of_a_tenant_come_newest_first_with_their_slug(units: Units) -> None:
    old = a_check(check_id="old", created_at=NOW)
    new = a_check(check_id="new", created_at=NOW + timedelta(hours=1))
    await add(units, new, old)

    async with units() as uow:
        assert await uow.checks.of_tenant(TENANT, EVERY_STATE) == [(new, "refunds"), (old, "refunds")]


async def test_the_checks_of_a_tenant_are_only_those_in_the_states_asked_for(units: Units) -> None:
    is_open, closed = a_check(check_id="open"), a_check(check_id="closed", state=CheckState.CLOSED)
    await add(units, is_open, closed)

    async with units() as uow:
        assert await uow.checks.of_tenant(TENANT, frozenset({CheckState.OPEN})) == [(is_open, "refunds")]
        assert await uow.checks.of_tenant(TENANT, frozenset()) == []


async def test_due_are_those_whose_time_has_come_the_longest_due_first(units: Units) -> None:
    just_now = a_check(check_id="now", due_at=NOW)
    earlier = a_check(check_id="earlier", due_at=NOW - timedelta(hours=1))
    later = a_check(check_id="later", due_at=NOW + timedelta(microseconds=1))
    never = a_check(check_id="never", due_at=None)
    await add(units, just_now, earlier, later, never)

    async with units() as uow:
        assert await uow.checks.due(NOW, 10) == [earlier, just_now]
        assert await uow.checks.due(NOW, 1) == [earlier]


async def test_a_due_check_is_given_to_one_of_two_sweeps(units: Units, neighbour: Units) -> None:
    await add(units, *(a_check(check_id=f"c{i}", due_at=NOW) for i in range(10)))

    swept = await asyncio.gather(*(sweep(each, 5) for each in (units, neighbour, units)))

    assert sorted(check_id for batch in swept for check_id in batch) == [f"c{i}" for i in range(10)]
