"""The pacer of this process, and the platforms' limits as settings."""

import re
from collections.abc import Mapping
from datetime import datetime, timedelta

from pydantic import field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from bot.domain.ids import ChannelRef, PersonRef, TenantId
from bot.domain.pace import Lane, Limit, Pace
from bot.ports.pacing import Pacer

OFF = "off"
_LIMIT = re.compile(r"([1-9][0-9]{0,5})/([1-9][0-9]{0,4})", re.ASCII)
_TIDY_EVERY = 1_000  #: turns taken between two tidyings
_GONE = timedelta(hours=1)  #: a message this late for its turn does not come any more


def limits_of(text: str) -> tuple[Limit, ...]:
    """Reads messages/seconds with blanks between, "60/30 1800/3600"; "off" is no limit. Raises ValueError."""
    if text.strip() == OFF:
        return ()
    limits = []
    for word in text.split():
        found = _LIMIT.fullmatch(word)
        if found is None:
            raise ValueError("write messages/seconds, such as 240/60, with blanks between several, or off")
        limits.append(Limit(int(found[1]), timedelta(seconds=int(found[2]))))
    return tuple(limits)


class PaceConfig(BaseSettings):
    """What the platforms publish; read once, at the start. Replicas that are heard of divide them among themselves.

    https://docs.slack.dev/apis/web-api/rate-limits
    https://learn.microsoft.com/microsoftteams/platform/bots/how-to/rate-limit
    """

    model_config = SettingsConfigDict(env_prefix="HYMNSHEET_", frozen=True, env_ignore_empty=True)

    limits_slack_conversation: str = "3/3"  #: one a second, in short bursts
    limits_slack_tenant: str = "240/60"  #: "several hundred a minute"
    limits_teams_conversation: str = "7/1 8/2 60/30 1800/3600"
    limits_teams_tenant: str = "50/1"

    @field_validator("*")
    @classmethod
    def _readable(cls, value: str) -> str:
        limits_of(value)
        return value

    @property
    def paces(self) -> Mapping[str, Pace]:
        """By platform."""
        return {
            "slack": Pace(limits_of(self.limits_slack_conversation), limits_of(self.limits_slack_tenant)),
            "teams": Pace(limits_of(self.limits_teams_conversation), limits_of(self.limits_teams_tenant)),
        }

    def shown(self) -> Mapping[str, str]:
        """Every setting as it is in force."""
        return {f"HYMNSHEET_{name.upper()}": str(value) for name, value in self}


class ProcessPacer(Pacer):
    """Knows what this process has sent; nothing outlasts it. Without a pace a platform is waited for when it asks."""

    def __init__(self, paces: Mapping[str, Pace]) -> None:
        self._paces = paces
        self._tenants: dict[TenantId, Lane] = {}
        self._conversations: dict[PersonRef | ChannelRef, Lane] = {}
        self._taken = 0
        self._senders = 1

    def share(self, senders: int) -> None:
        """So many processes send to the same tenants: each takes its part of every limit."""
        self._senders = max(senders, 1)
        for lane in (*self._conversations.values(), *self._tenants.values()):
            lane.share(senders)

    def take(self, to: PersonRef | ChannelRef, key: str, now: datetime) -> datetime | None:
        conversation, tenant = self._lanes(to)
        for lane in (conversation, tenant):  # who waits in a conversation takes no turn of the whole tenant
            at = lane.turn(key, now)
            if at > now:
                return at
        conversation.sent(key, now)
        tenant.sent(key, now)
        self._tidy(now)
        return None

    def ahead(self, tenant: TenantId, messages: int) -> timedelta:
        limits = self._pace(tenant).tenant
        return max((messages // limit.messages * limit.within for limit in limits), default=timedelta())

    def hold(self, to: PersonRef | ChannelRef, key: str, until: datetime, now: datetime) -> None:
        for lane in self._lanes(to):
            lane.hold(key, until, now)

    def held(self, to: PersonRef | ChannelRef, now: datetime) -> datetime | None:
        _, tenant = self._lanes(to)
        return tenant.held if tenant.held > now else None

    def _lanes(self, to: PersonRef | ChannelRef) -> tuple[Lane, Lane]:
        pace = self._pace(to.tenant)
        conversation = self._conversations.get(to) or self._conversations.setdefault(to, self._lane(pace.conversation))
        tenant = self._tenants.get(to.tenant) or self._tenants.setdefault(to.tenant, self._lane(pace.tenant))
        return conversation, tenant

    def _pace(self, tenant: TenantId) -> Pace:
        return self._paces.get(tenant.split(":")[0], Pace())

    def _lane(self, limits: tuple[Limit, ...]) -> Lane:
        lane = Lane(limits)
        lane.share(self._senders)
        return lane

    def _tidy(self, now: datetime) -> None:
        self._taken += 1
        if self._taken % _TIDY_EVERY:
            return
        for lane in (*self._conversations.values(), *self._tenants.values()):
            lane.forget_turns(now - _GONE)
        self._conversations = {to: lane for to, lane in self._conversations.items() if not lane.idle(now)}
        self._tenants = {tenant: lane for tenant, lane in self._tenants.items() if not lane.idle(now)}
