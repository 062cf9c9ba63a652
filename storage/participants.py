"""Participants."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import ColumnElement, and_, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.check import CheckState, Participant, ParticipantState
from bot.domain.errors import Stale
from bot.domain.ids import CheckId, PersonRef, TenantId
from bot.ports.store import ParticipantStore
from storage.rows import participant_of, participant_values
from storage.statements import ROW, clash
from storage.tables import checks, participants


class SqlParticipants(ParticipantStore):
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def add(self, participants_: Sequence[Participant]) -> None:
        if not participants_:
            return
        with clash():
            await self._connection.execute(insert(participants), [dict(participant_values(p)) for p in participants_])

    async def get(self, check_id: CheckId, person: PersonRef) -> Participant | None:
        query = select(participants).where(_is(check_id, person))
        row = (await self._connection.execute(query)).one_or_none()
        return None if row is None else participant_of(row)

    async def save(self, participant: Participant) -> Participant:
        saved = replace(participant, version=participant.version + 1)
        change = (
            update(participants)
            .where(_is(participant.check_id, participant.person), participants.c.version == participant.version)
            .values(**participant_values(saved))
        )
        if (await self._connection.execute(change)).rowcount != 1:
            raise Stale(f"a participant of check {participant.check_id} is no longer at version {participant.version}")
        return saved

    async def of_check(self, tenant: TenantId, check_id: CheckId) -> Sequence[Participant]:
        query = select(participants).where(_in(tenant, check_id))
        found = [participant_of(row) for row in await self._connection.execute(query)]
        # Sorted here: every database has its own idea of the alphabet.
        return sorted(found, key=lambda participant: (participant.name.casefold(), participant.person))

    async def of_person(self, person: PersonRef) -> Sequence[Participant]:
        query = (
            select(participants)
            .join(checks)
            .where(participants.c.tenant_id == person.tenant, participants.c.user_id == person.user)
            .order_by(checks.c.created_at.desc(), checks.c.id.desc())
        )
        return [participant_of(row) for row in await self._connection.execute(query)]

    async def counts(self, tenant: TenantId, check_id: CheckId) -> dict[ParticipantState, int]:
        query = select(participants.c.state, func.count()).where(_in(tenant, check_id)).group_by(participants.c.state)
        return {ParticipantState(state): number for state, number in await self._connection.execute(query)}

    async def unconfirmed(self, tenant: TenantId, check_id: CheckId) -> int:
        query = (
            select(func.count())
            .select_from(participants)
            .where(
                _in(tenant, check_id),
                participants.c.state == ParticipantState.ANSWERED.value,
                participants.c.confirmed.is_(False),
            )
        )
        return (await self._connection.execute(query)).scalar_one()

    async def nudges_due(self, now: datetime, limit: int) -> Sequence[Participant]:
        query = (
            select(participants)
            .join(checks)
            .where(participants.c.nudge_at <= now)
            .order_by(participants.c.nudge_at)
            .limit(limit)
            # With the check's lock, as everybody takes it first: nobody waits for the other in a circle.
            .with_for_update(skip_locked=True, of=[checks, participants], **ROW)
        )
        return [participant_of(row) for row in await self._connection.execute(query)]

    async def next_nudge(self, tenant: TenantId) -> datetime | None:
        query = (
            select(func.min(participants.c.nudge_at))
            .select_from(participants)
            .join(checks)
            .where(participants.c.tenant_id == tenant, checks.c.state == CheckState.OPEN.value)
        )
        earliest: datetime | None = (await self._connection.execute(query)).scalar_one()
        return earliest


def _in(tenant: TenantId, check_id: CheckId) -> ColumnElement[bool]:
    return and_(participants.c.tenant_id == tenant, participants.c.check_id == check_id)


def _is(check_id: CheckId, person: PersonRef) -> ColumnElement[bool]:
    return and_(_in(person.tenant, check_id), participants.c.user_id == person.user)
