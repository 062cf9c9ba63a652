"""The cross-encoder's tokens: pieces of words by a unigram language model (Kudo 2018)."""

import gzip
import json
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Self

START, PAD, END, UNKNOWN = range(4)  #: ids of the special tokens; the pieces follow

_WORD = "▁"  #: begins a word
_NEVER = -1e30
_UNKNOWN_PENALTY = 10.0  #: below the rarest piece, as in SentencePiece
_WORDS_KEPT = 50_000
_LONGEST_WORD = 200  #: characters; what is behind in a longer run is not read


class Pieces:
    """Cuts texts into pieces. The same text always gives the same ids."""

    def __init__(self, pieces: Sequence[str], scores: Sequence[float]) -> None:
        """`pieces` by id, the special ones first; `scores` are log-probabilities."""
        self._ids = {piece: i for i, piece in enumerate(pieces) if i > UNKNOWN}
        self._scores = scores
        self._longest = max(map(len, pieces))
        self._unknown = min(scores) - _UNKNOWN_PENALTY
        self._word = lru_cache(maxsize=_WORDS_KEPT)(self._cut)

    @classmethod
    def load(cls, path: Path) -> Self:
        """Reads a vocabulary. Raises OSError, ValueError or KeyError."""
        raw = json.loads(gzip.decompress(path.read_bytes()))
        return cls(raw["pieces"], raw["scores"])

    def ids(self, text: str) -> list[int]:
        words = unicodedata.normalize("NFKC", text).split()
        return [i for word in words for i in self._word(_WORD + word[:_LONGEST_WORD])]

    def _cut(self, word: str) -> tuple[int, ...]:
        """The most probable pieces of a word (Viterbi); what no piece covers is one unknown token a run."""
        best = [0.0] + [_NEVER] * len(word)
        came: list[tuple[int, int]] = [(0, UNKNOWN)] * (len(word) + 1)
        for start in range(len(word)):
            for end in range(start + 1, min(len(word), start + self._longest) + 1):
                piece = self._ids.get(word[start:end], UNKNOWN)
                if piece == UNKNOWN and end > start + 1:
                    continue
                score = best[start] + (self._unknown if piece == UNKNOWN else self._scores[piece])
                if score > best[end]:
                    best[end], came[end] = score, (start, piece)
        found: list[int] = []
        end = len(word)
        while end:
            end, piece = came[end]
            found.append(piece)
        found.reverse()
        kept = [found[0], *(after for before, after in pairwise(found) if not before == after == UNKNOWN)]
        return tuple(kept)
