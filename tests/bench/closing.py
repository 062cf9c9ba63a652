"""Closing a round of a thousand and of ten thousand answers: from the close to the report, on both databases.

What was heard in the answers is stored already, as it is in a round whose people have confirmed: the comparer is
measured elsewhere. What is measured is the closing, the making of the report, its drawing and its sending to a double.
On PostgreSQL nothing is flushed to the disk here.

python -m tests.bench.closing [ANSWERS …]
"""

import asyncio
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from datetime import timedelta
from pathlib import Path
from secrets import token_hex

from sqlalchemy import insert

from bot.domain.check import ParticipantState
from bot.domain.ids import PersonRef
from bot.domain.restatement import ReadBack, Restatement
from bot.domain.verdict import VerdictKind
from bot.flows.close_round import begin_closing
from storage.answer_rows import read_back_values, restatement_values
from storage.engine import writing
from storage.tables import restatements
from tests.bench.house import Standing, Taking, a_house
from tests.bench.memory import resident_mib
from tests.builders import (
    CHECK,
    REASONS,
    TENANT,
    a_check,
    a_coding,
    a_participant,
    a_read_back,
    a_restatement,
    a_sheet,
    a_verdict,
    people,
)
from tests.postgres import a_server

SIZES = (1_000, 10_000)
RUNS = 3
THEMES = 40  #: different own reasons; one answer in five has one
PATIENCE = 1_800.0  #: seconds; at the longest for one report

Fresh = Callable[[], AbstractContextManager[str]]  #: the URL of an empty database that goes away


async def closing(sizes: Sequence[int] = SIZES) -> None:
    with tempfile.TemporaryDirectory() as folder:
        await on("SQLite", lambda: _file(Path(folder)), sizes)
    try:
        with a_server(Path(tempfile.gettempdir()) / f"hymnsheet-bench-{token_hex(6)}") as server:
            await on("PostgreSQL", server.fresh, sizes)
    except Exception as error:  # noqa: BLE001 - whatever its server lacks on this machine is told, and the rest goes on
        print(f"closing a round on PostgreSQL    not measured: {error!r}")


async def on(kind: str, fresh: Fresh, sizes: Sequence[int]) -> None:
    medians = []
    for answers in sizes:
        found = []
        for _ in range(RUNS):
            with fresh() as url:
                found.append(await seconds_to_report(url, answers))
        medians.append(statistics.median(found))
        spread = f"({min(found):.2f}–{max(found):.2f}); {resident_mib():.0f} MiB"
        print(f"{f'closing {answers} answers, {kind}':35} {medians[-1]:.2f} s   {spread}", flush=True)
    if len(sizes) > 1:
        print(f"  {sizes[0]} → {sizes[-1]} answers            × {medians[-1] / medians[0]:.1f}")


async def seconds_to_report(url: str, answers: int) -> float:
    gateway = Taking(2)  # the report, and the preview of the summary
    async with a_house(url, gateway) as standing:
        await fill(standing, answers)
        house, begin = standing.house, time.perf_counter()
        async with house.uow() as uow:
            await begin_closing(uow, await uow.checks.get(TENANT, CHECK), house.clock.now())
            await uow.commit()
        await asyncio.wait_for(gateway.complete.wait(), PATIENCE)
    return next(at for key, at in gateway.at.items() if ":report:" in key) - begin


async def fill(standing: Standing, answers: int) -> None:
    """A check that all have answered and confirmed."""
    now = standing.house.clock.now()
    deadline = now + timedelta(days=2)
    everybody = people(answers)
    async with standing.house.uow() as uow:
        await uow.sheets.put(a_sheet())
        await uow.checks.add(a_check(opened_at=now, deadline_at=deadline, due_at=deadline))
        await uow.participants.add(
            [
                a_participant(one, state=ParticipantState.ANSWERED, confirmed=True, deadline_at=deadline)
                for one in everybody
            ]
        )
        await uow.commit()
    dice = random.Random(answers)
    rows = [
        {**restatement_values(said, standing.cipher), **read_back_values(heard, standing.cipher)}
        for said, heard in (an_answer(dice, one) for one in everybody)
    ]
    async with writing(standing.database) as connection:
        await connection.execute(insert(restatements), rows)
        await connection.commit()


def an_answer(dice: random.Random, person: PersonRef) -> tuple[Restatement, ReadBack]:
    """One that says some of the reasons, sometimes one of its own, and sometimes more beside it."""
    chosen = [i for i in range(len(REASONS)) if dice.random() < 0.5]
    own = [f"because of cause {dice.randrange(THEMES)}"] if dice.random() < 0.2 else []
    said = a_restatement(
        person,
        " ".join([*(REASONS[i] for i in chosen), *own]) or "I could not say why.",
        quotable=dice.random() < 0.3,
        worry="What if somebody abuses it?" if dice.random() < 0.05 else "",
        objection="Approval protected us." if dice.random() < 0.03 else "",
    )
    verdicts = (
        a_verdict(f"r{i + 1}", VerdictKind.EXPRESSED if i in chosen else VerdictKind.ABSENT)
        for i in range(len(REASONS))
    )
    return said, a_read_back(a_coding(*verdicts, own=own))


@contextmanager
def _file(folder: Path) -> Iterator[str]:
    path = folder / f"{token_hex(6)}.db"
    yield f"sqlite+aiosqlite:///{path}"
    for left in folder.glob(f"{path.name}*"):
        left.unlink()


if __name__ == "__main__":
    asyncio.run(closing([*map(int, sys.argv[1:])] or SIZES))
