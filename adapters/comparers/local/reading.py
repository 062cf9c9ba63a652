"""What the encoder sees of a sheet and of an answer, and the features of an answer × reasons that are weighed."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from adapters.comparers.local.encoder import Encode, Vectors
from adapters.comparers.local.language import Language
from adapters.comparers.local.pieces import clauses, sentences
from bot.domain.sheet import SheetText
from bot.domain.verdict import Span

Numbers = NDArray[np.float64]

#: The columns of `features`, in their order: what the vectors tell, and what the cross-encoder does.
BY_VECTORS = ("closeness", "share", "lead", "length", "nearness")
FEATURES = (*BY_VECTORS, "entailed", "denied", "entailed_elsewhere", "denied_elsewhere")

_ENOUGH = 0.4  #: a cosine above says no more: beyond it stand look-alikes as often as true restatements
_SHARPNESS = 10.0  #: of the softmax over the reasons
_FEWEST, _MOST = 3, 60  #: words between which an answer's length tells something


@dataclass(frozen=True, slots=True)
class SheetReading:
    """A sheet as vectors: k reasons; title and the sentences of the body, where the what stands beside the why."""

    reasons: Vectors
    notes: Vectors
    language: str | None = None  #: of its reasons; None where that is not sure


@dataclass(frozen=True, slots=True)
class AnswerReading:
    """An answer as vectors: the whole first, then its sentences and clauses. `homes` tells the sentence of each."""

    sentences: tuple[Span, ...]
    homes: tuple[int | None, ...]  #: index into `sentences`; None for the whole
    words: int
    vectors: Vectors


def read_sheet(encode: Encode, language: Language, sheet: SheetText) -> SheetReading:
    notes = [sheet.title, *(span.of(sheet.body) for span in sentences(sheet.body))]
    reasons = [reason.text for reason in sheet.reasons]
    return SheetReading(encode(reasons), encode(notes), language(" ".join(reasons)))


def read_answer(encode: Encode, text: str) -> AnswerReading:
    """Encoded in one go, and alone: the vectors depend on nothing but the text."""
    found = sentences(text)
    pieces: list[Span] = list(found)
    homes: list[int | None] = [None, *range(len(found))]
    for home, sentence in enumerate(found):
        parts = clauses(text, sentence)
        pieces.extend(parts)
        homes.extend([home] * len(parts))
    vectors = encode([text, *(piece.of(text) for piece in pieces)])
    return AnswerReading(found, tuple(homes), len(text.split()), vectors)


@dataclass(frozen=True, slots=True)
class Comparison:
    """An answer held against a sheet."""

    features: Numbers  #: k reasons × len(FEATURES), or len(BY_VECTORS) where no cross-encoder was asked
    best: tuple[int | None, ...]  #: for each reason the sentence closest to it; None where there is no sentence
    nearest: Numbers  #: for each sentence its cosine to the closest of reasons, title and body


def compare(sheet: SheetReading, answer: AnswerReading, logits: Numbers | None) -> Comparison:
    """Features of each reason: closeness of its closest piece · the largest share of a piece among the reasons ·
    lead of the whole answer over the other reasons · log of the words · nearness of the whole to title and body ·
    how much rather the cross-encoder reads expressed than absent · and contradicted than absent · the highest of each
    among the other reasons, which it never sees together; 0 for an only reason.

    `logits`: a cross-encoder's, k reasons × (expressed, absent, contradicted); None where none was asked.
    """
    cosines = (answer.vectors @ sheet.reasons.T).astype(np.float64)
    notes = (answer.vectors @ sheet.notes.T).astype(np.float64)
    closest = cosines.max(axis=0)
    shares = np.exp(_SHARPNESS * cosines)
    shares /= shares.sum(axis=1, keepdims=True)
    k = cosines.shape[1]
    features = np.column_stack(
        [
            np.minimum(closest, _ENOUGH),
            shares.max(axis=0),
            _lead(cosines[0]),
            np.full(k, np.log(np.clip(answer.words, _FEWEST, _MOST))),
            np.full(k, notes[0].max()),
        ]
    )
    if logits is not None:
        read = logits[:, [0, 2]] - logits[:, [1]]
        elsewhere = np.column_stack([_highest_other(column) for column in read.T]) if k > 1 else np.zeros_like(read)
        features = np.column_stack([features, read, elsewhere])
    count = len(answer.sentences)
    own = slice(1, 1 + count)
    nearest = np.maximum(cosines[own].max(axis=1, initial=-1), notes[own].max(axis=1, initial=-1))
    return Comparison(features, _best(cosines, answer.homes), nearest)


def _lead(whole: Numbers) -> Numbers:
    """By how much each reason is closer than the closest other one; 0 for an only reason."""
    return whole - _highest_other(whole) if len(whole) > 1 else np.zeros(1)


def _highest_other(values: Numbers) -> Numbers:
    """For each of two or more values the highest of the others."""
    return np.asarray(np.where(np.eye(len(values), dtype=bool), -np.inf, values[None, :]).max(axis=1))


def _best(cosines: Numbers, homes: Sequence[int | None]) -> tuple[int | None, ...]:
    if len(homes) == 1:
        return tuple(None for _ in cosines[0])
    return tuple(homes[1 + int(piece)] for piece in cosines[1:].argmax(axis=0))
