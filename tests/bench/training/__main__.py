"""Train cross-encoders for the local comparer: `make train DATA=folder`. They are not shipped (CARD.md).

DATA holds the public data that tests/bench/training/data.py names; the product's own corpus stands in
tests/bench/corpus. About three hours on two cores that know bfloat16. Writes the models and their vocabularies into
--out. The sheets held out here (`held_out`) are for calibrating and measuring them.
"""

import argparse
import gzip
import json
import tempfile
from collections.abc import Sequence
from pathlib import Path

import torch

from tests.bench.labelled import CORPUS, labelled
from tests.bench.training.base import keep, load_base, pruned
from tests.bench.training.crossencoder import ENGLISH, MULTILINGUAL
from tests.bench.training.data import (
    ABSENT,
    CONTRADICTED,
    EXPRESSED,
    Pair,
    contrasts,
    own,
    portion,
    public,
    some,
    unlabelled,
)
from tests.bench.training.mpnet import load_mpnet, prune
from tests.bench.training.net import CrossEncoder, asked, average, copy_of, fit, write
from tests.bench.training.tokens import Unigrams, WordPieces

THREADS = 2
FOR_TEACHER = {EXPRESSED: 2800, ABSENT: 2800, CONTRADICTED: 2800}  #: public pairs
FOR_STUDENT = {EXPRESSED: 700, ABSENT: 500, CONTRADICTED: 900}  #: public pairs again, at the end


def teacher(general: Sequence[Pair], ours: Sequence[Pair], written: Sequence[Pair]) -> tuple[CrossEncoder, list[str]]:
    """The English model and its vocabulary."""
    encoder, names = load_mpnet()
    texts = [text for each in [*general, *ours, *written] for text in (each.title, each.answer, each.reason)]
    names = prune(encoder, names, texts)
    pieces = WordPieces(names)
    torch.manual_seed(1)
    model = CrossEncoder(encoder)
    ours = [each for each in ours if each.english]
    written = [each for each in written if each.english]
    fit(model, pieces, [*portion(general, FOR_TEACHER), *ours], rate=4e-5, epochs=1, batch=32, seed=1)
    fit(model, pieces, ours, rate=3e-5, epochs=2, batch=32, seed=2)
    fit(model, pieces, [*ours, *written], rate=2.5e-5, epochs=1, batch=32, seed=3)
    once = copy_of(model)
    fit(model, pieces, [*some(ours, 0.7, seed=5), *written], rate=2.5e-5, epochs=1, batch=32, seed=5)
    average(model, once)  # the second pass is better at contrasts, the first at the corpus; their mean at both
    return model, names


def save(folder: Path, model: CrossEncoder, vocabulary: dict[str, object], bits: int) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        write(model, folder / "model.onnx", Path(scratch), bits)
    packed = gzip.compress(json.dumps(vocabulary, ensure_ascii=False).encode(), mtime=0)
    (folder / "vocabulary.json.gz").write_bytes(packed)
    print(f"{folder}: {sum(file.stat().st_size for file in folder.iterdir()) / 1e6:.1f} MB", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--corpus", type=Path, default=CORPUS)
    parser.add_argument("--out", type=Path, required=True)
    args = parser.parse_args()
    torch.set_num_threads(THREADS)
    base = load_base()
    whole = Unigrams(base.pieces, base.scores)
    sheets = list(labelled(args.corpus))
    general, ours = public(args.data, lambda text: len(whole.ids(text))), own(sheets)
    written = contrasts()
    print(f"pairs: {len(general)} public, {len(ours)} of the corpus, {len(written)} contrasts", flush=True)

    english, words = teacher(general, ours, written)
    save(args.out / ENGLISH, english, {"pieces": words}, bits=4)
    taught = asked(english, WordPieces(words), unlabelled(sheets))

    kept = keep(base, [text for each in general + ours for text in (each.title, each.answer, each.reason)])
    names, scores = [base.pieces[i] for i in kept], [round(base.scores[i], 3) for i in kept]
    pieces = Unigrams(names, scores)
    torch.manual_seed(1)
    model = CrossEncoder(pruned(base, kept))
    fit(model, pieces, general + ours, rate=8e-5, epochs=1, batch=48, seed=1)
    fit(model, pieces, ours, rate=6e-5, epochs=1, batch=32, seed=2)
    mixed = [*ours, *written, *written, *taught, *portion(general, FOR_STUDENT)]
    fit(model, pieces, mixed, rate=8e-5, epochs=2, batch=32, seed=4)
    last = [*some(ours, 0.6, seed=9), *written, *taught, *portion(general, FOR_STUDENT)]
    fit(model, pieces, last, rate=6e-5, epochs=1, batch=32, seed=6)
    last = [*some(ours, 0.6, seed=9), *written, *taught, *portion(general, FOR_STUDENT)]
    fit(model, pieces, last, rate=6e-5, epochs=1, batch=32, seed=6)
    save(args.out / MULTILINGUAL, model, {"pieces": names, "scores": scores}, bits=8)


if __name__ == "__main__":
    main()
