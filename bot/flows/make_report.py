"""Making a round's report: everything heard, own reasons grouped once, a version kept, its readers told."""

from collections.abc import Sequence
from dataclasses import replace

from bot.domain.check import Check, CheckState, ReportVersion
from bot.domain.ids import CheckId, TenantId
from bot.domain.restatement import ReadBack, Restatement
from bot.flows.house import House
from bot.flows.owed import owe_person, refresh_card, refresh_summary
from bot.flows.read_back import hear
from bot.flows.round import theme_key
from bot.ports.store import UnitOfWork


async def make_report(house: House, tenant: TenantId, check_id: CheckId, version: int) -> None:
    """Work: hears what is not heard yet, groups the own reasons once, and makes this version of the report."""
    async with house.uow() as uow:
        check = await uow.checks.get(tenant, check_id)
        rows = await uow.restatements.of_round(tenant, check_id, check.round)
        latest = await uow.reports.latest(tenant, check_id, check.round)
    if check.state is CheckState.CANCELLED or (latest and latest.version >= version):
        return
    heard = await _all_heard(house, tenant, rows)
    keys, own_reasons = _own_reasons(heard)
    themes = await house.comparer.group(own_reasons) if own_reasons else ()
    async with house.uow() as uow:
        check = await uow.checks.get(tenant, check_id)
        await uow.reports.put(
            tenant,
            ReportVersion(
                check_id,
                check.round,
                version,
                house.clock.now(),
                house.comparer.name,
                tuple(zip(keys, themes, strict=True)),
                "closed" if version == 1 else "changed",
                latest.headline if latest else "",
            ),
        )
        await _announce(uow, house, check, version)
        await uow.commit()


async def _announce(uow: UnitOfWork, house: House, check: Check, version: int) -> None:
    if check.state is CheckState.CLOSING:
        check = await uow.checks.save(replace(check, state=CheckState.CLOSED))
    await owe_person(uow, house, check, check.manager, "report", ordinal=version)
    if version == 1:
        await owe_person(uow, house, check, check.manager, "summary_preview")
        await refresh_card(uow, house, check)
    else:
        await refresh_summary(uow, house, check)


async def _all_heard(
    house: House, tenant: TenantId, rows: Sequence[tuple[Restatement, ReadBack | None]]
) -> list[tuple[Restatement, ReadBack]]:
    """Every answer that says something, with what was heard in its latest revision; the missing ones are heard now."""
    out = []
    for restatement, read_back in rows:
        if restatement.gated or not restatement.why:
            continue
        current = read_back
        if current is None or current.revision != restatement.revision:
            current = await hear(house, tenant, restatement.id, restatement.revision)
        if current is not None:
            out.append((restatement, current))
    return out


def _own_reasons(heard: Sequence[tuple[Restatement, ReadBack]]) -> tuple[list[str], list[str]]:
    pairs = [
        (theme_key(restatement, index), own.text)
        for restatement, read_back in heard
        for index, own in enumerate(read_back.coding.own_reasons)
        if own.text not in read_back.dropped_own
    ]
    return [key for key, _ in pairs], [text for _, text in pairs]
