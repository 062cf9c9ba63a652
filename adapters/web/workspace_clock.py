"""The clock control over the stores: where to jump, and what a jump sets off."""

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Protocol

from adapters.web.clock_control import ClockControl, Jump, Moved, Upcoming
from adapters.web.live import Bell
from adapters.web.team import TENANT
from bot.domain.check import CheckState
from bot.ports.board import Board
from bot.ports.clock import Clock
from bot.ports.store import UnitOfWork

HOUR = timedelta(hours=1)


class Movable(Clock, Protocol):
    """A clock that can be moved forward."""

    def move_to(self, moment: datetime) -> timedelta: ...

    def advance(self, by: timedelta) -> timedelta: ...


class WorkspaceClock(ClockControl):
    """Moves the workspace's clock, keeps its offset on the board, and runs the sweep at once."""

    def __init__(
        self,
        clock: Movable,
        board: Board,
        uow: Callable[[], UnitOfWork],
        sweep: Callable[[], Awaitable[None]],
        bell: Bell,
    ) -> None:
        self._clock = clock
        self._board = board
        self._uow = uow
        self._sweep = sweep
        self._bell = bell

    async def upcoming(self) -> Upcoming:
        now = self._clock.now()
        async with self._uow() as uow:
            nudge = await uow.participants.next_nudge(TENANT)
            open_ = await uow.checks.of_tenant(TENANT, frozenset({CheckState.OPEN}))
        deadlines = [check.deadline_at for check, _ in open_ if check.deadline_at and check.deadline_at > now]
        return Upcoming(nudge if nudge and nudge > now else None, min(deadlines, default=None))

    async def move(self, jump: Jump) -> Moved:
        upcoming = await self.upcoming()
        match jump:
            case Jump.HOUR:
                offset = self._clock.advance(HOUR)
            case Jump.NUDGE if upcoming.nudge_at:
                offset = self._clock.move_to(upcoming.nudge_at)
            case Jump.DEADLINE if upcoming.deadline_at:
                offset = self._clock.move_to(upcoming.deadline_at)
            case _:
                return Moved(self._clock.now(), moved=False)
        await self._board.set_clock_offset(offset)
        await self._sweep()
        self._bell.ring_clock()
        return Moved(self._clock.now(), moved=True)
