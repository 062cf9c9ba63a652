"""The comparer's port: what a text says of a sheet's reasons."""

from abc import abstractmethod
from collections.abc import Sequence
from typing import Protocol

from bot.domain.errors import ComparerUnavailable
from bot.domain.sheet import SheetText
from bot.domain.verdict import Coding


class Comparer(Protocol):
    """Compares restatements with a sheet. Never sees a name or an id of a person.

    A coding depends on the sheet and its own text alone: not on the order or the company of the texts.
    Every method raises `ComparerUnavailable` and nothing else; the caller retries. A comparer that has a fallback
    never raises from `code`: what it cannot code the fallback codes, and `Coding.coder` says so.
    """

    #: Printed in the report: "local-use@1", "openai/<model>@prompt-3".
    name: str

    #: What this comparer cannot tell, as keys of the message catalogues ("limit_no_contradictions"); () for nothing.
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

    def limits_of(self, heard_by: str) -> tuple[str, ...]:
        """What a report cannot tell that was heard by those whose names stand in `heard_by`, its line about them."""
        del heard_by
        return self.limits


async def grouped(comparer: Comparer, own_reasons: Sequence[str]) -> tuple[Sequence[int], str]:
    """The themes, and the name of who grouped them: the comparer, or its fallback where it is unavailable."""
    try:
        return await comparer.group(own_reasons), comparer.name
    except ComparerUnavailable:
        if comparer.fallback is None:
            raise
        return await comparer.fallback.group(own_reasons), comparer.fallback.name
