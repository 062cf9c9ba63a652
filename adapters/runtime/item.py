"""One run of a task, as the work engine keeps it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Self


@dataclass(frozen=True, slots=True)
class Item:
    """One run of a task, as DBOS stores it: the fields are the workflow's arguments."""

    kind: str
    args: Sequence[str]
    key: str
    run: int = 1  #: counts every run put, and makes its id unique
    failures: int = 0  #: raised in a row before this run

    @property
    def workflow_id(self) -> str:
        return f"{self.run}:{self.key}"

    def again(self, failures: int) -> Self:
        return replace(self, run=self.run + 1, failures=failures)
