"""The people of the local workspace, read from a TOML file like team.toml beside this one."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from bot.domain.errors import BadInput
from bot.domain.ids import ChannelRef, PersonRef, TenantId
from bot.ports.door import Actor

TENANT = TenantId("web:local")
SAMPLE = Path(__file__).parent / "team.toml"
_ID = re.compile(r"[a-z0-9][a-z0-9._-]{0,39}")  # stands in conversation names and addresses


class Role(StrEnum):
    MANAGER = "manager"
    LEAD = "lead"
    MEMBER = "member"


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody a window can act as."""

    user: str
    name: str
    role: Role
    title: str  #: "" where the role says it all
    time_zone: str  #: IANA name
    locale: str
    away_days: int = 0  #: back so many days from today, whenever today is; 0: here
    guest: bool = False
    bot: bool = False

    @property
    def ref(self) -> PersonRef:
        return PersonRef(TENANT, self.user)

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)

    @property
    def actor(self) -> Actor:
        return Actor(self.ref, self.name, self.time_zone, self.locale)


@dataclass(frozen=True, slots=True)
class Team:
    """One channel and everybody in it, in the order of the file."""

    channel: str
    people: tuple[Person, ...]
    tour_manager: str  #: user the guided tour starts as
    tour_member: str  #: user the guided tour answers as

    @property
    def channel_ref(self) -> ChannelRef:
        return ChannelRef(TENANT, self.channel)

    def person(self, user: str) -> Person | None:
        return next((person for person in self.people if person.user == user), None)

    def of(self, ref: PersonRef) -> Person | None:
        return self.person(ref.user) if ref.tenant == TENANT else None


def load_team(path: Path = SAMPLE) -> Team:
    """The team in this file; raises BadInput with one line that says what is wrong with it."""
    try:
        raw = tomllib.loads(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as err:
        raise BadInput(f"{path.name} cannot be read as a team file: {err}") from err
    people = tuple(_person(entry) for entry in raw.get("people", []))
    users = [person.user for person in people]
    if not users or len(set(users)) != len(users):
        raise BadInput(f"{path.name} needs at least one person, and every `user` only once.")
    tour = raw.get("tour", {})
    team = Team(
        _id(raw.get("channel", {}).get("name", "team")),
        people,
        tour.get("manager", users[0]),
        tour.get("member", users[-1]),
    )
    if team.person(team.tour_manager) is None or team.person(team.tour_member) is None:
        raise BadInput(f"{path.name}: the tour names somebody who is not in the team.")
    return team


def _person(entry: Mapping[str, Any]) -> Person:
    user = _id(entry.get("user", ""))
    zone = entry.get("time_zone", "Europe/Madrid")
    if zone not in available_timezones():
        raise BadInput(f"{user}: {zone!r} is no time zone; write one like Europe/Madrid.")
    role = entry.get("role", Role.MEMBER)
    if role not in set(Role):
        raise BadInput(f"{user}: the role is one of {', '.join(Role)}, not {role!r}.")
    return Person(
        user,
        str(entry.get("name", user.title())),
        Role(role),
        str(entry.get("title", "")),
        zone,
        str(entry.get("locale", "en")),
        int(entry.get("away_days", 0)),
        bool(entry.get("guest", False)),
        bool(entry.get("bot", False)),
    )


def _id(given: object) -> str:
    if not isinstance(given, str) or not _ID.fullmatch(given):
        raise BadInput(f"{given!r} cannot be a name here: use small letters, digits, dots and dashes.")
    return given
