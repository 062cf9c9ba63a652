"""The embedded comparer."""

import asyncio
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache, lru_cache
from typing import TypeVar

from adapters.comparers.local import coding, grouping, reading
from adapters.comparers.local.crossencoder import Judge, load_judge
from adapters.comparers.local.encoder import Encode, load_encoder
from adapters.comparers.local.language import Language, load_language
from adapters.comparers.local.proposing import proposed
from adapters.comparers.local.weights import Weights, load_weights
from bot.domain.sheet import SheetText
from bot.domain.verdict import Coding
from bot.ports.compare import Comparer

T = TypeVar("T")

_AT_ONCE = 64  #: texts coded before somebody else's call gets its turn
_SHEETS = 16  #: sheets whose vectors are kept


class LocalComparer(Comparer):
    """Codes by cross-encoders and sentence vectors, on this machine; other languages by the vectors alone.

    The models are loaded at the first call, and everything heavy runs in one thread beside the event loop.
    """

    name = "local@4"
    limits = ("limit_local_model",)

    def __init__(
        self,
        load: Callable[[], Encode] = load_encoder,
        load_language: Callable[[], Language] = load_language,
        load_judge: Callable[[str], Judge] = load_judge,
        weights: Weights | None = None,
    ) -> None:
        self._load: Callable[[], coding.Models] = lambda: coding.Models(load(), load_language(), cache(load_judge))
        self._weights = weights or load_weights()
        self._models: coding.Models | None = None
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="comparer")
        self._sheet = lru_cache(maxsize=_SHEETS)(self._read_sheet)

    def limits_of(self, heard_by: str) -> tuple[str, ...]:
        return (*self.limits, "limit_other_language") if coding.BY_VECTORS in heard_by else self.limits

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
        models, vectors = self._read(), self._sheet(sheet)
        return [coding.code(models, self._weights, sheet, vectors, text) for text in texts]

    def _group(self, own_reasons: Sequence[str]) -> tuple[int, ...]:
        if not own_reasons:
            return ()
        return grouping.themes(self._read().encode, own_reasons, self._weights.same_theme)

    def _read_sheet(self, sheet: SheetText) -> reading.SheetReading:
        models = self._read()
        return reading.read_sheet(models.encode, models.language, sheet)

    def _read(self) -> coding.Models:
        if self._models is None:
            self._models = self._load()
        return self._models
