"""`compare --jsonl`: one check a line in, its codings a line out, for scripts and benchmarks."""

import json
from collections.abc import Callable, Iterable, Mapping
from typing import cast

from adapters.terminal.answers import Answer, refuse_duplicates
from adapters.terminal.comparing import coding_json
from adapters.terminal.sheets import sheet_of
from bot.domain.errors import BadInput, HymnsheetError
from bot.domain.sheet import SheetText
from bot.ports.compare import Comparer


async def stream(comparer: Comparer, lines: Iterable[bytes], write: Callable[[str], None]) -> None:
    """For each line that is not blank, `write` is given one line at once, in the same order: {"id", "codings"}, or
    {"id", "error"} where the line cannot be used (id null where not even that can be read).
    """
    for line in lines:
        if line.strip():
            write(dumped(await _answered(comparer, line)))


def dumped(value: object, *, indent: int | None = None) -> str:
    """As JSON that any terminal or pipe in UTF-8 takes: lone surrogates stay escaped."""
    readable = json.dumps(value, ensure_ascii=False, indent=indent)
    return readable if readable.isprintable() or _encodes(readable) else json.dumps(value, indent=indent)


def _encodes(text: str) -> bool:
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


async def _answered(comparer: Comparer, line: bytes) -> dict[str, object]:
    check_id: object = None
    try:
        row = _object(line)
        check_id = row.get("id")
        sheet, answers = _check(row)
        codings = await comparer.code(sheet, [answer.text for answer in answers])
    except HymnsheetError as err:
        return {"id": check_id, "error": str(err)}
    return {
        "id": check_id,
        "codings": [coding_json(answer, coding) for answer, coding in zip(answers, codings, strict=True)],
    }


def _object(line: bytes) -> Mapping[str, object]:
    try:
        row = json.loads(line.decode("utf-8-sig"))
    except (ValueError, RecursionError) as err:
        raise BadInput("the line is not readable as JSON in UTF-8") from err
    if not isinstance(row, dict):
        raise BadInput("the line is not a JSON object")
    return cast("Mapping[str, object]", row)


def _check(row: Mapping[str, object]) -> tuple[SheetText, list[Answer]]:
    sheet = sheet_of(row.get("sheet"), "sheet")
    listed = row.get("answers")
    if not isinstance(listed, list):
        raise BadInput('answers: not a list of {"id", "text"}')
    answers = [_answer(each, number) for number, each in enumerate(listed, 1)]
    refuse_duplicates("answers", [answer.id for answer in answers])
    return sheet, answers


def _answer(raw: object, number: int) -> Answer:
    given = cast("Mapping[str, object]", raw) if isinstance(raw, dict) else {}
    answer_id, text = given.get("id"), given.get("text")
    if not isinstance(answer_id, str) or not isinstance(text, str):
        raise BadInput(f'answers: number {number} is not {{"id": text, "text": text}}')
    return Answer(answer_id, text)
