import json
from collections.abc import Mapping

import pytest

from adapters.terminal.stream import stream
from tests.fakes_compare import FakeComparer

SHEET: dict[str, object] = {"title": "Refunds", "body": "", "reasons": [{"id": "r1", "text": "so that clients stay"}]}


async def answered(*lines: object, comparer: FakeComparer | None = None) -> list[Mapping[str, object]]:
    written: list[str] = []
    raw = [line if isinstance(line, bytes) else json.dumps(line).encode() + b"\n" for line in lines]
    await stream(comparer or FakeComparer(), raw, written.append)
    assert all("\n" not in line and line.encode() for line in written)
    return [json.loads(line) for line in written]


async def test_every_check_gets_its_codings_in_the_order_given() -> None:
    checks = [
        {"id": i, "sheet": SHEET, "answers": [{"id": "a", "text": "r1"}, {"id": "b", "text": "no"}]} for i in "xy"
    ]

    rows = await answered(*checks)

    assert [row["id"] for row in rows] == ["x", "y"]
    assert rows[0]["codings"] == [
        {
            "answer_id": "a",
            "verdicts": [
                {
                    "reason_id": "r1",
                    "verdict": "expressed",
                    "unsure": False,
                    "p": {"expressed": 0.9, "absent": 0.05, "contradicted": 0.05},
                    "quote": {"start": 0, "end": 2},
                }
            ],
            "own_reasons": [],
            "informative": True,
            "parroting": False,
            "objection": False,
        },
        {
            "answer_id": "b",
            "verdicts": [
                {
                    "reason_id": "r1",
                    "verdict": "absent",
                    "unsure": False,
                    "p": {"expressed": 0.05, "absent": 0.9, "contradicted": 0.05},
                    "quote": None,
                }
            ],
            "own_reasons": [],
            "informative": True,
            "parroting": False,
            "objection": False,
        },
    ]


async def test_a_check_without_answers_has_no_codings() -> None:
    assert await answered({"id": "x", "sheet": SHEET, "answers": []}) == [{"id": "x", "codings": []}]


async def test_blank_lines_are_passed_over() -> None:
    assert await answered(b"\n", b"  \r\n") == []


GOOD: dict[str, object] = {"id": "x", "sheet": SHEET, "answers": [{"id": "a", "text": "r1"}]}


@pytest.mark.parametrize(
    ("line", "check_id"),
    [
        (b"{oops\n", None),
        (b"\xff\xfe\n", None),
        (b"[" * 100_000, None),
        (b"[1, 2]\n", None),
        ({"id": "x"}, "x"),
        ({**GOOD, "sheet": {**SHEET, "reasons": []}}, "x"),
        ({**GOOD, "answers": "none"}, "x"),
        ({**GOOD, "answers": ["r1"]}, "x"),
        ({**GOOD, "answers": [{"id": 1, "text": "r1"}]}, "x"),
        ({**GOOD, "answers": [{"id": "a", "text": None}]}, "x"),
        ({**GOOD, "answers": [{"id": "a", "text": "r1"}, {"id": "a", "text": "r1"}]}, "x"),
    ],
)
async def test_a_bad_line_gives_an_error_and_the_run_goes_on(line: object, check_id: str | None) -> None:
    bad, good = await answered(line, GOOD)

    assert bad.keys() == {"id", "error"}
    assert bad["id"] == check_id
    assert good.keys() == {"id", "codings"}


async def test_a_comparer_that_is_away_is_told_for_each_line() -> None:
    rows = await answered(GOOD, GOOD, comparer=FakeComparer(unavailable=True))

    assert [row.keys() for row in rows] == [{"id", "error"}] * 2


async def test_lone_surrogates_and_other_scripts_come_back_as_they_were() -> None:
    (row,) = await answered({**GOOD, "answers": [{"id": "é\ud800", "text": "own: für \udfff später"}]})

    assert "é\\ud800" in json.dumps(row, ensure_ascii=True).replace("\\u00e9", "é")
    assert "für \\udfff" in json.dumps(row).replace("\\u00fc", "ü")
