"""Writing a sheet: the dialog, proposed reasons, the draft with its clarity review."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import replace

from bot.domain.check import Check, CheckState
from bot.domain.deadlines import span
from bot.domain.errors import BadInput, ComparerUnavailable, PlatformAway
from bot.domain.ids import ChannelRef, CheckId, PersonRef, SheetId
from bot.domain.lint import lint
from bot.domain.own_words import clean
from bot.domain.sheet import (
    MAX_NOTES,
    MAX_REASON,
    MAX_REASONS,
    MAX_TEXT,
    MAX_TITLE,
    SheetVersion,
    slug_of,
)
from bot.domain.visibility import Visibility
from bot.flows.adding import looked_up, why_not
from bot.flows.find import managed, sheet_of, twin
from bot.flows.house import Visit
from bot.flows.written import Written, errors, written
from bot.messages.audience import Asking
from bot.messages.lengths import one_line
from bot.messages.running import LeftOut, left_out
from bot.messages.sheets import discarded, draft, sheet_form, values_of
from bot.messages.view import FieldErrors, Message, Open, Option, Reply, Say, Update
from bot.ports.chat import Member
from bot.ports.store import UnitOfWork


async def open_new(visit: Visit, title: str) -> Reply:
    """`/align new-policy [title]`: a title too long to be one is taken as notes."""
    text = clean(title)
    if len(text) > MAX_TITLE or "\n" in text:
        return await open_from_notes(visit, text)
    asking = await _may_start(visit)
    async with visit.transaction():
        return Open(sheet_form(visit.texts, {"title": text}, asking=asking))


async def open_from_notes(visit: Visit, notes: str) -> Reply:
    """Takes "Check this with the team" on a message: its text becomes the body, its first line the title where that is
    no longer than a title.

    Notes too long for an input are kept as a draft at once, whole.
    """
    text = clean(notes)
    if not text:
        raise BadInput(visit.texts("error.empty_notes"))
    if len(text) > MAX_NOTES:
        raise BadInput(visit.texts("error.notes_too_long", n=len(text), most=MAX_NOTES))
    asking = await _may_start(visit)
    channel = await _channel(visit) if len(text) > MAX_TEXT else None
    first = text.splitlines()[0].strip("#*-• ")
    title = first if len(first) <= MAX_TITLE else ""
    async with visit.transaction() as uow:
        if channel is None:
            return Open(sheet_form(visit.texts, {"title": title, "body": text}, asking=asking))
        check = await _save_new(uow, visit, Written({"title": one_line(first, MAX_TITLE)}, text), channel)
        sheet = await sheet_of(uow, check)
        values = {**values_of(sheet, check), "title": title}
        return Open(
            sheet_form(visit.texts, values, subject=check.id, notes=text, asking=replace(asking, channel=False))
        )


async def edit(visit: Visit, subject: str) -> Reply:
    """The dialog of a draft, with what it holds."""
    offered = await _groups(visit)
    async with visit.transaction() as uow:
        check = await _draft(uow, visit, subject)
        sheet = await sheet_of(uow, check)
        values, body = values_of(sheet, check), sheet.text.body
        notes = body if len(body) > MAX_TEXT else ""
        asking = Asking(_with_chosen(offered, values))
        return Open(sheet_form(visit.texts, values, subject=check.id, notes=notes, asking=asking))


async def show(visit: Visit, subject: str) -> Reply:
    """The draft as it stands."""
    readers = await _readers_of(visit, subject)
    async with visit.transaction() as uow:
        check = await _draft(uow, visit, subject)
        return Say(_draft_message(visit, await sheet_of(uow, check), check, readers))


async def submit(visit: Visit, subject: str, values: Mapping[str, str]) -> Reply:
    """A submitted sheet: kept as a draft; without reasons, some are proposed from its text first."""
    kept_body = await _long_body(visit, subject)
    sheet = written(values, kept_body)
    wrong = errors(visit.texts, sheet)
    if wrong:
        return FieldErrors(wrong)
    readers = await looked_up(visit, sheet.people("leads", visit.tenant))
    barred = [LeftOut(member.name, why_not(member)) for member in readers.values() if member and why_not(member)]
    if barred:
        return FieldErrors((("leads", visit.texts("error.not_readers", names=left_out(visit.texts, barred))),))
    if not sheet.reasons:
        return await _propose(visit, subject, sheet, kept_body)
    chosen = sheet.given.get("channel", "")
    try:
        channel = None if subject else await _channel(visit, chosen)
    except BadInput as err:
        if visit.where.channel or not _picks(visit):
            raise
        return FieldErrors((("channel", visit.told(err) if chosen else visit.texts("error.choose_channel")),))
    async with visit.transaction() as uow:
        if channel:
            kept = await twin(uow, visit, channel, lambda *draft: _says(visit, sheet, *draft))
            check = kept or await _save_new(uow, visit, sheet, channel)
        else:
            check = await _save(uow, visit, await _draft(uow, visit, subject), sheet)
        shown = _draft_message(visit, await sheet_of(uow, check), check, _names(readers))
        return Say(shown) if channel else Update(shown)  # the draft as it was has the same buttons


async def _propose(visit: Visit, subject: str, sheet: Written, kept_body: str) -> Reply:
    """The same dialog with reasons from the text, to edit; where there are none, its field says so."""
    try:
        found = await visit.house.comparer.propose_reasons(sheet.body)
    except ComparerUnavailable:
        return FieldErrors((("reasons", visit.texts("sheet.no_proposals")),))
    proposed = dict.fromkeys(" ".join(reason.split())[:MAX_REASON] for reason in found)
    if not proposed:
        return FieldErrors((("reasons", visit.texts("sheet.no_reasons_found")),))
    values = {**sheet.given, "reasons": "\n".join([*proposed][:MAX_REASONS])}
    asking = Asking(
        _with_chosen(await _groups(visit), values), channel=not (subject or visit.where.channel) and _picks(visit)
    )
    return Open(sheet_form(visit.texts, values, subject=subject, proposed=True, notes=kept_body, asking=asking))


async def discard(visit: Visit, check: Check, uow: UnitOfWork) -> Message:
    """A draft put away; it can be brought back."""
    await uow.checks.save(replace(check, state=CheckState.CANCELLED))
    return discarded(visit.texts, check)


async def restore(visit: Visit, subject: str) -> Reply:
    """A discarded draft brought back."""
    readers = await _readers_of(visit, subject)
    async with visit.transaction() as uow:
        check = await managed(uow, visit, subject)
        if check.state is not CheckState.CANCELLED or check.opened_at:
            raise BadInput(visit.texts("error.not_a_draft"))
        check = await uow.checks.save(replace(check, state=CheckState.DRAFT))
        return Update(_draft_message(visit, await sheet_of(uow, check), check, readers))


async def _draft(uow: UnitOfWork, visit: Visit, subject: str) -> Check:
    check = await managed(uow, visit, subject)
    if check.state is not CheckState.DRAFT:
        raise BadInput(visit.texts("error.not_a_draft"))
    return check


async def _long_body(visit: Visit, subject: str) -> str:
    """The body of a draft made from long notes, which the dialog does not carry; "" for any other."""
    if not subject:
        return ""
    async with visit.house.uow() as uow:
        body = (await sheet_of(uow, await _draft(uow, visit, subject))).text.body
    return body if len(body) > MAX_TEXT else ""


def _picks(visit: Visit) -> bool:
    return visit.house.roster(visit.tenant).picks_channels


async def _may_start(visit: Visit) -> Asking:
    """What the dialog asks of the audience; raises BadInput where this person cannot start a check here."""
    picks = visit.where.channel is None and _picks(visit)
    groups = asyncio.create_task(_groups(visit))  # beside each other: somebody waits
    try:
        if not picks:
            await _channel(visit)
        return Asking(await groups, channel=picks)
    finally:
        groups.cancel()


async def _groups(visit: Visit) -> tuple[Option, ...]:
    groups = await visit.house.roster(visit.tenant).groups(visit.tenant)
    return tuple(Option(group.user, name) for group, name in groups)


def _with_chosen(offered: tuple[Option, ...], values: Mapping[str, str]) -> tuple[Option, ...]:
    """A group chosen before stays, also where the platform does not name it just now."""
    known = {option.value for option in offered}
    missing = [user for user in values.get("groups", "").split() if user not in known]
    return (*offered, *(Option(user, user.partition(":")[2]) for user in missing))


async def _channel(visit: Visit, chosen: str = "") -> ChannelRef:
    """The channel whose members are to be asked: the one this was done in, else the one chosen in the dialog."""
    channel = visit.where.channel or (ChannelRef(visit.tenant, chosen) if chosen else None)
    if channel is None:
        raise BadInput(visit.texts("error.no_channel", command=visit.house.command))
    if not await visit.house.roster(visit.tenant).can_manage(visit.actor.person, channel):
        raise BadInput(visit.texts("error.guests_may_not_start" if await _guest(visit) else "error.may_not_start"))
    return channel


async def _guest(visit: Visit) -> bool:
    """True where the platform tells that this person is a guest, also of another workspace."""
    try:
        member = await visit.house.roster(visit.tenant).member(visit.actor.person)
    except PlatformAway:
        return False
    return member is not None and member.guest


async def _save(uow: UnitOfWork, visit: Visit, before: Check, sheet: Written) -> Check:
    """The draft as it was edited; its slug stays."""
    was = await sheet_of(uow, before)
    await uow.sheets.put(_sheet(visit, before.sheet_id, was.slug, sheet.relabelled(was.text.reasons)))
    return await uow.checks.save(_run(visit, before, sheet))


async def _save_new(uow: UnitOfWork, visit: Visit, sheet: Written, channel: ChannelRef) -> Check:
    sheet_id = SheetId(visit.house.ids.new())
    await uow.sheets.put(_sheet(visit, sheet_id, await _free_slug(uow, visit, sheet.title), sheet))
    actor = visit.actor
    check = Check(
        id=CheckId(visit.house.ids.new()),
        tenant=visit.tenant,
        sheet_id=sheet_id,
        sheet_version=1,
        manager=actor.person,
        manager_name=actor.name,
        manager_zone=actor.time_zone,
        manager_locale=actor.locale,
        channel=channel,
        visibility=Visibility.MANAGER,
        created_at=visit.now,
        open_for=span(sheet.open_for),
    )
    return await uow.checks.add(_run(visit, check, sheet))


def _sheet(visit: Visit, sheet_id: SheetId, slug: str, sheet: Written) -> SheetVersion:
    return SheetVersion(
        sheet_id,
        slug,
        1,
        visit.actor.person,
        sheet.text,
        sheet.given.get("language") or visit.texts.language,
        sheet.given.get("exception_path", ""),
        sheet.effective_on,
    )


def _run(visit: Visit, check: Check, sheet: Written) -> Check:
    """The check with what the dialog says of its run."""
    return replace(
        check,
        open_for=span(sheet.open_for),
        audience=(*sheet.people("who", visit.tenant), *sheet.people("groups", visit.tenant)),
        leads=sheet.people("leads", visit.tenant),
    )


def _says(visit: Visit, sheet: Written, kept: SheetVersion, check: Check) -> bool:
    """True where the draft holds all that was written, and nothing else."""
    return (_sheet(visit, kept.id, kept.slug, sheet), _run(visit, check, sheet)) == (kept, check)


async def _free_slug(uow: UnitOfWork, visit: Visit, title: str) -> str:
    taken = await uow.sheets.slugs(visit.tenant)
    slug = slug_of(title)
    return next(name for name in (slug, *(f"{slug}-{i}" for i in range(2, len(taken) + 3))) if name not in taken)


async def _readers_of(visit: Visit, subject: str) -> list[str]:
    """The names of those who read this check's report; none where the platform does not tell just now."""
    async with visit.house.uow() as uow:
        leads = (await managed(uow, visit, subject)).leads
    try:
        return _names(await looked_up(visit, leads))
    except PlatformAway:
        return []


def _names(people: Mapping[PersonRef, Member | None]) -> list[str]:
    return [member.name if member else person.user for person, member in people.items()]


def _draft_message(visit: Visit, sheet: SheetVersion, check: Check, readers: Sequence[str]) -> Message:
    findings = lint(sheet.text, sheet.language)
    return draft(visit.texts, sheet, check, findings, closer=visit.house.comparer.words, readers=readers)
