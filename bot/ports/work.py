"""Durable work: what must happen after a transaction commits."""

from abc import abstractmethod
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol


class TaskKind(StrEnum):
    DELIVER = "deliver"  #: args: delivery id
    READ_BACK = "read_back"  #: args: restatement id, revision
    MAKE_REPORT = "make_report"  #: args: check id, cause


@dataclass(frozen=True, slots=True)
class Task:
    """Ids only, never texts: the engine stores them in plain."""

    kind: TaskKind
    args: tuple[str, ...]


class Work(Protocol):
    @abstractmethod
    async def put(self, task: Task, *, key: str) -> None:
        """Runs the task at least once after the surrounding transaction commits, on some replica, also when this
        process dies at once; never after a rollback. The same key is the same item: it is put once.
        """
        ...
