"""Row 8: the platform answers with 429, 500, a reset or nothing at all after taking the message, a fifth of the sends
each. Another replica is to leave it alone as well.
"""

from tests.faults.counting import Counted, only
from tests.faults.site import NO_LIMITS, Place, a_site
from tests.slack.faults import GRACE, Fault, Kind

RETRY_AFTER = 3  #: seconds
FAULTS = (Kind.RATE_LIMIT, Kind.FAIL, Kind.RESET_AFTER, Kind.HANG_AFTER)


async def run(place: Place, members: int, replicas: int = 2) -> Counted:
    async with a_site(place, members, replicas=replicas, settings=NO_LIMITS) as site:
        faults = site.slack.faults
        await site.begins()
        for number, kind in enumerate(FAULTS):
            where = "" if kind is Kind.RATE_LIMIT else "D"  # in channels nobody can tell what became of a try
            fault = Fault(kind, RETRY_AFTER, to=where)
            faults.add("chat.postMessage", fault)  # each at least once
            faults.sometimes("chat.postMessage", 1 / (5 - number), fault)  # a fifth of all: of what those before leave
        await site.until(lambda: len(site.asked) == members, "everybody is asked", 1_800)
        await site.ends(1_800)
        found = await site.audited()
        struck = ", ".join(f"{faults.struck[kind]} {kind}" for kind in FAULTS)
        return Counted(
            f"{found.posted.total()} messages to {members} people; {struck}; "
            f"Retry-After undercut {faults.undercut} times, "
            f"{faults.hurried} others on their way longer than {GRACE} s after a 429",
            found.lost(site.wanted),
            found.duplicated() + found.duplicated(channels=True),
            only(
                (faults.undercut > 0, f"Retry-After undercut {faults.undercut} times"),
            ),
        )
