"""Row 8: the platform answers with 429, 500, a reset or nothing at all after taking the message, a fifth of the sends
each.
"""

from tests.faults.counting import Counted
from tests.faults.site import NO_LIMITS, Place, a_site
from tests.slack.faults import Fault, Kind

RETRY_AFTER = 3  #: seconds
FAULTS = (Kind.RATE_LIMIT, Kind.FAIL, Kind.RESET_AFTER, Kind.HANG_AFTER)


async def run(place: Place, members: int, replicas: int) -> Counted:
    async with a_site(place, members, replicas=replicas, settings=NO_LIMITS) as site:
        await site.begins()
        for number, kind in enumerate(FAULTS):
            # Of what the ones before leave: a fifth of all each.
            site.slack.faults.sometimes("chat.postMessage", 1 / (5 - number), Fault(kind, RETRY_AFTER))
        await site.until(lambda: len(site.asked) == members, "everybody is asked", 600)
        await site.ends(900)
        found = await site.audited()
        struck = {str(kind): site.slack.faults.struck[kind] for kind in FAULTS}
        again = found.duplicated(channels=True)
        return Counted(
            f"{found.posted.total()} messages to {members} people; " + ", ".join(f"{n} {k}" for k, n in struck.items()),
            found.lost(site.wanted),
            found.duplicated(),
            tuple(
                wrong
                for wrong, holds in (
                    (f"Retry-After undercut {site.slack.faults.undercut} times", site.slack.faults.undercut == 0),
                    (
                        f"{site.slack.faults.hurried} others sent while the platform was to be left alone",
                        site.slack.faults.hurried == 0,
                    ),
                    (f"{again} more in the channel than were in flight", again <= 1),
                    ("some fault never struck", all(struck.values())),
                )
                if not holds
            ),
        )
