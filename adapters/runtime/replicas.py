"""Several processes on one database: each says that it lives, and each looks for the work of those that do not.

Nobody leads. A replica that could not reach the database itself for a while gives nobody up until it has watched
for as long again: after an outage everybody's heartbeat is old.
"""

import asyncio
from abc import abstractmethod
from collections.abc import AsyncIterator, Callable, Collection
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import datetime, timedelta
from typing import Protocol

import structlog

from adapters.runtime.ticker import Job
from bot.ports.clock import Clock

_log = structlog.get_logger()


class Roll(Protocol):
    """Who is at work on this database."""

    @abstractmethod
    async def beat(self, replica: str) -> None: ...
    @abstractmethod
    async def leave(self, replica: str) -> None: ...
    @abstractmethod
    async def alive(self, within: timedelta) -> frozenset[str]: ...
    @abstractmethod
    def alone(self) -> AbstractAsyncContextManager[bool]: ...


class Workers(Protocol):
    """What `Engine` does here."""

    executor_id: str

    @abstractmethod
    async def adopt(self, alive: Collection[str]) -> int: ...
    @abstractmethod
    async def reclaim(self) -> int: ...


class Replica:
    """This process among the others. `clock` is the machine's own, and only its differences count."""

    def __init__(
        self, roll: Roll, engine: Workers, clock: Clock, patience: timedelta, tell: Callable[[int], object]
    ) -> None:
        """`patience`: a replica not heard for so long is given up. `tell` hears how many there are."""
        self._name = engine.executor_id
        self._roll = roll
        self._engine = engine
        self._clock = clock
        self._patience = patience
        self._tell = tell
        self._last: datetime | None = None  #: this replica's own last heartbeat
        self._watching: datetime | None = None  #: since when its heartbeats have come without a gap

    def jobs(self) -> dict[str, tuple[timedelta, Job]]:
        """Three heartbeats in the patience; a dead one's work is taken up after twice the patience at the latest."""
        return {"heartbeat": (self._patience / 3, self.beat), "orphans": (self._patience, self.adopt)}

    async def beat(self) -> None:
        await self._roll.beat(self._name)
        now = self._clock.now()
        if self._watching is None or self._last is None or now - self._last >= self._patience:
            self._watching = now
        self._last = now
        self._tell(len(await self._roll.alive(self._patience)))

    async def adopt(self) -> None:
        """Puts the running work of dead replicas back into the queue, and this one's that it does not run."""
        await self.beat()
        if reclaimed := await self._engine.reclaim():
            _log.warning("work given out and not begun taken up", count=reclaimed)
        if self._watching is None or self._clock.now() - self._watching < self._patience:
            return
        async with self._roll.alone() as alone:
            if alone and (adopted := await self._engine.adopt(await self._roll.alive(self._patience))):
                _log.warning("work of a dead replica taken up", count=adopted)

    @asynccontextmanager
    async def ending(self) -> AsyncIterator[None]:
        """Heartbeats go on while the running work ends and nothing ticks: nobody is to take it up beside it."""
        beating = asyncio.create_task(self._beats())
        try:
            yield
        finally:
            beating.cancel()
            await asyncio.wait({beating})

    async def _beats(self) -> None:
        while True:
            try:
                await self.beat()
            except Exception as error:  # noqa: BLE001 - the database may be what this process stops for
                _log.warning("no heartbeat at the end", error=type(error).__name__)
            await asyncio.sleep((self._patience / 3).total_seconds())

    async def leave(self) -> None:
        """At the end: what this replica leaves undone need not wait until it is given up."""
        try:
            await self._roll.leave(self._name)
        except Exception as error:  # noqa: BLE001 - the database may be what this process stops for
            _log.warning("replica not signed off", error=type(error).__name__)
