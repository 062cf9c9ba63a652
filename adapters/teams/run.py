"""Teams, put together: the sending side first, since the house stands on it, then what people do there."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from aiohttp import web

from adapters.teams.answers import Answers
from adapters.teams.authenticate import KEYS_URL, Authenticator
from adapters.teams.config import TeamsConfig
from adapters.teams.connector import PLATFORM, Connectors
from adapters.teams.credentials import Credentials, by_identity, by_secret
from adapters.teams.edge import MESSAGES, Edge, EmulatorGuard, Guard, TenantGuard
from adapters.teams.gateway import TeamsGateway
from adapters.teams.inbound import Inbound
from adapters.teams.keys import SigningKeys
from adapters.teams.leaving import Job, retention
from adapters.teams.roster import TeamsRoster
from bot.ports.clock import Clock
from bot.ports.door import Door
from bot.ports.references import References

__all__ = ["PLATFORM", "Outbound", "TeamsAdapter", "build", "outbound"]

_NO_KEYS = "the keys that sign activities cannot be fetched from login.botframework.com; each activity asks again"


@dataclass(frozen=True, slots=True)
class Outbound:
    """What the house stands on."""

    credentials: Credentials | None  #: None: the emulator's
    references: References
    connectors: Connectors
    gateway: TeamsGateway
    roster: TeamsRoster
    jobs: Mapping[str, Job]


def outbound(config: TeamsConfig, references: References, clock: Clock) -> Outbound:
    """Raises ValueError where neither the emulator nor all of id, secret or managed identity, and tenant are given."""
    credentials = None if config.emulator else _credentials(config)
    connectors = Connectors(credentials, config.app_id)
    gateway = TeamsGateway(connectors, references, clock, dialogs=config.opens_dialogs)
    roster = TeamsRoster(connectors, references, clock)
    return Outbound(credentials, references, connectors, gateway, roster, retention(references, clock))


def _credentials(config: TeamsConfig) -> Credentials:
    if config.managed_identity:
        return by_identity(config.app_id, config.tenant_id)
    return by_secret(config.app_id, config.app_password.get_secret_value().strip(), config.tenant_id)


class TeamsAdapter:
    """`routes` for the web server."""

    name = "Teams"

    def __init__(
        self,
        routes: Sequence[web.RouteDef],
        inbound: Inbound,
        out: Outbound,
        authenticator: Authenticator | None,
        mistaken: Sequence[str],
    ) -> None:
        self.routes = routes
        self._inbound = inbound
        self._out = out
        self._authenticator = authenticator
        self._mistaken = mistaken

    async def start(self) -> list[str]:
        """Signs in and fetches the keys that sign, so that the first activity does not wait for them. Returns what is
        wrong.
        """
        if not (self._authenticator and self._out.credentials):
            return [*self._mistaken]
        warm, refused = await asyncio.gather(self._authenticator.warm(), self._out.credentials.signs_in())
        told = [*self._mistaken] or [refused]
        return [line for line in (*told, "" if warm else _NO_KEYS) if line]

    async def stop(self) -> None:
        """Ends the replies on their way; the web server takes nothing new by now."""
        await self._inbound.drain()

    async def close(self) -> None:
        """After the last message is sent."""
        await self._out.connectors.close()


def build(
    config: TeamsConfig, door: Door, out: Outbound, clock: Clock, command: str, keys_url: str = KEYS_URL
) -> TeamsAdapter:
    """`keys_url` is where the OpenID document of the channel service is."""
    inbound = Inbound(door, out.references, Answers(out.gateway, clock), clock, command)
    authenticator = Authenticator(out.credentials, SigningKeys(keys_url)) if out.credentials else None
    guard: Guard = TenantGuard(authenticator, config.tenant_id) if authenticator else EmulatorGuard()
    routes = [web.post(MESSAGES, Edge(guard, inbound.dispatch).handle)]
    return TeamsAdapter(routes, inbound, out, authenticator, config.mistaken())
