"""The local workspace's own memory: its channels' messages and its clock. Other platforms keep theirs themselves."""

from abc import abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Post:
    """One message on the board. `body` is the rendered message as JSON, encrypted at rest."""

    id: int  #: rises with every post; 0 before it is stored
    conversation: str  #: "channel/<name>" or "dm/<user>"
    author: str  #: a user, or "hymnsheet"
    body: str
    posted_at: datetime
    key: str  #: unique: the same key is posted once
    revision: int = 1  #: rises with every update
    changed: int = 0  #: rises over the whole board with every post and update: what a page has seen


class Board(Protocol):
    @abstractmethod
    async def post(self, post: Post) -> Post:
        """Stores it and returns it with its id; where the key is known, returns the stored one unchanged."""
        ...

    @abstractmethod
    async def update(self, post_id: int, body: str) -> Post | None:
        """Replaces the body; None where there is no such post."""
        ...

    @abstractmethod
    async def get(self, post_id: int) -> Post | None: ...

    @abstractmethod
    async def since(self, conversations: Sequence[str], changed: int, limit: int = 500) -> Sequence[Post]:
        """Posts of these conversations changed after `changed`, in order of change; with more than `limit`
        of them, the latest.
        """
        ...

    @abstractmethod
    async def clock_offset(self) -> timedelta: ...

    @abstractmethod
    async def set_clock_offset(self, offset: timedelta) -> None: ...

    @abstractmethod
    async def empty(self) -> bool:
        """True before the first post."""
        ...
