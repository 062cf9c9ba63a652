"""A comparer that reads keywords, for tests of everything that stands around one. It passes the ports' contract suite.

What it understands in a text, anywhere and in any case:

    r1            expresses reason r1 (the reason's id as a word, or any of its scripted words)
    not r1        contradicts it
    r1?           expresses it, unsure          maybe r1     leans to absent, unsure
    own: text     gives "text" (to the line's end) as an own reason
    I disagree    is an objection
    no letter at all, or "ok"                   says nothing
    a reason's or the body's own text           parrots
"""

import re
from collections.abc import Iterable, Mapping, Sequence

from bot.domain.errors import ComparerUnavailable
from bot.domain.sheet import MAX_REASON, MAX_REASONS, Reason, SheetText
from bot.domain.verdict import Chances, Coding, OwnReason, Span, Verdict, VerdictKind
from bot.ports.compare import Comparer

_OWN = re.compile(r"\bown:[ \t]*(\S[^\n]*)", re.IGNORECASE)


class FakeComparer(Comparer):
    """`words` scripts what else expresses a reason: {"r1": ("acme", "client")}."""

    name = "fake@1"
    limits: tuple[str, ...] = ()

    def __init__(self, words: Mapping[str, Iterable[str]] | None = None, *, unavailable: bool = False) -> None:
        self._words = {reason_id: tuple(given) for reason_id, given in (words or {}).items()}
        self.unavailable = unavailable  #: may be switched at any time

    async def code(self, sheet: SheetText, texts: Sequence[str]) -> Sequence[Coding]:
        self._answer_or_raise()
        return tuple(self._coding(sheet, text) for text in texts)

    async def group(self, own_reasons: Sequence[str]) -> Sequence[int]:
        """The same words, whatever their case and spacing, are the same theme."""
        self._answer_or_raise()
        numbers: dict[str, int] = {}
        return tuple(numbers.setdefault(" ".join(own.casefold().split()), len(numbers)) for own in own_reasons)

    async def propose_reasons(self, body: str) -> Sequence[str]:
        self._answer_or_raise()
        sentences = (sentence.strip() for sentence in re.split(r"(?<=[.!?])\s+|\n", body))
        return tuple(s[:MAX_REASON] for s in sentences if "because" in s.lower())[:MAX_REASONS]

    def _answer_or_raise(self) -> None:
        if self.unavailable:
            raise ComparerUnavailable("the comparer is scripted to be away")

    def _coding(self, sheet: SheetText, text: str) -> Coding:
        said = text.strip().casefold()
        own = tuple(
            OwnReason(m[1].strip(), Span(m.start(1), m.start(1) + len(m[1].strip()))) for m in _OWN.finditer(text)
        )
        return Coding(
            tuple(self._verdict(reason, text) for reason in sheet.reasons),
            own,
            informative=any(char.isalpha() for char in said) and said != "ok",
            parroting=said != ""
            and said in {t.strip().casefold() for t in (sheet.body, *(r.text for r in sheet.reasons))},
            objection="i disagree" in said,
        )

    def _verdict(self, reason: Reason, text: str) -> Verdict:
        words = "|".join(map(re.escape, (reason.id, *self._words.get(reason.id, ()))))
        found = re.search(rf"(\bnot |\bmaybe )?(?<!\w)(?:{words})(?!\w)(\?)?", text, re.IGNORECASE)
        if not found:
            return Verdict(reason.id, VerdictKind.ABSENT, unsure=False, p=Chances(0.05, 0.9, 0.05), quote=None)
        quote = Span(*found.span())
        if (found[1] or "").lower() == "not ":
            return Verdict(reason.id, VerdictKind.CONTRADICTED, unsure=False, p=Chances(0.05, 0.05, 0.9), quote=quote)
        if found[1]:
            return Verdict(reason.id, VerdictKind.ABSENT, unsure=True, p=Chances(0.45, 0.5, 0.05), quote=quote)
        if found[2]:
            return Verdict(reason.id, VerdictKind.EXPRESSED, unsure=True, p=Chances(0.55, 0.4, 0.05), quote=quote)
        return Verdict(reason.id, VerdictKind.EXPRESSED, unsure=False, p=Chances(0.9, 0.05, 0.05), quote=quote)
