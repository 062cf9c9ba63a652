import argparse
import io
import json
from collections.abc import Sequence
from pathlib import Path
from types import SimpleNamespace

import pytest
from rich.console import Console

from adapters.terminal.command import add_compare, run_compare
from adapters.terminal.compare import compare_files
from bot.domain.errors import BadInput
from bot.messages.view import Heading, Message
from tests.fakes_compare import FakeComparer

SHEET = (
    "title: Refunds\nreasons:\n- {id: r1, text: so that clients stay, main: true}\n- {id: r2, text: fewer approvals}\n"
)
ANSWERS = "id,text\ndana,r1 and r2\nluis,r1\npriya,own: the boss\nravi,not r2\nsam,ok\nmei,own: the boss\n"


def page(messages: Sequence[Message], *, title: str, language: str) -> str:
    headings = [part.text for message in messages for part in message.parts if isinstance(part, Heading)]
    return f"<html lang={language}><title>{title}</title>{headings}"


def arguments(*given: object) -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    add_compare(parser.add_subparsers(dest="command"))
    return parser.parse_args(["compare", *map(str, given)])


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    (tmp_path / "sheet.yaml").write_text(SHEET)
    (tmp_path / "answers.csv").write_text(ANSWERS)
    return tmp_path / "sheet.yaml", tmp_path / "answers.csv"


async def run(*given: object) -> int:
    return await run_compare(arguments(*given), {"local": FakeComparer}, page)


async def test_the_report_is_printed_for_people(files: tuple[Path, Path], capsys: pytest.CaptureFixture[str]) -> None:
    assert await run(*files) == 0

    printed = capsys.readouterr().out
    assert "Did the message land? Refunds" in printed
    assert "2 of 5" in printed
    assert "fake@1" in printed


async def test_json_holds_the_codings_and_the_report(
    files: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    await run(*files, "--json")

    out = json.loads(capsys.readouterr().out)
    assert out["comparer"] == "fake@1"
    assert [coding["answer_id"] for coding in out["codings"]] == ["dana", "luis", "priya", "ravi", "sam", "mei"]
    assert out["codings"][2]["own_reasons"] == [{"text": "the boss", "quote": {"start": 5, "end": 13}}]
    assert (out["report"]["n"], out["report"]["no_information"]) == (5, 1)
    assert [reason["landed"] for reason in out["report"]["reasons"]] == [2, 1]
    assert [theme["people"] for theme in out["report"]["themes"]] == [["mei", "priya"]]


async def test_what_nobody_has_confirmed_counts_as_heard_and_no_contradiction_counts(
    files: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    await run(*files, "--json")

    out = json.loads(capsys.readouterr().out)
    assert out["codings"][3]["verdicts"][1]["verdict"] == "contradicted"
    assert out["report"]["unconfirmed"] == 5
    assert [reason["contradicted"] for reason in out["report"]["reasons"]] == [[], []]


async def test_more_columns_come_back_with_their_coding(
    files: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    files[1].write_text("id,text,team\na,r1,north\n")

    await run(*files, "--json")

    assert json.loads(capsys.readouterr().out)["codings"][0]["columns"] == {"team": "north"}


async def test_the_page_is_written_beside_the_printed_report(
    files: tuple[Path, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    await run(*files, "--html", tmp_path / "report.html")

    assert "<html lang=en><title>Divergence report: Refunds" in (tmp_path / "report.html").read_text()
    assert "Refunds" in capsys.readouterr().out


async def test_a_page_that_cannot_be_written_is_told(files: tuple[Path, Path], tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="cannot be written"):
        await run(*files, "--html", tmp_path)


async def test_lines_are_streamed_from_standard_input(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=io.BytesIO(b"oops\n")))

    assert await run("--jsonl") == 0
    assert json.loads(capsys.readouterr().out)["id"] is None


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ((), "two files"),
        (("sheet.yaml",), "two files"),
        (("--jsonl", "sheet.yaml", "answers.csv"), "leave the files out"),
        (("--jsonl", "--html", "x.html"), "leave the files out"),
        (("a", "b", "--comparer", "oracle"), "there is: local"),
        (("missing.yaml", "missing.csv"), "cannot be read"),
    ],
)
async def test_arguments_that_cannot_be_used_are_told(given: Sequence[str], said: str) -> None:
    with pytest.raises(BadInput, match=said):
        await run(*given)


@pytest.mark.parametrize(("terminal", "count", "shown"), [(True, 150, True), (True, 5, False), (False, 150, False)])
async def test_a_bar_shows_progress_where_a_person_waits_for_many_answers(
    files: tuple[Path, Path], *, terminal: bool, count: int, shown: bool
) -> None:
    files[1].write_text("text\n" + "r1\n" * count)
    err = io.StringIO()

    await compare_files(
        *files,
        FakeComparer(),
        page,
        as_json=True,
        out=Console(file=io.StringIO()),
        err=Console(file=err, force_terminal=terminal),
    )

    assert ("Comparing" in err.getvalue()) is shown
