"""The cross-encoders' tokens: pieces of words, by a unigram language model (Kudo 2018) or the longest match (BERT)."""

import gzip
import json
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Protocol

START, PAD, END, UNKNOWN = range(4)  #: ids of the special tokens; the pieces follow

_WORD = "▁"  #: begins a word
_NEVER = -1e30
_UNKNOWN_PENALTY = 10.0  #: below the rarest piece, as in SentencePiece
_WORDS_KEPT = 50_000
_LONGEST_PIECED = 100  #: characters of a word that BERT's tokenizer cuts
_SIGNS = "$+<=>^`|~"  #: that stand apart as punctuation does
_LONGEST_WORD = 200  #: characters; what is behind in a longer run is not read


class Pieces(Protocol):
    """Cuts texts into pieces. The same text always gives the same ids."""

    def ids(self, text: str) -> list[int]: ...


def load_pieces(path: Path) -> Pieces:
    """Reads a vocabulary. Raises OSError, ValueError or KeyError."""
    raw = json.loads(gzip.decompress(path.read_bytes()))
    return Unigrams(raw["pieces"], raw["scores"]) if "scores" in raw else WordPieces(raw["pieces"])


class Unigrams(Pieces):
    """The most probable pieces; letters keep their case."""

    def __init__(self, pieces: Sequence[str], scores: Sequence[float]) -> None:
        """`pieces` by id, the special ones first; `scores` are log-probabilities."""
        self._ids = {piece: i for i, piece in enumerate(pieces) if i > UNKNOWN}
        self._scores = scores
        self._longest = max(map(len, pieces))
        self._unknown = min(scores) - _UNKNOWN_PENALTY
        self._word = lru_cache(maxsize=_WORDS_KEPT)(self._cut)

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


class WordPieces(Pieces):
    """The longest pieces from left to right, of letters without case and accents; "##" marks what goes on a word."""

    def __init__(self, pieces: Sequence[str]) -> None:
        """`pieces` by id, the special ones first."""
        self._ids = {piece: i for i, piece in enumerate(pieces) if i > UNKNOWN}
        self._longest = max(map(len, pieces))
        self._word = lru_cache(maxsize=_WORDS_KEPT)(self._cut)

    def ids(self, text: str) -> list[int]:
        plain = "".join(map(_apart, unicodedata.normalize("NFD", text.lower())))
        return [i for word in plain.split() for i in self._word(word)]

    def _cut(self, word: str) -> tuple[int, ...]:
        """One unknown token where a rest of the word has no piece."""
        found: list[int] = []
        start = 0
        while start < len(word):
            mark = "##" if start else ""
            ends = range(min(len(word), start + self._longest), start, -1)
            end = next((end for end in ends if mark + word[start:end] in self._ids), None)
            if end is None or len(word) > _LONGEST_PIECED:
                return (UNKNOWN,)
            found.append(self._ids[mark + word[start:end]])
            start = end
        return tuple(found)


def _apart(sign: str) -> str:
    """Punctuation between blanks, no accents, nothing that is not seen."""
    kind = unicodedata.category(sign)
    if kind[0] == "P" or sign in _SIGNS:
        return f" {sign} "
    return "" if kind == "Mn" or (kind[0] == "C" and not sign.isspace()) else sign
