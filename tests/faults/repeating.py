"""Row 6: everything people do comes four times, in any order, at two replicas at once. It has one effect, and of
several edits the one that was made last stands, by the platform's clock.
"""

import asyncio
import random
from collections import Counter
from collections.abc import Sequence

from tests.faults.counting import Counted, only
from tests.faults.edits import Edit, edits_of, kept
from tests.faults.site import NO_LIMITS, Place, Site, a_site

COPIES = 4
EDITS = ("customers need not call twice", "supervisors lose hours to it", "we trust those who hear the customer")
AT_ONCE = 8


async def run(place: Place, members: int, replicas: int = 2) -> Counted:
    async with a_site(place, members, replicas=replicas, settings=NO_LIMITS) as site:
        site.slack.faults.always_redelivered = COPIES - 1
        await site.begins()
        await site.until(lambda: len(site.asked) == members, "everybody is asked")
        edits = [edit for user in site.members for edit in await edits_of(site, user, EDITS)]
        statuses = await _delivered(site, edits)
        await site.ends()
        found, answers, said = await site.audited(), await kept(site), _said(site)
        latest = sum(answer.why == EDITS[-1] for answer in answers)
        refused = statuses - {0, 200}  # 0: late, on a busy machine
        return Counted(
            f"{len(edits)} edits x {COPIES}, shuffled; {found.posted.total()} messages; "
            f"the latest edit stands with {latest} of {members}",
            found.lost([*site.wanted, *((user, "read_back") for user in site.members)]),
            found.duplicated() + found.duplicated(channels=True),
            only(
                (latest < members, "another edit than the last stands"),
                (max(answer.revision for answer in answers) > len(EDITS), "more revisions than edits"),
                (max(said.values(), default=0) > len(EDITS), f"more replies than edits: {said}"),
                (bool(refused), f"requests were answered with {refused}"),
            ),
        )


async def _delivered(site: Site, edits: Sequence[Edit]) -> set[int]:
    """Everything in any order, each copy at the next replica; the statuses."""
    chance, turns = random.Random(6), asyncio.Semaphore(AT_ONCE)  # noqa: S311 - a repeatable run
    copies = [edit for edit in edits for _ in range(COPIES)]
    chance.shuffle(copies)

    async def deliver(number: int, edit: Edit) -> int:
        async with turns:
            return (await edit.reaches(site.programs[number % len(site.programs)])).status

    return set(await asyncio.gather(*(deliver(number, edit) for number, edit in enumerate(copies))))


def _said(site: Site) -> Counter[str]:
    """How many replies each member got, beside what the ledger owes."""
    direct = {f"D{user[1:]}" for user in site.members}
    methods = {"chat.postEphemeral", "response_url"}
    return Counter(one.channel for one in site.slack.accepted if one.channel in direct and one.method in methods)
