"""Gathering a round: everything its report is drawn from, as the answers stand now."""

from collections.abc import Sequence
from dataclasses import replace

from bot.domain.check import Check, CheckState, ReportVersion
from bot.domain.figures import figures
from bot.domain.ids import PersonRef
from bot.domain.restatement import Account, ReadBack, Restatement, account_of
from bot.flows.find import sheet_of
from bot.flows.owed import key_of
from bot.messages.report import Round
from bot.ports.compare import Comparer
from bot.ports.store import UnitOfWork


def silent(restatement: Restatement) -> bool:
    """True where there is nothing to hear: kept as no information, or an objection alone."""
    return restatement.gated or not restatement.why


def theme_key(restatement: Restatement, index: int) -> str:
    """Names one own reason of one revision of an answer."""
    return f"{restatement.id}/{restatement.revision}/{index}"


async def latest_round(uow: UnitOfWork, check: Check, comparer: Comparer) -> Round | None:
    """The matrix participants × reasons and what stands beside it; None where there is no report to read. Withdrawn
    answers are not in it any more.
    """
    report = await uow.reports.latest(check.tenant, check.id, check.round)
    if report is None or check.state is CheckState.CANCELLED:
        return None
    told = await uow.ledger.by_key(check.tenant, key_of(check, check.manager.user, "capped"))
    limits = (*comparer.limits_of(report.comparer), *(("limit_cap",) if told else ()))
    return replace(await _load(uow, check, report, limits), rewords=comparer.words)


async def _load(uow: UnitOfWork, check: Check, report: ReportVersion, limits: tuple[str, ...]) -> Round:
    sheet = await sheet_of(uow, check)
    participants = await uow.participants.of_check(check.tenant, check.id)
    rows = await uow.restatements.of_round(check.tenant, check.id, check.round)
    current = [(restatement, _current(restatement, heard)) for restatement, heard in rows]
    accounts = [account_of(restatement, heard) for restatement, heard in current]
    themes = _themes(current, accounts, dict(report.themes))
    divergence = figures(sheet.text.reasons, accounts, themes)
    quotable = {restatement.person for restatement, _ in current if restatement.quotable}
    return Round(
        check,
        sheet,
        report,
        divergence,
        participants,
        {account.person: account for account in accounts},
        {restatement.person: restatement.text for restatement, _ in current if restatement.quotable},
        {
            restatement.person: restatement.objection if restatement.quotable else ""
            for restatement, _ in current
            if restatement.objection
        },
        _quotable_themes(accounts, themes, quotable),
        limits,
        {
            restatement.person: restatement.worry if restatement.quotable else ""
            for restatement, _ in current
            if restatement.worry
        },
    )


def _current(restatement: Restatement, heard: ReadBack | None) -> ReadBack | None:
    return heard if heard and heard.revision == restatement.revision else None


def _themes(
    rows: Sequence[tuple[Restatement, ReadBack | None]], accounts: Sequence[Account], grouped: dict[str, int]
) -> list[list[int]]:
    """Theme numbers of each account's own reasons; one not grouped yet stands alone, under a number of its own."""
    alone = max(grouped.values(), default=-1)
    out = []
    for (restatement, heard), account in zip(rows, accounts, strict=True):
        numbers = []
        if heard is not None and account.own_reasons:
            for index, own in enumerate(heard.coding.own_reasons):
                if own.text in heard.dropped_own:
                    continue
                key = theme_key(restatement, index)
                if key not in grouped:
                    alone += 1
                numbers.append(grouped.get(key, alone))
        out.append(numbers)
    return out


def _quotable_themes(
    accounts: Sequence[Account], themes: Sequence[Sequence[int]], quotable: set[PersonRef]
) -> dict[int, str]:
    """A theme's shortest words from somebody who ticked "may be quoted"."""
    out: dict[int, str] = {}
    for account, numbers in zip(accounts, themes, strict=True):
        if account.person not in quotable:
            continue
        for number, text in zip(numbers, account.own_reasons, strict=True):
            if number not in out or (len(text), text) < (len(out[number]), out[number]):
                out[number] = text
    return out
