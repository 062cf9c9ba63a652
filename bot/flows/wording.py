"""What only a language model can word: a closer review of a draft, other ways to explain a reason.

A press is answered at once; what the model says is asked for as work, kept sealed, and comes by a direct message.
"""

import json

from bot.domain.check import Check, CheckState
from bot.domain.errors import BadInput, CapReached, ComparerUnavailable
from bot.domain.ids import CheckId, ReasonId, TenantId
from bot.domain.lint import Finding, FindingKind
from bot.domain.sheet import SheetVersion
from bot.flows.find import managed, sheet_of
from bot.flows.house import House, Visit
from bot.flows.owed import owe_person
from bot.messages.overview import said
from bot.messages.view import Reply, Say
from bot.ports.compare import Comparer
from bot.ports.spending import Purse
from bot.ports.store import UnitOfWork
from bot.ports.work import Task, TaskKind

REVIEW = "review"


async def review(visit: Visit, subject: str) -> Reply:
    """A button's: a closer look at the draft."""
    async with visit.transaction() as uow:
        check = await managed(uow, visit, subject)
        if check.state is not CheckState.DRAFT:
            raise BadInput(visit.texts("error.not_a_draft"))
        return await _asked(uow, visit, check, REVIEW)


async def explain(visit: Visit, subject: str) -> Reply:
    """A button's: other ways to explain one reason. The subject is "check/reason"."""
    check_id, _, reason_id = subject.partition("/")
    async with visit.transaction() as uow:
        check = await managed(uow, visit, check_id)
        if reason_id not in {reason.id for reason in (await sheet_of(uow, check)).text.reasons}:
            raise BadInput(visit.texts("error.unknown_button", command=visit.house.command))
        return await _asked(uow, visit, check, reason_id)


def key_of_wording(check: Check, what: str) -> str:
    """Names what was worded: `what` is REVIEW or a reason's id. A draft that was edited is another one."""
    return f"{what}:{check.version if what == REVIEW else check.sheet_version}"


async def word(house: House, tenant: TenantId, check_id: CheckId, what: str, press: str) -> None:
    """Work: asks the model, once for the same thing, and owes the manager what it said, or that it said nothing."""
    async with house.uow() as uow:
        check = await uow.checks.get(tenant, check_id)
        sheet = await sheet_of(uow, check)
        key = key_of_wording(check, what)
        worded = await uow.wordings.get(tenant, check_id, key)
    capped = False
    if worded is None:
        try:
            worded = await _worded(house.comparer.paid_from(Purse(tenant, check_id)), sheet, what)
        except ComparerUnavailable as err:
            capped = isinstance(err, CapReached)
    async with house.uow() as uow:
        if worded is not None:
            await uow.wordings.put(tenant, check_id, key, worded)
        if capped:
            await owe_person(uow, house, check, check.manager, "capped")
        await owe_person(uow, house, check, check.manager, "worded", ordinal=press, args=(what, key))
        await uow.commit()


def findings_in(worded: str) -> tuple[Finding, ...]:
    """The remarks of a review, as they were kept."""
    return tuple(
        Finding(FindingKind(kind), ReasonId(reason_id) if reason_id else None, detail)
        for kind, reason_id, detail in json.loads(worded)
    )


def ways_in(worded: str) -> tuple[str, ...]:
    """The ways to explain a reason, as they were kept."""
    return tuple(json.loads(worded))


async def _asked(uow: UnitOfWork, visit: Visit, check: Check, what: str) -> Reply:
    if not visit.house.comparer.words:
        return Say(said(visit.texts, "model.none"))
    task = Task(TaskKind.WORD, (check.tenant, check.id, what, visit.event_key))
    await uow.work.put(task, key=f"word:{check.id}:{visit.event_key}")
    return Say(said(visit.texts, "model.asked"))


async def _worded(comparer: Comparer, sheet: SheetVersion, what: str) -> str:
    if what == REVIEW:
        findings = await comparer.remarks(sheet.text)
        return json.dumps([[finding.kind, finding.reason_id or "", finding.detail] for finding in findings])
    return json.dumps(await comparer.ways_to_explain(sheet.text, ReasonId(what)))
