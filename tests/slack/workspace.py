"""A Slack workspace as data: people, channels, user groups, and the messages everybody reads."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count
from typing import Any
from zoneinfo import ZoneInfo

from tests.slack.bell import Moment

Json = dict[str, Any]
BOT_USER = "UHYMN"
BOT = "BHYMN"
APP = "AHYMN"


@dataclass
class User:
    """A person, bot or stranger. `unreachable` is the error with which Slack refuses the bot's messages to them."""

    id: str
    name: str
    real_name: str
    tz: str = "Europe/Madrid"
    locale: str = "en-US"
    team_id: str = "T1"
    is_bot: bool = False
    deleted: bool = False
    is_restricted: bool = False
    is_ultra_restricted: bool = False
    is_stranger: bool = False
    unreachable: str = ""
    dnd_until: int = 0  #: seconds since 1970; 0: reachable
    dnd_from: int = 0  #: 0: since a second ago
    status_text: str = ""
    status_emoji: str = ""
    status_expiration: int = 0

    def shown(self, home: str, *, locale: bool) -> Json:
        """As users.info shows them to an app of the team `home`."""
        offset = Moment.of_zone(ZoneInfo(self.tz))
        seen: Json = {
            "id": self.id,
            "team_id": self.team_id,
            "name": self.name,
            "deleted": self.deleted,
            "profile": {
                "real_name": self.real_name,
                "display_name": self.name,
                "status_text": self.status_text,
                "status_emoji": self.status_emoji,
                "status_expiration": self.status_expiration,
            },
            "is_bot": self.is_bot,
            "updated": 0,
        }
        if not self.deleted:  # Slack shows little of a deactivated account
            seen |= {"real_name": self.real_name, "tz": self.tz, "tz_label": self.tz, "tz_offset": offset}
            seen |= {"is_restricted": self.is_restricted, "is_ultra_restricted": self.is_ultra_restricted}
            seen |= {"is_app_user": False, "is_admin": False, "is_owner": False}
            seen |= {"locale": self.locale} if locale else {}
        if self.team_id != home:
            seen["is_stranger"] = self.is_stranger
        return seen


@dataclass
class Posted:
    """A message as it stands now; `versions` counts the first and every update."""

    ts: str
    channel: str
    author: str
    text: str = ""
    blocks: list[Json] = field(default_factory=list)
    metadata: Json = field(default_factory=dict)
    thread_ts: str = ""
    ephemeral_to: str = ""  #: "": everybody in the channel reads it
    versions: int = 1
    files: list[str] = field(default_factory=list)  #: their names

    def shown(self, *, metadata: bool = True) -> Json:
        """As conversations.history and the payloads of interactions show it."""
        seen: Json = {"type": "message", "user": self.author, "text": self.text, "ts": self.ts, "blocks": self.blocks}
        if self.author == BOT_USER:
            seen |= {"bot_id": BOT, "app_id": APP}
        if self.thread_ts:
            seen["thread_ts"] = self.thread_ts
        if metadata and self.metadata:
            seen["metadata"] = self.metadata
        return seen


@dataclass
class Uploaded:
    """A file on its way; `content` is None until it came."""

    id: str
    name: str
    length: int
    title: str = ""
    alt: str = ""  #: for who cannot see it
    content: bytes | None = None
    channel: str = ""
    ts: str = ""


@dataclass
class Channel:
    id: str
    name: str
    members: list[str]
    is_private: bool = False
    is_im: bool = False
    is_archived: bool = False
    is_ext_shared: bool = False
    messages: list[Posted] = field(default_factory=list)
    pinned: list[str] = field(default_factory=list)

    @property
    def kind(self) -> str:
        """The prefix of the scopes that open it."""
        return "im" if self.is_im else "groups" if self.is_private else "channels"

    def shown(self, viewer: str) -> Json:
        return {
            "id": self.id,
            "name": "" if self.is_im else self.name,
            "is_channel": self.kind == "channels",
            "is_group": self.kind == "groups",
            "is_im": self.is_im,
            "is_private": self.is_private or self.is_im,
            "is_archived": self.is_archived,
            "is_ext_shared": self.is_ext_shared,
            "is_member": viewer in self.members,
            "context_team_id": "T1",
        } | ({"user": next(one for one in self.members if one != viewer)} if self.is_im else {})


@dataclass
class Workspace:
    """One team. `installed` is whether the app is there."""

    team_id: str
    name: str
    users: dict[str, User]
    channels: dict[str, Channel]
    groups: dict[str, tuple[str, list[str]]] = field(default_factory=dict)  #: id → handle, members
    installed: bool = True
    _ts: "count[int]" = field(default_factory=lambda: count(1))

    def dm(self, user: str) -> Channel:
        """The direct messages between this person and the bot, opened where they are not."""
        return self.channels.setdefault(
            f"D{user[1:]}", Channel(f"D{user[1:]}", "directmessage", [user, BOT_USER], is_im=True)
        )

    def next_ts(self) -> str:
        """Unique and rising, as Slack's are."""
        return f"{Moment.seconds()}.{next(self._ts):06d}"

    def posted(self) -> Iterator[Posted]:
        """Every message of every channel, in the order of posting."""
        yield from sorted(
            (one for channel in self.channels.values() for one in channel.messages), key=lambda one: one.ts
        )


def _people() -> list[User]:
    new_york, kolkata = "America/New_York", "Asia/Kolkata"
    return [
        User("UDANA", "dana", "Dana"),
        User("ULUIS", "luis", "Luis", new_york),
        User("UPRIYA", "priya", "Priya", kolkata),
        User("USAM", "sam", "Sam", new_york),
        User("UINES", "ines", "Inés", locale="es-ES"),
        User("UJONAS", "jonas", "Jonas", locale="de-DE"),
        User("UMEI", "mei", "Mei", kolkata),
        User("UTOM", "tom", "Tom", new_york),
        User("UGRACE", "grace", "Grace", new_york, "en-GB"),
        User("UOMAR", "omar", "Omar", kolkata),
        User("UROBOT", "robot", "Ticket robot", is_bot=True),
        User("UGUEST", "guest", "Gus Guest", is_restricted=True),
        User("UGONE", "gone", "Gone Gary", deleted=True),
        User("USTRANGER", "stranger", "Stella Stranger", team_id="T9", is_stranger=True),
        User(BOT_USER, "hymnsheet", "Hymnsheet", is_bot=True),
    ]


def acme() -> Workspace:
    """Team T1: Dana, who manages, Luis, who leads, eight members in three time zones, and those who are not asked."""
    users = {user.id: user for user in _people()}
    channels = [
        Channel("C1", "team-support", list(users), is_ext_shared=True),
        Channel("C2", "random", ["UDANA", "ULUIS"]),
        Channel("G1", "support-leads", ["UDANA", "ULUIS", BOT_USER], is_private=True),
    ]
    groups = {"S1": ("support-team", ["UPRIYA", "USAM", "UINES", "UROBOT"])}
    return Workspace("T1", "Acme Support", users, {channel.id: channel for channel in channels}, groups)
