"""All that the double knows, and the log of what it was asked."""

import secrets
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import count

from tests.slack import blocks
from tests.slack.bell import Bell
from tests.slack.faults import Faults
from tests.slack.rights import Installing, Refusal, Token
from tests.slack.views import Views
from tests.slack.workspace import Json, Posted, Uploaded, Workspace, acme

TRIGGER_SECONDS = 3.0


@dataclass(frozen=True, slots=True)
class Called:
    """One call of the Web API and how it was answered."""

    method: str
    args: Json
    error: str  #: "" where it was accepted
    at: float  #: monotonic seconds


@dataclass(frozen=True, slots=True)
class Accepted:
    """One message as it came in: posted, updated, shown privately, or sent to a response_url."""

    method: str
    team: str
    channel: str
    text: str
    blocks: tuple[Json, ...]
    metadata: Json
    ts: str
    thread_ts: str
    user: str = ""  #: who alone sees it


@dataclass
class Trigger:
    """A trigger_id: works once, for three seconds."""

    user: str
    team_id: str
    born: float
    used: bool = False


@dataclass
class Answering:
    """A response_url: five uses within thirty minutes."""

    team_id: str
    channel: str
    user: str
    origin: Posted | None
    uses: int = 0


@dataclass
class State:
    validate: Callable[[Sequence[Json]], list[str]] = blocks.message_problems
    workspaces: dict[str, Workspace] = field(default_factory=lambda: {"T1": acme()})
    tokens: dict[str, Token] = field(default_factory=dict)
    faults: Faults = field(default_factory=Faults)
    bell: Bell = field(default_factory=Bell)
    calls: list[Called] = field(default_factory=list)
    accepted: list[Accepted] = field(default_factory=list)
    triggers: dict[str, Trigger] = field(default_factory=dict)
    answering: dict[str, Answering] = field(default_factory=dict)
    unknown_blocks: set[str] = field(default_factory=set)  #: block types this workspace is too old for
    trigger_seconds: float = TRIGGER_SECONDS
    page_size: int = 4  #: people or channels in one page, whatever was asked for
    root: str = ""  #: "http://127.0.0.1:PORT"
    files: dict[str, Uploaded] = field(default_factory=dict)
    installing: Installing = field(default_factory=Installing)
    socket_tickets: set[str] = field(default_factory=set)
    views: Views = field(init=False)
    _ids: "count[int]" = field(default_factory=lambda: count(1))

    def __post_init__(self) -> None:
        self.views = Views(self.new_id, self.bell, self.unknown_blocks)

    def new_id(self, prefix: str) -> str:
        return f"{prefix}{next(self._ids):06d}"

    def new_trigger(self, user: str, team_id: str) -> str:
        trigger = f"{next(self._ids)}.{secrets.token_hex(4)}"
        self.triggers[trigger] = Trigger(user, team_id, time.monotonic())
        return trigger

    def new_response_url(self, answering: Answering) -> str:
        ticket = secrets.token_hex(8)
        self.answering[ticket] = answering
        return f"{self.root}/actions/{ticket}"

    def take(self, trigger: str) -> Trigger:
        """The trigger, spent by this call; refused where it is unknown, used or too old."""
        known = self.triggers.get(trigger)
        if known is None:
            raise Refusal("invalid_trigger_id")
        if known.used:
            raise Refusal("exchanged_trigger_id")
        if time.monotonic() - known.born > self.trigger_seconds:
            raise Refusal("expired_trigger_id")
        known.used = True
        return known

    def check_blocks(self, given: Sequence[Json]) -> None:
        """Refuses what Slack would call invalid_blocks."""
        found = [f"unsupported block: {one['type']}" for one in given if one.get("type") in self.unknown_blocks]
        if found := found or self.validate(given):
            raise Refusal("invalid_blocks", errors=found, response_metadata={"messages": found})
