"""Labelled sheets with answers, one sheet a line.

{"sheet": {"id", "lang", "title", "body", "reasons": [{"id", "text"}]},
 "answers": [{"text", "lang", "gold": {reason id: kind}, "informative", "objection", "own_reasons": [text]}]}
"""

import json
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bot.domain.sheet import SheetText, reasons_of

CORPUS = Path(__file__).parent / "corpus"
KINDS = ("expressed", "absent", "contradicted")


@dataclass(frozen=True, slots=True)
class LabelledAnswer:
    text: str
    language: str  #: ISO 639-1
    gold: tuple[int, ...]  #: for each reason an index into KINDS; -1 where the coders disagreed
    informative: bool
    objection: bool | None  #: None where the coders disagreed
    own_reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LabelledSheet:
    id: str
    part: str  #: the file's name: parts have different worlds and voices
    language: str
    text: SheetText
    answers: tuple[LabelledAnswer, ...]


def held_out(sheet_id: str) -> bool:
    """True for about one sheet in six: never trained on, the comparer is calibrated and measured on them."""
    return zlib.crc32(sheet_id.encode()) % 6 == 0


def labelled(folder: Path) -> Iterator[LabelledSheet]:
    """The sheets of every *.jsonl in the folder, by the files' names."""
    for path in sorted(folder.glob("*.jsonl")):
        yield from sheets_of(path)


def sheets_of(path: Path) -> Iterator[LabelledSheet]:
    for line in path.read_text("utf-8").splitlines():
        yield _sheet(path.stem, json.loads(line))


def _sheet(part: str, row: dict[str, dict[str, object]]) -> LabelledSheet:
    sheet = json.loads(json.dumps(row["sheet"]))
    reasons = reasons_of(tuple(each["text"] for each in sheet["reasons"]))
    ids = [each["id"] for each in sheet["reasons"]]
    answers = tuple(
        LabelledAnswer(
            each["text"],
            each["lang"],
            tuple(KINDS.index(each["gold"][i]) if each["gold"].get(i) else -1 for i in ids),
            informative=each["informative"],
            objection=each.get("objection", False),
            own_reasons=tuple(each.get("own_reasons", ())),
        )
        for each in json.loads(json.dumps(row["answers"]))
    )
    return LabelledSheet(sheet["id"], part, sheet["lang"], SheetText(sheet["title"], sheet["body"], reasons), answers)
