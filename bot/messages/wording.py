"""What a language model worded for a manager: proposals, shown as somebody else's words."""

from collections.abc import Sequence

from bot.domain.check import Check
from bot.domain.divergence import Divergence
from bot.domain.ids import ReasonId
from bot.domain.lint import Finding
from bot.domain.sheet import SheetVersion
from bot.messages.catalogue import Catalogue
from bot.messages.lengths import MAX_QUOTE, one_line
from bot.messages.sheets import number, remark_items
from bot.messages.view import Button, Buttons, Items, Message, Part, Run, Style


def reviewed(texts: Catalogue, sheet: SheetVersion, more: Sequence[Finding], comparer: str) -> Message:
    """A closer review of a draft: what the clarity review in it does not say already."""
    told: Part = Items(remark_items(texts, sheet, more)) if more else texts.text("model.no_more")
    return Message(
        texts("model.reviewed", title=sheet.text.title),
        (
            texts.text("model.reviewed", title=sheet.text.title),
            told,
            texts.text("model.reviewed_by", quiet=True, comparer=comparer),
        ),
    )


def explained(
    texts: Catalogue, sheet: SheetVersion, reason_id: ReasonId, ways: Sequence[str], comparer: str
) -> Message:
    """Other ways to explain a reason."""
    index = next(i for i, reason in enumerate(sheet.text.reasons) if reason.id == reason_id)
    named = f"{number(index)} {sheet.text.reasons[index].text}"
    return Message(
        texts("model.explained", reason=number(index), title=sheet.text.title),
        (
            texts.text("model.other_ways", reason=named),
            Items(tuple((Run(way),) for way in ways)),
            texts.text("model.proposed_by", quiet=True, comparer=comparer),
        ),
    )


def other_ways(texts: Catalogue, sheet: SheetVersion, divergence: Divergence, check: Check) -> tuple[Part, ...]:
    """A button for each reason that needs another explanation."""
    wanting = {each.reason_id for each in divergence.mismatches}
    asked = tuple(
        Button(texts("model.explain", reason=number(i)), "explain", f"{check.id}/{reason.id}")
        for i, reason in enumerate(sheet.text.reasons)
        if reason.id in wanting
    )
    return (Buttons(asked),) if asked else ()


def to_translate(texts: Catalogue, check: Check) -> tuple[Part, ...]:
    """The button that has the report's quotes translated."""
    return (Buttons((Button(texts("model.translate"), "translate", str(check.id)),)),)


def translated(
    texts: Catalogue, sheet: SheetVersion, rows: Sequence[tuple[str, str]], missing: int, comparer: str
) -> Message:
    """Quotes in another language than their writers': name, words. `missing`: so many could not be translated."""
    parts: list[Part] = [texts.text("model.translated", title=sheet.text.title)]
    if rows:
        quoted = [(name, texts.quote(one_line(words, MAX_QUOTE))) for name, words in rows]
        parts.append(Items(tuple((Run(name, Style.STRONG), Run(f": {words}")) for name, words in quoted)))
        parts.append(texts.text("model.translated_by", quiet=True, comparer=comparer))
    elif not missing:
        parts.append(texts.text("model.all_readable"))
    if missing:
        parts.append(texts.text("model.untranslated", n=missing))
    return Message(texts("model.translated", title=sheet.text.title), tuple(parts))


def not_worded(texts: Catalogue, sheet: SheetVersion) -> Message:
    """The model was asked and gave nothing that can be shown."""
    return Message(texts("model.away", title=sheet.text.title), (texts.text("model.away", title=sheet.text.title),))
