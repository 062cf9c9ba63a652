"""Reads the sheet that the command line is given: YAML, or an object out of a JSON line."""

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import cast

import yaml

from adapters.terminal.files import read_text
from bot.domain.errors import BadInput
from bot.domain.ids import ReasonId
from bot.domain.sheet import MAX_LABEL, Reason, SheetText, label_of

MAX_BYTES = 1_000_000


def read_sheet(path: Path) -> SheetText:
    """The sheet in a YAML file: `title`, `body` (may be empty), `reasons: [{id, text, main?, label?}]`.

    Raises BadInput.
    """
    text = read_text(path, MAX_BYTES)
    try:
        raw: object = yaml.safe_load(text)
    except yaml.MarkedYAMLError as err:
        line = f", line {err.problem_mark.line + 1}" if err.problem_mark else ""
        raise BadInput(f"{path.name}{line}: not readable as YAML ({err.problem or err.context})") from err
    except (yaml.YAMLError, ValueError, RecursionError) as err:
        raise BadInput(f"{path.name}: not readable as YAML") from err
    return sheet_of(raw, path.name)


def sheet_of(raw: object, name: str) -> SheetText:
    """The sheet in a mapping as YAML or JSON give it; `name` begins the line of a BadInput."""
    if not isinstance(raw, Mapping):
        raise BadInput(f"{name}: not a sheet; it needs title, body and reasons")
    given = cast("Mapping[str, object]", raw)
    title = _text(given.get("title"), f"{name}: title")
    body = _text(given.get("body", ""), f"{name}: body")
    listed = given.get("reasons")
    if not title.strip():
        raise BadInput(f"{name}: the sheet has no title; write a line: title: …")
    if not isinstance(listed, Sequence) or isinstance(listed, str) or not listed:
        raise BadInput(f"{name}: the sheet has no reasons; list at least one: reasons: [{{id: r1, text: …}}]")
    reasons = tuple(_reason(each, f"{name}: reason {number}") for number, each in enumerate(listed, 1))
    _refuse_twice(name, reasons)
    return SheetText(title, body, reasons)


def _reason(raw: object, where: str) -> Reason:
    if not isinstance(raw, Mapping):
        raise BadInput(f"{where}: not a reason; write {{id: r1, text: …}}")
    given = cast("Mapping[str, object]", raw)
    reason_id, text = _text(given.get("id"), f"{where}: id").strip(), _text(given.get("text"), f"{where}: text").strip()
    label, main = _text(given.get("label", ""), f"{where}: label").strip(), given.get("main", False)
    if not reason_id or not text:
        raise BadInput(f"{where}: its {'text' if reason_id else 'id'} is missing")
    if not isinstance(main, bool):
        raise BadInput(f"{where}: main is true or false")
    return Reason(ReasonId(reason_id), text, label[:MAX_LABEL] or label_of(text), main=main)


def _refuse_twice(name: str, reasons: Sequence[Reason]) -> None:
    ids = [reason.id for reason in reasons]
    twice = next((each for each in ids if ids.count(each) > 1), None)
    if twice is not None:
        raise BadInput(f"{name}: the reason id {twice!r} comes twice; give every reason its own")
    if sum(reason.main for reason in reasons) > 1:
        raise BadInput(f"{name}: more than one reason is marked main; leave one")


def _text(value: object, where: str) -> str:
    """Numbers and dates are taken as they would be typed: YAML reads `title: 2026` as a number."""
    if value is None:
        return ""
    if isinstance(value, bool) or not isinstance(value, str | int | float | date):
        raise BadInput(f"{where} must be text")
    return str(value)
