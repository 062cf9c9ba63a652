"""The read-back: hearing an answer, and what its writer says to what was heard."""

from collections.abc import Mapping
from dataclasses import replace

from bot.domain.check import Check, CheckState
from bot.domain.errors import BadInput, NotFound
from bot.domain.ids import ReasonId, RestatementId, TenantId
from bot.domain.own_words import clean
from bot.domain.restatement import ReadBack, Restatement, questions, stated
from bot.domain.sheet import MAX_TEXT
from bot.flows.close_round import close_when_complete, refresh_report
from bot.flows.find import asked, check_of, sheet_of
from bot.flows.house import House, Visit
from bot.flows.owed import owe_person, owe_read_back
from bot.messages.overview import said
from bot.messages.reading_back import fix_form, read_back
from bot.messages.view import FieldErrors, Message, Open, Reply, Say, Update
from bot.ports.pacing import Event
from bot.ports.spending import Purse
from bot.ports.store import UnitOfWork
from bot.ports.work import Task, TaskKind


async def hear(
    house: House, tenant: TenantId, restatement_id: RestatementId, revision: int, *, refresh: bool = False
) -> ReadBack | None:
    """Work: compares one revision of an answer with its sheet, keeps what was heard and owes the read-back.

    None where the revision is no longer the latest, the answer is gone or the check called off. With `refresh`, a
    report already made is due to be made anew.
    """
    async with house.uow() as uow:
        found = await _unheard(uow, tenant, restatement_id, revision)
        if found is None:
            return None
        restatement, check, before = found
        sheet = await sheet_of(uow, check)
    if before and before.revision == revision:
        return before
    (coding,) = await house.comparer.paid_from(Purse(tenant, check.id)).code(sheet.text, (restatement.text,))
    if coding.coder and house.comparer.fallback:
        house.meter.count(Event.FALLBACK)
    async with house.uow() as uow:
        found = await _unheard(uow, tenant, restatement_id, revision)
        if found is None:
            return None
        heard = ReadBack(replace(coding, coder="", capped=False), coding.coder or house.comparer.name, revision)
        if before:  # what its writer said of the first hearing still holds
            heard = replace(heard, yes=before.yes, no=before.no, dropped=before.dropped, dropped_own=before.dropped_own)
        await uow.restatements.put_read_back(tenant, restatement_id, heard)
        await owe_read_back(uow, house, check, restatement.person)
        if coding.capped:
            await owe_person(uow, house, check, check.manager, "capped")
        if refresh:
            await refresh_report(uow, house, check)
        await uow.commit()
    return heard


async def confirm(visit: Visit, subject: str) -> Reply:
    """Takes "Yes, you got me right"."""
    async with visit.transaction() as uow:
        check, restatement, heard = await _heard(uow, visit, subject)
        return await _settle(uow, visit, check, restatement, heard)


async def answer_question(visit: Visit, subject: str, *, yes: bool) -> Reply:
    """A "did you also mean …?" answered."""
    async with visit.transaction() as uow:
        check, restatement, heard = await _heard(uow, visit, subject)
        one = frozenset({ReasonId(subject.rpartition("/")[2])}) & {q.reason_id for q in questions(heard.coding)}
        heard = replace(
            heard, yes=heard.yes | one if yes else heard.yes - one, no=heard.no - one if yes else heard.no | one
        )
        await uow.restatements.put_read_back(visit.tenant, restatement.id, heard)
        await refresh_report(uow, visit.house, check)
        return Update(await _message(uow, visit, check, restatement, heard))


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
            heard = replace(_struck(heard, frozenset(values["keep"].split("\n"))), confirmed_at=None)
        if words == restatement.fix:
            await _settle(uow, visit, check, restatement, heard)
            await owe_read_back(uow, visit.house, check, restatement.person)
            return Say(said(visit.texts, "readback.confirmed"))
        await uow.restatements.put_read_back(visit.tenant, restatement.id, replace(heard, confirmed_at=None))
        restatement = replace(restatement, fix=words, revision=restatement.revision + 1)
        await uow.restatements.put(restatement)
        participant = await asked(uow, visit, check)
        await uow.participants.save(replace(participant, confirmed=False))
        await put_hearing(uow, check, restatement)
        await close_when_complete(uow, visit.house, check)
        return Say(said(visit.texts, "fix.stored"))


async def put_hearing(uow: UnitOfWork, check: Check, restatement: Restatement) -> None:
    """Puts the hearing of this revision as work, once."""
    await uow.work.put(
        Task(TaskKind.READ_BACK, (check.tenant, restatement.id, str(restatement.revision))),
        key=f"read_back:{restatement.id}:{restatement.revision}",
    )


async def _unheard(
    uow: UnitOfWork, tenant: TenantId, restatement_id: RestatementId, revision: int
) -> tuple[Restatement, Check, ReadBack | None] | None:
    """The answer in this revision, with what was heard in it so far; None where it is not to be heard (any more)."""
    try:
        restatement = await uow.restatements.get(tenant, restatement_id)
    except NotFound:
        return None
    check = await uow.checks.get(tenant, restatement.check_id)
    if restatement.revision != revision or check.state is CheckState.CANCELLED:
        return None
    return restatement, check, await uow.restatements.read_back(tenant, restatement_id)


async def _heard(uow: UnitOfWork, visit: Visit, subject: str) -> tuple[Check, Restatement, ReadBack]:
    """The answer a read-back's button names, its writer's alone, in the revision the button was made for."""
    restatement_id, revision, *_ = (*subject.split("/"), "")
    try:
        restatement = await uow.restatements.get(visit.tenant, RestatementId(restatement_id))
    except NotFound as err:
        raise BadInput(visit.texts("error.withdrawn_already")) from err
    if restatement.person != visit.actor.person:
        raise BadInput(visit.texts("error.not_yours"))
    check = await check_of(uow, visit, restatement.check_id)
    if not check.takes_answers:
        raise BadInput(visit.texts("error.cancelled", manager=check.manager_name))
    heard = await uow.restatements.read_back(visit.tenant, restatement.id)
    if heard is None or str(restatement.revision) != revision or heard.revision != restatement.revision:
        raise BadInput(visit.texts("error.changed_since"))
    return check, restatement, heard


async def _settle(uow: UnitOfWork, visit: Visit, check: Check, restatement: Restatement, heard: ReadBack) -> Reply:
    """What was heard is confirmed as it stands now; said once more, it changes nothing."""
    if heard.confirmed_at is None:
        heard = replace(heard, confirmed_at=visit.now)
        await uow.restatements.put_read_back(visit.tenant, restatement.id, heard)
        participant = await asked(uow, visit, check)
        await uow.participants.save(replace(participant, confirmed=True))
        await close_when_complete(uow, visit.house, check)
        await refresh_report(uow, visit.house, check)
    return Update(await _message(uow, visit, check, restatement, heard))


async def _message(uow: UnitOfWork, visit: Visit, check: Check, restatement: Restatement, heard: ReadBack) -> Message:
    closed = check.state is CheckState.CLOSED
    return read_back(visit.texts, await sheet_of(uow, check), restatement, heard, after_close=closed)


def _struck(heard: ReadBack, kept: frozenset[str]) -> ReadBack:
    """What was heard and unticked is dropped; a question answered "yes" and unticked is answered "no". What is not
    on offer this time stays as it was.
    """
    said_so = {verdict.reason_id for verdict in stated(heard.coding)}
    unticked = {reason_id for reason_id in said_so | heard.yes if f"reason:{reason_id}" not in kept}
    own = {own.text for i, own in enumerate(heard.coding.own_reasons) if f"own:{i}" not in kept}
    offered = {own.text for own in heard.coding.own_reasons}
    return replace(
        heard,
        yes=heard.yes - unticked,
        no=heard.no | (unticked & heard.yes),
        dropped=(heard.dropped - said_so) | (unticked & said_so),
        dropped_own=(heard.dropped_own - offered) | own,
    )
