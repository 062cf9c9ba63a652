"""Durable work: what must happen after a transaction commits."""

from abc import abstractmethod
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol


class TaskKind(StrEnum):
    LAUNCH = "launch"  #: args: tenant, check id
    DELIVER = "deliver"  #: args: delivery id
    READ_BACK = "read_back"  #: args: tenant, restatement id, revision
    MAKE_REPORT = "make_report"  #: args: tenant, check id, version to make
    TRY_AGAIN = "try_again"  #: args: tenant, check id, what tells this time from another
    JOINED = "joined"  #: args: tenant, channel, user
    TRANSLATE = "translate"  #: args: tenant, check id, what tells this time from another
    WORD = "word"  #: args: tenant, check id, what is worded, what tells this time from another


@dataclass(frozen=True, slots=True)
class Task:
    """Ids only, never texts: the engine stores them in plain."""

    kind: TaskKind
    args: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Again:
    """What a handler returns when its task must run once more, not before `at`."""

    at: datetime


class Work(Protocol):
    @abstractmethod
    async def put(self, task: Task, *, key: str, wait: timedelta = timedelta()) -> None:
        """Runs the task at least once after the surrounding transaction commits and `wait` is over, on some replica,
        also when this process dies at once; never after a rollback. The same key is the same item: it is put once.
        """
        ...
