"""The stores: what is kept, and the unit of work around it.

Every read and write is scoped to the tenant given. `save` of a versioned record raises `Stale` when it was saved
by somebody else since it was loaded, and returns the record with its new version.
"""

from abc import abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from types import TracebackType
from typing import Protocol, Self

from bot.domain.check import Check, CheckState, Participant, ParticipantState, ReportVersion
from bot.domain.ids import CheckId, DeliveryId, PersonRef, RestatementId, SheetId, TenantId
from bot.domain.restatement import ReadBack, Restatement
from bot.domain.sheet import SheetVersion
from bot.ports.chat import SentRef
from bot.ports.work import Work


class SheetStore(Protocol):
    @abstractmethod
    async def put(self, sheet: SheetVersion) -> None:
        """Stores this version, replacing the same version of the same sheet (a draft being edited)."""
        ...

    @abstractmethod
    async def get(self, tenant: TenantId, sheet_id: SheetId, version: int) -> SheetVersion:
        """That version; raises NotFound."""
        ...

    @abstractmethod
    async def slugs(self, tenant: TenantId) -> frozenset[str]:
        """Every slug taken in this tenant."""
        ...


class CheckStore(Protocol):
    @abstractmethod
    async def add(self, check: Check) -> Check: ...

    @abstractmethod
    async def get(self, tenant: TenantId, check_id: CheckId) -> Check:
        """Raises NotFound."""
        ...

    @abstractmethod
    async def save(self, check: Check) -> Check:
        """Raises Stale."""
        ...

    @abstractmethod
    async def of_tenant(self, tenant: TenantId, states: frozenset[CheckState]) -> Sequence[tuple[Check, str]]:
        """Checks in these states with the slug of their sheet, newest first."""
        ...

    @abstractmethod
    async def due(self, now: datetime, limit: int) -> Sequence[Check]:
        """Checks whose `due_at` has come, in any tenant, locked against other sweeps until commit."""
        ...


class ParticipantStore(Protocol):
    @abstractmethod
    async def add(self, participants: Sequence[Participant]) -> None: ...

    @abstractmethod
    async def get(self, check_id: CheckId, person: PersonRef) -> Participant | None: ...

    @abstractmethod
    async def save(self, participant: Participant) -> Participant:
        """Raises Stale."""
        ...

    @abstractmethod
    async def of_check(self, tenant: TenantId, check_id: CheckId) -> Sequence[Participant]:
        """All, by name."""
        ...

    @abstractmethod
    async def of_person(self, person: PersonRef) -> Sequence[Participant]:
        """In every check of the tenant, newest check first."""
        ...

    @abstractmethod
    async def counts(self, tenant: TenantId, check_id: CheckId) -> dict[ParticipantState, int]:
        """How many participants stand in each state; states nobody is in are left out."""
        ...

    @abstractmethod
    async def unconfirmed(self, tenant: TenantId, check_id: CheckId) -> int:
        """How many have answered and not yet said yes to their read-back."""
        ...

    @abstractmethod
    async def nudges_due(self, now: datetime, limit: int) -> Sequence[Participant]:
        """Participants whose `nudge_at` has come, in any tenant, locked against other sweeps until commit."""
        ...

    @abstractmethod
    async def next_nudge(self, tenant: TenantId) -> datetime | None:
        """The earliest `nudge_at` still to come in this tenant's open checks."""
        ...


class RestatementStore(Protocol):
    """Answers. At most one for each check, round and person. Texts are encrypted at rest."""

    @abstractmethod
    async def put(self, restatement: Restatement) -> None:
        """Stores it, replacing an earlier revision."""
        ...

    @abstractmethod
    async def get(self, tenant: TenantId, restatement_id: RestatementId) -> Restatement:
        """Raises NotFound."""
        ...

    @abstractmethod
    async def of_person(self, check_id: CheckId, round_: int, person: PersonRef) -> Restatement | None: ...

    @abstractmethod
    async def of_round(
        self, tenant: TenantId, check_id: CheckId, round_: int
    ) -> Sequence[tuple[Restatement, ReadBack | None]]:
        """All answers of the round with what was heard in them, by time of submission."""
        ...

    @abstractmethod
    async def put_read_back(self, tenant: TenantId, restatement_id: RestatementId, read_back: ReadBack) -> None:
        """Stores what was heard, replacing the read-back of an earlier revision."""
        ...

    @abstractmethod
    async def read_back(self, tenant: TenantId, restatement_id: RestatementId) -> ReadBack | None: ...

    @abstractmethod
    async def put_translation(self, restatement: Restatement, language: str, words: str) -> None:
        """Stores the translation of this revision, replacing another; nothing where there is a later revision, or none.
        `put` and `delete` end it.
        """
        ...

    @abstractmethod
    async def translations(
        self, tenant: TenantId, check_id: CheckId, round_: int, language: str
    ) -> Mapping[RestatementId, str]:
        """Those there are in this language."""
        ...

    @abstractmethod
    async def delete(self, tenant: TenantId, restatement_id: RestatementId) -> None:
        """The answer is gone, with its read-back and its translation."""
        ...


class ReportStore(Protocol):
    @abstractmethod
    async def put(self, tenant: TenantId, report: ReportVersion) -> None:
        """Stores it, replacing the same version (a headline edited)."""
        ...

    @abstractmethod
    async def latest(self, tenant: TenantId, check_id: CheckId, round_: int) -> ReportVersion | None: ...


class WordingStore(Protocol):
    """What a language model worded for a check. Encrypted at rest."""

    @abstractmethod
    async def put(self, tenant: TenantId, check_id: CheckId, key: str, words: str) -> None:
        """Stores it, replacing what stood under this key."""
        ...

    @abstractmethod
    async def get(self, tenant: TenantId, check_id: CheckId, key: str) -> str | None: ...


class DeliveryState(StrEnum):
    WAITING = "waiting"
    ATTEMPTED = "attempted"  #: marked before the send; the outcome is not known yet
    SENT = "sent"
    REFUSED = "refused"
    OBSOLETE = "obsolete"  #: no longer true or wanted when its turn came; never sent
    GIVEN_UP = "given_up"  #: a dead letter: tried too often, until somebody says "try again"


@dataclass(frozen=True, slots=True)
class Delivery:
    """One message owed to one receiver. The message itself is built at sending, from what is true then.

    `key` is unique: "tenant:check:round:receiver:kind:ordinal". `updates` names an earlier delivery whose message
    is replaced in place; where that one was never sent, a new message is sent instead.
    """

    id: DeliveryId
    tenant: TenantId
    key: str
    kind: str  #: which message; a name of bot.flows.deliver's builders
    check_id: CheckId
    to_person: str = ""  #: the platform's id; exactly one of to_person and to_channel is set
    to_channel: str = ""
    args: tuple[str, ...] = ()  #: ids, and the names of joiners, whom nothing else here names; nothing anybody wrote
    updates: DeliveryId | None = None
    state: DeliveryState = DeliveryState.WAITING
    attempts: int = 0
    not_before: datetime | None = None
    note: str = ""  #: the reason for a refusal or a wait: see bot.domain.obstacles; older ones are a sentence
    ref: SentRef | None = None
    made_at: datetime | None = None
    attempted_at: datetime | None = None  #: the last mark
    doubt_since: datetime | None = None  #: a try since then may have been taken unheard
    resent: bool = False  #: sent once more in doubt, and labelled so


@dataclass(frozen=True, slots=True)
class Outbox:
    """What has still to be sent, over all tenants."""

    waiting: int
    given_up: int
    oldest: datetime | None  #: since when the oldest message could have gone out; None for none


class Ledger(Protocol):
    @abstractmethod
    async def owe(self, delivery: Delivery) -> bool:
        """Writes the delivery; False, and nothing written, where its key is already there."""
        ...

    @abstractmethod
    async def get(self, delivery_id: DeliveryId) -> Delivery:
        """Nobody else gets or saves it until this transaction ends. Raises NotFound."""
        ...

    @abstractmethod
    async def by_key(self, tenant: TenantId, key: str) -> Delivery | None: ...

    @abstractmethod
    async def save(self, delivery: Delivery) -> None: ...

    @abstractmethod
    async def counts(self, tenant: TenantId, check_id: CheckId) -> dict[DeliveryState, int]:
        """How many messages of the check stand in each state. An update of one is counted only when it is given up."""
        ...

    @abstractmethod
    async def given_up(self, tenant: TenantId, check_id: CheckId) -> Sequence[Delivery]:
        """The check's dead letters, oldest first."""
        ...

    @abstractmethod
    async def hold(self, tenant: TenantId, until: datetime) -> None:
        """The platform asked to wait: no process sends in this tenant before the latest `until`."""
        ...

    @abstractmethod
    async def held(self, tenant: TenantId) -> datetime | None:
        """Until when the platform last asked to wait; None where it never did."""
        ...


class Inbox(Protocol):
    @abstractmethod
    async def first_sight(self, tenant: TenantId, event_key: str, now: datetime) -> bool:
        """True once for each event key; False for a re-delivery."""
        ...


class UnitOfWork(Protocol):
    """One transaction. Leaving it without `commit()` rolls everything back, the work put included."""

    sheets: SheetStore
    checks: CheckStore
    participants: ParticipantStore
    restatements: RestatementStore
    reports: ReportStore
    wordings: WordingStore
    ledger: Ledger
    inbox: Inbox
    work: Work

    @abstractmethod
    async def __aenter__(self) -> Self: ...

    @abstractmethod
    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...

    @abstractmethod
    async def commit(self) -> None: ...
