from pathlib import Path

import pytest

from adapters.terminal.sheets import MAX_BYTES, read_sheet
from bot.domain.errors import BadInput
from bot.domain.ids import ReasonId
from bot.domain.sheet import Reason


def file(folder: Path, content: str | bytes) -> Path:
    path = folder / "sheet.yaml"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def complaint(path: Path) -> str:
    with pytest.raises(BadInput) as caught:
        read_sheet(path)
    message = str(caught.value)
    assert "\n" not in message
    assert message.startswith("sheet.yaml")
    return message


def test_a_sheet_is_read_with_its_reasons_in_order(tmp_path: Path) -> None:
    sheet = read_sheet(
        file(
            tmp_path,
            "title: Refunds\nbody: ''\nreasons:\n"
            "- {id: r1, text: so that clients stay, main: true, label: Clients}\n- {id: 2, text: fewer approvals}\n",
        )
    )

    assert (sheet.title, sheet.body) == ("Refunds", "")
    assert sheet.reasons == (
        Reason(ReasonId("r1"), "so that clients stay", "Clients", main=True),
        Reason(ReasonId("2"), "fewer approvals", "fewer approvals"),
    )


def test_numbers_and_dates_are_taken_as_typed_and_the_body_may_be_left_out(tmp_path: Path) -> None:
    sheet = read_sheet(file(tmp_path, "title: 2026-12-01\nreasons: [{id: 1, text: 40}]"))

    assert (sheet.title, sheet.body, sheet.reasons[0].text) == ("2026-12-01", "", "40")


GOOD = "{id: r1, text: x}"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("", "empty"),
        ("title: [unclosed", "line 1: not readable as YAML"),
        ("title: a\n\tb: c", "line 2"),
        ("title: x\x07", "not readable as YAML"),
        ("title: 2026-99-99", "not readable as YAML"),
        ("[" * 20_000, "not readable as YAML"),
        ("- a\n- b", "not a sheet"),
        ("!!python/object:os.system {}", "not readable as YAML"),
        (f"reasons: [{GOOD}]", "no title"),
        (f"title: [a]\nreasons: [{GOOD}]", "title must be text"),
        (f"title: true\nreasons: [{GOOD}]", "title must be text"),
        ("title: a", "no reasons"),
        ("title: a\nreasons: []", "no reasons"),
        ("title: a\nreasons: because", "no reasons"),
        ("title: a\nreasons: [because]", "reason 1: not a reason"),
        ("title: a\nreasons: [{text: x}]", "reason 1: its id is missing"),
        ("title: a\nreasons: [{id: r1}]", "reason 1: its text is missing"),
        ("title: a\nreasons: [{id: r1, text: x, main: very}]", "main is true or false"),
        (f"title: a\nreasons: [{GOOD}, {GOOD}]", "'r1' comes twice"),
        ("title: a\nreasons: [{id: a, text: x, main: true}, {id: b, text: y, main: true}]", "more than one"),
        ("title: für".encode("latin-1"), "UTF-8"),
    ],
)
def test_a_sheet_that_cannot_be_used_is_told_in_one_line(tmp_path: Path, content: str | bytes, said: str) -> None:
    assert said in complaint(file(tmp_path, content))


def test_a_sheet_is_refused_by_its_size(tmp_path: Path) -> None:
    assert "too many" in complaint(file(tmp_path, "x" * (MAX_BYTES + 1)))


def test_aliases_that_multiply_do_no_harm(tmp_path: Path) -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 10)}]" for i in range(1, 12)]

    assert "title must be text" in complaint(file(tmp_path, "\n".join([*lines, "title: *a11"])))
