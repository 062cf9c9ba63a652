"""Real answers through the running program: commands, dialogs, read-backs, close, report."""

import asyncio
import json
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

from adapters.comparers import comparers
from adapters.comparers.config import ComparerConfig
from bot.domain.restatement import stated
from bot.domain.sheet import SheetText, reasons_of
from bot.domain.verdict import VerdictKind
from tests.conftest import ROOT
from tests.e2e.program import Program, Window, a_program, team_file, text_of

PEOPLE = 12  #: each of their answers is coded twice: by the program, and to compare with


@dataclass(frozen=True)
class Given:
    """A sheet and what people said of it."""

    title: str
    body: str
    reasons: tuple[str, ...]
    answers: tuple[str, ...]


def a_topic(bench: Path) -> Given:
    """The first of the first topic of the shared task with 40 arguments: its key points are the reasons."""
    data = bench / "data" / "argkp_train_dev.jsonl"
    rows = [json.loads(line) for line in data.read_text("utf-8").splitlines()]
    topics: dict[tuple[str, int], list[dict[str, str]]] = defaultdict(list)
    for row in rows:
        topics[(row["prompt"], row["stance"])].append(row)
    for (prompt, _), group in topics.items():
        key_points = list(dict.fromkeys(row["references"][0] for row in group))
        arguments = list(dict.fromkeys(row["answer"] for row in group))
        if len(key_points) <= 6 and len(arguments) >= 40:
            return Given(prompt, prompt, tuple(key_points), tuple(arguments[:PEOPLE]))
    raise AssertionError("no topic has 40 arguments and at most 6 key points")


def a_corpus_sheet() -> Given:
    path = next(iter(sorted((ROOT / "tests" / "bench" / "corpus").glob("*.jsonl"))))
    row = json.loads(path.read_text("utf-8").splitlines()[0])
    sheet = row["sheet"]
    return Given(
        sheet["title"],
        sheet["body"],
        tuple(reason["text"] for reason in sheet["reasons"]),
        tuple(answer["text"] for answer in row["answers"][:PEOPLE]),
    )


async def _answers(program: Program, user: str, why: str) -> None:
    """One person answers, insisting where the own-words gate asks once more, and confirms what was heard."""
    window = program.acting_as(user)
    await window.presses("Answer")
    opened = window.reply
    await window.fills({"why": why, "quotable": "yes"})
    if window.reply["kind"] == "errors":
        window.reply = opened
        await window.fills({"why": why, "quotable": "yes"})
    assert window.reply["kind"] == "say", window.reply


async def _confirms(program: Program, user: str) -> None:
    window = program.acting_as(user)
    if any("what I heard" in text_of(post) for post in await window.posts()):
        await window.presses("Yes")


async def _carry_through(program: Program, given: Given) -> Window:
    """The whole check, from the dialog to the report."""
    manager = program.acting_as("m")
    await manager.commands("new-policy")
    await manager.fills({"title": given.title[:150], "body": given.body, "reasons": "\n".join(given.reasons)})
    await manager.presses("Send to the team")
    users = [f"p{i:02}" for i in range(1, len(given.answers) + 1)]
    await program.acting_as(users[-1]).waits_for("In your own words")
    for user, why in zip(users, given.answers, strict=True):
        await _answers(program, user, why)
    async with asyncio.timeout(60):
        while "listening" in str([await program.acting_as(user).posts() for user in users[-2:]]):
            await asyncio.sleep(0.1)
    for user in users:
        await _confirms(program, user)
    await manager.commands("close")
    await manager.waits_for("Did the message land?")
    return manager


async def _expected(given: Given) -> list[int]:
    """People per reason as the comparer codes these answers, all confirmed and no question answered."""
    sheet = SheetText(given.title[:150], given.body, reasons_of(given.reasons))
    codings = await comparers(ComparerConfig())["local"]().code(sheet, given.answers)
    said = [
        {verdict.reason_id for verdict in stated(coding) if verdict.kind is VerdictKind.EXPRESSED}
        for coding in codings
        if coding.informative
    ]
    return [sum(reason.id in one for one in said) for reason in sheet.reasons]


async def _reported(manager: Window) -> list[int]:
    report = await manager.waits_for("Did the message land?")
    (chart,) = (part for part in report["message"]["parts"] if part["kind"] == "chart")
    return [bar["value"] for bar in chart["bars"]]


async def test_a_topic_of_crowd_written_arguments_is_reported_as_it_was_coded(tmp_path: Path, bench: Path) -> None:
    given = a_topic(bench)
    async with a_program(tmp_path, team=team_file(tmp_path, len(given.answers))) as program:
        manager = await _carry_through(program, given)

        assert await _reported(manager) == await _expected(given)


async def test_a_sheet_of_the_corpus_is_reported_as_it_was_coded(tmp_path: Path) -> None:
    given = a_corpus_sheet()
    async with a_program(tmp_path, team=team_file(tmp_path, len(given.answers))) as program:
        manager = await _carry_through(program, given)

        assert await _reported(manager) == await _expected(given)
