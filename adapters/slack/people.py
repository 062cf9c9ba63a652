"""What Slack says of people, kept for ten minutes."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

import structlog
from slack_sdk.web.async_client import AsyncWebClient

from adapters.recent import Recent
from adapters.slack.clients import TROUBLE, Clients, code_of
from bot.domain.errors import PlatformAway
from bot.domain.ids import PersonRef, TenantId
from bot.domain.schedule import zone_of
from bot.ports.clock import Clock
from bot.ports.door import Actor

KEPT = timedelta(minutes=10)
MOST_KEPT = 20_000  #: people remembered at once
WITHIN_SECONDS = 0.8  #: for one call while somebody waits: three in a row, and Slack has its answer within 3 s
REST_WITHIN_SECONDS = 3.0  #: for one question about do-not-disturb; nobody waits for it but the next nudges
_PAGE = 200
_AT_ONCE = 50  #: people of one such question
_LONGEST_REST = timedelta(days=90)  #: longer than any check runs
_MOST_SILENT = 1_000
_UNKNOWN = frozenset({"user_not_found", "user_not_visible", "users_not_found"})
_GUEST = ("is_restricted", "is_ultra_restricted", "is_stranger")
_SLACKBOT = "USLACKBOT"  #: Slack does not call it a bot
#: Slack's own statuses for days off; others say nothing about answering.
_AWAY = frozenset({":palm_tree:", ":face_with_thermometer:"})

_log = structlog.get_logger()


class SlackUnreachable(PlatformAway):
    """Slack did not tell in time."""

    def __init__(self) -> None:
        super().__init__("Slack")


@dataclass(frozen=True, slots=True)
class Known:
    """A person as Slack describes them."""

    name: str
    time_zone: str
    locale: str
    bot: bool
    guest: bool  #: also somebody of another workspace (Slack Connect)
    gone: bool  #: deactivated
    away_until: date | None  #: first day back

    @property
    def ours(self) -> bool:
        """A full member who can be asked and may ask."""
        return not (self.bot or self.guest or self.gone)


class People:
    """Looks people up, each once in ten minutes."""

    def __init__(self, clients: Clients, clock: Clock) -> None:
        self._clients = clients
        self._clock = clock
        self._kept: Recent[PersonRef, tuple[datetime, Known | None]] = Recent(MOST_KEPT)
        self._silent: Recent[tuple[TenantId, str], bool] = Recent(_MOST_SILENT)

    async def known(self, person: PersonRef, *, within: float | None = None) -> Known | None:
        """None where Slack does not know them. Raises SlackUnreachable where it cannot be asked (`within` seconds)."""
        fresh = self._fresh(person)
        if fresh:
            return fresh[1]
        try:
            async with asyncio.timeout(within):
                client = await self._clients.of(person.tenant)
                if client is None:
                    return None
                response = await client.users_info(user=person.user, include_locale=True)
        except TROUBLE as err:
            if code_of(err) not in _UNKNOWN:
                raise SlackUnreachable from err
            return self._keep(person, None)
        return self._keep(person, _known(person.tenant, response["user"], self._clock.now()))

    async def actor(self, person: PersonRef, name: str) -> Actor:
        """Who does something. Where Slack cannot say in time: as they were known before, or by the event's `name`."""
        try:
            known = await self.known(person, within=WITHIN_SECONDS)
        except SlackUnreachable:
            stale = self._kept.get(person)
            known = stale[1] if stale else None
        if known is None:
            return Actor(person, name or person.user, "UTC", "en")
        return Actor(person, known.name, known.time_zone, known.locale)

    async def learn_all(self, tenant: TenantId, wanted: set[str], client: AsyncWebClient) -> None:
        """Reads the whole workspace's list, page by page, until these are known: far fewer calls than one by one."""
        missing = {user for user in wanted if not self._fresh(PersonRef(tenant, user))}
        cursor = ""
        while missing:
            response = await client.users_list(limit=_PAGE, include_locale=True, cursor=cursor)
            for user in response["members"]:
                if user["id"] in missing:
                    self._keep(PersonRef(tenant, user["id"]), _known(tenant, user, self._clock.now()))
                    missing.remove(user["id"])
            cursor = (response.get("response_metadata") or {}).get("next_cursor") or ""
            if not cursor:
                return

    async def resting(self, people: Sequence[PersonRef]) -> Mapping[PersonRef, datetime]:
        """Who of these, all of one workspace, has do-not-disturb on now, with its end. Nobody where Slack does not
        tell, which is logged once: the scope for it is optional.
        """
        found: dict[PersonRef, datetime] = {}
        for start in range(0, len(people), _AT_ONCE):
            found |= await self._resting(people[start : start + _AT_ONCE])
        return found

    async def _resting(self, people: Sequence[PersonRef]) -> Mapping[PersonRef, datetime]:
        tenant, now = people[0].tenant, self._clock.now()
        try:
            async with asyncio.timeout(REST_WITHIN_SECONDS):
                client = await self._clients.of(tenant)
                if client is None:
                    return {}
                told = (await client.dnd_teamInfo(users=[person.user for person in people]))["users"]
                rests = {person: _rest_until(told.get(person.user), now) for person in people}
        except TROUBLE as err:
            self._note_silence(tenant, code_of(err) or type(err).__name__)
            return {}
        return {person: until for person, until in rests.items() if until}

    def _note_silence(self, tenant: TenantId, code: str) -> None:
        if not self._silent.get((tenant, code)):
            self._silent.put((tenant, code), value=True)
            _log.warning("slack_dnd_unknown", tenant=tenant, reason_code=code)

    def _fresh(self, person: PersonRef) -> tuple[datetime, Known | None] | None:
        kept = self._kept.get(person)
        return kept if kept and self._clock.now() - kept[0] < KEPT else None

    def _keep(self, person: PersonRef, known: Known | None) -> Known | None:
        return self._kept.put(person, (self._clock.now(), known))[1]


def _known(tenant: TenantId, user: Mapping[str, Any], now: datetime) -> Known:
    profile = user.get("profile") or {}
    # The full name: everybody has one, and a report names people as at work.
    name = user.get("real_name") or profile.get("real_name") or profile.get("display_name") or user.get("name")
    zone = str(user.get("tz") or "UTC")
    return Known(
        name=str(name),
        time_zone=zone,
        locale=str(user.get("locale") or "en"),
        bot=bool(user.get("is_bot")) or user.get("id") == _SLACKBOT,
        guest=_foreign(tenant, user) or any(user.get(mark) for mark in _GUEST),
        gone=bool(user.get("deleted")),
        away_until=_back(profile, zone, now),
    )


def _foreign(tenant: TenantId, user: Mapping[str, Any]) -> bool:
    """Of another workspace (Slack Connect). In an organisation, people belong to several."""
    team = tenant.partition(":")[2]
    return team not in [user.get("team_id") or team, *((user.get("enterprise_user") or {}).get("teams") or ())]


def _back(profile: Mapping[str, Any], zone: str, now: datetime) -> date | None:
    """The day after a status of Slack's own for days off runs out; None without such a status, or without an end."""
    until = profile.get("status_expiration")
    if profile.get("status_emoji") not in _AWAY or not isinstance(until, int) or until <= now.timestamp():
        return None
    # The status ends in the night before the first day back: one that ends at 23:59:59 or at 0:00 means the same.
    return (datetime.fromtimestamp(until, UTC) + timedelta(seconds=1)).astimezone(zone_of(zone)).date()


def _rest_until(rest: Mapping[str, Any] | None, now: datetime) -> datetime | None:
    """The end of the do-not-disturb that has begun; None where none has. Times are seconds since 1970.

    Slack shows a pause set by hand (`snooze_…`) to the person alone: it is known as far as it moves these times.
    """
    if not (rest and rest.get("dnd_enabled")):
        return None
    start, end = rest.get("next_dnd_start_ts"), rest.get("next_dnd_end_ts")
    if not (isinstance(start, int) and isinstance(end, int) and start <= now.timestamp() < end):
        return None
    return datetime.fromtimestamp(min(end, (now + _LONGEST_REST).timestamp()), UTC)
