"""What `Work` promises, held by the engine on a real file and on a real server."""

import asyncio
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from adapters.runtime.clock import SystemClock
from adapters.runtime.engine import ATTEMPTS, CONCURRENCY
from bot.ports.work import Again, Task, TaskKind
from tests.contract.work.house import Gate, Recorder, a_house, on
from tests.postgres import Server

A_DELIVERY = Task(TaskKind.DELIVER, ("d1",))


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    if request.param == "sqlite":
        yield on(tmp_path / "hymnsheet.db")
        return
    server: Server = request.getfixturevalue("postgres")
    with server.fresh(request.getfixturevalue("engine_template")) as fresh:
        yield fresh.replace("+asyncpg", "")


async def test_a_committed_task_runs_with_its_arguments(url: str) -> None:
    deliver = Recorder()
    async with a_house(url, deliver) as house:
        await house.put(Task(TaskKind.DELIVER, ("t1", "é 🎵", "")), "key")

        assert await house.settled()
        assert deliver.runs == [("t1", "é 🎵", "")]


async def test_a_rollback_leaves_nothing_to_run(url: str) -> None:
    deliver = Recorder()
    async with a_house(url, deliver) as house:
        await house.put(Task(TaskKind.DELIVER, ("undone",)), "one", undo=True)
        await house.put(Task(TaskKind.DELIVER, ("kept",)), "two")

        assert await house.settled()
        assert deliver.runs == [("kept",)]


async def test_a_key_undone_can_be_put_again(url: str) -> None:
    deliver = Recorder()
    async with a_house(url, deliver) as house:
        await house.put(A_DELIVERY, "key", undo=True)
        await house.put(A_DELIVERY, "key")

        assert await house.settled()
        assert len(deliver.runs) == 1


async def test_the_same_key_in_one_transaction_runs_once_and_spoils_nothing(url: str) -> None:
    deliver = Recorder()
    async with a_house(url, deliver) as house:
        await house.put(A_DELIVERY, "key", "key", "other")

        assert await house.settled()
        assert len(deliver.runs) == 2
        assert await house.own_rows() == 3


async def test_the_same_key_after_its_run_does_not_run_again(url: str) -> None:
    deliver = Recorder()
    async with a_house(url, deliver) as house:
        await house.put(A_DELIVERY, "key")
        await house.settled()

        await house.put(A_DELIVERY, "key")

        assert await house.settled()
        assert len(deliver.runs) == 1
        assert await house.own_rows() == 2


async def test_keys_of_any_characters_are_told_apart(url: str) -> None:
    keys = ("", " ", "1:a", "a", "a%20", "a ", "A", "ü", "u", "🎵", "'; --", "a\nb", "\x00", "\ud800", "x" * 200)
    deliver = Recorder()
    async with a_house(url, deliver) as house:
        async with house.database.begin() as connection:
            work = house.engine.work_in(connection.run_sync)
            for number, key in enumerate(keys):
                await work.put(Task(TaskKind.DELIVER, (str(number),)), key=key)

        assert await house.settled()
        assert sorted(int(args[0]) for args in deliver.runs) == list(range(len(keys)))


async def test_handlers_run_on_the_application_s_loop(url: str) -> None:
    loops = []

    async def deliver(args: tuple[str, ...]) -> None:
        del args
        loops.append(asyncio.get_running_loop())

    async with a_house(url, deliver) as house:
        await house.put(A_DELIVERY, "key")

        assert await house.settled()
        assert loops == [asyncio.get_running_loop()]


async def test_many_tasks_wait_at_once_but_no_more_than_the_limit(url: str) -> None:
    deliver = Gate(crowd=CONCURRENCY)
    async with a_house(url, deliver) as house:
        await house.put(A_DELIVERY, *(f"key {n}" for n in range(CONCURRENCY + 8)))
        await deliver.entered.wait()

        deliver.open.set()

        assert await house.settled()
        assert (deliver.ended, deliver.most) == (CONCURRENCY + 8, CONCURRENCY)


async def test_a_task_that_fails_twice_is_run_three_times(url: str) -> None:
    deliver = Recorder(RuntimeError("down"), RuntimeError("down"))
    async with a_house(url, deliver) as house:
        await house.put(A_DELIVERY, "key")

        assert await house.settled()
        assert deliver.runs == [("d1",)] * 3


async def test_a_task_that_always_fails_is_given_up_and_holds_nothing_up(url: str) -> None:
    deliver = Recorder(*(RuntimeError("down") for _ in range(ATTEMPTS)))
    async with a_house(url, deliver) as house:
        await house.put(A_DELIVERY, "key")

        assert await house.settled()
        assert len(deliver.runs) == ATTEMPTS


async def test_a_handler_that_cancels_itself_is_run_again(url: str) -> None:
    deliver = Recorder(asyncio.CancelledError())
    async with a_house(url, deliver) as house:
        await house.put(A_DELIVERY, "key")

        assert await house.settled()
        assert len(deliver.runs) == 2


async def test_a_kind_without_a_handler_is_given_up(url: str) -> None:
    async with a_house(url, Recorder()) as house:
        await house.put(Task(TaskKind.LAUNCH, ("t1", "c1")), "key")

        assert await house.settled()


async def test_a_task_that_asks_for_it_runs_again_not_before_its_time(url: str) -> None:
    wait = timedelta(milliseconds=700)
    ran: list[datetime] = []

    async def deliver(args: tuple[str, ...]) -> Again | None:
        del args
        ran.append(SystemClock().now())
        return Again(ran[0] + wait) if len(ran) == 1 else None

    async with a_house(url, deliver) as house:
        await house.put(A_DELIVERY, "key")

        assert await house.settled()
        assert len(ran) == 2
        assert ran[1] >= ran[0] + wait


async def test_a_task_that_is_put_to_wait_runs_after_the_wait_and_others_before(url: str) -> None:
    ran: list[tuple[str, datetime]] = []

    async def deliver(args: tuple[str, ...]) -> None:
        ran.append((args[0], SystemClock().now()))

    wait = timedelta(seconds=2)  # long enough that a busy machine begins the other before
    async with a_house(url, deliver) as house:
        begin = SystemClock().now()
        async with house.database.begin() as connection:
            work = house.engine.work_in(connection.run_sync)
            await work.put(Task(TaskKind.DELIVER, ("late",)), key="late", wait=wait)
            await work.put(Task(TaskKind.DELIVER, ("soon",)), key="soon")

        assert await house.settled()
        (first, _), (last, at) = ran
        assert (first, last) == ("soon", "late")
        assert at >= begin + wait


async def test_a_task_that_asks_for_a_time_already_past_runs_again_at_once(url: str) -> None:
    deliver = Recorder(Again(SystemClock().now() - timedelta(hours=1)))
    async with a_house(url, deliver) as house:
        await house.put(A_DELIVERY, "key")

        assert await house.settled()
        assert len(deliver.runs) == 2


async def test_failures_before_a_wait_do_not_count_after_it(url: str) -> None:
    down = [RuntimeError("down") for _ in range(ATTEMPTS - 1)]
    deliver = Recorder(*down, Again(SystemClock().now()), *down)
    async with a_house(url, deliver) as house:
        await house.put(A_DELIVERY, "key")

        assert await house.settled()
        assert len(deliver.runs) == 2 * ATTEMPTS
