"""Train the local comparer's cross-encoders: `make train DATA=folder`.

DATA holds the public data that tests/bench/training/data.py names; the product's own corpus stands in
tests/bench/corpus. About six hours on two cores that know bfloat16; what it has done is in --kept (5 GB), and a run
that was interrupted goes on from there. Writes the models and their vocabularies into --out (the shipped folder),
after which `make calibrate` fits the constants on the sheets held out here.
"""

import argparse
import gzip
import json
import tempfile
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

import torch

from adapters.comparers.local.crossencoder import ENGLISH, MODELS, MULTILINGUAL
from adapters.comparers.local.tokens import Unigrams, WordPieces
from tests.bench.labelled import CORPUS, labelled
from tests.bench.training import net
from tests.bench.training.base import keep, load_base, pruned
from tests.bench.training.data import (
    ABSENT,
    CLOSE,
    CONTRADICTED,
    EXPRESSED,
    TURNED,
    Pair,
    contrasts,
    own,
    portion,
    public,
    some,
    unlabelled,
)
from tests.bench.training.mpnet import load_mpnet, prune
from tests.bench.training.net import CrossEncoder, asked, average, copy_of, write
from tests.bench.training.wording import composed, opened, verbatim

Fit = Callable[..., None]  #: as in net.py, with the folder where it is kept

THREADS = 2
LATER = "part19"  #: the sheets from here on were written for what the models of the first seven stages got wrong
FOR_TEACHER = {EXPRESSED: 2800, ABSENT: 2800, CONTRADICTED: 2800}  #: public pairs
FOR_STUDENT = {EXPRESSED: 700, ABSENT: 500, CONTRADICTED: 900}  #: public pairs again, towards the end
FOR_LAST = {EXPRESSED: 300, ABSENT: 200, CONTRADICTED: 300}


def teacher(
    general: Sequence[Pair],
    ours: Sequence[Pair],
    later: Sequence[Pair],
    turned: Sequence[Pair],
    close: Sequence[Pair],
    fit: Fit,
) -> tuple[CrossEncoder, list[str]]:
    """The English model and its vocabulary."""
    encoder, names = load_mpnet()
    known = [*general, *ours, *later, *turned, *close]
    texts = [text for each in known for text in (each.title, each.answer, each.reason)]
    names = prune(encoder, names, texts)
    pieces = WordPieces(names)
    torch.manual_seed(1)
    model = CrossEncoder(encoder)
    ours, later, turned, close = (
        [each for each in pairs if each.language == "en"] for pairs in (ours, later, turned, close)
    )
    fit(model, pieces, [*portion(general, FOR_TEACHER), *ours], rate=4e-5, epochs=1, batch=32, seed=1)
    fit(model, pieces, ours, rate=3e-5, epochs=2, batch=32, seed=2)
    fit(model, pieces, [*ours, *turned], rate=2.5e-5, epochs=1, batch=32, seed=3)
    once = copy_of(model)
    fit(model, pieces, [*some(ours, 0.7, seed=5), *turned], rate=2.5e-5, epochs=1, batch=32, seed=5)
    average(model, once)  # the second pass is better at contrasts, the first at the corpus; their mean at both
    mixed = [*some(ours, 0.65, seed=17), *opened([*some(turned, 0.7, seed=17), *close], seed=17)]
    mixed += verbatim([*ours, *turned, *close], 1400, seed=17)
    fit(model, pieces, mixed, rate=2.5e-5, epochs=1, batch=32, seed=17)
    once = copy_of(model)
    mixed = [*some(ours, 0.4, seed=19), *opened([*some(turned, 0.5, seed=19), *some(close, 0.65, seed=19)], seed=19)]
    mixed += verbatim([*ours, *turned, *close], 500, seed=19)
    fit(model, pieces, mixed, rate=2e-5, epochs=1, batch=32, seed=19)
    average(model, once)
    mixed = [*some(ours, 0.28, seed=23), *opened([*some(turned, 0.13, seed=23), *some(close, 0.25, seed=23)], seed=23)]
    said = verbatim([*ours, *turned, *close], 900, seed=24)
    mixed += [*composed([*close, *said], 4000, seed=24), *composed(turned, 1800, seed=24)]
    fit(model, pieces, mixed, rate=2e-5, epochs=1, batch=32, seed=23)
    mixed = [*later, *some(ours, 0.64, seed=31)]
    mixed += opened([*some(turned, 0.13, seed=31), *some(close, 0.2, seed=31)], seed=31)
    said = verbatim([*ours, *later, *turned, *close], 1300, seed=31)
    mixed += [*composed([*close, *said], 2600, seed=31), *composed(turned, 1200, seed=31), *said[:400]]
    once = copy_of(model)
    fit(model, pieces, mixed, rate=2e-5, epochs=1, batch=32, seed=31)
    average(model, once, share=0.35)
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
    parser.add_argument("--out", type=Path, default=MODELS)
    parser.add_argument("--kept", type=Path, default=Path(".venv-train", "kept"))
    args = parser.parse_args()
    torch.set_num_threads(THREADS)
    fit = partial(net.fit, kept=args.kept)
    base = load_base()
    whole = Unigrams(base.pieces, base.scores)
    sheets = list(labelled(args.corpus))
    general = public(args.data, lambda text: len(whole.ids(text)))
    ours = own([sheet for sheet in sheets if sheet.part < LATER])
    later = own([sheet for sheet in sheets if sheet.part >= LATER])
    turned, close = contrasts(*TURNED), contrasts(CLOSE)
    for name, pairs in {"public": general, "own": ours, "later": later, "turned": turned, "close": close}.items():
        print(f"{len(pairs)} {name}", flush=True)

    english, words = teacher(general, ours, later, turned, close, fit)
    save(args.out / ENGLISH, english, {"pieces": words}, bits=4)
    taught = asked(english, WordPieces(words), unlabelled(sheets), kept=args.kept)

    kept = keep(base, [text for each in general + ours for text in (each.title, each.answer, each.reason)])
    names, scores = [base.pieces[i] for i in kept], [round(base.scores[i], 3) for i in kept]
    pieces = Unigrams(names, scores)
    torch.manual_seed(1)
    model = CrossEncoder(pruned(base, kept))
    fit(model, pieces, general + ours, rate=8e-5, epochs=1, batch=48, seed=1)
    fit(model, pieces, ours, rate=6e-5, epochs=1, batch=32, seed=2)
    mixed = [*ours, *turned, *turned, *taught, *portion(general, FOR_STUDENT)]
    fit(model, pieces, mixed, rate=8e-5, epochs=2, batch=32, seed=4)
    last = [*some(ours, 0.6, seed=9), *taught, *portion(general, FOR_STUDENT)]
    fit(model, pieces, [*last, *turned], rate=6e-5, epochs=1, batch=32, seed=6)
    last += [*opened([*turned, *close], seed=28), *verbatim([*ours, *turned, *close], 2200, seed=28)]
    fit(model, pieces, last, rate=6e-5, epochs=1, batch=32, seed=8)
    once = copy_of(model)
    said = verbatim([*ours, *turned, *close], 1200, seed=44)
    last = [*some(ours, 0.34, seed=9), *some(taught, 0.5, seed=44), *portion(general, FOR_LAST)]
    last += opened([*some(turned, 0.15, seed=44), *some(close, 0.25, seed=44)], seed=44)
    last += [*composed([*close, *said], 5200, seed=44), *composed(turned, 3000, seed=44)]
    fit(model, pieces, last, rate=4e-5, epochs=1, batch=32, seed=45)
    average(model, once, share=0.3)
    said = verbatim([*ours, *later, *turned, *close], 1600, seed=48)
    last = [*later, *some(ours, 0.4, seed=48), *some(taught, 0.5, seed=48), *portion(general, FOR_LAST)]
    last += opened([*some(turned, 0.2, seed=48), *some(close, 0.23, seed=48)], seed=48)
    last += [*composed([*close, *said], 3400, seed=48), *composed(turned, 2000, seed=48), *said[:400]]
    once = copy_of(model)
    fit(model, pieces, last, rate=5e-5, epochs=1, batch=32, seed=48)
    average(model, once, share=0.4)
    save(args.out / MULTILINGUAL, model, {"pieces": names, "scores": scores}, bits=8)


if __name__ == "__main__":
    main()
