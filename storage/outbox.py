"""What waits to be sent in the whole installation, for operators."""

from datetime import datetime

from sqlalchemy import func, or_, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.ports.store import DeliveryState, Outbox
from storage.engine import reading
from storage.tables import deliveries


async def outbox(engine: AsyncEngine, now: datetime) -> Outbox | None:
    """As it stands at `now`; None where the database cannot be read."""
    state, not_before = deliveries.c.state, deliveries.c.not_before
    waits = state.in_([DeliveryState.WAITING.value, DeliveryState.ATTEMPTED.value])
    could = or_(not_before.is_(None), not_before <= now)
    try:
        async with reading(engine) as connection:
            waiting = (await connection.execute(select(func.count()).where(waits))).scalar_one()
            oldest = (
                await connection.execute(
                    select(func.coalesce(not_before, deliveries.c.made_at))
                    .where(waits, could)
                    .order_by(func.coalesce(not_before, deliveries.c.made_at))
                    .limit(1)
                )
            ).scalar_one_or_none()
            dead = select(func.count()).where(state == DeliveryState.GIVEN_UP.value)
            return Outbox(waiting, (await connection.execute(dead)).scalar_one(), oldest)
    except (SQLAlchemyError, OSError):
        return None
