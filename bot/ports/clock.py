"""Time and identity, given from outside so that tests and the local workspace can set them."""

from abc import abstractmethod
from datetime import datetime
from typing import Protocol


class Clock(Protocol):
    @abstractmethod
    def now(self) -> datetime:
        """The present moment, aware, in UTC."""
        ...


class IdSource(Protocol):
    @abstractmethod
    def new(self) -> str:
        """A fresh id: 32 lower-case hexadecimal digits, sortable by time of making."""
        ...
