"""Tokens of many workspaces, rotated ahead of their end: Bolt would do it on incoming requests alone."""

import asyncio
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import structlog

from adapters.slack.oauth import Denied, Issued, OAuth, Unreachable
from adapters.slack.tokens import Tokens, tenant_of
from bot.domain.errors import Stale
from bot.domain.ids import TenantId
from bot.ports.clock import Clock
from bot.ports.installations import Installation, Installations

#: A bot token lives 12 h (docs.slack.dev/authentication/using-token-rotation); the SDK rotates as early.
AHEAD = timedelta(hours=2)
#: A request must be acknowledged within 3 s: longer than this it does not wait for a rotation it can do without.
PATIENCE = timedelta(seconds=1.5)
PAUSE = timedelta(minutes=1)  #: between two tries
_LAST_TRY = 2  #: another replica may have used the refresh token up, and not yet stored what it got
#: Refusals that speak of our settings, and not of the refresh token.
_OURS = frozenset({"bad_client_secret", "invalid_client_id"})

_log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class _Failure:
    """Of the rotation of one version of an installation."""

    version: int
    again_at: datetime
    denials: int


class InstalledTokens(Tokens):
    """One rotation at a time in a workspace; one that fails leaves the old token in use while it is valid."""

    def __init__(
        self, installations: Installations, oauth: OAuth, clock: Clock, patience: timedelta = PATIENCE
    ) -> None:
        self._installations = installations
        self._oauth = oauth
        self._clock = clock
        self._patience = patience
        self._running: dict[TenantId, asyncio.Task[None]] = {}
        self._failures: dict[TenantId, _Failure] = {}

    async def bot_token(self, team_id: str) -> str | None:
        installation = await self.installation(team_id)
        return None if installation is None else installation.bot_token

    async def installation(self, team_id: str) -> Installation | None:
        """The installation with the token to use now, as `bot_token` describes it."""
        tenant = tenant_of(team_id)
        installation = await self._installations.get(tenant)
        if installation is not None and self._due(installation):
            await self._rotated(installation)
            installation = await self._installations.get(tenant)
        return None if installation is None or self._over(installation) else installation

    async def close(self) -> None:
        """What Slack has already answered is stored."""
        if self._running:
            await asyncio.wait(self._running.values())

    def _due(self, installation: Installation) -> bool:
        if not installation.refresh_token or installation.expires_at is None:
            return False
        now, failure = self._clock.now(), self._failure(installation)
        return installation.expires_at - AHEAD <= now and (failure is None or failure.again_at <= now)

    def _over(self, installation: Installation) -> bool:
        """True for a token that has expired and that Slack will not renew: the product must be installed again."""
        failure = self._failure(installation)
        return self._expired(installation) and failure is not None and failure.denials >= _LAST_TRY

    def _expired(self, installation: Installation) -> bool:
        return installation.expires_at is not None and installation.expires_at <= self._clock.now()

    def _failure(self, installation: Installation) -> _Failure | None:
        failure = self._failures.get(installation.tenant)
        return failure if failure is not None and failure.version == installation.version else None

    async def _rotated(self, installation: Installation) -> None:
        """Waits for the one rotation there is; a caller that is cancelled leaves it running, as it uses a token up."""
        task = self._running.get(installation.tenant)
        if task is None:
            task = asyncio.create_task(self._rotate(installation.tenant))
            self._running[installation.tenant] = task
            task.add_done_callback(lambda _: self._running.pop(installation.tenant))
        patience = None if self._expired(installation) else self._patience.total_seconds()
        done, _ = await asyncio.wait([task], timeout=patience)
        for ended in done:
            ended.result()

    async def _rotate(self, tenant: TenantId) -> None:
        installation = await self._installations.get(tenant)
        if installation is None or not self._due(installation):
            return
        asked_at = self._clock.now()
        outcome = await self._oauth.refresh(installation.refresh_token)
        if not isinstance(outcome, Issued):
            self._fail(installation, outcome)
            return
        try:
            await self._installations.save(_renewed(installation, outcome, asked_at))
        except Stale:
            _log.warning("slack_token_rotation_overtaken", tenant=tenant)
            return
        self._failures.pop(tenant, None)
        _log.info("slack_token_rotated", tenant=tenant)

    def _fail(self, installation: Installation, outcome: Denied | Unreachable) -> None:
        last = self._failure(installation)
        denied = isinstance(outcome, Denied) and outcome.reason not in _OURS
        denials = (last.denials if last else 0) + denied
        self._failures[installation.tenant] = _Failure(installation.version, self._clock.now() + PAUSE, denials)
        _log.warning("slack_token_rotation_failed", tenant=installation.tenant, reason_code=outcome.reason)


def _renewed(installation: Installation, issued: Issued, asked_at: datetime) -> Installation:
    return replace(
        installation,
        bot_token=issued.bot_token,
        refresh_token=issued.refresh_token or installation.refresh_token,
        expires_at=None if issued.expires_in is None else asked_at + issued.expires_in,
    )
