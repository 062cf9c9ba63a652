"""Slack's people: who is in a channel, who may start a check there, whom a user group names."""

import asyncio
import re
from collections.abc import AsyncIterator, Awaitable, Collection, Mapping, Sequence
from datetime import datetime
from typing import TypeVar

from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.clients import TROUBLE, Clients, code_of
from adapters.slack.people import WITHIN_SECONDS, Known, People, SlackUnreachable
from bot.domain.ids import ChannelRef, PersonRef, TenantId, group_ref
from bot.ports.chat import Member, Roster

_PAGE = 200
_FEW = 100  #: so many are asked for one by one; more are read from the workspace's list
_NO_CHANNEL = frozenset({"channel_not_found", "not_in_channel", "method_not_supported_for_channel_type"})
_GROUP = re.compile(r"<!subteam\^([A-Z0-9]+)(?:\|[^>]*)?>")
_MOST_GROUPS = 5  #: in one command
_MOST_OFFERED = 100  #: options of one menu
_NO_GROUP = frozenset({"no_such_subteam", "subteam_disabled"})

_T = TypeVar("_T")


class SlackRoster(Roster):
    def __init__(self, clients: Clients, people: People) -> None:
        self._clients = clients
        self._people = people

    async def members(self, channel: ChannelRef) -> AsyncIterator[Member]:
        """Without bots, guests, people of other workspaces and deactivated ones. Raises SlackUnreachable."""
        client = await self._clients.of(channel.tenant)
        if client is None:
            return
        users = [user async for user in _users(client, channel)]
        async for member in self._ours(channel.tenant, users, client):
            yield member

    async def member(self, person: PersonRef) -> Member | None:
        """None also for somebody deactivated. Raises SlackUnreachable."""
        known = await self._people.known(person, within=WITHIN_SECONDS)
        return _member(person, known) if known and not known.gone else None

    async def can_manage(self, person: PersonRef, channel: ChannelRef) -> bool:
        """True for a full member of the workspace who is in the channel. Raises SlackUnreachable."""
        if person.tenant != channel.tenant:
            return False
        known = await self._people.known(person, within=WITHIN_SECONDS)
        client = await self._clients.of(person.tenant)
        if not (known and known.ours and client):
            return False
        try:
            async with asyncio.timeout(WITHIN_SECONDS):
                async for user in _users(client, channel):
                    if user == person.user:
                        return True
        except TimeoutError as err:
            raise SlackUnreachable from err
        return False

    async def resting(self, people: Sequence[PersonRef]) -> Mapping[PersonRef, datetime]:
        """By do-not-disturb, where the app may read it."""
        return await self._people.resting(people)

    @property
    def picks_channels(self) -> bool:
        return True

    async def groups(self, tenant: TenantId) -> Sequence[tuple[PersonRef, str]]:
        """By handle. None where Slack does not tell in time, or the scope for it is missing."""
        client = await self._clients.of(tenant)
        if client is None:
            return ()
        try:
            async with asyncio.timeout(WITHIN_SECONDS):
                response = await client.usergroups_list(include_disabled=False)
        except TROUBLE:
            return ()
        named = sorted((str(group["handle"]), str(group["id"])) for group in response["usergroups"])
        return [(group_ref(tenant, id_), f"@{handle}") for handle, id_ in named[:_MOST_OFFERED]]

    async def of_group(self, group: PersonRef) -> Sequence[Member]:
        """As for a channel: full members alone. Raises SlackUnreachable."""
        client = await self._clients.of(group.tenant)
        if client is None:
            return ()
        try:
            users = (await client.usergroups_users_list(usergroup=group.group))["users"]
        except TROUBLE as err:
            if code_of(err) in _NO_GROUP:
                return ()
            raise SlackUnreachable from err
        return [member async for member in self._ours(group.tenant, users, client)]

    async def _ours(self, tenant: TenantId, users: Collection[str], client: AsyncWebClient) -> AsyncIterator[Member]:
        if len(users) > _FEW:
            await _told(self._people.learn_all(tenant, set(users), client))
        for user in users:
            person = PersonRef(tenant, user)
            known = await self._people.known(person)
            if known and known.ours:
                yield _member(person, known)

    async def groups_named(self, tenant: TenantId, text: str) -> str:
        """The text with the full members of every user group it mentions in the group's place.

        A group that cannot be read stays as it was written, as does one without any.
        """
        for group in [*dict.fromkeys(_GROUP.findall(text))][:_MOST_GROUPS]:
            client = await self._clients.of(tenant)
            if client is None:
                return text
            try:
                async with asyncio.timeout(WITHIN_SECONDS):
                    users = (await client.usergroups_users_list(usergroup=group))["users"]
                ours = [member.ref.user async for member in self._ours(tenant, users, client)]
            except (*TROUBLE, SlackUnreachable):
                continue
            people = " ".join(f"<@{user}>" for user in ours) or f"<!subteam^{group}>"
            text = _GROUP.sub(lambda match: people if match[1] == group else match[0], text)  # noqa: B023 (used here)
        return text


async def _users(client: AsyncWebClient, channel: ChannelRef) -> AsyncIterator[str]:
    """The ids of everybody in the channel; none where the product cannot see it."""
    cursor = ""
    while True:
        try:
            response = await client.conversations_members(channel=channel.channel, limit=_PAGE, cursor=cursor)
        except TROUBLE as err:
            if code_of(err) in _NO_CHANNEL:
                return
            raise SlackUnreachable from err
        for user in response["members"]:
            yield user
        cursor = (response.get("response_metadata") or {}).get("next_cursor") or ""
        if not cursor:
            return


async def _told(call: Awaitable[_T]) -> _T:
    try:
        return await call
    except TROUBLE as err:
        raise SlackUnreachable from err


def _member(person: PersonRef, known: Known) -> Member:
    return Member(person, known.name, known.time_zone, known.locale, known.away_until, guest=known.guest, bot=known.bot)
