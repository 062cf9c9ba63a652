"""Finding the check that a command or a button means, and who may do what with it."""

from bot.domain.check import Check, CheckState, Participant
from bot.domain.errors import BadInput, NotFound
from bot.domain.ids import CheckId
from bot.domain.sheet import SheetVersion
from bot.flows.house import Visit
from bot.ports.store import UnitOfWork

ALL = frozenset(CheckState)
DRAFTS = frozenset({CheckState.DRAFT})
LIVE = frozenset({CheckState.OPEN, CheckState.CLOSING})
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
    uow: UnitOfWork, visit: Visit, slug: str, *preferred: frozenset[CheckState], leads: bool = False
) -> Check:
    """The check a command names by its sheet's slug; the only one there is where the slug is left out.

    Only checks this person manages (with `leads`: or reads the closed round of as a lead). It is looked for among
    the first states of `preferred`, then, where nothing fits, among the next.
    """
    person = visit.actor.person
    mine = [
        (check, name)
        for check, name in await uow.checks.of_tenant(visit.tenant, frozenset().union(*preferred))
        if check.manager == person or (leads and person in check.leads)
    ]
    for states in preferred:
        found = [(check, name) for check, name in mine if check.state in states and slug.lower() in ("", name)]
        if len(found) == 1:
            return found[0][0]
        if found:
            raise BadInput(visit.texts("error.which_check", names=", ".join(name for _, name in found)))
    if slug and mine:
        raise BadInput(visit.texts("error.unknown_slug", slug=slug, names=", ".join(name for _, name in mine)))
    raise BadInput(visit.texts("error.no_check", command=visit.house.command))


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
