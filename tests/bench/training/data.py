"""What the cross-encoders are trained on: public pairs of two texts, and the product's own corpus and contrasts.

DATA, a folder, holds these files (name: sha256, source, licence); a file that is missing or another one stops it.
"""

import csv
import hashlib
import json
import random
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.domain.errors import BadInput
from tests.bench.labelled import CORPUS, LabelledSheet, held_out

EXPRESSED, ABSENT, CONTRADICTED = range(3)
CONTRASTS = CORPUS / "contrasts"
TURNED = ("contrasts.jsonl", "polarity.jsonl")  #: other words, negations, opposites, look-alikes, instructions
CLOSE = "closeness.jsonl"  #: most of the reason's words, whatever is said
HARD = "hard.jsonl"  #: roles swapped, denials, irony, far words in the same scene, halves
CHATTER = "chatter.jsonl"  #: lines of office talk that say nothing of any sheet

FILES = {
    # MultiNLI dev and SNLI dev as in github.com/felipessalvatore/NLI_datasets; OANC and others / CC BY-SA 4.0
    "mnli_dev.csv": "b1bc1a5b741446cdacfdd882b68709d14bac2ede39e4153b9a272f5028726255",
    "snli_dev.csv": "af9cc200896596e96b04ceb752b7ee66200910ab22eda7daaa4fe70ebb44e8b3",
    # NLI/all_combined/train.tsv of github.com/acmi-lab/counterfactually-augmented-data; Apache-2.0
    "cad_train.tsv": "b04c0e249b71949345afc20f8c31c355533a705a68805492f21cddc49d27234f",
    # IBM's key point analysis shared task 2021, as one file; CDLA-Sharing 1.0. Only its train topics are read
    "argkp_train_dev.jsonl": "1f0bb90c172ec7d7de626a42af3dbff17ecaee21eaca7ad2dddd968b7f30150e",
    # Perspectrum, pairs of perspectives of one or two clusters; CC BY-SA 4.0
    "perspectrum_pairs.jsonl": "87ffa189e3ffc02c99a04c096b3928c6ff0cbcdd87c195b8e1e8791ddc3a3f86",
    # made with the templates of HANS's authors; MIT
    "hans_generated.jsonl": "bad6224a811a2ef06fb92be59e2f2d01db4d2b8d0a156cb8e605e68d0915eb57",
}
SHORT = 42  #: tokens of a public pair: restatements are short, and long pairs cost most of the time
QUOTAS = {EXPRESSED: 6500, ABSENT: 6500, CONTRADICTED: 4200}
PER_SHEET, UNLABELLED = 130, 8000
_NLI = {"entailment": EXPRESSED, "neutral": ABSENT, "contradiction": CONTRADICTED}

Count = Callable[[str], int]


@dataclass(frozen=True, slots=True)
class Pair:
    title: str  #: of the sheet, or what the pair is about; may be empty
    reason: str
    answer: str
    chances: tuple[float, ...]  #: of expressed, absent, contradicted
    language: str = "en"  #: of both; "" where they differ

    @property
    def label(self) -> int:
        return self.chances.index(max(self.chances))


def pair(title: str, reason: str, answer: str, label: int, language: str = "en") -> Pair:
    return Pair(title, reason, answer, tuple(float(label == kind) for kind in range(3)), language)


def public(folder: Path, tokens: Count, seed: int = 7) -> list[Pair]:
    """A fixed choice of short pairs, by QUOTAS. Raises BadInput where a file is missing or not the one expected."""
    for name, digest in FILES.items():
        path = folder / name
        if not path.is_file() or hashlib.sha256(path.read_bytes()).hexdigest() != digest:
            raise BadInput(f"{path}: missing, or not the file that tests/bench/training/data.py names")
    chance = random.Random(seed)
    pairs = [each for each in _all(folder, chance) if tokens(each.answer) + tokens(each.reason) <= SHORT]
    chance.shuffle(pairs)
    return portion(pairs, QUOTAS)


def portion(pairs: Sequence[Pair], most: Mapping[int, int]) -> list[Pair]:
    """The first of each label, so many of each."""
    left = dict(most)
    chosen = []
    for each in pairs:
        if left[each.label]:
            left[each.label] -= 1
            chosen.append(each)
    return chosen


def some(pairs: Sequence[Pair], share: float, *, seed: int) -> list[Pair]:
    """A fixed choice of so large a share."""
    chosen = list(pairs)
    random.Random(seed).shuffle(chosen)
    return chosen[: int(share * len(chosen))]


def own(sheets: Sequence[LabelledSheet]) -> list[Pair]:
    """Every verdict of the sheets that are not held out."""
    return [
        pair(sheet.text.title, reason.text, answer.text, kind, _common(sheet.language, answer.language))
        for sheet in sheets
        if not held_out(sheet.id)
        for answer in sheet.answers
        for reason, kind in zip(sheet.text.reasons, answer.gold, strict=True)
        if kind >= 0
    ]


def contrasts(*names: str) -> list[Pair]:
    """Answers written around one reason each, of the files named (TURNED, CLOSE)."""
    lines = [line for name in names for line in (CONTRASTS / name).read_text("utf-8").splitlines()]
    labels = {"E": EXPRESSED, "A": ABSENT, "C": CONTRADICTED}
    return [
        pair(row["title"], row["reason"], each["text"], labels[each["label"]], row["lang"])
        for row in map(json.loads, lines)
        for each in row["answers"]
    ]


def astray(sheets: Sequence[LabelledSheet], said: int, chatted: int, *, seed: int) -> list[Pair]:
    """Answers to one sheet beside a reason of another, and office talk beside a reason, in one language each: absent.

    What is written for another sheet may happen to give this reason too; a few in a hundred do.
    """
    chance = random.Random(seed)
    known = [sheet for sheet in sheets if not held_out(sheet.id)]
    answers = [(sheet, each.text) for sheet in known for each in sheet.answers if each.language == sheet.language]
    found: list[Pair] = []
    while len(found) < said:
        here, (there, text) = chance.choice(known), chance.choice(answers)
        if there.language == here.language and there.part != here.part:
            found.append(_beside(here, text, chance))
    spoken = {sheet.language for sheet in known}
    talk = [row for row in _lines(CONTRASTS / CHATTER) if row["lang"] in spoken and not held_out(row["text"])]
    for row in chance.choices(talk, k=chatted):
        here = chance.choice([sheet for sheet in known if sheet.language == row["lang"]])
        found.append(_beside(here, row["text"], chance))
    return found


def _beside(sheet: LabelledSheet, text: str, chance: random.Random) -> Pair:
    return pair(sheet.text.title, chance.choice(sheet.text.reasons).text, text, ABSENT, sheet.language)


def _common(one: str, other: str) -> str:
    return one if one == other else ""


def unlabelled(sheets: Sequence[LabelledSheet], seed: int = 11) -> list[tuple[str, str, str]]:
    """Titles, sentences in a reason's place, and answers: English answers beside the sentences of their own sheet's
    notes and beside each other, PER_SHEET of each sheet, UNLABELLED in all.
    """
    chance = random.Random(seed)
    found: list[tuple[str, str, str]] = []
    for sheet in sheets:
        if sheet.language != "en" or held_out(sheet.id):
            continue
        notes = [each.strip() for each in re.split(r"(?<=[.!?])\s+|\n+", sheet.text.body)]
        notes = [each for each in notes if 5 <= len(each.split()) <= 32]
        answers = [each.text for each in sheet.answers if each.informative and each.language == "en"]
        answers = [each for each in answers if len(each.split()) <= 70]
        short = [each for each in answers if len(each.split()) <= 22]
        pairs = [(sheet.text.title, said, answer) for said in notes + short for answer in answers if said != answer]
        chance.shuffle(pairs)
        found.extend(pairs[:PER_SHEET])
    chance.shuffle(found)
    return found[:UNLABELLED]


def _all(folder: Path, chance: random.Random) -> Iterator[Pair]:
    for name, most in (("mnli_dev.csv", 9000), ("snli_dev.csv", 3500)):
        with (folder / name).open(encoding="utf-8", newline="") as lines:
            rows = [row for row in csv.DictReader(lines) if row["label"] in _NLI]
        chance.shuffle(rows)
        yield from (pair("", row["hypothesis"], row["premise"], _NLI[row["label"]]) for row in rows[:most])
    with (folder / "cad_train.tsv").open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))
    chance.shuffle(rows)
    yield from (pair("", row["sentence2"], row["sentence1"], _NLI[row["gold_label"]]) for row in rows[:3000])
    yield from _key_points(_lines(folder / "argkp_train_dev.jsonl"), chance)
    for row in _lines(folder / "perspectrum_pairs.jsonl"):
        if row["label"] == "same_reason":
            yield pair(row["prompt"], row["references"][0], row["answer"], EXPRESSED)
        elif chance.random() < (0.8 if row["label"] == "different_reason_same_side" else 0.25):
            yield pair(row["prompt"], row["references"][0], row["answer"], ABSENT)
    for row in _lines(folder / "hans_generated.jsonl"):
        yield pair("", row["references"][0], row["answer"], EXPRESSED if row["label"] == "entailment" else ABSENT)


def _key_points(rows: list[dict[str, str]], chance: random.Random) -> Iterator[Pair]:
    matching = [row for row in rows if row["split"] == "train" and row["label"] == "match"]
    others = [row for row in rows if row["split"] == "train" and row["label"] == "no_match"]
    chance.shuffle(others)
    for row in matching + others[:6500]:
        yield pair(row["prompt"], row["references"][0], row["answer"], EXPRESSED if row["label"] == "match" else ABSENT)


def _lines(path: Path) -> list[dict[str, str]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]
