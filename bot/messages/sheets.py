"""Messages and forms for writing a sheet: the dialog, its preview with the clarity review."""

from collections.abc import Mapping, Sequence
from datetime import timedelta

from bot.domain.check import Check
from bot.domain.ids import ReasonId
from bot.domain.lint import Finding, FindingKind
from bot.domain.sheet import MAX_LABEL, MAX_REASON, MAX_REASONS, MAX_TEXT, MAX_TITLE, SheetVersion
from bot.messages.audience import NOTHING_MORE, Asking, asked, audience_fields
from bot.messages.catalogue import Catalogue, languages
from bot.messages.running import few
from bot.messages.view import (
    Button,
    Buttons,
    Divider,
    Facts,
    Field,
    FieldKind,
    Form,
    Heading,
    Items,
    Message,
    Option,
    Part,
    Quote,
    Run,
    Style,
    Text,
    Weight,
)

SHEET_FORM = "sheet"
SPANS = ("4h", "1d", "2d", "3d", "5d", "1w", "2w")  #: how long a check may be open, as the dialog offers it
DEFAULT_SPAN = "2d"
MAX_EXCEPTION_PATH = 300  #: characters; one or two sentences


def sheet_form(
    texts: Catalogue,
    values: Mapping[str, str],
    *,
    subject: str = "",
    proposed: bool = False,
    notes: str = "",
    asking: Asking = NOTHING_MORE,
) -> Form:
    """The dialog for a sheet. `values` is what is already known; `notes` a body too long for an input, kept whole."""
    intro: list[Part] = []
    if proposed:
        intro.append(texts.text("sheet.proposed"))
    if notes:
        intro += [texts.text("sheet.long_notes", n=len(notes)), Quote(notes[:300] + " …")]
    body = () if notes else (_lines(texts, "body", values, MAX_TEXT, required=True),)
    return Form(
        SHEET_FORM,
        texts("sheet.form_title"),
        texts("sheet.form_submit"),
        subject,
        (
            Field(
                "title",
                FieldKind.LINE,
                texts("sheet.title"),
                texts("sheet.title_hint"),
                required=True,
                max_length=MAX_TITLE,
                initial=values.get("title", ""),
            ),
            *body,
            _lines(texts, "reasons", values, MAX_REASONS * (MAX_REASON + 1)),
            Field(
                "main",
                FieldKind.CHOICE,
                texts("sheet.main"),
                texts("sheet.main_hint"),
                initial=values.get("main", "1"),
                options=tuple(Option(str(i + 1), texts("sheet.main_option", i=i + 1)) for i in range(MAX_REASONS)),
            ),
            _lines(texts, "labels", values, MAX_REASONS * (MAX_LABEL + 1)),
            Field(
                "exception_path",
                FieldKind.LINE,
                texts("sheet.exception_path"),
                texts("sheet.exception_path_hint"),
                max_length=MAX_EXCEPTION_PATH,
                initial=values.get("exception_path", ""),
            ),
            Field("effective_on", FieldKind.DATE, texts("sheet.effective_on"), initial=values.get("effective_on", "")),
            *audience_fields(texts, values, asking),
            Field(
                "leads",
                FieldKind.PEOPLE,
                texts("sheet.leads"),
                texts("sheet.leads_hint"),
                initial=values.get("leads", ""),
            ),
            Field(
                "open_for",
                FieldKind.CHOICE,
                texts("sheet.open_for"),
                required=True,
                initial=values.get("open_for", DEFAULT_SPAN),
                options=tuple(Option(span, texts(f"span.{span}")) for span in SPANS),
            ),
            Field(
                "language",
                FieldKind.CHOICE,
                texts("sheet.language"),
                texts("sheet.language_hint"),
                initial=values.get("language", texts.language),
                options=tuple(Option(code, texts(f"language.{code}")) for code in languages()),
            ),
        ),
        tuple(intro),
        texts("form.cancel"),
    )


def _lines(texts: Catalogue, name: str, values: Mapping[str, str], most: int, *, required: bool = False) -> Field:
    return Field(
        name,
        FieldKind.LINES,
        texts(f"sheet.{name}"),
        texts(f"sheet.{name}_hint"),
        required=required,
        max_length=min(most, MAX_TEXT),
        initial=values.get(name, ""),
    )


def values_of(sheet: SheetVersion, check: Check) -> dict[str, str]:
    """The dialog's values for a draft that is edited again. A body over an input's size is left to `notes`."""
    reasons = sheet.text.reasons
    return {
        "title": sheet.text.title,
        "body": sheet.text.body if len(sheet.text.body) <= MAX_TEXT else "",
        "reasons": "\n".join(reason.text for reason in reasons),
        "labels": "\n".join(reason.label for reason in reasons),
        "main": str(next((i + 1 for i, reason in enumerate(reasons) if reason.main), 1)),
        "exception_path": sheet.exception_path,
        "effective_on": sheet.effective_on.isoformat() if sheet.effective_on else "",
        "who": "\n".join(person.user for person in check.audience if not person.group),
        "groups": "\n".join(person.user for person in check.audience if person.group),
        "leads": "\n".join(person.user for person in check.leads),
        "open_for": span_name(check.open_for),
        "language": sheet.language,
    }


def span_name(span: timedelta) -> str:
    """A time as it is typed: "30m", "4h", "2d", "1w"."""
    days, rest = divmod(span, timedelta(days=1))
    if rest % timedelta(hours=1):
        return f"{span // timedelta(minutes=1)}m"
    if rest:
        return f"{span // timedelta(hours=1)}h"
    return f"{days // 7}w" if days % 7 == 0 else f"{days}d"


def sheet_parts(texts: Catalogue, sheet: SheetVersion) -> tuple[Part, ...]:
    """What a sheet says: title, what changes, the numbered reasons, exception path and date."""
    facts = []
    if sheet.effective_on:
        facts.append((texts("sheet.effective_on"), texts.day(sheet.effective_on)))
    if sheet.exception_path:
        facts.append((texts("sheet.exception_path"), sheet.exception_path))
    return (
        Heading(sheet.text.title),
        *(Text((Run(paragraph),)) for paragraph in sheet.text.body.split("\n\n") if paragraph.strip()),
        texts.text("card.why"),
        reason_items(texts, sheet),
        *((Facts(tuple(facts)),) if facts else ()),
    )


def reason_items(texts: Catalogue, sheet: SheetVersion) -> Items:
    """The reasons, numbered, the main one marked."""
    return Items(
        tuple(
            (
                Run(f"{number(i)} ", Style.STRONG),
                Run(reason.text),
                *(
                    (Run(f" — {texts('card.main_mark')}", Style.QUIET),)
                    if reason.main and len(sheet.text.reasons) > 1
                    else ()
                ),
            )
            for i, reason in enumerate(sheet.text.reasons)
        )
    )


def number(index: int) -> str:
    """①, ②, … as reasons are numbered everywhere."""
    return chr(ord("①") + index)


def draft(
    texts: Catalogue,
    sheet: SheetVersion,
    check: Check,
    findings: Sequence[Finding],
    *,
    closer: bool = False,
    readers: Sequence[str] = (),
) -> Message:
    """The manager's private preview of a sheet, with the clarity review: taken or left. `closer`: there is somebody to
    have a closer look. `readers`: the leads' names, where they are known.
    """
    review: tuple[Part, ...]
    remarks = _remarks(findings)
    if remarks:
        review = (
            texts.text("lint.intro", n=len(remarks)),
            Items(remark_items(texts, sheet, findings)),
        )
    else:
        review = (texts.text("lint.clean", quiet=True),)
    subject = str(check.id)
    return Message(
        texts("sheet.draft_summary", title=sheet.text.title),
        (
            texts.text("sheet.draft_intro", quiet=True),
            *sheet_parts(texts, sheet),
            Facts(
                (
                    (texts("sheet.labels_fact"), " · ".join(reason.label for reason in sheet.text.reasons)),
                    (texts("sheet.open_for"), _open_for(texts, check.open_for)),
                    (texts("sheet.asked"), asked(texts, check)),
                    *_leads(texts, check, readers),
                    (texts("sheet.who_sees"), texts(f"visibility.{check.visibility}_short")),
                )
            ),
            Divider(),
            *review,
            Buttons(
                (
                    Button(texts("sheet.send"), "launch", subject, Weight.PRIMARY, texts("sheet.send_confirm")),
                    Button(texts("sheet.edit"), "edit_sheet", subject),
                    Button(texts("sheet.preview"), "preview", subject),
                    *((Button(texts("model.review"), "review", subject),) if closer else ()),
                    Button(texts("sheet.discard"), "cancel", subject, Weight.DANGER, texts("sheet.discard_confirm")),
                )
            ),
        ),
    )


def _open_for(texts: Catalogue, span: timedelta) -> str:
    name = span_name(span)
    return texts(f"span.{name}") if name in SPANS else name


def _leads(texts: Catalogue, check: Check, readers: Sequence[str]) -> tuple[tuple[str, str], ...]:
    if not check.leads:
        return ()
    who = few(texts, readers) if readers else texts("sheet.leads_named", n=len(check.leads))
    return ((texts("sheet.leads_fact"), who),)


def remark_items(texts: Catalogue, sheet: SheetVersion, findings: Sequence[Finding]) -> tuple[tuple[Run, ...], ...]:
    """One line for each remark."""
    return tuple(_finding(texts, sheet, finding) for finding in _remarks(findings))


def _remarks(findings: Sequence[Finding]) -> list[Finding]:
    """One remark for each kind and reason, in order; several words of jargon stand in one."""
    details: dict[tuple[FindingKind, ReasonId | None], list[str]] = {}
    for finding in findings:
        details.setdefault((finding.kind, finding.reason_id), []).append(finding.detail)
    return [Finding(kind, reason_id, ", ".join(found)) for (kind, reason_id), found in details.items()]


def _finding(texts: Catalogue, sheet: SheetVersion, finding: Finding) -> tuple[Run, ...]:
    at = next((i for i, reason in enumerate(sheet.text.reasons) if reason.id == finding.reason_id), None)
    return (
        *((Run(f"{number(at)} ", Style.STRONG),) if at is not None else ()),
        *texts.runs(f"lint.{finding.kind}", detail=finding.detail),
    )


def discarded(texts: Catalogue, check: Check) -> Message:
    """A draft put away, with the way back."""
    return Message(
        texts("sheet.discarded"),
        (texts.text("sheet.discarded"), Buttons((Button(texts("sheet.restore"), "restore", str(check.id)),))),
    )
