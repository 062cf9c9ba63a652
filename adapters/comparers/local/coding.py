"""One answer held against one sheet: what is said, how surely, and on which sentence it rests."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from adapters.comparers.local.crossencoder import ENGLISH, MULTILINGUAL, Judge
from adapters.comparers.local.cues import BECAUSE, NEGATION, asks, objects
from adapters.comparers.local.encoder import Encode
from adapters.comparers.local.language import Language
from adapters.comparers.local.pieces import MAX_READ
from adapters.comparers.local.reading import AnswerReading, Comparison, Numbers, SheetReading, compare, read_answer
from adapters.comparers.local.weights import VECTORS, Weights
from bot.domain.own_words import clean, parrots, says_nothing
from bot.domain.sheet import Reason, SheetText
from bot.domain.verdict import Chances, Coding, OwnReason, Span, Verdict, VerdictKind

LANGUAGES = frozenset(("en", "es", "de", "fr", "pt"))  #: that the cross-encoders were trained in
BY_VECTORS = "local-vectors@3"  #: who codes the others
MAX_OWN_REASONS = 2  #: of one answer: more are guesses
_FEWEST = 4  #: words of a sentence that can be a reason of its own
_SAID_BY_NOTHING = 0.02  #: p(expressed) of "ok" and 👍: 1 of the corpus' empty answers says something after all
_DIGITS = 6  #: of a probability


@dataclass(frozen=True, slots=True)
class Models:
    """What reads the texts."""

    encode: Encode
    language: Language
    judge: Callable[[str], Judge]  #: by name; loaded when it is first needed


def code(models: Models, weights: Weights, sheet: SheetText, vectors: SheetReading, text: str) -> Coding:
    """The coding of the first MAX_READ characters of the text; depends on the sheet and the text alone."""
    text = text[:MAX_READ]
    cleaned = clean(text)
    nothing, parroting = says_nothing(cleaned), parrots(cleaned, sheet)
    answer = read_answer(models.encode, text)
    reader = reader_of(vectors.language, models.language(text))
    comparison = compare(vectors, answer, None if reader == VECTORS else models.judge(reader)(sheet, text))
    fit = weights.fits[reader]
    chances = fit.chances(comparison.features)
    if nothing:
        chances = np.full_like(chances, _SAID_BY_NOTHING)
        chances[:, 1] = 1 - 2 * _SAID_BY_NOTHING
    verdicts = tuple(
        _verdict(fit.sure, reason, row, None if best is None else answer.sentences[best])
        for reason, row, best in zip(sheet.reasons, chances, comparison.best, strict=True)
    )
    surely_told = any(verdict.kind is not VerdictKind.ABSENT and not verdict.unsure for verdict in verdicts)
    beside_the_point = asks(cleaned) and not surely_told
    informative = not nothing and not parroting and not beside_the_point
    return Coding(
        verdicts,
        _own_reasons(weights, text, answer, comparison, verdicts) if informative else (),
        informative=informative,
        parroting=parroting,
        objection=objects(text),
        coder=BY_VECTORS if reader == VECTORS else "",
    )


def reader_of(sheet: str | None, answer: str | None) -> str:
    """Who reads an answer beside a sheet, by their languages; an answer too short to tell is taken for the sheet's."""
    spoken = {sheet, answer or sheet} - {None}
    if not spoken <= LANGUAGES:
        return VECTORS
    return ENGLISH if spoken == {"en"} else MULTILINGUAL


def _verdict(sure: float, reason: Reason, chances: Numbers, sentence: Span | None) -> Verdict:
    expressed, contradicted = (round(float(p), _DIGITS) for p in (chances[0], chances[2]))
    p = Chances(expressed, round(1 - expressed - contradicted, _DIGITS), contradicted)
    kinds = {
        VerdictKind.ABSENT: p.absent,
        VerdictKind.EXPRESSED: p.expressed,
        VerdictKind.CONTRADICTED: p.contradicted,
    }
    kind = max(kinds, key=lambda each: kinds[each])  # absent where two are equal
    unsure = kinds[kind] < sure
    return Verdict(reason.id, kind, unsure, p, sentence if kind is not VerdictKind.ABSENT or unsure else None)


def _own_reasons(
    weights: Weights, text: str, answer: AnswerReading, comparison: Comparison, verdicts: tuple[Verdict, ...]
) -> tuple[OwnReason, ...]:
    """Sentences far from all of the sheet that deny nothing and give a because, or stand where no reason was heard."""
    heard = {verdict.quote for verdict in verdicts if verdict.kind is VerdictKind.EXPRESSED}
    own = [
        OwnReason(span.of(text), span)
        for span, nearest in zip(answer.sentences, comparison.nearest, strict=True)
        if nearest < weights.own_reason and span not in heard and _gives_a_why(span.of(text), alone=not heard)
    ]
    return tuple(own[:MAX_OWN_REASONS])


def _gives_a_why(sentence: str, *, alone: bool) -> bool:
    if len(sentence.split()) < _FEWEST or NEGATION.search(sentence) or objects(sentence):
        return False
    return alone or BECAUSE.search(sentence) is not None
