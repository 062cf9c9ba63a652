"""Units of work that fail, to put between the flows and the store."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from types import TracebackType
from typing import Self

from bot.domain.errors import Stale
from bot.ports.store import UnitOfWork
from storage.uow import SqlUnitOfWork


class DiedError(Exception):
    """The process is gone."""


@dataclass
class Fate:
    """Kills the process at its n-th commit (from 1), before or after it; 0: never. Counts the commits."""

    at: int = 0
    after: bool = False
    commits: int = 0

    async def __call__(self, commit: Callable[[], Awaitable[None]]) -> None:
        self.commits += 1
        if self.commits == self.at and not self.after:
            raise DiedError
        await commit()
        if self.commits == self.at:
            raise DiedError


@dataclass
class StaleCommits:
    """So many of the next commits find that somebody else has saved the same record."""

    left: int = 0

    async def __call__(self, commit: Callable[[], Awaitable[None]]) -> None:
        if self.left:
            self.left -= 1
            raise Stale
        await commit()


@dataclass
class FailingUnits:
    """Makes units of work whose commits meet this fate."""

    fate: Callable[[Callable[[], Awaitable[None]]], Awaitable[None]] = field(default_factory=Fate)

    def __call__(self, factory: Callable[[], SqlUnitOfWork]) -> Callable[[], UnitOfWork]:
        return lambda: _Failing(factory(), self)


class _Failing(UnitOfWork):
    def __init__(self, inner: SqlUnitOfWork, units: FailingUnits) -> None:
        self._inner = inner
        self._units = units

    async def __aenter__(self) -> Self:
        inner = await self._inner.__aenter__()
        self.sheets, self.checks, self.participants = inner.sheets, inner.checks, inner.participants
        self.restatements, self.reports, self.ledger = inner.restatements, inner.reports, inner.ledger
        self.wordings, self.inbox, self.work = inner.wordings, inner.inbox, inner.work
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._inner.__aexit__(kind, error, trace)

    async def commit(self) -> None:
        await self._units.fate(self._inner.commit)
