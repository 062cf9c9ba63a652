"""Row 6: everything people do comes four times, in any order, at two replicas at once. It has one effect, and of
several edits the one that was made last stands, by the platform's clock.
"""

import asyncio
import json
import random
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from bot.domain.check import CheckState
from bot.domain.ids import TenantId
from bot.domain.restatement import Restatement
from storage.checks import SqlChecks
from storage.cipher import Cipher
from storage.engine import make_engine, reading
from storage.restatements import SqlRestatements
from tests.faults.counting import Counted
from tests.faults.site import NO_LIMITS, Place, Site, a_site, line_to
from tests.slack.delivery import INTERACTION
from tests.slack.filling import values_of
from tests.slack.payloads import Payloads
from tests.slack.workspace import Json

COPIES = 4
EDITS = ("customers need not call twice", "supervisors lose hours to it", "we trust those who hear the customer")
APART = 2  #: seconds between two edits, by the platform's clock
AT_ONCE = 8

TENANT = TenantId("slack:T1")


@dataclass(frozen=True, slots=True)
class Edit:
    """One submission, and the second in which it was made."""

    payload: Json
    at: int


async def run(place: Place, members: int, replicas: int) -> Counted:
    async with a_site(place, members, replicas=replicas, settings=NO_LIMITS) as site:
        site.slack.faults.always_redelivered = COPIES - 1
        await site.begins()
        await site.until(lambda: len(site.asked) == members, "everybody is asked")
        edits = [edit for user in site.members for edit in await _edited(site, user)]
        taken = await _delivered(site, edits)
        await site.ends()
        found = await site.audited()
        kept = await _kept(site)
        said = _said(site)
        wanted = [*site.wanted, *((user, "read_back") for user in site.members)]
        latest = sum(answer.why == EDITS[-1] for answer in kept)
        wrong = []
        if latest < members:
            wrong.append(f"{members - latest} of {members} have another edit than the last")
        if any(answer.revision > len(EDITS) for answer in kept):
            wrong.append(f"more revisions than edits: {sorted(answer.revision for answer in kept)}")
        if any(times > len(EDITS) for times in said.values()):
            wrong.append(f"more replies than edits: {said}")
        if refused := {status for status in taken if status not in {0, 200}}:  # 0: late, on a busy machine
            wrong.append(f"requests were answered with {refused}")
        return Counted(
            f"{len(taken) // COPIES} edits x {COPIES}, shuffled; {found.posted.total()} messages; "
            f"the latest edit stands with {latest} of {members}",
            found.lost(wanted),
            found.duplicated() + found.duplicated(channels=True),
            tuple(wrong),
        )


async def _edited(site: Site, user: str) -> list[Edit]:
    """This person's answer and two edits of it, made one after the other and still on their way."""
    person, space = site.slack.user(user), site.slack.space
    await person.waits_for_button("Answer")
    await person.presses("Answer")
    view = await person.waits_for_modal("why")
    payloads, now = Payloads(site.slack.state, space, space.users[user]), int(time.time())
    first = now - APART * len(EDITS)
    return [
        Edit(payloads.submitted(view, values_of(view, {"why": words})), first + APART * number)
        for number, words in enumerate(EDITS)
    ]


async def _delivered(site: Site, edits: Sequence[Edit]) -> list[int]:
    """Everything in any order, each copy at the next replica; the statuses."""
    chance, turns = random.Random(6), asyncio.Semaphore(AT_ONCE)  # noqa: S311 - a repeatable run
    copies = [edit for edit in edits for _ in range(COPIES)]
    chance.shuffle(copies)

    async def deliver(number: int, edit: Edit) -> int:
        line = line_to(site.programs[number % len(site.programs)])
        body = urlencode({"payload": json.dumps(edit.payload)})
        headers = line.headers(body, str(edit.at)) | {"Content-Type": "application/x-www-form-urlencoded"}
        async with turns:
            return (await line.post(INTERACTION, body, headers)).status

    return await asyncio.gather(*(deliver(number, edit) for number, edit in enumerate(copies)))


async def _kept(site: Site) -> list[Restatement]:
    """Every answer as it stands now."""
    engine = make_engine(site.place.effective_url)
    try:
        async with reading(engine) as connection:
            ((check, _),) = await SqlChecks(connection).of_tenant(TENANT, frozenset({CheckState.OPEN}))
            answers = await SqlRestatements(connection, Cipher([site.key])).of_round(TENANT, check.id, check.round)
        return [answer for answer, _ in answers]
    finally:
        await engine.dispose()


def _said(site: Site) -> Counter[str]:
    """How many replies each member got, beside what the ledger owes."""
    direct = {f"D{user[1:]}" for user in site.members}
    return Counter(
        one.channel
        for one in site.slack.accepted
        if one.channel in direct and one.method in {"chat.postEphemeral", "response_url"}
    )
