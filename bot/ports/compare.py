"""The comparer's port: what a text says of a sheet's reasons."""

from abc import abstractmethod
from collections.abc import Sequence
from typing import NamedTuple, Protocol

from bot.domain.errors import CapReached, ComparerUnavailable
from bot.domain.ids import ReasonId
from bot.domain.lint import Finding
from bot.domain.sheet import SheetText
from bot.domain.verdict import Coding
from bot.ports.spending import Purse


class Comparer(Protocol):
    """Compares restatements with a sheet. Never sees a name or an id of a person.

    A coding depends on the sheet and its own text alone: not on the order or the company of the texts.
    Every method raises `ComparerUnavailable` and nothing else; the caller retries. A comparer that has a fallback
    never raises from `code`: what it cannot code the fallback codes, and `Coding.coder` says so.
    """

    #: Printed in the report: "local-use@1", "openai/<model>@prompt-3".
    name: str

    #: What this comparer cannot tell, as keys of the message catalogues ("limit_local_model"); () for nothing.
    limits: tuple[str, ...]

    #: Who stands in where this comparer is unavailable; None: nobody.
    fallback: "Comparer | None" = None

    @abstractmethod
    async def code(self, sheet: SheetText, texts: Sequence[str]) -> Sequence[Coding]:
        """One coding for each text, in the same order; each with one verdict for each reason, in the sheet's order.

        Every quote lies inside its own text.
        """
        ...

    @abstractmethod
    async def group(self, own_reasons: Sequence[str]) -> Sequence[int]:
        """A theme number for each text, the same for texts that say the same; independent of their order
        up to renumbering. Numbers count from 0 in order of first appearance.
        """
        ...

    @abstractmethod
    async def propose_reasons(self, body: str) -> Sequence[str]:
        """At most 6 reasons that the text gives, in its order and its language; () where it gives none."""
        ...

    #: It can word things itself: `remarks`, `ways_to_explain` and `translated` give something.
    words: bool = False

    async def remarks(self, sheet: SheetText) -> Sequence[Finding]:
        """A closer clarity review than `lint`, in any language. Raises ComparerUnavailable."""
        del sheet
        raise ComparerUnavailable("this comparer words nothing")

    async def ways_to_explain(self, sheet: SheetText, reason_id: ReasonId) -> Sequence[str]:
        """At most 3 other ways to say this reason, each no longer than a reason may be, in its language.
        Raises ComparerUnavailable.
        """
        del sheet, reason_id
        raise ComparerUnavailable("this comparer words nothing")

    async def translated(self, words: str, language: str) -> str:
        """The words in this language ("es"); "" where they are in it already. Raises ComparerUnavailable."""
        del words, language
        raise ComparerUnavailable("this comparer words nothing")

    def paid_from(self, purse: Purse) -> "Comparer":
        """The same comparer; what a language model is asked counts against this check's cap."""
        del purse
        return self

    def limits_of(self, heard_by: str) -> tuple[str, ...]:
        """What a report cannot tell that was heard by those whose names stand in `heard_by`, its line about them."""
        del heard_by
        return self.limits


class Grouped(NamedTuple):
    """A theme's number for each own reason, and the name of who grouped them."""

    themes: Sequence[int]
    by: str
    capped: bool = False  #: the fallback did, for the check's cap on what a language model may cost


async def grouped(comparer: Comparer, own_reasons: Sequence[str]) -> Grouped:
    """By the comparer, or by its fallback where it is unavailable."""
    try:
        return Grouped(await comparer.group(own_reasons), comparer.name)
    except ComparerUnavailable as err:
        if comparer.fallback is None:
            raise
        themes = await comparer.fallback.group(own_reasons)
        return Grouped(themes, comparer.fallback.name, isinstance(err, CapReached))
