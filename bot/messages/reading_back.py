"""The read-back: what was heard, and the dialog to put it right."""

from bot.domain.check import Check
from bot.domain.restatement import ReadBack, Restatement, questions, stated
from bot.domain.sheet import MAX_TEXT, SheetVersion
from bot.domain.verdict import Verdict, VerdictKind
from bot.messages.catalogue import Catalogue
from bot.messages.lengths import MAX_QUOTE, one_line
from bot.messages.sheets import number
from bot.messages.view import (
    Button,
    Buttons,
    Field,
    FieldKind,
    Form,
    Items,
    Message,
    Option,
    Part,
    Quote,
    Run,
    Style,
    Weight,
)

FIX_FORM = "fix"


def read_back(
    texts: Catalogue, sheet: SheetVersion, restatement: Restatement, heard: ReadBack, *, after_close: bool = False
) -> Message:
    """Here's what I heard … did I get you right? Once confirmed, the same without questions."""
    items = _heard_items(texts, sheet, restatement, heard)
    parts: list[Part] = [texts.text("readback.intro", title=sheet.text.title)]
    if items:
        parts.append(Items(tuple(items)))
    else:
        parts.append(texts.text("readback.nothing" if heard.coding.informative else "readback.no_information"))
    if heard.coding.objection and not restatement.objection:
        parts += [
            texts.text("readback.objection"),
            Buttons((Button(texts("ask.disagree"), "disagree", str(restatement.check_id)),)),
        ]
    if after_close:
        parts.append(texts.text("readback.after_close", quiet=True))
    subject = f"{restatement.id}/{heard.revision}"
    if heard.confirmed_at:
        parts += [texts.text("readback.confirmed"), Buttons((Button(texts("readback.fix"), "fix", subject),))]
        return Message(texts("readback.summary"), tuple(parts))
    asked = [part for verdict in questions(heard.coding) for part in _question(texts, sheet, verdict, heard, subject)]
    parts += [
        *asked,
        texts.text("readback.right"),
        *((texts.text("readback.open", quiet=True),) if asked else ()),
        Buttons(
            (
                Button(texts("readback.yes"), "confirm", subject, Weight.PRIMARY),
                Button(texts("readback.fix"), "fix", subject),
            )
        ),
    ]
    return Message(texts("readback.summary"), tuple(parts))


def _heard_items(
    texts: Catalogue, sheet: SheetVersion, restatement: Restatement, heard: ReadBack
) -> list[tuple[Run, ...]]:
    items = [
        (*_named(texts, sheet, verdict, heard), *_evidence(texts, verdict, restatement))
        for verdict in _heard(heard)
        if verdict.reason_id not in heard.dropped
    ]
    items += [
        (*texts.runs("readback.own"), Run(f" {own.text}"))
        for own in heard.coding.own_reasons
        if own.text not in heard.dropped_own
    ]
    return items


def _heard(heard: ReadBack) -> tuple[Verdict, ...]:
    """What was stated as heard, and what was asked about and affirmed, in the sheet's order."""
    shown = {verdict.reason_id for verdict in stated(heard.coding)} | heard.yes
    return tuple(verdict for verdict in heard.coding.verdicts if verdict.reason_id in shown)


def _named(texts: Catalogue, sheet: SheetVersion, verdict: Verdict, heard: ReadBack) -> tuple[Run, ...]:
    index, reason = next((i, r) for i, r in enumerate(sheet.text.reasons) if r.id == verdict.reason_id)
    return (Run(f"{number(index)} ", Style.STRONG), *texts.runs(_heard_key(verdict, heard), reason=reason.text))


def _heard_key(verdict: Verdict, heard: ReadBack) -> str:
    if verdict.kind is VerdictKind.EXPRESSED:
        return "readback.heard"
    return "readback.too" if verdict.reason_id in heard.yes else "readback.opposite"


def _evidence(texts: Catalogue, verdict: Verdict, restatement: Restatement) -> tuple[Run, ...]:
    quote = verdict.quote.of(restatement.text) if verdict.quote else ""
    return (Run(f" — {texts.quote(one_line(quote, MAX_QUOTE))}", Style.QUIET),) if quote.strip() else ()


def _question(
    texts: Catalogue, sheet: SheetVersion, verdict: Verdict, heard: ReadBack, subject: str
) -> tuple[Part, ...]:
    if verdict.reason_id in heard.yes | heard.no:
        return ()
    reason = sheet.text.reason(verdict.reason_id)
    leaning = verdict.kind is VerdictKind.EXPRESSED
    return (
        texts.text("readback.question_heard" if leaning else "readback.question", reason=reason.text),
        Buttons(
            (
                Button(texts("readback.that_too"), "too", f"{subject}/{verdict.reason_id}"),
                Button(texts("readback.not_that"), "not_that", f"{subject}/{verdict.reason_id}"),
            )
        ),
    )


def fix_form(texts: Catalogue, sheet: SheetVersion, restatement: Restatement, heard: ReadBack) -> Form:
    """What was heard, to keep or strike out, and room for own words; reasons not heard are not shown, so that a fix
    stays the writer's own.
    """
    options = [
        Option(
            f"reason:{verdict.reason_id}",
            texts(_heard_key(verdict, heard), reason=sheet.text.reason(verdict.reason_id).text),
        )
        for verdict in _heard(heard)
    ]
    options += [Option(f"own:{i}", own.text) for i, own in enumerate(heard.coding.own_reasons)]
    kept = [option.value for option in options if not _struck(option.value, heard)]
    keep = Field(
        "keep",
        FieldKind.CHOICES,
        texts("fix.keep"),
        texts("fix.keep_hint"),
        initial="\n".join(kept),
        options=tuple(options),
    )
    return Form(
        FIX_FORM,
        texts("fix.form_title"),
        texts("fix.submit"),
        f"{restatement.id}/{heard.revision}",
        (
            *((keep,) if options else ()),
            Field(
                "words",
                FieldKind.LINES,
                texts("fix.words"),
                texts("fix.words_hint"),
                max_length=MAX_TEXT,
                initial=restatement.fix,
            ),
        ),
        (texts.text("fix.intro"), Quote(restatement.why)),
        texts("form.cancel"),
    )


def _struck(value: str, heard: ReadBack) -> bool:
    kind, _, rest = value.partition(":")
    if kind == "reason":
        return rest in heard.dropped
    return heard.coding.own_reasons[int(rest)].text in heard.dropped_own


def listening(texts: Catalogue, check: Check) -> Message:
    """Said at once after an answer is stored; the read-back follows."""
    return Message(texts("answer.stored"), (texts.text("answer.stored", manager=check.manager_name),))
