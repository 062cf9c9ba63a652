"""The cross-encoders: read an answer and a reason together and tell expressed, absent and contradicted apart.

Two transformers of 12 layers trained for this product (tests/bench/training/CARD.md), run by onnxruntime: one of width
768 for English, in 4 bits, and one of width 384 for five languages, in 8.
"""

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from adapters.comparers.local.tokens import END, START, load_pieces
from bot.domain.errors import ComparerUnavailable
from bot.domain.sheet import SheetText

Numbers = NDArray[np.float64]

#: k reasons × logits of (expressed, absent, contradicted) of one answer; a long one is read in windows, and the one
#: that says most of a reason counts. An answer is always read alone, beside its own sheet's reasons, so that
#: nothing of another can reach it.
Judge = Callable[[SheetText, str], Numbers]

MODELS = Path(__file__).parent / "model"
ENGLISH, MULTILINGUAL = "english", "multilingual"  #: folders in it
MAX_TOKENS = 180  #: of an answer and a reason together
MAX_REASON_TOKENS = 70  #: of a title and a reason

_WINDOW = MAX_TOKENS - MAX_REASON_TOKENS  #: tokens of an answer read at once
_WINDOWS = 8  #: that are read; what is behind them is not
_READ = 4_000  #: characters; more than the windows hold
_THREADS = 1


def load_judge(name: str, models: Path = MODELS) -> Judge:
    """Loads a model: about half a second. Raises ComparerUnavailable."""
    import onnxruntime  # noqa: PLC0415 - 20 MB that only who is comparing pays

    folder = models / name
    try:
        pieces = load_pieces(folder / "vocabulary.json.gz")
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = _THREADS
        session = onnxruntime.InferenceSession(folder / "model.onnx", options, providers=["CPUExecutionProvider"])
    except (OSError, ValueError, KeyError, MemoryError, RuntimeError) as err:
        raise ComparerUnavailable("a cross-encoder's weights cannot be read") from err

    def read(row: list[int]) -> Numbers:
        """Alone: onnxruntime keeps the memory of its largest batch, and a long answer made one of 48 rows."""
        ids = np.asarray([row], dtype=np.int64)
        (logits,) = session.run(None, {"input_ids": ids, "attention_mask": np.ones_like(ids)})
        return np.asarray(logits[0], dtype=np.float64)

    def judge(sheet: SheetText, text: str) -> Numbers:
        windows = _windows(pieces.ids(_readable(text)))
        reasons = [pieces.ids(_readable(beside(sheet.title, reason.text))) for reason in sheet.reasons]
        each = np.asarray([[read(joined(window, reason)) for window in windows] for reason in reasons])
        telling = (np.maximum(each[:, :, 0], each[:, :, 2]) - each[:, :, 1]).argmax(axis=1)
        return np.asarray(each[np.arange(len(reasons)), telling])

    return judge


def beside(title: str, reason: str) -> str:
    """A reason as the model reads it."""
    return f"{title}: {reason}" if title else reason


def joined(answer: Sequence[int], reason: Sequence[int]) -> list[int]:
    """An answer and a reason as one row of tokens, each cut to its place."""
    reason = reason[:MAX_REASON_TOKENS]
    return [START, *answer[: MAX_TOKENS - len(reason)], END, END, *reason, END]


def _windows(answer: list[int]) -> list[list[int]]:
    if len(answer) <= _WINDOW:
        return [answer]
    return [answer[start : start + _WINDOW] for start in range(0, len(answer), _WINDOW)][:_WINDOWS]


def _readable(text: str) -> str:
    return text[:_READ].encode("utf-8", "replace").decode("utf-8")
