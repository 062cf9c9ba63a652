"""Reading and posting a round's report."""

from collections.abc import Mapping
from dataclasses import replace

from bot.domain.check import Check, CheckState
from bot.domain.errors import BadInput
from bot.domain.own_words import clean
from bot.flows.find import STARTED, check_of, managed, named
from bot.flows.house import Visit
from bot.flows.owed import owe_channel, refresh_preview, refresh_summary, summary_key
from bot.flows.round import latest_round
from bot.messages.catalogue import catalogue
from bot.messages.overview import said
from bot.messages.report import (
    MAX_HEADLINE,
    Round,
    full_report,
    headline_form,
    headline_of,
    summary,
    summary_preview,
)
from bot.messages.view import FieldErrors, Open, Reply, Say, Update
from bot.ports.store import UnitOfWork


async def show(visit: Visit, subject: str) -> Reply:
    """The full report for the manager, the summary for a lead. Answers are sealed until the round is closed."""
    async with visit.transaction() as uow:
        check = await check_of(uow, visit, subject)
        return await _shown(uow, visit, check)


async def show_named(visit: Visit, slug: str, *, post: bool) -> Reply:
    """`/align report [sheet] [--post]`."""
    async with visit.transaction() as uow:
        check = await named(uow, visit, slug, STARTED, leads=True)
        if post:
            return await _posted(uow, visit, await managed(uow, visit, check.id))
        return await _shown(uow, visit, check)


async def post(visit: Visit, subject: str) -> Reply:
    """The summary goes to the channel; once posted it is only updated in place."""
    async with visit.transaction() as uow:
        check = await managed(uow, visit, subject)
        await _posted(uow, visit, check)
        data = await round_of(uow, visit, check)
        return Update(summary_preview(visit.texts, data, posted=True))


async def open_headline(visit: Visit, subject: str) -> Reply:
    """The dialog for the summary's headline."""
    async with visit.transaction() as uow:
        check = await managed(uow, visit, subject)
        return Open(headline_form(visit.texts, await round_of(uow, visit, check)))


async def submit_headline(visit: Visit, subject: str, values: Mapping[str, str]) -> Reply:
    """A new headline; empty brings the proposed one back, which goes with the figures."""
    headline = " ".join(clean(values.get("headline", "")).split())
    if len(headline) > MAX_HEADLINE:
        return FieldErrors((("headline", visit.texts("error.too_long", n=len(headline), most=MAX_HEADLINE)),))
    async with visit.transaction() as uow:
        check = await managed(uow, visit, subject)
        data = await round_of(uow, visit, check)
        proposed = headline_of(
            catalogue(data.sheet.language), replace(data, version=replace(data.version, headline=""))
        )
        own = "" if headline == proposed else headline
        await uow.reports.put(visit.tenant, replace(data.version, headline=own))
        await refresh_summary(uow, visit.house, check)
        return Say(said(visit.texts, "headline.saved"))


async def _shown(uow: UnitOfWork, visit: Visit, check: Check) -> Reply:
    if visit.actor.person != check.manager and visit.actor.person not in check.leads:
        raise BadInput(visit.texts("error.report_rights", manager=check.manager_name))
    data = await round_of(uow, visit, check)
    if visit.actor.person == check.manager:
        return Say(full_report(visit.texts, data))
    return Say(summary(visit.texts, data))


async def _posted(uow: UnitOfWork, visit: Visit, check: Check) -> Reply:
    await round_of(uow, visit, check)
    if await uow.ledger.by_key(visit.tenant, summary_key(check)):
        await refresh_summary(uow, visit.house, check)
        return Say(said(visit.texts, "report.already_posted"))
    await owe_channel(uow, visit.house, check, "summary")
    await refresh_preview(uow, visit.house, check)
    return Say(said(visit.texts, "report.posting"))


async def round_of(uow: UnitOfWork, visit: Visit, check: Check) -> Round:
    """Everything the report is drawn from, once there is one."""
    data = await latest_round(uow, check, visit.house.comparer)
    if data is None:
        when = visit.texts.when(check.deadline_at or visit.now, check.manager_zone)
        raise BadInput(visit.texts(_NO_REPORT.get(check.state, "error.report_in_making"), when=when))
    return data


#: What is said where there is no report to read.
_NO_REPORT = {
    CheckState.DRAFT: "error.not_sent_yet",
    CheckState.OPEN: "error.sealed",
    CheckState.CANCELLED: "error.already_cancelled",
}
