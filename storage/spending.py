"""What each check has used of a language model."""

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.ports.spending import Caps, Purse, Spending, Tokens
from storage.engine import writing
from storage.statements import put_once
from storage.tables import spending


class SqlSpending(Spending):
    """Each step is a short transaction of its own: what was asked is paid, whatever becomes of the reply."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def set_aside(self, purse: Purse, most: Tokens, caps: Caps) -> bool:
        async with writing(self._engine) as connection:
            total = await _locked(connection, purse) + most
            if not caps.allow(total):
                return False
            await _keep(connection, purse, total)
            await connection.commit()
            return True

    async def settle(self, purse: Purse, before: Tokens, used: Tokens) -> None:
        async with writing(self._engine) as connection:
            await _keep(connection, purse, await _locked(connection, purse) + -before + used)
            await connection.commit()


async def _locked(connection: AsyncConnection, purse: Purse) -> Tokens:
    """What this purse has paid, held against every other writer until the end of the transaction."""
    new = {"tenant_id": purse.tenant, "check_id": purse.check_id, "sent": 0, "received": 0}
    await put_once(connection, spending, new, ["tenant_id", "check_id"])
    query = (
        select(spending.c.sent, spending.c.received)
        .where(spending.c.tenant_id == purse.tenant, spending.c.check_id == purse.check_id)
        .with_for_update()
    )
    sent, received = (await connection.execute(query)).one()
    return Tokens(sent, received)


async def _keep(connection: AsyncConnection, purse: Purse, total: Tokens) -> None:
    change = (
        update(spending)
        .where(spending.c.tenant_id == purse.tenant, spending.c.check_id == purse.check_id)
        .values(sent=total.sent, received=total.received)
    )
    await connection.execute(change)
