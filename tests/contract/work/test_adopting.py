"""The work of a process that died for good is taken up by another."""

import asyncio
import signal
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import event
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.pool import Pool

from bot.ports.work import Task, TaskKind
from tests.contract.work.house import PATIENCE, Gate, Recorder, a_house
from tests.postgres import Server

ROOT = Path(__file__).parents[3]


@pytest.fixture
def url(postgres: Server, engine_template: str) -> Iterator[str]:
    with postgres.fresh(engine_template) as fresh:
        yield fresh.replace("+asyncpg", "")


async def died_running(url: str, executor: str) -> None:
    """A process of this name, killed while its one task runs."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.contract.work.mortal", url, "running", executor),
        cwd=ROOT,
        stdout=asyncio.subprocess.PIPE,
    )
    try:
        assert process.stdout is not None
        async with asyncio.timeout(PATIENCE.total_seconds()):
            assert await process.stdout.readline()
    finally:
        process.send_signal(signal.SIGKILL)
        await process.wait()


async def test_what_ran_in_a_dead_process_runs_again_in_the_one_that_adopts_it(url: str) -> None:
    await died_running(url, "dead")
    deliver = Recorder()

    async with a_house(url, deliver, executor_id="alive") as house:
        adopted = await house.engine.adopt({"alive"})
        settled = await house.settled()

    assert (adopted, settled, deliver.runs) == (1, True, [("d1",)])


async def test_what_runs_in_a_living_process_is_nobody_else_s(url: str) -> None:
    await died_running(url, "busy")
    deliver = Gate()

    async with a_house(url, deliver, executor_id="alive") as house:
        assert await house.engine.adopt({"alive", "busy"}) == 0

    assert deliver.most == 0


async def test_what_is_said_to_run_here_and_does_not_runs_again_at_the_second_look(url: str) -> None:
    await died_running(url, "dead")
    deliver = Recorder()

    async with a_house(url, deliver, executor_id="another") as house:
        house.engine.executor_id = "dead"  # as if the queue had given it to this process, and the answer was lost
        looks = [await house.engine.reclaim(), await house.engine.reclaim()]
        settled = await house.settled()

    assert (looks, settled, deliver.runs) == ([0, 1], True, [("d1",)])


async def test_what_runs_here_is_left_to_run(url: str) -> None:
    deliver = Gate()

    async with a_house(url, deliver, executor_id="me") as house:
        await house.put(Task(TaskKind.DELIVER, ("d1",)), "k1")
        await deliver.entered.wait()
        looks = [await house.engine.reclaim(), await house.engine.reclaim()]
        deliver.open.set()
        await house.settled()

    assert (looks, deliver.most) == ([0, 0], 1)


async def test_a_frozen_process_gives_up_the_rows_of_the_engine_after_20_s(url: str) -> None:
    limits: set[object] = set()

    def asked(driver: DBAPIConnection, *_: object) -> None:
        if type(driver).__module__.startswith("psycopg"):  # the engine's; the application's driver is another
            cursor = driver.cursor()
            cursor.execute("SHOW idle_in_transaction_session_timeout")
            limits.update(cursor.fetchone() or ())
            cursor.close()
            driver.rollback()

    async with a_house(url, Recorder(), executor_id="me") as house:
        event.listen(Pool, "checkout", asked)
        try:
            await house.put(Task(TaskKind.DELIVER, ("d1",)), "k1")
            await house.settled()
            await house.engine.adopt({"me"})
        finally:
            event.remove(Pool, "checkout", asked)

    assert limits == {"20s"}
