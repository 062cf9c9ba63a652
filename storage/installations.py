"""Installations. Each call is a short transaction of its own."""

import json
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Row, delete, select, update
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.domain.errors import Stale
from bot.domain.ids import TenantId
from bot.ports.installations import Installation, Installations
from storage.cipher import Cipher
from storage.engine import reading, writing
from storage.statements import ROW, Values, put
from storage.tables import installations, oauth_states


class SqlInstallations(Installations):
    def __init__(self, engine: AsyncEngine, cipher: Cipher) -> None:
        self._engine = engine
        self._cipher = cipher

    async def get(self, tenant: TenantId) -> Installation | None:
        query = select(installations).where(installations.c.tenant_id == tenant)
        async with reading(self._engine) as connection:
            row = (await connection.execute(query)).one_or_none()
        return None if row is None else self._installation_of(row)

    async def put(self, installation: Installation) -> Installation:
        known = (
            select(installations.c.version)
            .where(installations.c.tenant_id == installation.tenant)
            .with_for_update(**ROW)
        )
        async with writing(self._engine) as connection:
            version = (await connection.execute(known)).scalar_one_or_none() or 0
            stored = replace(installation, version=version + 1)
            await put(connection, installations, self._values(stored))
            await connection.commit()
        return stored

    async def save(self, installation: Installation) -> Installation:
        saved = replace(installation, version=installation.version + 1)
        change = (
            update(installations)
            .where(installations.c.tenant_id == installation.tenant, installations.c.version == installation.version)
            .values(**self._values(saved))
        )
        async with writing(self._engine) as connection:
            if (await connection.execute(change)).rowcount != 1:
                raise Stale(f"the installation in {installation.tenant} is no longer at version {installation.version}")
            await connection.commit()
        return saved

    async def delete(self, tenant: TenantId, until: datetime) -> bool:
        gone = delete(installations).where(installations.c.tenant_id == tenant, installations.c.installed_at <= until)
        async with writing(self._engine) as connection:
            deleted = (await connection.execute(gone)).rowcount == 1
            await connection.commit()
        return deleted

    async def put_state(self, state: str, now: datetime, expires_at: datetime) -> None:
        async with writing(self._engine) as connection:
            await connection.execute(delete(oauth_states).where(oauth_states.c.expires_at <= now))
            await put(connection, oauth_states, {"state": state, "expires_at": expires_at})
            await connection.commit()

    async def take_state(self, state: str, now: datetime) -> bool:
        known = oauth_states.c.state == state
        async with writing(self._engine) as connection:
            taken = (
                await connection.execute(delete(oauth_states).where(known, oauth_states.c.expires_at > now))
            ).rowcount
            await connection.commit()
        return taken == 1

    def _values(self, installation: Installation) -> Values:
        return {
            "tenant_id": installation.tenant,
            "team_id": installation.team_id,
            "team_name": installation.team_name,
            "enterprise_id": installation.enterprise_id,
            "bot_user": installation.bot_user,
            "scopes": list(installation.scopes),
            "sealed_tokens": self._cipher.seal(json.dumps([installation.bot_token, installation.refresh_token])),
            "expires_at": installation.expires_at,
            "installed_at": installation.installed_at,
            "version": installation.version,
        }

    def _installation_of(self, row: Row[Any]) -> Installation:
        bot_token, refresh_token = json.loads(self._cipher.open(row.sealed_tokens))
        return Installation(
            tenant=TenantId(row.tenant_id),
            team_id=row.team_id,
            team_name=row.team_name,
            bot_user=row.bot_user,
            scopes=tuple(row.scopes),
            installed_at=row.installed_at,
            bot_token=bot_token,
            refresh_token=refresh_token,
            expires_at=row.expires_at,
            enterprise_id=row.enterprise_id,
            version=row.version,
        )
