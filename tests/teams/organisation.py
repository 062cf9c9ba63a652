"""A Teams organisation as data: people, a team's channel, a group chat, and the messages everybody reads."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count
from typing import Any

Json = dict[str, Any]

TENANT = "11111111-2222-3333-4444-555555555555"
APP = "99999999-8888-7777-6666-555555555555"
BOT = f"28:{APP}"
SECRET = "abc8Q~a-secret.of-enough-signs"
TEAM, CHANNEL, GROUP, PRIVATE = "19:team@thread.tacv2", "19:support@thread.tacv2", "19:chat@thread.v2", "19:p@tacv2"

CHANNELS = frozenset({TEAM, CHANNEL, PRIVATE})  #: a team's id is that of its first channel

UNSEEN = frozenset({"fallback", "data", "refresh"})


@dataclass
class Person:
    """`unreachable` is the code with which Teams refuses the bot's messages to them."""

    name: str
    locale: str = "en-US"
    time_zone: str = "Europe/Madrid"
    role: str = "user"  #: "user", "guest", "bot"
    tenant: str = TENANT
    unreachable: str = ""

    @property
    def aad(self) -> str:
        return f"aad-{self.name.lower()}"

    @property
    def id(self) -> str:
        return f"28:{self.aad}" if self.role == "bot" else f"29:{self.aad}"

    @property
    def chat(self) -> str:
        """Their personal chat with the bot."""
        return f"a:{self.aad}"

    def listed(self) -> Json:
        """As Teams' lists of members show them; activities have the directory's id under another name."""
        return {
            "id": self.id,
            "name": self.name,
            "objectId": self.aad,
            "userPrincipalName": f"{self.name.lower()}@acme.example",
            "tenantId": self.tenant,
            "userRole": self.role,
        }


@dataclass
class Posted:
    """A message as it stands now; `versions` counts the first and every update."""

    id: str
    conversation: str
    summary: str
    card: Json
    versions: int = 1


@dataclass
class Organisation:
    people: dict[str, Person]
    rosters: dict[str, list[str]]  #: conversation → names of its members
    chats: set[str] = field(default_factory=set)  #: personal chats that are open
    messages: list[Posted] = field(default_factory=list)
    _ids: "count[int]" = field(default_factory=lambda: count(1_700_000_000_001))

    def next_id(self) -> str:
        return str(next(self._ids))

    def by_account(self, account: str) -> Person | None:
        return next((one for one in self.people.values() if account in (one.id, one.aad)), None)

    def of_chat(self, conversation: str) -> Person | None:
        return next((one for one in self.people.values() if one.chat == conversation), None)

    def knows(self, conversation: str) -> bool:
        return conversation in self.rosters or conversation in self.chats

    def in_(self, conversation: str) -> list[Posted]:
        return [one for one in self.messages if one.conversation == conversation]


def acme() -> Organisation:
    """Dana, who manages, Luis, who leads, eight members in three time zones, and those who are not asked."""
    new_york, kolkata = "America/New_York", "Asia/Kolkata"
    people = [
        Person("Dana"),
        Person("Luis", time_zone=new_york),
        Person("Priya", time_zone=kolkata),
        Person("Sam", time_zone=new_york),
        Person("Inés", locale="es-ES"),
        Person("Jonas", locale="de-DE"),
        Person("Mei", time_zone=kolkata),
        Person("Tom", time_zone=new_york),
        Person("Grace", "en-GB", new_york),
        Person("Omar", time_zone=kolkata),
        Person("Robot", role="bot"),
        Person("Gus", role="guest"),
        Person("Stella", tenant="another"),
    ]
    names = [one.name for one in people]
    rosters = {TEAM: names, CHANNEL: names, GROUP: ["Dana", "Luis", "Priya"], PRIVATE: ["Dana", "Mei"]}
    return Organisation({one.name: one for one in people}, rosters)


def read(card: Json) -> str:
    """Everything a card says, a line for each text, fact and button."""
    return "\n".join(_lines(card))


def actions(node: object) -> list[Json]:
    """Every button of a card, fallbacks left out, and what refreshes it, which nobody sees."""
    if isinstance(node, list):
        return [action for each in node for action in actions(each)]
    if not isinstance(node, dict):
        return []
    own = [node] if str(node.get("type", "")).startswith("Action.") else []
    return own + [one for name, each in node.items() if name not in UNSEEN for one in actions(each)]


def inputs(node: object) -> Iterator[Json]:
    if isinstance(node, list):
        for each in node:
            yield from inputs(each)
    elif isinstance(node, dict):
        if str(node.get("type", "")).startswith("Input."):
            yield node
        for name, each in node.items():
            if name != "data":
                yield from inputs(each)


def charts(card: Json) -> list[dict[str, int]]:
    """Label → people, for each chart that stands on the card."""
    drawn = [one for one in card["body"] if one["type"].startswith("Chart.")]
    return [{each["x"].partition(" · ")[0]: each["y"] for each in one["data"]} for one in drawn]


def _lines(node: object) -> list[str]:
    if isinstance(node, list):
        return [line for each in node for line in _lines(each)]
    if not isinstance(node, dict):
        return []
    said = _said(node)
    if said is not None:
        return [said]
    return [line for name, each in node.items() if name not in UNSEEN for line in _lines(each)]


def _said(node: Json) -> str | None:
    """The line that this element itself is; None where it only holds others."""
    kind = str(node.get("type", ""))
    if kind.startswith("Chart."):
        return read(node["fallback"])
    if kind == "RichTextBlock":
        return "".join(run if isinstance(run, str) else str(run.get("text", "")) for run in node["inlines"])
    if kind == "TextBlock":
        return str(node.get("text", ""))
    if kind.startswith("Action."):
        return str(node.get("title", ""))
    if kind.startswith("Input."):
        return f"{node.get('label', '')}: {node.get('value', '')}"
    return f"{node['title']} {node['value']}" if "title" in node and "value" in node else None
