"""Domain objects with sensible defaults: a test names only what it is about."""

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, timedelta

from bot.domain.check import Check, CheckState, Participant, ParticipantState, ReportVersion
from bot.domain.ids import ChannelRef, CheckId, PersonRef, ReasonId, RestatementId, SheetId, TenantId
from bot.domain.restatement import Account, ReadBack, Restatement
from bot.domain.sheet import Reason, SheetText, SheetVersion, label_of, reasons_of
from bot.domain.verdict import Chances, Coding, OwnReason, Span, Standing, Verdict, VerdictKind
from bot.domain.visibility import Visibility

TENANT = TenantId("web:local")
CHANNEL = ChannelRef(TENANT, "support")
CHECK = CheckId("c1")
SHEET = SheetId("s1")
NOW = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)  #: a Monday

REASONS = (
    "so that we keep Acme as a client, who leaves if refunds stay slow",
    "because agents lose an hour a day to approvals",
    "to have fewer chargebacks, which cost us 40 € each",
)


def a_person(user: str = "priya", tenant: TenantId = TENANT) -> PersonRef:
    return PersonRef(tenant, user)


def people(count: int, prefix: str = "p") -> tuple[PersonRef, ...]:
    """p0, p1, … with zeros in front, so that they sort as they count."""
    width = len(str(max(count - 1, 0)))
    return tuple(a_person(f"{prefix}{i:0{width}}") for i in range(count))


def a_reason(reason_id: str = "r1", text: str = REASONS[0], *, label: str | None = None, main: bool = False) -> Reason:
    return Reason(ReasonId(reason_id), text, label_of(text) if label is None else label, main=main)


def reasons(count: int, *, main: int | None = None) -> tuple[Reason, ...]:
    """r1, r2, …; `main` is the index of the main one, None for no main one."""
    return tuple(a_reason(f"r{i + 1}", f"because of cause {i + 1}", main=i == main) for i in range(count))


def a_sheet_text(
    title: str = "Refunds under 50 € without approval",
    body: str = "From 1 December agents refund orders under 50 € themselves.",
    texts: tuple[str, ...] = REASONS,
    *,
    main: int = 0,
) -> SheetText:
    return SheetText(title, body, reasons_of(texts, main=main))


def a_sheet(
    *,
    sheet_id: str = SHEET,
    slug: str = "refunds",
    version: int = 1,
    author: PersonRef | None = None,
    text: SheetText | None = None,
    language: str = "en",
    exception_path: str = "",
    effective_on: date | None = None,
) -> SheetVersion:
    return SheetVersion(
        SheetId(sheet_id),
        slug,
        version,
        author or a_person("dana"),
        text or a_sheet_text(),
        language,
        exception_path,
        effective_on,
    )


def a_check(
    *,
    check_id: str = CHECK,
    tenant: TenantId = TENANT,
    sheet_id: str = SHEET,
    sheet_version: int = 1,
    manager: PersonRef | None = None,
    manager_name: str = "Dana",
    manager_zone: str = "Europe/Madrid",
    manager_locale: str = "en",
    channel: ChannelRef | None = None,
    open_for: timedelta = timedelta(days=2),
    created_at: datetime = NOW,
    audience: tuple[PersonRef, ...] = (),
    leads: tuple[PersonRef, ...] = (),
    state: CheckState = CheckState.OPEN,
    round_: int = 1,
    opened_at: datetime | None = NOW,
    deadline_at: datetime | None = NOW + timedelta(days=2),
    closed_at: datetime | None = None,
    due_at: datetime | None = NOW + timedelta(days=2),
    version: int = 0,
) -> Check:
    """An open check of two days. A draft (`state=CheckState.DRAFT`) has no opening, deadline or due time."""
    draft = state is CheckState.DRAFT
    return Check(
        CheckId(check_id),
        tenant,
        SheetId(sheet_id),
        sheet_version,
        manager or a_person("dana", tenant),
        manager_name,
        manager_zone,
        manager_locale,
        channel or ChannelRef(tenant, CHANNEL.channel),
        Visibility.MANAGER,
        open_for,
        created_at,
        audience=audience,
        leads=leads,
        state=state,
        round=round_,
        opened_at=None if draft else opened_at,
        deadline_at=None if draft else deadline_at,
        closed_at=closed_at,
        due_at=None if draft else due_at,
        version=version,
    )


def a_participant(
    person: PersonRef | str = "priya",
    *,
    check_id: str = CHECK,
    name: str | None = None,
    time_zone: str = "Europe/Madrid",
    locale: str = "en",
    state: ParticipantState = ParticipantState.ASKED,
    deadline_at: datetime = NOW + timedelta(days=2),
    back_on: date | None = None,
    nudge_at: datetime | None = None,
    nudges: int = 0,
    gate_asked: bool = False,
    confirmed: bool = False,
    note: str = "",
    version: int = 0,
) -> Participant:
    who = a_person(person) if isinstance(person, str) else person
    return Participant(
        CheckId(check_id),
        who,
        who.user.capitalize() if name is None else name,
        time_zone,
        locale,
        state,
        deadline_at,
        back_on=back_on,
        nudge_at=nudge_at,
        nudges=nudges,
        gate_asked=gate_asked,
        confirmed=confirmed,
        note=note,
        version=version,
    )


def a_restatement(
    person: PersonRef | str = "priya",
    why: str = "Acme leaves us when a refund takes a week.",
    *,
    restatement_id: str | None = None,
    check_id: str = CHECK,
    round_: int = 1,
    differently: str = "",
    worry: str = "",
    quotable: bool = False,
    objection: str = "",
    submitted_at: datetime = NOW + timedelta(hours=1),
    revision: int = 1,
    fix: str = "",
    gated: bool = False,
) -> Restatement:
    """Its id is "a-<user>" where none is given."""
    who = a_person(person) if isinstance(person, str) else person
    return Restatement(
        RestatementId(restatement_id or f"a-{who.user}"),
        CheckId(check_id),
        round_,
        who,
        why,
        differently,
        worry,
        quotable=quotable,
        objection=objection,
        submitted_at=submitted_at,
        revision=revision,
        fix=fix,
        gated=gated,
    )


def a_verdict(
    reason_id: str = "r1",
    kind: VerdictKind = VerdictKind.EXPRESSED,
    *,
    unsure: bool = False,
    p: float | None = None,
    quote: Span | None = None,
) -> Verdict:
    """`p` is the probability of "expressed"; where none is given, .9 for the kind itself and .05 for the others."""
    if p is None:
        chances = Chances(*(0.9 if kind is each else 0.05 for each in VerdictKind))
    else:
        rest = 1 - p
        contradicted = rest if kind is VerdictKind.CONTRADICTED else 0.0
        chances = Chances(p, rest - contradicted, contradicted)
    return Verdict(ReasonId(reason_id), kind, unsure, chances, quote)


def a_coding(
    *verdicts: Verdict,
    own: Iterable[str | OwnReason] = (),
    informative: bool = True,
    parroting: bool = False,
    objection: bool = False,
) -> Coding:
    """Says r1, where no verdicts are given."""
    return Coding(
        verdicts or (a_verdict(),),
        tuple(OwnReason(each, None) if isinstance(each, str) else each for each in own),
        informative=informative,
        parroting=parroting,
        objection=objection,
    )


def a_read_back(
    coding: Coding | None = None,
    *,
    comparer: str = "fake@1",
    revision: int = 1,
    yes: Iterable[str] = (),
    no: Iterable[str] = (),
    dropped: Iterable[str] = (),
    dropped_own: Iterable[str] = (),
    confirmed_at: datetime | None = NOW + timedelta(hours=2),
) -> ReadBack:
    """Confirmed, unless `confirmed_at=None`."""
    return ReadBack(
        coding or a_coding(),
        comparer,
        revision,
        yes=frozenset(map(ReasonId, yes)),
        no=frozenset(map(ReasonId, no)),
        dropped=frozenset(map(ReasonId, dropped)),
        dropped_own=frozenset(dropped_own),
        confirmed_at=confirmed_at,
    )


def an_account(
    person: PersonRef | str = "priya",
    standings: Mapping[str, Standing] | Iterable[str] = (),
    *,
    own: tuple[str, ...] = (),
    informative: bool = True,
    confirmed: bool = True,
    objection: bool = False,
    read_back: int = 0,
    kept: int = 0,
) -> Account:
    """`standings` may be just the ids of the reasons said unprompted."""
    who = a_person(person) if isinstance(person, str) else person
    said = standings if isinstance(standings, Mapping) else dict.fromkeys(standings, Standing.UNPROMPTED)
    return Account(
        who,
        {ReasonId(reason_id): standing for reason_id, standing in said.items()},
        own,
        informative=informative,
        confirmed=confirmed,
        objection=objection,
        read_back=read_back,
        kept=kept,
    )


def a_report_version(
    *,
    check_id: str = CHECK,
    round_: int = 1,
    version: int = 1,
    made_at: datetime = NOW + timedelta(days=2),
    comparer: str = "fake@1",
    themes: tuple[tuple[str, int], ...] = (),
    cause: str = "closed",
    headline: str = "",
) -> ReportVersion:
    return ReportVersion(CheckId(check_id), round_, version, made_at, comparer, themes, cause, headline)
