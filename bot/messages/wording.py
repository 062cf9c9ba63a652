"""What a language model worded for a manager: proposals, shown as somebody else's words."""

from collections.abc import Sequence

from bot.domain.ids import ReasonId
from bot.domain.lint import Finding
from bot.domain.sheet import SheetVersion
from bot.messages.catalogue import Catalogue
from bot.messages.sheets import number, remark_items
from bot.messages.view import Items, Message, Part, Run


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


def not_worded(texts: Catalogue, sheet: SheetVersion) -> Message:
    """The model was asked and gave nothing that can be shown."""
    return Message(texts("model.away", title=sheet.text.title), (texts.text("model.away", title=sheet.text.title),))
