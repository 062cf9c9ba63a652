"""The comparer's port: what a text says of a sheet's reasons."""

from abc import abstractmethod
from collections.abc import Sequence
from typing import Protocol

from bot.domain.sheet import SheetText
from bot.domain.verdict import Coding


class Comparer(Protocol):
    """Compares restatements with a sheet. Never sees a name or an id of a person.

    A coding depends on the sheet and its own text alone: not on the order or the company of the texts.
    Every method raises `ComparerUnavailable` and nothing else; the caller retries, then uses the local comparer.
    """

    #: Printed in the report: "local-use@1", "openai/<model>@prompt-3".
    name: str

    #: What this comparer cannot tell, as keys of the message catalogues ("limit_no_contradictions"); () for nothing.
    limits: tuple[str, ...]

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
