"""The command line: every command with its arguments, and what `compare` starts."""

import argparse
import sys
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

from adapters.terminal.compare import Page, compare_files
from adapters.terminal.stream import stream
from bot.domain.errors import BadInput
from bot.messages.catalogue import FALLBACK
from bot.ports.compare import Comparer

_DESCRIPTION = """Compare answers with a sheet and with each other, and print the report.

SHEET is YAML: title, body (may be empty), reasons: [{id, text, main?}].
ANSWERS is CSV or JSON lines with id and text, in UTF-8."""


def parser(*more: Callable[["argparse._SubParsersAction[argparse.ArgumentParser]"], None]) -> argparse.ArgumentParser:
    """Reads every command; `more` add those of other rooms."""
    parser = argparse.ArgumentParser(prog="app.py", description="Hymnsheet, the hymn-sheet check.")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND")
    commands.add_parser("serve", help="run the program (the default)")
    commands.add_parser("migrate", help="bring the database to this version")
    commands.add_parser("check-config", help="print the effective settings, secrets hidden")
    for name, line in (("backup", "write the embedded database to a file"), ("restore", "put a backup in its place")):
        commands.add_parser(name, help=line).add_argument("file", metavar="FILE", type=Path)
    for add in (add_compare, *more):
        add(commands)
    return parser


def add_compare(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Adds the command to a parser's others."""
    parser = commands.add_parser(
        "compare",
        help="compare answers with a sheet",
        description=_DESCRIPTION,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("sheet", metavar="SHEET", type=Path, nargs="?")
    parser.add_argument("answers", metavar="ANSWERS", type=Path, nargs="?")
    parser.add_argument("--json", action="store_true", help="print the codings and the report as JSON")
    parser.add_argument("--html", metavar="FILE", type=Path, help="also write the report as one HTML page")
    parser.add_argument("--comparer", metavar="NAME", help="which comparer codes (default: HYMNSHEET_COMPARER)")
    parser.add_argument(
        "--jsonl", action="store_true", help="read one check a line from standard input, write its codings a line"
    )


async def run_compare(
    given: argparse.Namespace,
    comparers: Mapping[str, Callable[[], Comparer]],
    page: Page,
    default: str = "local",
    language: str = FALLBACK,
) -> int:
    """Runs it; returns the exit code. Raises BadInput and ComparerUnavailable."""
    name = given.comparer or default
    if name not in comparers:
        raise BadInput(f"there is no comparer {name!r}; there is: {', '.join(sorted(comparers))}")
    if given.jsonl and (given.sheet or given.html):
        raise BadInput("--jsonl reads standard input and writes lines; leave the files out")
    if not given.jsonl and not given.answers:
        raise BadInput("compare needs two files: compare SHEET ANSWERS")
    comparer = comparers[name]()
    if given.jsonl:
        await stream(comparer, sys.stdin.buffer, partial(print, flush=True))
        return 0
    await compare_files(
        given.sheet, given.answers, comparer, page, as_json=given.json, html=given.html, language=language
    )
    return 0
