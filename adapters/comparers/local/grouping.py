"""Groups texts that say the same, whatever their order."""

from collections.abc import Sequence

import numpy as np

from adapters.comparers.local.encoder import Encode, Vectors

_ROWS = 512  #: rows of the similarity matrix held at once: 20 MB for 10,000 texts


def themes(encode: Encode, texts: Sequence[str], same: float) -> tuple[int, ...]:
    """A theme number for each text, counted from 0 in order of first appearance.

    A theme is a text with all that come within cosine `same` of it; the text with the most neighbours goes first, so
    that nothing is joined through a chain of others. The different texts are taken in their sorted order: the grouping
    depends on which texts there are, not on where they stand.
    """
    keys = [" ".join(text.casefold().split()) for text in texts]
    different = sorted(set(keys))
    if not different:
        return ()
    centres = dict(zip(different, _centres(encode(different), same), strict=True))
    numbers: dict[int, int] = {}
    return tuple(numbers.setdefault(centres[key], len(numbers)) for key in keys)


def _centres(vectors: Vectors, same: float) -> list[int]:
    """For each vector the index of the one it is grouped around."""
    count = len(vectors)
    neighbours = np.empty(count, dtype=np.int64)
    for start in range(0, count, _ROWS):
        block = vectors[start : start + _ROWS] @ vectors.T
        neighbours[start : start + _ROWS] = (block >= same).sum(axis=1)
    centre = np.arange(count)
    free = np.ones(count, dtype=bool)
    for index in np.argsort(-neighbours, kind="stable"):
        if neighbours[index] <= 1:
            break
        if free[index]:
            open_ = np.flatnonzero(free)
            near = open_[vectors[open_] @ vectors[index] >= same]
            centre[near] = centre[index] = index
            free[near] = free[index] = False
    return [int(each) for each in centre]
