"""Writing a sheet: the dialog, proposed reasons, the draft with its clarity review."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from bot.domain.check import Check, CheckState
from bot.domain.deadlines import span
from bot.domain.errors import BadInput
from bot.domain.ids import CheckId, PersonRef, SheetId
from bot.domain.lint import lint
from bot.domain.own_words import clean
from bot.domain.sheet import (
    MAX_NOTES,
    MAX_REASON,
    MAX_REASONS,
    MAX_TEXT,
    MAX_TITLE,
    SheetText,
    SheetVersion,
    reasons_of,
    slug_of,
)
from bot.domain.visibility import Visibility
from bot.flows.find import managed, sheet_of
from bot.flows.house import Visit
from bot.messages.sheets import DEFAULT_SPAN, discarded, draft, sheet_form, values_of
from bot.messages.view import FieldErrors, Message, Open, Reply, Say, Update
from bot.ports.store import UnitOfWork


@dataclass(frozen=True, slots=True)
class Written:
    """What the dialog gave: its fields, the body (perhaps kept from long notes) and the reasons, one a line."""

    given: Mapping[str, str]
    body: str
    reasons: tuple[str, ...]


async def open_new(visit: Visit, title: str) -> Reply:
    """`/align new-policy [title]`."""
    return Open(sheet_form(visit.texts, {"title": clean(title)[:MAX_TITLE]}))


async def open_from_notes(visit: Visit, notes: str) -> Reply:
    """Takes "Check this with the team" on a message: its text becomes the body, its first line the title."""
    text = clean(notes)
    if not text:
        raise BadInput(visit.texts("error.empty_notes"))
    title = text.splitlines()[0].strip("#*-• ")[:MAX_TITLE]
    if len(text) <= MAX_TEXT:
        return Open(sheet_form(visit.texts, {"title": title, "body": text}))
    if len(text) > MAX_NOTES:
        raise BadInput(visit.texts("error.notes_too_long", n=len(text), most=MAX_NOTES))
    async with visit.transaction() as uow:
        check = await _save(uow, visit, None, Written({"title": title}, text, ()))
        sheet = await sheet_of(uow, check)
        return Open(sheet_form(visit.texts, values_of(sheet, check), subject=check.id, notes=text))


async def edit(visit: Visit, subject: str) -> Reply:
    """The dialog of a draft, with what it holds."""
    async with visit.transaction() as uow:
        check = await _draft(uow, visit, subject)
        sheet = await sheet_of(uow, check)
        body = sheet.text.body
        return Open(
            sheet_form(
                visit.texts, values_of(sheet, check), subject=check.id, notes=body if len(body) > MAX_TEXT else ""
            )
        )


async def show(visit: Visit, subject: str) -> Reply:
    """The draft as it stands."""
    async with visit.transaction() as uow:
        check = await _draft(uow, visit, subject)
        return Say(_draft_message(visit, await sheet_of(uow, check), check))


async def submit(visit: Visit, subject: str, values: Mapping[str, str]) -> Reply:
    """A submitted sheet: kept as a draft; without reasons, some are proposed from its text first."""
    given = {name: clean(value) for name, value in values.items()}
    kept_body = await _long_body(visit, subject)
    body = kept_body or given.get("body", "")
    reasons = tuple(line.strip("-•*– \t") for line in given.get("reasons", "").splitlines() if line.strip("-•*– \t"))
    written = Written(given, body, reasons)
    errors = _errors(visit, written)
    if errors:
        return FieldErrors(errors)
    if not reasons:
        proposed = [reason[:MAX_REASON] for reason in await visit.house.comparer.propose_reasons(body)][:MAX_REASONS]
        if not proposed:
            return FieldErrors((("reasons", visit.texts("sheet.no_reasons_found")),))
        return Open(
            sheet_form(
                visit.texts, {**given, "reasons": "\n".join(proposed)}, subject=subject, proposed=True, notes=kept_body
            )
        )
    async with visit.transaction() as uow:
        before = await _draft(uow, visit, subject) if subject else None
        check = await _save(uow, visit, before, written)
        return Say(_draft_message(visit, await sheet_of(uow, check), check))


async def discard(visit: Visit, check: Check, uow: UnitOfWork) -> Reply:
    """A draft put away; it can be brought back."""
    await uow.checks.save(replace(check, state=CheckState.CANCELLED))
    return Update(discarded(visit.texts, check))


async def restore(visit: Visit, subject: str) -> Reply:
    """A discarded draft brought back."""
    async with visit.transaction() as uow:
        check = await managed(uow, visit, subject)
        if check.state is not CheckState.CANCELLED or check.opened_at:
            raise BadInput(visit.texts("error.not_a_draft"))
        check = await uow.checks.save(replace(check, state=CheckState.DRAFT))
        return Update(_draft_message(visit, await sheet_of(uow, check), check))


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


def _errors(visit: Visit, written: Written) -> tuple[tuple[str, str], ...]:
    texts, given = visit.texts, written.given
    errors = []
    if not given.get("title"):
        errors.append(("title", texts("error.empty")))
    elif len(given["title"]) > MAX_TITLE:
        errors.append(("title", texts("error.too_long", n=len(given["title"]), most=MAX_TITLE)))
    if not written.body:
        errors.append(("body", texts("error.empty")))
    elif len(given.get("body", "")) > MAX_TEXT:
        errors.append(("body", texts("error.too_long", n=len(written.body), most=MAX_TEXT)))
    if len(written.reasons) > MAX_REASONS:
        errors.append(("reasons", texts("error.too_many_reasons", n=len(written.reasons), most=MAX_REASONS)))
    elif any(len(reason) > MAX_REASON for reason in written.reasons):
        longest = max(written.reasons, key=len)
        errors.append(("reasons", texts("error.long_reason", start=longest[:40], n=len(longest), most=MAX_REASON)))
    elif len(set(written.reasons)) < len(written.reasons):
        errors.append(("reasons", texts("error.same_reason_twice")))
    elif written.reasons and not 1 <= int(given.get("main") or 1) <= len(written.reasons):
        errors.append(("main", texts("error.main_missing", n=len(written.reasons))))
    if given.get("effective_on") and _date(given["effective_on"]) is None:
        errors.append(("effective_on", texts("error.bad_date")))
    return tuple(errors)


async def _save(uow: UnitOfWork, visit: Visit, before: Check | None, written: Written) -> Check:
    given = written.given
    sheet_id = before.sheet_id if before else SheetId(visit.house.ids.new())
    slug = (await sheet_of(uow, before)).slug if before else await _free_slug(uow, visit, given["title"])
    await uow.sheets.put(
        SheetVersion(
            sheet_id,
            slug,
            1,
            visit.actor.person,
            SheetText(
                given["title"],
                written.body,
                reasons_of(
                    written.reasons,
                    main=int(given.get("main") or 1) - 1,
                    labels=tuple(given.get("labels", "").splitlines()),
                ),
            ),
            given.get("language") or visit.texts.language,
            given.get("exception_path", ""),
            _date(given.get("effective_on", "")),
        )
    )
    open_for = span(given.get("open_for") or DEFAULT_SPAN)
    audience, leads = _people(visit, given.get("who", "")), _people(visit, given.get("leads", ""))
    if before:
        return await uow.checks.save(replace(before, open_for=open_for, audience=audience, leads=leads))
    if visit.where.channel is None:
        raise BadInput(visit.texts("error.no_channel", command=visit.house.command))
    actor = visit.actor
    return await uow.checks.add(
        Check(
            id=CheckId(visit.house.ids.new()),
            tenant=visit.tenant,
            sheet_id=sheet_id,
            sheet_version=1,
            manager=actor.person,
            manager_name=actor.name,
            manager_zone=actor.time_zone,
            manager_locale=actor.locale,
            channel=visit.where.channel,
            visibility=Visibility.MANAGER,
            created_at=visit.now,
            open_for=open_for,
            audience=audience,
            leads=leads,
        )
    )


async def _free_slug(uow: UnitOfWork, visit: Visit, title: str) -> str:
    taken = await uow.sheets.slugs(visit.tenant)
    slug = slug_of(title)
    return next(name for name in (slug, *(f"{slug}-{i}" for i in range(2, len(taken) + 3))) if name not in taken)


def _people(visit: Visit, users: str) -> tuple[PersonRef, ...]:
    return tuple(PersonRef(visit.tenant, user) for user in dict.fromkeys(users.split()))


def _date(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _draft_message(visit: Visit, sheet: SheetVersion, check: Check) -> Message:
    return draft(visit.texts, sheet, check, lint(sheet.text, sheet.language))
