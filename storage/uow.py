"""The unit of work over the SQL stores."""

from collections.abc import Awaitable, Callable
from types import TracebackType
from typing import Any, Self

from sqlalchemy.ext.asyncio import AsyncEngine

from bot.ports.store import UnitOfWork
from bot.ports.work import Work
from storage.checks import SqlChecks
from storage.cipher import Cipher
from storage.engine import writing
from storage.inbox import SqlInbox
from storage.ledger import SqlLedger
from storage.participants import SqlParticipants
from storage.reports import SqlReports
from storage.restatements import SqlRestatements
from storage.sheets import SqlSheets
from storage.wordings import SqlWordings

#: Runs a function with the transaction's own synchronous connection, so that the work engine can enqueue inside it.
RunSync = Callable[[Callable[[Any], object]], Awaitable[object]]

#: The work engine's side of one transaction.
WorkIn = Callable[[RunSync], Work]


class SqlUnitOfWork(UnitOfWork):
    """One transaction, entered once. The stores end with it: after `commit()` they can no longer be used."""

    def __init__(self, engine: AsyncEngine, cipher: Cipher, work_in: WorkIn) -> None:
        self._writing = writing(engine)
        self._cipher = cipher
        self._work_in = work_in

    async def __aenter__(self) -> Self:
        connection = self._connection = await self._writing.__aenter__()
        self.sheets = SqlSheets(connection, self._cipher)
        self.checks = SqlChecks(connection)
        self.participants = SqlParticipants(connection)
        self.restatements = SqlRestatements(connection, self._cipher)
        self.reports = SqlReports(connection, self._cipher)
        self.wordings = SqlWordings(connection, self._cipher)
        self.ledger = SqlLedger(connection)
        self.inbox = SqlInbox(connection)
        self.work = self._work_in(connection.run_sync)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._writing.__aexit__(kind, error, trace)

    async def commit(self) -> None:
        await self._connection.commit()
        # What is written after this would begin a transaction of its own, and be rolled back without a word.
        await self._connection.close()


def uow_factory(engine: AsyncEngine, cipher: Cipher, work_in: WorkIn) -> Callable[[], SqlUnitOfWork]:
    return lambda: SqlUnitOfWork(engine, cipher, work_in)
