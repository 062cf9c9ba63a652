import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta

import pytest

from adapters.runtime.clock import SystemClock
from adapters.runtime.ticker import Ticker

SOON = timedelta(milliseconds=10)
NEVER = timedelta(days=1)


class Counter:
    """A job that counts its runs and lets a test wait for them."""

    def __init__(self, fails: int = 0) -> None:
        self.runs = 0
        self._fails = fails
        self._ran = asyncio.Condition()

    async def __call__(self) -> None:
        async with self._ran:
            self.runs += 1
            self._ran.notify_all()
        if self.runs <= self._fails:
            raise RuntimeError("not this time")

    async def reached(self, runs: int, within: float = 5) -> None:
        async with asyncio.timeout(within), self._ran:
            await self._ran.wait_for(lambda: self.runs >= runs)


class Gate:
    """A job that runs until it is opened, and knows how many runs there were at once."""

    def __init__(self) -> None:
        self.entered = asyncio.Event()
        self.open = asyncio.Event()
        self.left = asyncio.Event()
        self.ended = 0
        self.at_once = 0
        self._inside = 0

    async def __call__(self) -> None:
        self._inside += 1
        self.at_once = max(self.at_once, self._inside)
        self.entered.set()
        try:
            await self.open.wait()
        finally:
            self._inside -= 1
            self.left.set()
        self.ended += 1


def a_ticker(job: Callable[[], Awaitable[None]], interval: timedelta = SOON) -> Ticker:
    return Ticker({"job": (interval, job)}, SystemClock())


async def test_a_job_runs_at_the_start_and_then_at_its_interval() -> None:
    job = Counter()
    ticker = a_ticker(job)

    ticker.start()
    await job.reached(3)

    await ticker.stop()


async def test_a_job_that_raises_runs_again_at_its_next_tick() -> None:
    job = Counter(fails=2)
    ticker = a_ticker(job)

    ticker.start()
    await job.reached(4)

    await ticker.stop()


async def test_when_a_job_last_ended_well_is_known_after_the_first_time() -> None:
    clock = SystemClock()
    ticker = Ticker({"job": (NEVER, Counter()), "other": (NEVER, Counter())}, clock)
    before = ticker.last_well("job")

    started = clock.now()
    await ticker.now("job")

    assert before is None
    assert started <= (ticker.last_well("job") or started - NEVER) <= clock.now()
    assert ticker.last_well("other") is None


async def test_a_failed_run_does_not_count() -> None:
    ticker = a_ticker(Counter(fails=1))

    await ticker.now("job")

    assert ticker.last_well("job") is None


async def test_a_job_asked_for_now_has_run_when_the_call_returns() -> None:
    job = Counter()
    ticker = a_ticker(job, NEVER)

    await ticker.now("job")

    assert job.runs == 1


async def test_a_job_asked_for_while_it_runs_waits_its_turn() -> None:
    job = Gate()
    ticker = a_ticker(job, NEVER)
    ticker.start()
    await job.entered.wait()

    asked = asyncio.create_task(ticker.now("job"))
    await asyncio.sleep(0)
    job.open.set()
    await asked

    assert (job.ended, job.at_once) == (2, 1)
    await ticker.stop()


async def test_stopping_waits_for_the_running_job() -> None:
    job = Gate()
    ticker = a_ticker(job)
    ticker.start()
    await job.entered.wait()

    stopping = asyncio.create_task(ticker.stop())
    await asyncio.sleep(0)
    job.open.set()
    await stopping

    assert job.ended == 1


async def test_stopping_cancels_a_job_that_outlasts_the_patience() -> None:
    job = Gate()
    ticker = a_ticker(job)
    ticker.start()
    await job.entered.wait()

    await ticker.stop(patience=timedelta())

    await job.left.wait()
    assert job.ended == 0


async def test_no_job_runs_after_the_stop() -> None:
    job = Counter()
    ticker = a_ticker(job)
    ticker.start()
    await job.reached(1)

    await ticker.stop()

    with pytest.raises(TimeoutError):
        await job.reached(job.runs + 1, within=3 * SOON.total_seconds())


async def test_stopping_a_ticker_never_started_does_nothing() -> None:
    job = Counter()

    await a_ticker(job).stop()

    assert job.runs == 0


async def test_the_interval_is_the_shortest_of_all_jobs() -> None:
    ticker = Ticker({"often": (SOON, Counter()), "seldom": (NEVER, Counter())}, SystemClock())

    assert ticker.interval == SOON
