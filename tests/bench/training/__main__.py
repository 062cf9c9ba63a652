"""Train a cross-encoder for the local comparer: `make train DATA=folder`. It is not shipped yet (CARD.md).

DATA holds the public data that tests/bench/training/data.py names; the product's own corpus stands in
tests/bench/corpus. About an hour on two cores that know bfloat16. Writes model.onnx and vocabulary.json.gz into
--out. The sheets held out here (`held_out`) are for calibrating and measuring it.
"""

import argparse
import gzip
import json
import tempfile
from pathlib import Path

import torch

from tests.bench.labelled import CORPUS, labelled
from tests.bench.training.base import keep, load_base, pruned
from tests.bench.training.data import own, public
from tests.bench.training.net import CrossEncoder, fit, write
from tests.bench.training.tokens import Pieces

THREADS = 2


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--corpus", type=Path, default=CORPUS)
    parser.add_argument("--out", type=Path, required=True)
    args = parser.parse_args()
    torch.set_num_threads(THREADS)
    base = load_base()
    whole = Pieces(base.pieces, base.scores)
    sheets = list(labelled(args.corpus))
    general, ours = public(args.data, lambda text: len(whole.ids(text))), own(sheets)
    kept = keep(base, [text for pair in general + ours for text in (pair.title, pair.answer, pair.reason)])
    names, scores = [base.pieces[i] for i in kept], [round(base.scores[i], 3) for i in kept]
    pieces = Pieces(names, scores)
    print(f"{len(general)} public pairs, {len(ours)} of the corpus, {len(kept)} pieces", flush=True)
    torch.manual_seed(1)
    model = CrossEncoder(pruned(base, kept))
    fit(model, pieces, general + ours, rate=8e-5, epochs=1, batch=48)
    fit(model, pieces, ours, rate=6e-5, epochs=1, batch=32, seed=2)
    args.out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        write(model, args.out / "model.onnx", Path(scratch))
    packed = gzip.compress(json.dumps({"pieces": names, "scores": scores}, ensure_ascii=False).encode(), mtime=0)
    (args.out / "vocabulary.json.gz").write_bytes(packed)
    print(f"{args.out}: {sum(file.stat().st_size for file in args.out.iterdir()) / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
