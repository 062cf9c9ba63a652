"""Reads the answers that the command line is given: CSV or JSON lines."""

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from adapters.terminal.files import read_text
from bot.domain.errors import BadInput

MAX_BYTES = 20_000_000  #: 40,000 answers of 80 words; a larger file is something else
_DELIMITERS = ",;\t"
_JSON_LINES = frozenset({".jsonl", ".ndjson", ".json"})


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer. `columns` is what else stood in its row, by the column's name."""

    id: str
    text: str
    columns: Mapping[str, str] = field(default_factory=dict, hash=False)


def read_answers(path: Path) -> list[Answer]:
    """The answers of a UTF-8 file in its order, at least one, ids unique. CSV has a header with `text` and may have
    `id`, parted by comma, semicolon or tab; JSON lines are objects with the same keys. Where an id is missing, the
    answer's number stands in. Raises BadInput.
    """
    text = read_text(path, MAX_BYTES)
    rows = _json_rows(path, text) if path.suffix.lower() in _JSON_LINES else _csv_rows(path, text)
    answers = [_answer(path.name, number, row) for number, row in rows]
    if not answers:
        raise BadInput(f"{path.name}: there is no answer in it; give one row for each, with the columns id and text")
    refuse_duplicates(path.name, [answer.id for answer in answers])
    return answers


def refuse_duplicates(name: str, ids: Sequence[str]) -> None:
    """Raises BadInput where an answer's id comes twice."""
    seen: set[str] = set()
    for answer_id in ids:
        if answer_id in seen:
            raise BadInput(f"{name}: the id {answer_id!r} comes twice; give every answer its own")
        seen.add(answer_id)


def _csv_rows(path: Path, text: str) -> Iterator[tuple[int, dict[str, str]]]:
    """Rows by their number, the first after the header being 1."""
    csv.field_size_limit(MAX_BYTES)
    header, _, _ = text.partition("\n")
    delimiter = max(_DELIMITERS, key=header.count)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        names = [name.strip() for name in next(rows, [])]
        by_name = [name.lower() if name.lower() in {"id", "text"} else name for name in names]
        if "text" not in by_name:
            found = ", ".join(filter(None, names)) or "none"
            raise BadInput(
                f"{path.name}: there is no column named text (found: {found}); name the answers' column text"
            )
        yield from _named(path.name, by_name, rows)
    except csv.Error as err:
        raise BadInput(
            f"{path.name}, line {rows.line_num}: not readable as CSV ({err}); a text with quotes in it doubles them"
        ) from err


def _named(name: str, columns: list[str], rows: Iterable[list[str]]) -> Iterator[tuple[int, dict[str, str]]]:
    number = 0
    for row in rows:
        if not any(cell.strip() for cell in row):
            continue
        number += 1
        if len(row) > len(columns):
            raise BadInput(
                f"{name}, answer {number}: {len(row)} fields under {len(columns)} columns; "
                "put quotes around texts that contain the delimiter"
            )
        yield number, dict(zip(columns, row, strict=False))


def _json_rows(path: Path, text: str) -> Iterator[tuple[int, dict[str, str]]]:
    number = 0
    for line_number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        number += 1
        try:
            row = json.loads(line)
        except (ValueError, RecursionError) as err:
            raise BadInput(
                f"{path.name}, line {line_number}: not readable as JSON; put one object on each line"
            ) from err
        if not isinstance(row, dict) or not isinstance(row.get("text"), str):
            raise BadInput(f'{path.name}, line {line_number}: not an answer; each line is {{"id": "a1", "text": "…"}}')
        yield number, {str(key): value if isinstance(value, str) else _plain(value) for key, value in row.items()}


def _plain(value: object) -> str:
    return "" if value is None else json.dumps(value, ensure_ascii=False)


def _answer(name: str, number: int, row: dict[str, str]) -> Answer:
    if "text" not in row:
        raise BadInput(f"{name}, answer {number}: the row ends before the column text")
    columns = {key: value for key, value in row.items() if key not in {"id", "text"}}
    return Answer(row.get("id", "").strip() or str(number), row["text"], columns)
