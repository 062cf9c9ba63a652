"""Row 7: many checks at once, and everything people do in them. Acknowledgements are counted; how long they took is
told, not judged.
"""

import asyncio
from itertools import count

from tests.faults.counting import Counted, only
from tests.faults.site import NO_LIMITS, Place, Site, a_site
from tests.slack.delivery import ACKNOWLEDGED_WITHIN

AT_ONCE = 16
ASKED = 2  #: people in each check


async def run(place: Place, checks: int, events: int, replicas: int = 2) -> Counted:
    async with a_site(place, checks + ASKED, replicas=replicas, settings=NO_LIMITS) as site:
        turns, numbers = asyncio.Semaphore(AT_ONCE), count()

        async def begins(manager: str) -> None:
            async with turns:
                place_in = site.members.index(manager)
                await site.begins(
                    manager,
                    title=f"Policy of {manager}",
                    who="\n".join(site.members[place_in + 1 : place_in + 1 + ASKED]),
                )

        async def looks() -> None:
            async with turns:
                number = next(numbers)
                person = site.slack.user(site.members[number % len(site.members)])
                await (person.opens_home() if number % 2 else person.slash("/align list"))

        managers = site.members[:checks]
        await asyncio.gather(*(begins(manager) for manager in managers))
        await asyncio.gather(*(looks() for _ in range(max(0, events - len(site.slack.acknowledged)))))
        await site.ends(600)
        found = await site.audited()
        taken = sorted(one.seconds for one in site.slack.acknowledged if one.taken)
        asked = sum("ask" in key.split(":") for key in found.posted)
        return Counted(
            f"{len(taken)} of {len(site.slack.acknowledged)} acknowledged in {checks} checks: p50 "
            f"{taken[len(taken) // 2]:.2f} s, p99 {taken[len(taken) * 99 // 100]:.2f} s, slowest {taken[-1]:.2f} s, "
            f"{sum(seconds > ACKNOWLEDGED_WITHIN for seconds in taken)} over {ACKNOWLEDGED_WITHIN:.0f} s",
            [*found.lost(), *(f"a question of check {number}" for number in range(asked, checks * ASKED))],
            found.duplicated() + found.duplicated(channels=True),
            only((len(taken) < len(site.slack.acknowledged), _refused(site))),
        )


def _refused(site: Site) -> str:
    statuses = {one.status for one in site.slack.acknowledged if not one.taken}
    return f"not acknowledged: {statuses}"
