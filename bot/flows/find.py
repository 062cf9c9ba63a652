"""Finding the check that a command or a button means, and who may do what with it."""

from collections.abc import Callable, Sequence
from datetime import timedelta

from bot.domain.check import Check, CheckState, Participant
from bot.domain.errors import BadInput, NotFound
from bot.domain.ids import ChannelRef, CheckId
from bot.domain.sheet import SheetVersion
from bot.flows.house import Visit
from bot.ports.store import UnitOfWork

ALL = frozenset(CheckState)
DRAFTS = frozenset({CheckState.DRAFT})
LIVE = frozenset({CheckState.OPEN, CheckState.CLOSING})
PRESSED_TWICE = timedelta(minutes=1)
STARTED = frozenset({CheckState.OPEN, CheckState.CLOSING, CheckState.CLOSED})


async def check_of(uow: UnitOfWork, visit: Visit, subject: str) -> Check:
    """The check a button names."""
    try:
        return await uow.checks.get(visit.tenant, CheckId(subject))
    except NotFound as err:
        raise BadInput(visit.texts("error.no_such_check")) from err


async def managed(uow: UnitOfWork, visit: Visit, subject: str) -> Check:
    """The check a button names, for its manager alone."""
    check = await check_of(uow, visit, subject)
    if check.manager != visit.actor.person:
        raise BadInput(visit.texts("error.manager_only", manager=check.manager_name))
    return check


async def named(
    uow: UnitOfWork,
    visit: Visit,
    slug: str,
    *preferred: frozenset[CheckState],
    leads: bool = False,
    unknown: str = "error.unknown_slug",
    typed: str = "",
) -> Check:
    """The check a command names by its sheet's slug; the only one there is where the slug is left out.

    Only checks this person manages (with `leads`: or reads the round of as a lead). It is looked for among the first
    states of `preferred`, then, where nothing fits, among the next; which one is meant is asked among the first alone.
    `unknown` is what is said of a name that there is not; `typed` fills it.
    """
    states = frozenset().union(*preferred)
    mine = await of_mine(uow, visit, ALL)
    led = await _led(uow, visit, states) if leads else []
    wanted = [(check, name) for check, name in mine + led if slug.lower() in ("", name)]
    for i, some in enumerate(preferred):
        found = [(check, name) for check, name in wanted if check.state in some]
        if len(found) == 1:
            return found[0][0]
        if found and i == 0:
            raise BadInput(visit.texts("error.which_check", names=_names(found)))
    if slug and not wanted:
        there = _names([(check, name) for check, name in mine + led if check.state in states and not _put_away(check)])
        said = visit.texts(unknown, slug=slug, typed=typed)
        raise BadInput(f"{said} {visit.texts('error.there_is', names=there)}" if there else said)
    raise BadInput(_none(visit, [check for check, _ in wanted], by_name=bool(slug)))


async def of_mine(uow: UnitOfWork, visit: Visit, states: frozenset[CheckState]) -> list[tuple[Check, str]]:
    """The checks this person manages, each with its slug, newest first."""
    return [each for each in await uow.checks.of_tenant(visit.tenant, states) if each[0].manager == visit.actor.person]


async def twin(
    uow: UnitOfWork, visit: Visit, channel: ChannelRef, same: Callable[[SheetVersion, Check], bool]
) -> Check | None:
    """This person's draft for this channel that is the `same`, made a moment ago: its button was pressed twice."""
    for check, _ in await of_mine(uow, visit, DRAFTS):
        recent = check.channel == channel and visit.now - check.created_at < PRESSED_TWICE
        if recent and same(await sheet_of(uow, check), check):
            return check
    return None


async def _led(uow: UnitOfWork, visit: Visit, states: frozenset[CheckState]) -> list[tuple[Check, str]]:
    person = visit.actor.person
    found = await uow.checks.of_tenant(visit.tenant, states)
    return [each for each in found if person in each[0].leads and each[0].manager != person]


def _put_away(check: Check) -> bool:
    """A draft that was discarded."""
    return check.state is CheckState.CANCELLED and check.opened_at is None


def _names(checks: Sequence[tuple[Check, str]]) -> str:
    return ", ".join(name for _, name in checks)


def _none(visit: Visit, others: Sequence[Check], *, by_name: bool) -> str:
    """What is said where none is in the states wanted; `others` are in other ones."""
    if len(others) == 1:
        check = others[0]
        if check.state is CheckState.CLOSED and check.closed_at:
            return visit.texts("error.is_closed", when=visit.texts.when(check.closed_at, check.manager_zone))
        if by_name:
            draft = check.state is CheckState.DRAFT
            return visit.texts("error.not_sent_yet" if draft else "error.already_cancelled")
    return visit.texts("error.no_check", command=visit.house.command, begin=visit.begin)


async def running(visit: Visit, check: Check) -> Check:
    """The check, where it is open; raises BadInput where it is not."""
    if check.state is not CheckState.OPEN:
        raise BadInput(visit.texts("error.not_open"))
    return check


async def sheet_of(uow: UnitOfWork, check: Check) -> SheetVersion:
    return await uow.sheets.get(check.tenant, check.sheet_id, check.sheet_version)


async def asked(uow: UnitOfWork, visit: Visit, check: Check) -> Participant:
    """This person as a participant of the check."""
    participant = await uow.participants.get(check.id, visit.actor.person)
    if participant is None:
        raise BadInput(visit.texts("error.not_asked"))
    return participant
