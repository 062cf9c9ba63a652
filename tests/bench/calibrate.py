"""Fit the local comparer's constants to labelled restatements and measure them on parts they were not fitted to.

    .venv/bin/python -m tests.bench.calibrate CORPUS_FOLDER [--out FILE]

CORPUS_FOLDER holds *.jsonl as tests/bench/labelled.py describes; each file is a part. Only the sheets that the
cross-encoder was not trained on are used (`held_out`). Figures of verdicts are out of part: a part's probabilities come
from a fit to the other parts. The outcome is the same for the same folder. Without --out the comparer's own
calibration.json is written.

Two choices stand in the file:
* prior_shift, added to the logits of expressed and contradicted, moves them from the corpus' share of verdicts to
  IN_USE. The corpus was made hard on purpose, hardly more than one verdict in five is "expressed"; at that rate the
  most probable verdict is nearly always "absent", and a reason is flagged that its writer gave. IN_USE is a guess at
  what a team says of a sheet that it was told about; nothing was tuned to reach a figure with it.
* sure, the probability below which the most probable verdict is unsure: the largest that leaves at most MOST_UNSURE so.

The same is done for the vectors alone, which code the languages that the cross-encoder cannot read, with a wider band.
"""

import argparse
import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import combinations
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from adapters.comparers.local.coding import Models, code, reader_of
from adapters.comparers.local.crossencoder import ENGLISH, MULTILINGUAL, load_judge
from adapters.comparers.local.cues import objects
from adapters.comparers.local.encoder import Encode, load_encoder
from adapters.comparers.local.language import load_language
from adapters.comparers.local.reading import BY_VECTORS, FEATURES, SheetReading, compare, read_answer, read_sheet
from adapters.comparers.local.weights import CALIBRATION, VECTORS, weights_of
from tests.bench.labelled import LabelledSheet, held_out, labelled
from tests.bench.measures import Flags, Numbers, auc, chances, f1, fitted, kappa

RIDGE = 3.0
#: What the vectors tell weighs the same for expressed and contradicted: nearness says that an answer is about a reason,
#: not what. In this corpus whoever repeats a reason's words mostly denies it, so that weights fitted freely take a
#: reason repeated word for word for a denial.
TIED = len(BY_VECTORS)
#: Share of the verdicts, by who reads; the vectors miss contradictions and were never measured where they stand in.
MOST_UNSURE = {ENGLISH: 0.25, MULTILINGUAL: 0.25, VECTORS: 0.5}
Calibrated = dict[str, object]
SURE_THEME = 0.7  #: a false theme misleads the manager, a missed one is only not counted; no cosine is right more often
OWN_REASON = 0.3  #: see _own_reason_figures: no value of it finds own reasons well
IN_USE = np.asarray([0.33, 0.60, 0.07])  #: share of expressed, absent, contradicted that is expected of a team


@dataclass(frozen=True, slots=True)
class Examples:
    """One row for each verdict of an informative answer."""

    features: Numbers  #: beside the sheet's other reasons
    alone: Numbers  #: as if the reason were the only one
    gold: NDArray[np.int64]
    parts: NDArray[np.str_]


def examples(models: Models, sheets: Sequence[LabelledSheet], reader: str) -> Examples:
    """As `reader` reads them: those in English for ENGLISH, all for the others."""
    among: list[Numbers] = []
    alone: list[Numbers] = []
    gold: list[int] = []
    parts: list[str] = []
    for sheet in sheets:
        reading = read_sheet(models.encode, models.language, sheet.text)
        singles = [SheetReading(row[None, :], reading.notes) for row in reading.reasons]
        for answer in sheet.answers:
            known = [i for i, kind in enumerate(answer.gold) if kind >= 0]
            english = reader_of(reading.language, models.language(answer.text)) == ENGLISH
            if not answer.informative or not known or (reader == ENGLISH and not english):
                continue
            read = read_answer(models.encode, answer.text)
            logits = None if reader == VECTORS else models.judge(reader)(sheet.text, answer.text)
            among.append(compare(reading, read, logits).features[known])
            rows = None if logits is None else logits[:, None]
            alone.extend(compare(singles[i], read, None if rows is None else rows[i]).features for i in known)
            gold.extend(answer.gold[i] for i in known)
            parts.extend([sheet.part] * len(known))
    return Examples(np.vstack(among), np.vstack(alone), np.asarray(gold), np.asarray(parts))


def out_of_part(features: Numbers, gold: NDArray[np.int64], parts: NDArray[np.str_]) -> Numbers:
    """The chances of each row by a fit to the other parts."""
    found = np.zeros((len(features), 3))
    for part in np.unique(parts):
        held = parts == part
        found[held] = chances(features[held], fitted(features[~held], gold[~held], RIDGE, TIED))
    return found


def calibrated(features: Numbers, gold: NDArray[np.int64], parts: NDArray[np.str_], most: float) -> Calibrated:
    """The regression with its prior shifts, the bound of sureness, and its figures out of part."""
    plain = out_of_part(features, gold, parts)
    odds = IN_USE / [(gold == kind).mean() for kind in range(3)]
    p = plain * odds
    p /= p.sum(axis=1, keepdims=True)
    found, top = p.argmax(axis=1), p.max(axis=1)
    bound = sureness(top, most)
    sure = top >= bound
    shifts = np.log(odds[[0, 2]] / odds[1])
    beta = fitted(features, gold, RIDGE, TIED)
    beta[:, -1] += shifts
    per_kind = [f1(gold == kind, found == kind) for kind in range(3)]
    names = (*FEATURES[: features.shape[1]], "bias")
    return {
        "regression": {
            "expressed": _rounded(dict(zip(names, beta[0], strict=True))),
            "contradicted": _rounded(dict(zip(names, beta[1], strict=True))),
        },
        "prior_shift": [round(float(shift), 2) for shift in shifts],
        "sure": bound,
        "figures": _rounded(
            {
                "verdicts": len(gold),
                "auc": auc(plain[:, 0], gold == 0),
                "auc_contradicted": auc(plain[:, 2], gold == 2),
                "kappa": kappa(gold, found),
                "macro_f1": float(np.mean(per_kind)),
                "f1_expressed": per_kind[0],
                "f1_absent": per_kind[1],
                "f1_contradicted": per_kind[2],
                "false_flags": float((found[gold == 0] != 0).mean()),
                "unsure": float((~sure).mean()),
                "kappa_where_sure": kappa(gold[sure], found[sure]),
                "share_expressed": float((gold == 0).mean()),
                "share_contradicted": float((gold == 2).mean()),
            }
        ),
    }


def sureness(top: Numbers, most: float) -> float:
    """The largest bound, in steps of .01, below which at most `most` of the top probabilities lie."""
    bounds = [float(b) for b in np.round(np.arange(0.34, 1.0, 0.01), 2)]
    return max((b for b in bounds if float((top < b).mean()) <= most), default=bounds[0])


def same_theme(encode: Encode, sheets: Sequence[LabelledSheet]) -> tuple[float, dict[str, float]]:
    """The smallest cosine at which two answers say the same in at least SURE_THEME of the cases.

    The coders worded own reasons freely, so two answers of a sheet stand in for them that express one reason each and
    nothing else: the same reason or two different ones.
    """
    cosines: list[float] = []
    same: list[bool] = []
    for sheet in sheets:
        single = [a for a in sheet.answers if a.informative and not a.own_reasons and sorted(a.gold)[:2] == [0, 1]]
        single = [a for a in single if 2 not in a.gold]
        vectors = [encode([answer.text])[0] for answer in single]
        for i, j in combinations(range(len(single)), 2):
            cosines.append(float(vectors[i] @ vectors[j]))
            same.append(single[i].gold.index(0) == single[j].gold.index(0))
    scores, truth = np.asarray(cosines), np.asarray(same)
    cuts = [float(cut) for cut in np.round(np.arange(0.2, 0.9, 0.02), 2)]
    best = next((cut for cut in cuts if (hit := scores >= cut).any() and truth[hit].mean() >= SURE_THEME), cuts[-1])
    hit = scores >= best
    return best, {
        "pairs": len(scores),
        "auc": auc(scores, truth),
        "precision": float(truth[hit].mean()),
        "recall": float(hit[truth].mean()),
    }


def calibration(models: Models, sheets: Sequence[LabelledSheet]) -> dict[str, object]:
    """`sheets`: those the cross-encoder was not trained on."""
    made: dict[tuple[str, str], Calibrated] = {}
    for reader, most in MOST_UNSURE.items():
        data = examples(models, sheets, reader)
        for which, features in (("among", data.features), ("alone", data.alone)):
            made[reader, which] = calibrated(features, data.gold, data.parts, most)
    theme, theme_figures = same_theme(models.encode, sheets)
    result: dict[str, object] = {
        "made_by": "python -m tests.bench.calibrate CORPUS_FOLDER",
        "made_from": {"parts": len({sheet.part for sheet in sheets}), "sheets": len(sheets)},
        **{
            reader: {which: made[reader, which]["regression"] for which in ("among", "alone")}
            | {"sure": made[reader, "among"]["sure"]}
            for reader in MOST_UNSURE
        },
        "own_reason": OWN_REASON,
        "same_theme": theme,
        "prior_shift": {reader: made[reader, "among"]["prior_shift"] for reader in MOST_UNSURE},
    }
    own_figures = _own_reason_figures(models, sheets, result)
    return result | {
        "measured_out_of_part": {f"{name}, {which}": each["figures"] for (name, which), each in made.items()},
        "measured_in_sample": {
            "same_theme": _rounded(theme_figures),
            "own_reasons": _rounded(own_figures),
            "objection": _rounded(_objection_figures(sheets)),
        },
    }


def _own_reason_figures(models: Models, sheets: Sequence[LabelledSheet], raw: dict[str, object]) -> dict[str, float]:
    """Answers with an own reason, found by the finished comparer. In sample, but for one constant nothing is fitted."""
    weights = weights_of(raw)
    truth: list[bool] = []
    found: list[bool] = []
    for sheet in sheets:
        reading = read_sheet(models.encode, models.language, sheet.text)
        for answer in sheet.answers:
            truth.append(bool(answer.own_reasons))
            found.append(bool(code(models, weights, sheet.text, reading, answer.text).own_reasons))
    return _precision_recall(np.asarray(truth), np.asarray(found))


def _objection_figures(sheets: Sequence[LabelledSheet]) -> dict[str, float]:
    answers = [answer for sheet in sheets for answer in sheet.answers if answer.objection is not None]
    truth = np.asarray([answer.objection for answer in answers])
    return _precision_recall(truth, np.asarray([objects(answer.text) for answer in answers]))


def _precision_recall(truth: Flags, found: Flags) -> dict[str, float]:
    both = int((truth & found).sum())
    return {"precision": both / max(1, int(found.sum())), "recall": both / max(1, int(truth.sum()))}


def _rounded(values: dict[str, float]) -> dict[str, float]:
    return {key: value if isinstance(value, int) else round(float(value), 4) for key, value in values.items()}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--out", type=Path, default=CALIBRATION)
    args = parser.parse_args()
    held = tuple(sheet for sheet in labelled(args.corpus) if held_out(sheet.id))
    result = calibration(Models(load_encoder(), load_language(), cache(load_judge)), held)
    args.out.write_text(json.dumps(result, indent=2) + "\n", "utf-8")
    print(json.dumps(result, indent=2))


if __name__ == "__main__":
    main()
