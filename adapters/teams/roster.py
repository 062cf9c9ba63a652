"""Teams' people: who is in a channel or group chat, and who may start a check there."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

from adapters.teams.connector import TROUBLE, Connectors, outcome_of
from adapters.teams.reading import person_id
from bot.domain.errors import PlatformAway
from bot.domain.ids import ChannelRef, PersonRef, TenantId
from bot.ports.chat import Member, RetryAt, Roster
from bot.ports.clock import Clock
from bot.ports.references import Reference, References

_PAGE = 200
_GUEST = frozenset({"guest", "anonymous"})
_CALL = 8.0  #: seconds; somebody may wait for it, and Teams lets nobody wait for more than 15
_SOON = 4.0  #: seconds; the menu of a message is answered within five, or asks again
_TRIES = 4
_LONGEST_WAIT = timedelta(seconds=30)  #: for the limit of 120 looks into one list in 30 seconds
_ZONE = "UTC"  #: of somebody who has never written: Teams' lists tell neither zone nor language


class TeamsUnreachable(PlatformAway):
    """Teams did not tell in time."""

    def __init__(self) -> None:
        super().__init__("Teams")


class TeamsRoster(Roster):
    """Time zones and languages are what people's own activities said."""

    def __init__(self, connectors: Connectors, references: References, clock: Clock) -> None:
        self._connectors = connectors
        self._references = references
        self._clock = clock

    async def members(self, channel: ChannelRef) -> AsyncIterator[Member]:
        """Without bots, guests and people of other organisations. Raises TeamsUnreachable."""
        known = await self._references.get(channel)
        if known is None:
            return
        token: str | None = None
        while True:
            page = await self._page(known, token)
            for one in await self._learnt(page, known, channel):
                person = PersonRef(channel.tenant, person_id(one))
                yield _member(person, one, await self._references.get(person))
            token = page.get("continuationToken")
            if not token:
                return

    async def member(self, person: PersonRef) -> Member | None:
        """Looked for where they were heard of last, then in every team and chat that the product is in; None where they
        are in none. Raises TeamsUnreachable.
        """
        known = await self._references.get(person)
        account = (known and known.account) or person.user
        if known:
            listed = await self._listed(known.service_url, known.roster or known.conversation, account)
            if listed:
                return _member(person, listed, known)
        for conversation, place in _lists(await self._references.channels(person.tenant)):
            listed = await self._listed(place.service_url, conversation, account)
            if listed and _ours(listed, person.tenant):
                return await self._met(listed, replace(place, roster=conversation))
        return None

    @property
    def begun_by(self) -> str:
        return "@Hymnsheet"

    async def lists(self, channel: ChannelRef, person: PersonRef) -> bool:
        """As the port says. Raises TeamsUnreachable."""
        known, place = await self._references.get(person), await self._references.get(channel)
        account = (known and known.account) or person.user
        return bool(place and await self._listed(place.service_url, place.roster, account))

    async def can_manage(self, person: PersonRef, channel: ChannelRef) -> bool:
        """True for a full member of the organisation who is in the channel. Raises TeamsUnreachable."""
        known, place = await self._references.get(person), await self._references.get(channel)
        if person.tenant != channel.tenant or known is None or place is None:
            return False
        try:
            async with asyncio.timeout(_SOON):
                listed = await self._listed(known.service_url, place.roster, known.account or person.user)
        except TimeoutError as err:
            raise TeamsUnreachable from err
        return bool(listed and _full(listed, channel))

    async def _page(self, place: Reference, token: str | None) -> Mapping[str, Any]:
        def ask(on: Any) -> Any:
            return on.get_conversation_paged_members(place.roster, _PAGE, token, raw=True)

        page = await self._told(place.service_url, ask)
        if page is None and token:  # the rest of a list whose beginning was told
            raise TeamsUnreachable
        return page or {}

    async def _listed(self, service_url: str, roster: str, account: str) -> Mapping[str, Any] | None:
        """The person as that list has them; None where it does not."""
        if not roster:
            return None
        return await self._told(service_url, lambda on: on.get_conversation_member(roster, account, raw=True))

    async def _told(self, service_url: str, ask: Callable[[Any], Any]) -> Mapping[str, Any] | None:
        """None where it is refused; what is asked too often is asked again. Raises TeamsUnreachable."""
        for left in reversed(range(_TRIES)):
            try:
                async with asyncio.timeout(_CALL):
                    return _body(await self._connectors.call(service_url, ask))
            except TROUBLE as err:
                again = outcome_of(err, now := self._clock.now())
                if not isinstance(again, RetryAt):
                    return None
                if not (again.limited and left) or again.at - now > _LONGEST_WAIT:
                    raise TeamsUnreachable from err
                await asyncio.sleep((again.at - now).total_seconds())
        raise TeamsUnreachable

    async def _met(self, listed: Mapping[str, Any], place: Reference) -> Member:
        """Somebody found in a list; where they can be written to is stored."""
        person = PersonRef(place.to.tenant, person_id(listed))
        account, now = str(listed["id"]), self._clock.now()
        known = Reference(person, place.service_url, now, account=account, roster=place.roster, team=place.team)
        await self._references.learn(known)
        return _member(person, listed, await self._references.get(person))

    async def _learnt(self, page: Mapping[str, Any], place: Reference, channel: ChannelRef) -> list[Mapping[str, Any]]:
        """The full members of the page; where each can be written to is stored."""
        listed = [one for one in page.get("members") or () if _full(one, channel)]
        people = [(PersonRef(channel.tenant, person_id(one)), str(one["id"])) for one in listed]
        now = self._clock.now()
        await self._references.learn(
            *(
                Reference(person, place.service_url, now, account=account, roster=place.roster, team=place.team)
                for person, account in people
            )
        )
        return listed


def _lists(places: Sequence[Reference]) -> Iterator[tuple[str, Reference]]:
    """Each list of members once: the team's for all of its channels, private ones' too, and those of chats."""
    seen = {""}
    for conversation, place in ((each.team or each.roster, each) for each in places):
        if conversation not in seen:
            seen.add(conversation)
            yield conversation, place


def _body(answer: Any) -> Mapping[str, Any]:
    """The answer as it came: the SDK's model knows neither guests nor organisations."""
    read: Mapping[str, Any] = answer.response.json()
    return read


def _full(one: Mapping[str, Any], channel: ChannelRef) -> bool:
    """No bot, no guest, nobody of another organisation."""
    return not (_bot(one) or _guest(one, channel.tenant))


def _bot(one: Mapping[str, Any]) -> bool:
    return str(one["id"]).startswith("28:") or one.get("role") == "bot" or one.get("userRole") == "bot"


def _guest(one: Mapping[str, Any], tenant: TenantId) -> bool:
    """Also somebody of another organisation."""
    return not _ours(one, tenant) or str(one.get("userRole") or "").lower() in _GUEST


def _ours(one: Mapping[str, Any], tenant: TenantId) -> bool:
    return one.get("tenantId") in (None, "", tenant.partition(":")[2])


def _member(person: PersonRef, one: Mapping[str, Any], known: Reference | None) -> Member:
    name = one.get("name") or one.get("email") or person.user
    zone, locale = (known.time_zone, known.locale) if known else ("", "")
    guest, bot = _guest(one, person.tenant), _bot(one)
    return Member(person, str(name), zone or _ZONE, locale, guest=guest, bot=bot)
