"""One answer held against one sheet: what is said, how surely, and on which sentence it rests."""

import numpy as np

from adapters.comparers.local.cues import BECAUSE, NEGATION, objects
from adapters.comparers.local.encoder import Encode
from adapters.comparers.local.pieces import MAX_READ
from adapters.comparers.local.reading import AnswerReading, Comparison, SheetReading, compare, read_answer
from adapters.comparers.local.weights import Weights
from bot.domain.own_words import clean, parrots, says_nothing
from bot.domain.sheet import Reason, SheetText
from bot.domain.verdict import Chances, Coding, OwnReason, Span, Verdict, VerdictKind

MAX_OWN_REASONS = 2  #: of one answer: more are guesses
_FEWEST = 4  #: words of a sentence that can be a reason of its own
_SAID_BY_NOTHING = 0.02  #: p(expressed) of "ok" and 👍: 1 of the corpus' empty answers says something after all
_DIGITS = 6  #: of a probability


def code(encode: Encode, weights: Weights, sheet: SheetText, vectors: SheetReading, text: str) -> Coding:
    """The coding of the first MAX_READ characters of the text; depends on the sheet and the text alone."""
    text = text[:MAX_READ]
    cleaned = clean(text)
    nothing, parroting = says_nothing(cleaned), parrots(cleaned, sheet)
    answer = read_answer(encode, text)
    comparison = compare(vectors, answer)
    said = weights.expressed(comparison.features)
    if nothing:
        said = np.minimum(said, _SAID_BY_NOTHING)
    verdicts = tuple(
        _verdict(weights, reason, float(p), None if best is None else answer.sentences[best])
        for reason, p, best in zip(sheet.reasons, said, comparison.best, strict=True)
    )
    informative = not nothing and not parroting
    return Coding(
        verdicts,
        _own_reasons(weights, text, answer, comparison, verdicts) if informative else (),
        informative=informative,
        parroting=parroting,
        objection=objects(text),
    )


def _verdict(weights: Weights, reason: Reason, expressed: float, sentence: Span | None) -> Verdict:
    expressed = round(expressed, _DIGITS)
    contradicted = round((1 - expressed) * weights.contradicted, _DIGITS)
    p = Chances(expressed, round(1 - expressed - contradicted, _DIGITS), contradicted)
    kind = VerdictKind.EXPRESSED if p.expressed > p.absent else VerdictKind.ABSENT
    low, high = weights.unsure
    unsure = low <= expressed <= high
    return Verdict(reason.id, kind, unsure, p, sentence if kind is VerdictKind.EXPRESSED or unsure else None)


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
