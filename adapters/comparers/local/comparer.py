"""The embedded comparer."""

import asyncio
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from typing import TypeVar

from adapters.comparers.local import coding, grouping, reading
from adapters.comparers.local.encoder import Encode, load_encoder
from adapters.comparers.local.proposing import proposed
from adapters.comparers.local.weights import Weights, load_weights
from bot.domain.sheet import SheetText
from bot.domain.verdict import Coding
from bot.ports.compare import Comparer

T = TypeVar("T")

_AT_ONCE = 64  #: texts coded before somebody else's call gets its turn
_SHEETS = 16  #: sheets whose vectors are kept


class LocalComparer(Comparer):
    """Codes by sentence vectors, on this machine. It cannot see contradictions: their probability is a base rate.

    The model is loaded at the first call, and everything heavy runs in one thread beside the event loop.
    """

    name = "local-use@1"
    limits = ("limit_no_contradictions",)

    def __init__(self, load: Callable[[], Encode] = load_encoder, weights: Weights | None = None) -> None:
        self._load = load
        self._weights = weights or load_weights()
        self._encoder: Encode | None = None
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="comparer")
        self._sheet = lru_cache(maxsize=_SHEETS)(self._read_sheet)

    async def code(self, sheet: SheetText, texts: Sequence[str]) -> Sequence[Coding]:
        codings: list[Coding] = []
        for start in range(0, len(texts), _AT_ONCE):
            codings.extend(await self._aside(self._code, sheet, texts[start : start + _AT_ONCE]))
        return tuple(codings)

    async def group(self, own_reasons: Sequence[str]) -> Sequence[int]:
        return await self._aside(self._group, own_reasons)

    async def propose_reasons(self, body: str) -> Sequence[str]:
        return await self._aside(proposed, body)

    async def _aside(self, work: Callable[..., T], *args: object) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._thread, work, *args)

    def _code(self, sheet: SheetText, texts: Sequence[str]) -> list[Coding]:
        encode, vectors = self._encode(), self._sheet(sheet)
        return [coding.code(encode, self._weights, sheet, vectors, text) for text in texts]

    def _group(self, own_reasons: Sequence[str]) -> tuple[int, ...]:
        return grouping.themes(self._encode(), own_reasons, self._weights.same_theme) if own_reasons else ()

    def _read_sheet(self, sheet: SheetText) -> reading.SheetReading:
        return reading.read_sheet(self._encode(), sheet)

    def _encode(self) -> Encode:
        if self._encoder is None:
            self._encoder = self._load()
        return self._encoder
