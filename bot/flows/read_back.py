"""The read-back: hearing an answer, and what its writer says to what was heard."""

from collections.abc import Mapping
from dataclasses import replace

from bot.domain.check import Check, CheckState
from bot.domain.errors import BadInput, NotFound
from bot.domain.ids import ReasonId, RestatementId, TenantId
from bot.domain.own_words import clean
from bot.domain.restatement import ReadBack, Restatement, stated
from bot.domain.sheet import MAX_TEXT
from bot.flows.close_round import close_when_complete, refresh_report
from bot.flows.find import asked, check_of, sheet_of
from bot.flows.house import House, Visit
from bot.flows.owed import owe_read_back
from bot.messages.overview import said
from bot.messages.reading_back import fix_form, read_back
from bot.messages.view import FieldErrors, Open, Reply, Say, Update
from bot.ports.store import UnitOfWork
from bot.ports.work import Task, TaskKind


async def hear(house: House, tenant: TenantId, restatement_id: RestatementId, revision: int) -> ReadBack | None:
    """Work: compares one revision of an answer with its sheet, keeps what was heard and owes the read-back.

    None where the revision is no longer the latest, or the answer is gone.
    """
    async with house.uow() as uow:
        try:
            restatement = await uow.restatements.get(tenant, restatement_id)
        except NotFound:
            return None
        before = await uow.restatements.read_back(tenant, restatement_id)
        check = await uow.checks.get(tenant, restatement.check_id)
        sheet = await sheet_of(uow, check)
    if restatement.revision != revision:
        return None
    if before and before.revision == revision:
        return before
    (coding,) = await house.comparer.code(sheet.text, (restatement.text,))
    heard = ReadBack(coding, house.comparer.name, revision)
    if before and restatement.fix:  # what its writer said of the first hearing still holds
        heard = replace(heard, yes=before.yes, no=before.no, dropped=before.dropped, dropped_own=before.dropped_own)
    async with house.uow() as uow:
        try:
            latest = await uow.restatements.get(tenant, restatement_id)
        except NotFound:
            return None
        if latest.revision != revision:
            return None
        await uow.restatements.put_read_back(tenant, restatement_id, heard)
        await owe_read_back(uow, house, check, restatement)
        await refresh_report(uow, house, check)
        await uow.commit()
    return heard


async def confirm(visit: Visit, subject: str) -> Reply:
    """Takes "Yes, you got me right"."""
    async with visit.transaction() as uow:
        check, restatement, heard = await _heard(uow, visit, subject)
        return await _settle(uow, visit, check, restatement, replace(heard, confirmed_at=visit.now))


async def answer_question(visit: Visit, subject: str, *, yes: bool) -> Reply:
    """A "did you also mean …?" answered."""
    async with visit.transaction() as uow:
        check, restatement, heard = await _heard(uow, visit, subject)
        reason_id = ReasonId(subject.split("/")[2])
        one = frozenset({reason_id})
        heard = replace(
            heard, yes=heard.yes | one if yes else heard.yes - one, no=heard.no - one if yes else heard.no | one
        )
        await uow.restatements.put_read_back(visit.tenant, restatement.id, heard)
        return Update(
            read_back(visit.texts, await sheet_of(uow, check), restatement, heard, after_close=_closed(check))
        )


async def open_fix(visit: Visit, subject: str) -> Reply:
    """The dialog to put the read-back right."""
    async with visit.transaction() as uow:
        check, restatement, heard = await _heard(uow, visit, subject)
        return Open(fix_form(visit.texts, await sheet_of(uow, check), restatement, heard))


async def submit_fix(visit: Visit, subject: str, values: Mapping[str, str]) -> Reply:
    """A fix: what was struck out is dropped; own words are heard anew together with the answer."""
    words = clean(values.get("words", ""))
    if len(words) > MAX_TEXT:
        return FieldErrors((("words", visit.texts("error.too_long", n=len(words), most=MAX_TEXT)),))
    async with visit.transaction() as uow:
        check, restatement, heard = await _heard(uow, visit, subject)
        if "keep" in values:
            heard = _struck(heard, frozenset(values.get("keep", "").split("\n")))
        if words in {"", restatement.fix}:
            await _settle(uow, visit, check, restatement, replace(heard, confirmed_at=visit.now))
            await owe_read_back(uow, visit.house, check, restatement)
            return Say(said(visit.texts, "readback.confirmed"))
        await uow.restatements.put_read_back(visit.tenant, restatement.id, replace(heard, confirmed_at=None))
        restatement = replace(restatement, fix=words, revision=restatement.revision + 1)
        await uow.restatements.put(restatement)
        participant = await asked(uow, visit, check)
        await uow.participants.save(replace(participant, confirmed=False))
        await uow.work.put(
            Task(TaskKind.READ_BACK, (check.tenant, restatement.id, str(restatement.revision))),
            key=f"read_back:{restatement.id}:{restatement.revision}",
        )
        return Say(said(visit.texts, "fix.stored"))


async def _heard(uow: UnitOfWork, visit: Visit, subject: str) -> tuple[Check, Restatement, ReadBack]:
    """The answer a read-back's button names, its writer's alone, in the revision the button was made for."""
    restatement_id, revision = subject.split("/")[:2]
    try:
        restatement = await uow.restatements.get(visit.tenant, RestatementId(restatement_id))
    except NotFound as err:
        raise BadInput(visit.texts("error.withdrawn_already")) from err
    heard = await uow.restatements.read_back(visit.tenant, restatement.id)
    if restatement.person != visit.actor.person:
        raise BadInput(visit.texts("error.not_yours"))
    if heard is None or restatement.revision != int(revision) or heard.revision != restatement.revision:
        raise BadInput(visit.texts("error.changed_since"))
    check = await check_of(uow, visit, restatement.check_id)
    if not check.takes_answers:
        raise BadInput(visit.texts("error.cancelled", manager=check.manager_name))
    return check, restatement, heard


async def _settle(uow: UnitOfWork, visit: Visit, check: Check, restatement: Restatement, heard: ReadBack) -> Reply:
    await uow.restatements.put_read_back(visit.tenant, restatement.id, heard)
    participant = await asked(uow, visit, check)
    await uow.participants.save(replace(participant, confirmed=True))
    await close_when_complete(uow, visit.house, check)
    await refresh_report(uow, visit.house, check)
    return Update(read_back(visit.texts, await sheet_of(uow, check), restatement, heard))


def _struck(heard: ReadBack, kept: frozenset[str]) -> ReadBack:
    offered = {verdict.reason_id for verdict in stated(heard.coding)} | heard.yes
    reasons = {reason_id for reason_id in offered if f"reason:{reason_id}" not in kept}
    own = {own.text for i, own in enumerate(heard.coding.own_reasons) if f"own:{i}" not in kept}
    return replace(heard, dropped=frozenset(reasons), dropped_own=frozenset(own), yes=heard.yes - reasons)


def _closed(check: Check) -> bool:
    return check.state is CheckState.CLOSED
