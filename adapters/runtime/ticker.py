"""The ticker: runs the house's recurring jobs (APScheduler, in memory). What is due stands in our own tables."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from datetime import UTC, datetime, timedelta

import structlog
from apscheduler.executors.asyncio import AsyncIOExecutor
from apscheduler.jobstores.memory import MemoryJobStore
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from adapters.runtime.log import place_of
from bot.ports.clock import Clock

Job = Callable[[], Awaitable[None]]

_log = structlog.get_logger()


class Ticker:
    """Runs each job once at the start and then at its interval, never twice at the same time.

    A job that raises is logged and runs again at its next tick. `clock` is the machine's own: a moved clock
    would make the last tick look old.
    """

    def __init__(self, jobs: Mapping[str, tuple[timedelta, Job]], clock: Clock) -> None:
        self._jobs = {name: job for name, (_, job) in jobs.items()}
        self._intervals = {name: interval for name, (interval, _) in jobs.items()}
        self._turns = {name: asyncio.Lock() for name in jobs}
        self._clock = clock
        self._last_well: dict[str, datetime] = {}
        self._scheduler = AsyncIOScheduler(
            timezone=UTC,
            jobstores={"default": MemoryJobStore()},
            executors={"default": AsyncIOExecutor()},
            job_defaults={"misfire_grace_time": None, "coalesce": True, "max_instances": 1},
        )

    @property
    def interval(self) -> timedelta:
        """The shortest interval: a healthy ticker's last tick is never much older."""
        return min(self._intervals.values())

    def last_well(self, name: str) -> datetime | None:
        """When this job last ended well; None before the first time."""
        return self._last_well.get(name)

    def start(self) -> None:
        """Ticks on the running loop from now on."""
        for name, interval in self._intervals.items():
            self._scheduler.add_job(
                self.now, "interval", [name], id=name, seconds=interval.total_seconds(), next_run_time=self._clock.now()
            )
        self._scheduler.start()

    async def stop(self, patience: timedelta = timedelta(seconds=5)) -> None:
        """Starts no job any more, waits for those running, and cancels what still runs after `patience`."""
        if not self._scheduler.running:
            return
        self._scheduler.pause()
        try:
            async with asyncio.timeout(patience.total_seconds()):
                for turn in self._turns.values():
                    async with turn:
                        pass
        except TimeoutError:
            _log.warning("job cancelled at stop")
        self._scheduler.shutdown(wait=False)
        await asyncio.sleep(0)  # the scheduler shuts down in the loop's next turn

    async def now(self, name: str) -> None:
        """Runs this job at once and returns when it has ended; waits first where it is running already."""
        async with self._turns[name]:
            try:
                await self._jobs[name]()
                self._last_well[name] = self._clock.now()
            except Exception as error:  # noqa: BLE001 - the work loop: a job must not end the ticking
                _log.error("job failed", job=name, error=type(error).__name__, place=place_of(error.__traceback__))
