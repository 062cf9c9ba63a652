"""A check: one run of a sheet with an audience."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from bot.domain.ids import ChannelRef, CheckId, PersonRef, SheetId, TenantId
from bot.domain.visibility import Visibility


class CheckState(StrEnum):
    DRAFT = "draft"  #: written, not yet sent to the team
    OPEN = "open"
    CLOSING = "closing"  #: no longer asked; the report is being made
    CLOSED = "closed"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Check:
    """One run of one sheet version. `version` rises with every save (optimistic locking)."""

    id: CheckId
    tenant: TenantId
    sheet_id: SheetId
    sheet_version: int
    manager: PersonRef
    manager_name: str
    manager_zone: str  #: IANA name
    manager_locale: str
    channel: ChannelRef
    visibility: Visibility
    open_for: timedelta  #: from launch to deadline
    created_at: datetime
    audience: tuple[PersonRef, ...] = ()  #: named people and user groups; empty: the channel's members
    leads: tuple[PersonRef, ...] = ()  #: read the summary, are not asked
    state: CheckState = CheckState.DRAFT
    round: int = 1
    opened_at: datetime | None = None
    deadline_at: datetime | None = None
    closed_at: datetime | None = None
    due_at: datetime | None = None  #: when the sweep must look at it next (close, or a new report version)
    version: int = 0

    @property
    def live(self) -> bool:
        return self.state in {CheckState.OPEN, CheckState.CLOSING}

    @property
    def takes_answers(self) -> bool:
        """Late answers join the next version of the report."""
        return self.state in {CheckState.OPEN, CheckState.CLOSING, CheckState.CLOSED}


class ParticipantState(StrEnum):
    ASKED = "asked"
    ANSWERED = "answered"
    AWAY = "away"
    DECLINED = "declined"
    UNREACHABLE = "unreachable"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Participant:
    """A person asked in one check."""

    check_id: CheckId
    person: PersonRef
    name: str
    time_zone: str  #: IANA name
    locale: str
    state: ParticipantState
    deadline_at: datetime  #: their own: the check's, or the end of the second day back for somebody away
    back_on: date | None = None  #: first day back of somebody away
    nudge_at: datetime | None = None  #: when the next nudge is due; None: no more
    nudges: int = 0  #: nudges sent, ≤ 2
    gate_asked: bool = False  #: the own-words gate has asked once
    confirmed: bool = False  #: said yes to the read-back of the latest revision
    note: str = ""  #: why unreachable: see bot.domain.obstacles; older ones are a sentence
    version: int = 0


@dataclass(frozen=True, slots=True)
class ReportVersion:
    """One version of a round's report. The figures are computed from the answers as they stand, never stored.

    `themes` maps "restatement id/index of its own reason" to a theme number, as the comparer grouped them.
    """

    check_id: CheckId
    round: int
    version: int
    made_at: datetime
    comparer: str
    themes: tuple[tuple[str, int], ...]
    cause: str  #: closed, late, withdrawn, edited
    headline: str = ""  #: the manager's own, "" for the proposed one
