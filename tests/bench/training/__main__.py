"""Train the local comparer's cross-encoders: `make train DATA=folder`.

DATA holds the public data that tests/bench/training/data.py names; the product's own corpus stands in
tests/bench/corpus. About two and a half hours on two cores that know bfloat16; what it has done is in --kept (2 GB),
and a run that was interrupted goes on from there. Writes the models and their vocabularies into --out (the shipped
folder), after which `make calibrate` fits the constants on the sheets held out here.
"""

import argparse
import gzip
import json
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import torch

from adapters.comparers.local.crossencoder import ENGLISH, MODELS, MULTILINGUAL
from adapters.comparers.local.tokens import Pieces, Unigrams, WordPieces
from tests.bench.labelled import CORPUS, labelled
from tests.bench.training import net
from tests.bench.training.base import Base, keep, load_base, pruned
from tests.bench.training.data import (
    ABSENT,
    CLOSE,
    CONTRADICTED,
    EXPRESSED,
    HARD,
    TURNED,
    Pair,
    astray,
    contrasts,
    own,
    portion,
    public,
    some,
    unlabelled,
)
from tests.bench.training.mpnet import load_mpnet, prune
from tests.bench.training.net import Course, CrossEncoder, asked, write
from tests.bench.training.wording import composed, opened, verbatim

Fit = Callable[[CrossEncoder, Pieces, Sequence[Pair], Course], None]  #: net.fit, its folder bound

THREADS = 2
FOR_TEACHER = {EXPRESSED: 2800, ABSENT: 2800, CONTRADICTED: 2800}  #: public pairs
PUBLIC_AGAIN = {EXPRESSED: 700, ABSENT: 500, CONTRADICTED: 500}  #: public pairs again, in each later stage
ASTRAY, CHATTED = 7000, 1400  #: answers beside another sheet, office talk beside any
ENGLISH_BITS, MULTILINGUAL_BITS = 4, 8  #: a weight
TURNED_AGAIN = 0.35  #: share of the turned contrasts that is seen a second time


@dataclass(frozen=True, slots=True)
class Material:
    """What was made for the product."""

    own: Sequence[Pair]  #: the corpus without the sheets held out
    turned: Sequence[Pair]
    close: Sequence[Pair]
    hard: Sequence[Pair]
    astray: Sequence[Pair]

    def english(self) -> "Material":
        return Material(*([each for each in getattr(self, name) if each.language == "en"] for name in self.__slots__))

    def first(self) -> list[Pair]:
        """The second stage: the corpus, and the contrasts that teach one thing each."""
        return [*self._worded(self.own, self.turned, self.close, seed=2), *self.astray[::2]]

    def second(self) -> list[Pair]:
        """The third: the corpus again, the hard contrasts, fewer of those turned, begun and joined differently."""
        turned = some(self.turned, TURNED_AGAIN, seed=3)
        return [*self._worded([*self.own, *self.hard], turned, self.close, seed=3), *self.astray[1::2]]

    def _worded(self, pairs: Sequence[Pair], turned: Sequence[Pair], close: Sequence[Pair], *, seed: int) -> list[Pair]:
        most = len(self.own)
        said = verbatim([*pairs, *turned, *close], most // 10, seed=seed)
        joined = [*composed([*close, *said], most // 6, seed=seed), *composed(turned, most // 8, seed=seed)]
        return [*pairs, *opened([*turned, *close], seed=seed), *said, *joined]


def teacher(general: Sequence[Pair], ours: Material, fit: Fit) -> tuple[CrossEncoder, list[str]]:
    """The English model and its vocabulary."""
    encoder, names = load_mpnet()
    ours = ours.english()
    names = prune(encoder, names, _texts([*general, *ours.own]))
    pieces = WordPieces(names)
    torch.manual_seed(1)
    model = CrossEncoder(encoder)
    fit(model, pieces, [*portion(general, FOR_TEACHER), *ours.own], Course(rate=4e-5, batch=32, seed=1))
    again = portion(general, PUBLIC_AGAIN)
    fit(model, pieces, [*ours.first(), *again], Course(rate=3e-5, batch=32, seed=2))
    fit(model, pieces, [*ours.second(), *again], Course(rate=3e-5, batch=32, seed=3, bits=ENGLISH_BITS))
    return model, names


def student(
    base: Base, general: Sequence[Pair], ours: Material, taught: Sequence[Pair], fit: Fit
) -> tuple[CrossEncoder, dict[str, object]]:
    """The multilingual model and its vocabulary; `taught` are pairs that the English model labelled."""
    kept = keep(base, _texts([*general, *ours.own]))
    names, scores = [base.pieces[i] for i in kept], [round(base.scores[i], 3) for i in kept]
    pieces = Unigrams(names, scores)
    torch.manual_seed(1)
    model = CrossEncoder(pruned(base, kept))
    fit(model, pieces, [*general, *ours.own], Course(rate=8e-5, batch=48, seed=1))
    again = portion(general, PUBLIC_AGAIN)
    fit(model, pieces, [*ours.first(), *taught[::2], *again], Course(rate=8e-5, batch=32, seed=2))
    fit(model, pieces, [*ours.second(), *taught[1::2], *again], Course(rate=8e-5, batch=32, seed=3))
    return model, {"pieces": names, "scores": scores}


def _texts(pairs: Sequence[Pair]) -> list[str]:
    return [text for each in pairs for text in (each.title, each.answer, each.reason)]


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
    off = astray(sheets, ASTRAY, CHATTED, seed=5)
    ours = Material(own(sheets), contrasts(*TURNED), contrasts(CLOSE), contrasts(HARD), off)
    counts = {name: len(getattr(ours, name)) for name in ours.__slots__}
    print(f"{len(general)} public pairs; {counts}", flush=True)

    english, words = teacher(general, ours, fit)
    save(args.out / ENGLISH, english, {"pieces": words}, bits=ENGLISH_BITS)
    taught = asked(english, WordPieces(words), unlabelled(sheets), kept=args.kept)
    save(args.out / MULTILINGUAL, *student(base, general, ours, taught, fit), bits=MULTILINGUAL_BITS)


if __name__ == "__main__":
    main()
