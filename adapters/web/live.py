"""Wakes open windows when something changed."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager

POLL_SECONDS = 2.0  # what the bell does not ring for (another process, a store written beside it) is seen this late


class Bell:
    """Rung after every post, update and move of the clock; any thread may ring it."""

    def __init__(self) -> None:
        self._ears: dict[asyncio.Event, asyncio.AbstractEventLoop] = {}
        self.clock_moves = 0  #: rises with every move of the workspace's clock

    def ring(self) -> None:
        """Wakes everybody who listens."""
        for ear, loop in list(self._ears.items()):
            loop.call_soon_threadsafe(ear.set)

    def ring_clock(self) -> None:
        self.clock_moves += 1
        self.ring()

    @contextmanager
    def listening(self) -> Iterator["Ear"]:
        event = asyncio.Event()
        self._ears[event] = asyncio.get_running_loop()
        try:
            yield Ear(event)
        finally:
            del self._ears[event]


class Ear:
    def __init__(self, event: asyncio.Event) -> None:
        self._event = event

    async def wait(self) -> None:
        """Returns at the next ring, or at the next poll."""
        try:
            async with asyncio.timeout(POLL_SECONDS):
                await self._event.wait()
        except TimeoutError:
            return
        self._event.clear()
