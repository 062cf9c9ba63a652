"""Making a round's report: everything heard, own reasons grouped once, a version kept, its readers told."""

from collections.abc import Sequence
from dataclasses import replace

from bot.domain.check import Check, CheckState, ReportVersion
from bot.domain.ids import CheckId, RestatementId, TenantId
from bot.domain.restatement import ReadBack, Restatement, heard_by
from bot.flows.close_round import refresh_report
from bot.flows.house import House
from bot.flows.owed import key_of, owe_person, owe_update, refresh_card, refresh_summary
from bot.flows.read_back import hear
from bot.flows.round import silent, theme_key
from bot.ports.compare import Grouped, grouped
from bot.ports.spending import Purse
from bot.ports.store import UnitOfWork

Rows = Sequence[tuple[Restatement, ReadBack | None]]


async def make_report(house: House, tenant: TenantId, check_id: CheckId, version: int) -> None:
    """Work: hears what is not heard yet, groups the own reasons once, and makes this version of the report.

    What changed while it was being made joins the next version.
    """
    async with house.uow() as uow:
        check = await _wanted(uow, tenant, check_id, version)
        if check is None:
            return
        rows = await uow.restatements.of_round(tenant, check_id, check.round)
    heard = await _all_heard(house, tenant, rows)
    keys, own_reasons = _own_reasons(heard)
    comparer = house.comparer.paid_from(Purse(tenant, check_id))
    numbers, grouper, capped = await grouped(comparer, own_reasons) if own_reasons else Grouped((), comparer.name)
    by = heard_by(house.comparer.name, [read_back.comparer for _, read_back in heard], grouper)
    themes = tuple(zip(keys, numbers, strict=True))
    async with house.uow() as uow:
        check = await _wanted(uow, tenant, check_id, version)
        if check is None:
            return
        await _keep(uow, house, check, version, themes, by)
        await _announce(uow, house, check, version)
        if capped:
            await owe_person(uow, house, check, check.manager, "capped")
        if _revisions(rows) != _revisions(await uow.restatements.of_round(tenant, check_id, check.round)):
            await refresh_report(uow, house, check)
        await uow.commit()


async def _wanted(uow: UnitOfWork, tenant: TenantId, check_id: CheckId, version: int) -> Check | None:
    """The check as it stands; None where it was called off, or this version is there already."""
    check = await uow.checks.get(tenant, check_id)
    latest = await uow.reports.latest(tenant, check_id, check.round)
    if check.state is CheckState.CANCELLED or (latest and latest.version >= version):
        return None
    return check


async def _keep(
    uow: UnitOfWork, house: House, check: Check, version: int, themes: tuple[tuple[str, int], ...], by: str
) -> None:
    before = await uow.reports.latest(check.tenant, check.id, check.round)
    await uow.reports.put(
        check.tenant,
        ReportVersion(
            check.id,
            check.round,
            version,
            house.clock.now(),
            by,
            themes,
            "changed" if before else "closed",
            before.headline if before else "",
        ),
    )


async def _announce(uow: UnitOfWork, house: House, check: Check, version: int) -> None:
    if check.state is CheckState.CLOSING:
        check = await uow.checks.save(replace(check, state=CheckState.CLOSED, due_at=None))
    await owe_person(uow, house, check, check.manager, "report", ordinal=version, args=(str(version),))
    if version == 1:
        await owe_person(uow, house, check, check.manager, "summary_preview")
        await refresh_card(uow, house, check)
    else:
        await refresh_summary(uow, house, check)
        older = await uow.ledger.by_key(check.tenant, key_of(check, check.manager.user, "report", version - 1))
        if older and older.ref:  # else it is not sent any more
            await owe_update(uow, house, older)


async def _all_heard(house: House, tenant: TenantId, rows: Rows) -> list[tuple[Restatement, ReadBack]]:
    """Every answer that says something, with what was heard in its latest revision; the missing ones are heard now."""
    out = []
    for restatement, read_back in rows:
        if silent(restatement):
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


def _revisions(rows: Rows) -> dict[RestatementId, int]:
    return {restatement.id: restatement.revision for restatement, _ in rows}
