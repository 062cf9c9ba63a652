"""Row 3: a replica dies for good in the middle of sending; the others finish its work."""

from tests.faults.counting import Counted, held, only
from tests.faults.site import NO_LIMITS, Place, a_site
from tests.slack.faults import Fault, Kind

AS_SHIPPED = {"HYMNSHEET_REPLICA_PATIENCE": "30"}
LONGEST = 90.0  #: seconds; told, not judged: a busy machine is late


async def run(place: Place, members: int, replicas: int = 3) -> Counted:
    if not place.url:
        return Counted("one program alone: nobody takes its work over; its restart is row 1", [], 0)
    async with a_site(place, members, replicas=replicas, settings=NO_LIMITS | AS_SHIPPED) as site:
        site.slack.faults.sometimes("chat.postMessage", 0.5, Fault(Kind.DELAY, 2.0))
        site.slack.faults.sometimes("chat.postMessage", 1.0, Fault(Kind.DELAY, 0.3))
        await site.begins()
        dead = site.programs[0]

        async def at_work() -> bool:
            return await held(place.effective_url, "r0") > 0

        async def taken_over() -> bool:
            return await held(place.effective_url, "r0") == 0

        await site.until(at_work, "work to be interrupted")
        await dead.kill()
        before = await held(place.effective_url, "r0")
        took = await site.until(taken_over, "its work to be taken over", 300)
        await site.until(lambda: len(site.asked) == members, "everybody is asked", 300)
        await site.ends(300)
        found = await site.audited()
        return Counted(
            f"{before} pieces of work of the dead taken over after {took:.0f} s"
            f"{f' (over {LONGEST:.0f})' if took > LONGEST else ''}; "
            f"{found.posted.total()} messages to {members} people",
            found.lost(site.wanted),
            found.duplicated(),
            only((before == 0, "it held no work"), (found.duplicated(channels=True) > 1, "more than were in flight")),
        )
