"""The engine's own life: starting, stopping, dying, and keeping to itself."""

import asyncio
import io
import logging
import signal
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from pathlib import Path

import pytest
import structlog

from adapters.runtime.clock import SystemClock
from adapters.runtime.item import Item
from adapters.runtime.log import set_up_logging
from bot.ports.work import Again, Task, TaskKind
from tests.contract.work.house import PATIENCE, Gate, Recorder, a_house, an_engine, on

A_DELIVERY = Task(TaskKind.DELIVER, ("d1",))
ROOT = Path(__file__).parents[3]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "hymnsheet.db"


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    stream = io.StringIO()
    set_up_logging(stream, json=True)
    yield stream
    root.handlers[:] = handlers
    root.setLevel(level)
    structlog.reset_defaults()


@asynccontextmanager
async def killed_at(moment: str, file: Path) -> AsyncIterator[datetime]:
    """A process killed with signal 9 at that moment of `mortal.py`; yields the time its task asked for."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.contract.work.mortal", on(file), moment, cwd=ROOT, stdout=asyncio.subprocess.PIPE
    )
    try:
        assert process.stdout is not None
        async with asyncio.timeout(PATIENCE.total_seconds()):
            line = (await process.stdout.readline()).decode().strip()
    finally:
        process.send_signal(signal.SIGKILL)
        await process.wait()
    yield datetime.fromisoformat(line)


async def test_work_put_before_the_process_died_runs_in_the_next(file: Path) -> None:
    deliver = Recorder()
    async with killed_at("put", file), a_house(on(file), deliver) as house:
        assert await house.settled()

    assert deliver.runs == [("d1",)]


async def test_work_running_when_the_process_died_runs_again_in_the_next(file: Path) -> None:
    deliver = Recorder()
    async with killed_at("running", file), a_house(on(file), deliver) as house:
        assert await house.settled()

    assert deliver.runs == [("d1",)]


async def test_a_wait_outlives_the_process_and_is_kept(file: Path) -> None:
    ran = []

    async def deliver(args: tuple[str, ...]) -> Again | None:
        del args
        ran.append(SystemClock().now())
        return None

    async with killed_at("delayed", file) as at, a_house(on(file), deliver) as house:
        assert await house.settled()

    assert (
        max(ran) >= at
    )  # besides the run that asked for it, where the process died before that was known to have ended


async def test_stopping_waits_for_what_runs(file: Path) -> None:
    deliver = Gate()
    async with a_house(on(file), deliver) as house:
        await house.put(A_DELIVERY, "key")
        await deliver.entered.wait()

        stopping = asyncio.create_task(house.engine.stop(PATIENCE))
        await asyncio.sleep(0)
        deliver.open.set()
        await stopping

        assert deliver.ended == 1


async def test_what_outlasts_the_drain_runs_again_at_the_next_start(file: Path) -> None:
    slow, deliver = Gate(), Recorder()
    async with a_house(on(file), slow) as house:
        await house.put(A_DELIVERY, "key")
        await slow.entered.wait()
        await house.engine.stop(timedelta())

    async with a_house(on(file), deliver) as house:
        assert await house.settled()

    assert slow.ended == 0
    assert deliver.runs == [("d1",)]


async def test_an_engine_never_started_stops_quietly(file: Path) -> None:
    await an_engine(on(file), {}).stop(PATIENCE)


async def test_an_engine_is_not_settled_while_something_runs(file: Path) -> None:
    deliver = Gate()
    async with a_house(on(file), deliver) as house:
        await house.put(A_DELIVERY, "key")
        await deliver.entered.wait()

        assert not await house.engine.settled(timedelta(milliseconds=50))

        deliver.open.set()
        assert await house.settled()


async def test_the_loop_s_own_threads_work_after_the_stop(file: Path) -> None:
    async with a_house(on(file), Recorder()) as house:
        await house.put(A_DELIVERY, "key")
        await house.settled()

    assert await asyncio.to_thread(lambda: "still here") == "still here"


async def test_the_engine_says_nothing_of_its_own(file: Path, capfd: pytest.CaptureFixture[str]) -> None:
    async with a_house(on(file), Recorder()) as house:
        await house.put(A_DELIVERY, "key")
        await house.settled()

    assert capfd.readouterr() == ("", "")


async def test_the_engine_opens_no_connection_and_listens_on_no_port(file: Path) -> None:
    before = internet_sockets()
    async with a_house(on(file), Recorder()) as house:
        await house.put(A_DELIVERY, "key")
        await house.settled()

        assert internet_sockets() == before


async def test_a_failure_is_logged_by_class_and_place_never_by_its_text(file: Path, log: io.StringIO) -> None:
    deliver = Recorder(RuntimeError("We lose Acme"))
    async with a_house(on(file), deliver) as house:
        await house.put(A_DELIVERY, "check 1")
        await house.settled()

    written = log.getvalue()
    assert '"error": "RuntimeError"' in written
    assert '"task": "deliver"' in written
    assert '"key": "check 1"' in written
    assert "Acme" not in written


async def test_a_run_to_be_repeated_is_not_forgotten_while_the_database_is_away(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    deliver = Recorder(RuntimeError("once"))
    async with a_house(on(file), deliver) as house:
        put, away = house.engine._put, [OSError("away"), OSError("away")]

        def put_when_back(item: Item, delay: timedelta) -> None:
            if away:
                raise away.pop()
            put(item, delay)

        monkeypatch.setattr(house.engine, "_put", put_when_back)
        await house.put(A_DELIVERY, "key")
        settled = await house.settled()

    assert (settled, len(deliver.runs), away) == (True, 2, [])


def internet_sockets() -> set[str]:
    """The inodes of this process's TCP and UDP sockets (Linux)."""
    ours = {link.readlink().name for link in Path("/proc/self/fd").iterdir() if link.is_symlink()}
    rows = [row.split() for table in ("tcp", "tcp6", "udp", "udp6") for row in table_of(table)]
    return {row[9] for row in rows if f"socket:[{row[9]}]" in ours}


def table_of(protocol: str) -> list[str]:
    path = Path("/proc/self/net") / protocol
    return path.read_text().splitlines()[1:] if path.exists() else []
