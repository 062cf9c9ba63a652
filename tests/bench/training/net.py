"""A cross-encoder as it is trained: fitted on pairs, asked, and written as one quantised ONNX file.

What takes long is kept in a folder, by everything that it was made from: a run that was interrupted goes on there.
"""

import hashlib
import random
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.quantization.matmul_nbits_quantizer import MatMulNBitsQuantizer
from onnxruntime.transformers import optimizer
from onnxruntime.transformers.fusion_options import FusionOptions
from torch import nn
from transformers import PreTrainedModel

from adapters.comparers.local.crossencoder import beside, joined
from adapters.comparers.local.tokens import PAD, Pieces
from tests.bench.training.data import Pair

WARM_UP = 0.08  #: of all steps, to the full learning rate
LEAST = 0.02  #: of the learning rate, at the end
NO_TITLE = 0.3  #: of the pairs are read without the sheet's title
WEIGHT_DECAY = 0.01
ASKED = 32  #: rows at once, of like length
BLOCKS = {4: 128, 8: 32}  #: weights that share a scale, by their bits
_FLOAT = 1  #: onnx.TensorProto.FLOAT


class CrossEncoder(nn.Module):  # type: ignore[misc] # torch is not there where this is checked
    """Logits of expressed, absent, contradicted from the first token."""

    def __init__(self, encoder: PreTrainedModel) -> None:
        super().__init__()
        self.encoder = encoder
        self.dropout = nn.Dropout(0.1)
        self.head = nn.Linear(encoder.config.hidden_size, 3)

    def forward(self, input_ids: torch.Tensor, attention_mask: torch.Tensor) -> torch.Tensor:
        hidden = self.encoder(input_ids=input_ids, attention_mask=attention_mask).last_hidden_state
        return self.head(self.dropout(hidden[:, 0]))


@dataclass(frozen=True, slots=True)
class Course:
    """One pass over some pairs."""

    rate: float  #: of learning, at its highest
    batch: int  #: pairs a step
    seed: int
    bits: int = 0  #: of a written weight, which this course trains the model to bear; 0: not rounded


def fit(model: CrossEncoder, pieces: Pieces, pairs: Sequence[Pair], course: Course, *, kept: Path) -> None:
    """AdamW in bfloat16 where the processor has it; batches of like length; a linear decay."""

    def fitted() -> dict[str, torch.Tensor]:
        _fit(model, pieces, pairs, course)
        return {name: value.clone() for name, value in model.state_dict().items()}

    model.load_state_dict(_once(kept, model, [*map(repr, pairs), repr(course)], fitted))


def _fit(model: CrossEncoder, pieces: Pieces, pairs: Sequence[Pair], course: Course) -> None:
    chance = random.Random(course.seed)
    torch.manual_seed(course.seed)
    groups = [
        {"params": [p for p in model.parameters() if p.ndim > 1], "weight_decay": WEIGHT_DECAY},
        {"params": [p for p in model.parameters() if p.ndim <= 1], "weight_decay": 0.0},
    ]
    rows = [_row(pieces, pair, chance) for pair in pairs]
    batches = _batches(rows, course.batch, chance)
    optimiser = torch.optim.AdamW(groups, lr=course.rate, fused=True)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda step: min(1.0, (step + 1) / (WARM_UP * len(batches))) * max(LEAST, 1 - step / len(batches))
    )
    linear = [each for each in model.modules() if course.bits and isinstance(each, nn.Linear)]
    near = {each: torch.empty_like(each.weight) for each in linear}
    model.train()
    begin = time.monotonic()
    for done, chosen in enumerate(batches, start=1):
        ids = _padded([rows[i] for i in chosen])
        with _rounded(near, course.bits):
            with torch.autocast("cpu", dtype=torch.bfloat16):
                logits = model(ids, (ids != PAD).long())
            loss = nn.functional.cross_entropy(logits.float(), torch.tensor([pairs[i].chances for i in chosen]))
            loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimiser.step()
        schedule.step()
        optimiser.zero_grad(set_to_none=True)
        if done % 50 == 0:
            speed = done * course.batch / (time.monotonic() - begin)
            print(f"step {done} of {len(batches)}, loss {loss.item():.3f}, {speed:.0f} pairs/s", flush=True)


@contextmanager
def _rounded(near: Mapping[nn.Linear, torch.Tensor], bits: int) -> Iterator[None]:
    """The weights as `write` will round them; gradients go to the exact ones (straight through, Bengio et al. 2013)."""
    exact = [layer.weight.data for layer in near]
    for layer, place in near.items():
        layer.weight.data = rounded(layer.weight.data, bits, place)
    yield
    for layer, weight in zip(near, exact, strict=True):
        layer.weight.data = weight


def rounded(weight: torch.Tensor, bits: int, place: torch.Tensor) -> torch.Tensor:
    """`place`, filled with multiples of a scale for each block of inputs: what is furthest from zero is the lowest."""
    lowest = -(2 ** (bits - 1))
    blocks = weight.reshape(-1, BLOCKS[bits])
    high, low = blocks.amax(dim=1, keepdim=True), blocks.amin(dim=1, keepdim=True)
    scale = torch.where(high > -low, high, low) / lowest
    scale[scale == 0] = 1.0
    torch.div(blocks, scale, out=place.reshape(blocks.shape)).round_().clamp_(lowest, -lowest - 1).mul_(scale)
    return place


def asked(model: CrossEncoder, pieces: Pieces, texts: Sequence[tuple[str, str, str]], *, kept: Path) -> list[Pair]:
    """The texts (title, reason, answer) with the chances that the model gives."""
    chances = _once(kept, model, [*map(repr, texts)], lambda: _asked(model, pieces, texts))
    return [Pair(*text, tuple(each)) for text, each in zip(texts, chances, strict=True)]


@torch.no_grad()  # type: ignore[untyped-decorator, unused-ignore]
def _asked(model: CrossEncoder, pieces: Pieces, texts: Sequence[tuple[str, str, str]]) -> list[list[float]]:
    model.eval()
    rows = [joined(pieces.ids(answer), pieces.ids(beside(title, reason))) for title, reason, answer in texts]
    found = torch.zeros(len(rows), 3)
    for chosen in _batches(rows, ASKED, random.Random(1)):
        ids = _padded([rows[i] for i in chosen])
        with torch.autocast("cpu", dtype=torch.bfloat16):
            found[chosen] = model(ids, (ids != PAD).long()).float().softmax(dim=-1)
    return [[float(chance) for chance in row] for row in found]


def _once(kept: Path, model: CrossEncoder, given: Sequence[str], make: Callable[[], Any]) -> Any:
    """What `make` makes of these weights and texts, or made of the same before."""
    digest = hashlib.sha256()
    for value in model.state_dict().values():
        digest.update(value.numpy().tobytes())
    for text in given:
        digest.update(text.encode())
    file = kept / f"{digest.hexdigest()[:24]}.pt"
    if file.exists():
        print(f"{file.name} is there from an earlier run", flush=True)
        return torch.load(file, weights_only=True)
    made = make()
    kept.mkdir(parents=True, exist_ok=True)
    torch.save(made, file.with_suffix(".part"))
    file.with_suffix(".part").rename(file)
    return made


def write(model: CrossEncoder, path: Path, scratch: Path, bits: int) -> None:
    """One file: weights in blocks of so many bits, activations quantised block by block, vocabulary in 8 bits."""
    model.eval()
    ids = torch.randint(4, 1000, (3, 20))
    torch.onnx.export(
        model,
        (ids, torch.ones_like(ids)),
        str(scratch / "plain.onnx"),
        input_names=["input_ids", "attention_mask"],
        output_names=["logits"],
        dynamic_axes={"input_ids": {0: "n", 1: "t"}, "attention_mask": {0: "n", 1: "t"}, "logits": {0: "n"}},
        opset_version=17,
        dynamo=False,
    )
    config = model.encoder.config
    options = FusionOptions("bert")
    options.enable_attention = options.enable_embed_layer_norm = False  # what they make is not quantised
    fused = optimizer.optimize_model(
        str(scratch / "plain.onnx"),
        model_type="bert",
        num_heads=config.num_attention_heads,
        hidden_size=config.hidden_size,
        optimization_options=options,
        opt_level=1,
    )
    fused.save_model_to_file(str(scratch / "fused.onnx"))
    blocks = MatMulNBitsQuantizer(
        onnx.load(scratch / "fused.onnx"), block_size=BLOCKS[bits], is_symmetric=True, accuracy_level=4, bits=bits
    )
    blocks.process()
    blocks.model.save_model_to_file(str(scratch / "blocks.onnx"), use_external_data_format=False)
    quantize_dynamic(
        scratch / "blocks.onnx",
        path,
        per_channel=True,
        weight_type=QuantType.QInt8,
        op_types_to_quantize=["Gather"],
        extra_options={"DefaultTensorType": _FLOAT},
    )


def _row(pieces: Pieces, pair: Pair, chance: random.Random) -> list[int]:
    title = "" if chance.random() < NO_TITLE else pair.title
    return joined(pieces.ids(pair.answer), pieces.ids(beside(title, pair.reason)))


def _padded(rows: Sequence[Sequence[int]]) -> torch.Tensor:
    """Rows × the longest one."""
    return nn.utils.rnn.pad_sequence([torch.tensor(row) for row in rows], batch_first=True, padding_value=PAD)


def _batches(rows: Sequence[Sequence[int]], size: int, chance: random.Random) -> list[list[int]]:
    order = sorted(range(len(rows)), key=lambda i: len(rows[i]) + chance.random() * 8)
    batches = [order[i : i + size] for i in range(0, len(order), size)]
    chance.shuffle(batches)
    return batches
