"""Fit the local comparer's constants to labelled restatements and measure them on parts they were not fitted to.

    .venv/bin/python -m tests.bench.calibrate CORPUS_FOLDER [--out FILE]

CORPUS_FOLDER holds *.jsonl as tests/bench/labelled.py describes; each file is a part. Figures of verdicts are out of
part: a part's probabilities come from a fit to the other parts. The outcome is the same for the same folder. Without
--out the comparer's own calibration.json is written.

Two choices are made on the out-of-part probabilities and stand in the file:
* prior_shift, added to the logit so that the most probable verdict agrees best (Cohen's kappa) with the coders. The
  corpus was made hard on purpose, one verdict in five is "expressed", and at that base rate the most probable verdict
  is nearly always "absent".
* unsure, the widest band around even that leaves at most a quarter of the verdicts unsure.
"""

import argparse
import json
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from adapters.comparers.local.coding import code
from adapters.comparers.local.cues import objects
from adapters.comparers.local.encoder import Encode, load_encoder
from adapters.comparers.local.reading import FEATURES, SheetReading, compare, read_answer, read_sheet
from adapters.comparers.local.weights import CALIBRATION, weights_of
from tests.bench.labelled import LabelledSheet, labelled
from tests.bench.measures import Flags, Numbers, auc, f1, fitted, kappa, logistic

RIDGE = 3.0
MOST_UNSURE = 0.25
SURE_THEME = 0.8  #: a false theme misleads the manager, a missed one is only not counted
OWN_REASON = 0.3  #: see _own_reason_figures: no value of it finds own reasons well
SHIFTS = np.arange(0.0, 2.01, 0.05)


@dataclass(frozen=True, slots=True)
class Examples:
    """One row for each verdict of an informative answer."""

    features: Numbers  #: beside the sheet's other reasons
    alone: Numbers  #: as if the reason were the only one
    gold: NDArray[np.int64]
    parts: NDArray[np.str_]


def examples(encode: Encode, sheets: Sequence[LabelledSheet]) -> Examples:
    among: list[Numbers] = []
    alone: list[Numbers] = []
    gold: list[int] = []
    parts: list[str] = []
    for sheet in sheets:
        reading = read_sheet(encode, sheet.text)
        singles = [SheetReading(row[None, :], reading.notes) for row in reading.reasons]
        for answer in sheet.answers:
            if not answer.informative:
                continue
            read = read_answer(encode, answer.text)
            known = [i for i, kind in enumerate(answer.gold) if kind >= 0]
            among.append(compare(reading, read).features[known])
            alone.extend(compare(singles[i], read).features for i in known)
            gold.extend(answer.gold[i] for i in known)
            parts.extend([sheet.part] * len(known))
    return Examples(np.vstack(among), np.vstack(alone), np.asarray(gold), np.asarray(parts))


def out_of_part(features: Numbers, positive: Flags, parts: NDArray[np.str_]) -> Numbers:
    """The logit of each row by a fit to the other parts."""
    logits = np.zeros(len(features))
    for part in np.unique(parts):
        held = parts == part
        beta = fitted(features[~held], positive[~held], RIDGE)
        logits[held] = features[held] @ beta[:-1] + beta[-1]
    return logits


def calibrated(features: Numbers, gold: NDArray[np.int64], parts: NDArray[np.str_], rate: float) -> dict[str, object]:
    """The regression with its prior shift, its unsure band, and its figures out of part."""
    expressed = gold == 0
    logits = out_of_part(features, expressed, parts)
    agreement = [kappa(gold, _kinds(logistic(logits + shift), rate)) for shift in SHIFTS]
    shift = float(SHIFTS[int(np.argmax(agreement))])
    p = logistic(logits + shift)
    found = _kinds(p, rate)
    low, high = band(p)
    sure = (p < low) | (p > high)
    beta = fitted(features, expressed, RIDGE)
    beta[-1] += shift
    per_kind = [f1(gold == kind, found == kind) for kind in range(3)]
    return {
        "regression": _rounded(dict(zip((*FEATURES, "bias"), beta, strict=True))),
        "prior_shift": round(shift, 2),
        "unsure": [low, high],
        "figures": _rounded(
            {
                "verdicts": len(gold),
                "auc": auc(logits, expressed),
                "kappa": kappa(gold, found),
                "macro_f1": float(np.mean(per_kind)),
                "f1_expressed": per_kind[0],
                "f1_absent": per_kind[1],
                "unsure": float((~sure).mean()),
                "kappa_where_sure": kappa(gold[sure], found[sure]),
                "mean_p_expressed": float(p.mean()),
                "share_expressed": float(expressed.mean()),
            }
        ),
    }


def band(p: Numbers) -> tuple[float, float]:
    """The widest band around .5, in steps of .01, that holds at most MOST_UNSURE of the probabilities."""
    width = 0.0
    while float((np.abs(p - 0.5) <= width + 0.01).mean()) <= MOST_UNSURE:
        width += 0.01
    return round(0.5 - width, 2), round(0.5 + width, 2)


def _kinds(p: Numbers, rate: float) -> NDArray[np.int64]:
    """0 where expressed is more probable than absent, else 1."""
    return np.where(p > (1 - p) * (1 - rate), 0, 1).astype(np.int64)


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


def calibration(encode: Encode, sheets: Sequence[LabelledSheet]) -> dict[str, object]:
    data = examples(encode, sheets)
    rate = round(float((data.gold == 2).sum() / (data.gold != 0).sum()), 4)
    among = calibrated(data.features, data.gold, data.parts, rate)
    alone = calibrated(data.alone, data.gold, data.parts, rate)
    theme, theme_figures = same_theme(encode, sheets)
    result: dict[str, object] = {
        "made_by": "python -m tests.bench.calibrate CORPUS_FOLDER",
        "made_from": {"parts": len(np.unique(data.parts)), "sheets": len(sheets)},
        "among": among["regression"],
        "alone": alone["regression"],
        "contradicted": rate,
        "unsure": among["unsure"],
        "own_reason": OWN_REASON,
        "same_theme": theme,
        "prior_shift": {"among": among["prior_shift"], "alone": alone["prior_shift"]},
    }
    own_figures = _own_reason_figures(encode, sheets, result)
    return result | {
        "measured_out_of_part": {
            "among": among["figures"],
            "alone": alone["figures"],
        },
        "measured_in_sample": {
            "same_theme": _rounded(theme_figures),
            "own_reasons": _rounded(own_figures),
            "objection": _rounded(_objection_figures(sheets)),
        },
    }


def _own_reason_figures(encode: Encode, sheets: Sequence[LabelledSheet], raw: dict[str, object]) -> dict[str, float]:
    """Answers with an own reason, found by the finished comparer. In sample, but for one constant nothing is fitted."""
    weights = weights_of(raw)
    truth: list[bool] = []
    found: list[bool] = []
    for sheet in sheets:
        reading = read_sheet(encode, sheet.text)
        for answer in sheet.answers:
            truth.append(bool(answer.own_reasons))
            found.append(bool(code(encode, weights, sheet.text, reading, answer.text).own_reasons))
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
    result = calibration(load_encoder(), tuple(labelled(args.corpus)))
    args.out.write_text(json.dumps(result, indent=2) + "\n", "utf-8")
    print(json.dumps(result, indent=2))


if __name__ == "__main__":
    main()
