"""What the page's clock control needs: this workspace's clock can be moved on, so that a newcomer sees a whole
check in a minute.
"""

from abc import abstractmethod
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol


class Jump(StrEnum):
    HOUR = "hour"
    NUDGE = "nudge"
    DEADLINE = "deadline"


@dataclass(frozen=True, slots=True)
class Upcoming:
    """The next moments worth jumping to; None where nothing is due."""

    nudge_at: datetime | None
    deadline_at: datetime | None


@dataclass(frozen=True, slots=True)
class Moved:
    now: datetime  #: the workspace's time afterwards
    moved: bool  #: False where there was nothing to jump to


class ClockControl(Protocol):
    @abstractmethod
    async def upcoming(self) -> Upcoming: ...

    @abstractmethod
    async def move(self, jump: Jump) -> Moved:
        """Moves the clock forward, never back, and starts what became due on the way."""
        ...
