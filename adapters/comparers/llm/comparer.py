"""The comparer that asks a language model, with the local one behind it."""

import asyncio
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from hashlib import sha256

import structlog

from adapters.comparers.llm import prompts
from adapters.comparers.llm.budget import Budget
from adapters.comparers.llm.endpoint import CAP, Endpoint, Failed, Session
from adapters.comparers.llm.reading import Reading, chances, found, parsed, read
from adapters.comparers.llm.wording import remarks_in, translation_in, ways_in
from bot.domain.errors import CapReached, ComparerUnavailable
from bot.domain.ids import CheckId, ReasonId, TenantId
from bot.domain.lint import Finding
from bot.domain.own_words import clean, parrots, says_nothing
from bot.domain.sheet import MAX_REASON, MAX_REASONS, SheetText
from bot.domain.verdict import Coding, Verdict, VerdictKind
from bot.ports.compare import Comparer
from bot.ports.spending import Caps, MemorySpending, Purse, Spending

MAX_GROUPED = 200  #: different own reasons that are grouped in one request
_SAID_BY_NOTHING = chances(VerdictKind.ABSENT, 0.97)

_NOBODYS = Purse(TenantId(""), CheckId(""))

_log = structlog.get_logger()


class LlmComparer(Comparer):
    """One request for each answer. Whatever goes wrong with it, the fallback codes that answer and is named.

    Answers that say nothing ("ok", 👍) are not sent: the own-words gate knows them.
    """

    words = True
    limits: tuple[str, ...] = ()
    fallback: Comparer

    def __init__(
        self, endpoint: Endpoint, fallback: Comparer, caps: Caps, spending: Spending, purse: Purse | None = None
    ) -> None:
        self.name = f"openai/{endpoint.server.model}@prompt-{prompts.VERSION}"
        self.fallback = fallback
        self._endpoint = endpoint
        self._caps = caps
        self._spending = spending
        self._unnamed = MemorySpending()
        self._purse = purse

    def paid_from(self, purse: Purse) -> "LlmComparer":
        return LlmComparer(self._endpoint, self.fallback, self._caps, self._spending, purse)

    def limits_of(self, heard_by: str) -> tuple[str, ...]:
        return (*self.fallback.limits, "limit_stood_in") if self.fallback.name in heard_by else self.limits

    async def code(self, sheet: SheetText, texts: Sequence[str]) -> Sequence[Coding]:
        if not texts:
            return ()
        prompt, budget = prompts.coding(sheet), self._budget(sheet)
        async with self._endpoint.opened() as session:
            codings = await asyncio.gather(*(self._coding(session, prompt, budget, sheet, text) for text in texts))
        missed = [text for text, coding in zip(texts, codings, strict=True) if isinstance(coding, Failed)]
        self._tell(Counter(coding.reason for coding in codings if isinstance(coding, Failed)))
        others = iter(await self.fallback.code(sheet, missed) if missed else ())
        return tuple(
            replace(next(others), coder=self.fallback.name, capped=coding.reason == CAP)
            if isinstance(coding, Failed)
            else coding
            for coding in codings
        )

    async def group(self, own_reasons: Sequence[str]) -> Sequence[int]:
        """Texts of the same words are the same theme without being sent; the others go in one request, in an order of
        their own, so that the order given does not matter.
        """
        keys = [prompts.readable(" ".join(own.casefold().split()), prompts.MAX_OWN) for own in own_reasons]
        different = sorted(set(keys))
        home = dict(zip(different, await self._themes(different), strict=True))
        numbers: dict[int, int] = {}
        return tuple(numbers.setdefault(home[key], len(numbers)) for key in keys)

    async def propose_reasons(self, body: str) -> Sequence[str]:
        """Sentences of the text that say why, copied; the fallback's proposals where the model has none to give."""
        if not any(sign.isalnum() for sign in body):
            return ()
        notes = prompts.readable(body, prompts.MAX_NOTES)
        try:
            value = parsed(await self._asked(prompts.proposing(notes)))
            sentences = value.get("sentences")
            if not isinstance(sentences, list) or not all(isinstance(each, str) for each in sentences):
                raise Failed("unreadable")  # noqa: TRY301 - one way out for everything that fails
        except Failed as failed:
            self._tell(Counter([failed.reason]))
            return await self.fallback.propose_reasons(body)
        spans = {found(sentence, notes) for sentence in sentences} - {None}
        if sentences and not spans:
            self._tell(Counter(["quote"]))
            return await self.fallback.propose_reasons(body)
        copied = (clean(span.of(body)) for span in sorted(filter(None, spans), key=lambda span: span.start))
        return tuple(map(_fitting, filter(None, copied)))[:MAX_REASONS]

    async def remarks(self, sheet: SheetText) -> Sequence[Finding]:
        try:
            return remarks_in(sheet, await self._asked(prompts.reviewing(sheet)))
        except Failed as failed:
            raise self._unavailable(failed, "review") from failed

    async def ways_to_explain(self, sheet: SheetText, reason_id: ReasonId) -> Sequence[str]:
        try:
            return ways_in(await self._asked(prompts.explaining(sheet, reason_id)))
        except Failed as failed:
            raise self._unavailable(failed, "explain") from failed

    async def translated(self, words: str, language: str) -> str:
        sent = prompts.readable(words, prompts.MAX_ANSWER)
        try:
            return translation_in(sent, await self._asked(prompts.translating(sent, language)))
        except Failed as failed:
            raise self._unavailable(failed, "translate") from failed

    def _unavailable(self, failed: Failed, what: str) -> ComparerUnavailable:
        self._tell(Counter([failed.reason]))
        kind = CapReached if failed.reason == CAP else ComparerUnavailable
        return kind(f"the language model did not {what}")

    async def _coding(
        self, session: Session, prompt: prompts.Coding, budget: Budget, sheet: SheetText, text: str
    ) -> Coding | Failed:
        cleaned = clean(text[: prompts.MAX_ANSWER])
        if says_nothing(cleaned):
            return _says_nothing(sheet, parroting=parrots(cleaned, sheet))
        try:
            reading = await self._reading(session, prompt, budget, sheet, text)
        except Failed as failed:
            return failed
        parroting = parrots(cleaned, sheet)
        informative = reading.says_why and not parroting
        coding = Coding(
            tuple(filter(None, reading.verdicts)),
            reading.own_reasons if informative else (),
            informative,
            parroting,
            reading.objects,
        )
        if all(reading.verdicts):
            return coding
        self._tell(Counter(["quote"]))
        (other,) = await self.fallback.code(sheet, (text,))
        verdicts = tuple(mine or its for mine, its in zip(reading.verdicts, other.verdicts, strict=True))
        return replace(coding, verdicts=verdicts, coder=f"{self.name}+{self.fallback.name}")

    async def _reading(
        self, session: Session, prompt: prompts.Coding, budget: Budget, sheet: SheetText, text: str
    ) -> Reading:
        """Asks, and once more where the reply or a quote in it cannot be used. Raises Failed."""
        sent = prompts.readable(text, prompts.MAX_ANSWER)
        first_prompt = prompt.of(sent)
        reply = await session.ask(first_prompt, budget)
        first = read(sheet, text, sent, reply)
        if first and first.all_found:
            return first
        try:
            second = read(sheet, text, sent, await session.ask(prompt.again(first_prompt, reply), budget))
        except Failed:
            if first is None:
                raise
            return first
        if first and second:
            return first.mended_by(second)
        only = first or second
        if only is None:
            raise Failed("shape")
        return only

    async def _themes(self, texts: Sequence[str]) -> Sequence[int]:
        """A theme's number for each of these different texts. Raises ComparerUnavailable."""
        if len(texts) < 2:  # noqa: PLR2004 - one alone needs no company
            return range(len(texts))
        if len(texts) > MAX_GROUPED:
            raise ComparerUnavailable("too many own reasons to group in one request")
        try:
            themes = parsed(await self._asked(prompts.grouping(texts))).get("themes")
        except Failed as failed:
            raise self._unavailable(failed, "group") from failed
        homes = _partition(themes, len(texts))
        if homes is None:
            self._tell(Counter(["shape"]))
            raise ComparerUnavailable("the language model did not group")
        return homes

    async def _asked(self, prompt: prompts.Prompt) -> str:
        async with self._endpoint.opened() as session:
            return await session.ask(prompt, self._budget(None))

    def _budget(self, sheet: SheetText | None) -> Budget:
        """The purse given. Without one a sheet has its own in this process, what is about none a new one."""
        if self._purse:
            return Budget(self._spending, self._purse, self._caps)
        if sheet is None:
            return Budget(MemorySpending(), _NOBODYS, self._caps)
        return Budget(self._unnamed, Purse(TenantId(""), CheckId(_digest(sheet))), self._caps)

    def _tell(self, reasons: Counter[str]) -> None:
        for reason, count in sorted(reasons.items()):
            event = _OVER_CAP if reason == CAP else "the local comparer stood in for the language model"
            _log.warning(event, comparer=self.name, reason_code=reason, count=count)


_OVER_CAP = "HYMNSHEET_OPENAI_MAX_… reached for this check: the local comparer stands in for the language model"


def _says_nothing(sheet: SheetText, *, parroting: bool) -> Coding:
    verdicts = tuple(
        Verdict(reason.id, VerdictKind.ABSENT, unsure=False, p=_SAID_BY_NOTHING, quote=None) for reason in sheet.reasons
    )
    return Coding(verdicts, (), informative=False, parroting=parroting, objection=False)


def _partition(themes: object, count: int) -> tuple[int, ...] | None:
    """The theme of each of the numbers 1 … count; None where one is missing, comes twice, or is none of them."""
    if not isinstance(themes, list) or not all(isinstance(theme, list) for theme in themes):
        return None
    numbers = [number for theme in themes for number in theme]
    if not all(type(number) is int for number in numbers) or sorted(numbers) != list(range(1, count + 1)):
        return None
    homes = {number: home for home, theme in enumerate(themes) for number in theme}
    return tuple(homes[number] for number in range(1, count + 1))


def _fitting(sentence: str) -> str:
    if len(sentence) <= MAX_REASON:
        return sentence
    return sentence[: MAX_REASON - 1].rsplit(" ", 1)[0] + "…"


def _digest(sheet: SheetText) -> str:
    return sha256(repr(sheet).encode("utf-8", "surrogatepass")).hexdigest()
