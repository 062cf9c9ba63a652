"""Waiting on conditions, and the time Slack's side of a test goes by."""

import asyncio
import time
from collections.abc import Callable
from datetime import UTC, datetime, tzinfo
from typing import TypeVar

from tests.patience import PATIENCE

Found = TypeVar("Found")


class Bell:
    """Rung after everything that changes in the double."""

    def __init__(self) -> None:
        self._rings = asyncio.Event()

    def ring(self) -> None:
        self._rings.set()
        self._rings = asyncio.Event()

    async def until(
        self, look: Callable[[], Found | None], story: Callable[[], str], patience: float = PATIENCE
    ) -> Found:
        """What `look` finds once it is there; `story` says what was seen if it takes long."""
        try:
            async with asyncio.timeout(patience):
                while not (found := look()):
                    await self._rings.wait()
                return found
        except TimeoutError as err:
            raise AssertionError(story()) from err


class Moment:
    """Slack's own clock."""

    @staticmethod
    def seconds() -> int:
        return int(time.time())

    @staticmethod
    def of_zone(zone: tzinfo) -> int:
        """Seconds that this zone is ahead of UTC now."""
        offset = datetime.fromtimestamp(time.time(), UTC).astimezone(zone).utcoffset()
        return int(offset.total_seconds()) if offset else 0
