"""Row 19: SIGTERM while messages go out and answers come in. What was taken is kept, what was begun is ended."""

import asyncio
import time

from tests.faults.counting import Counted, held, only
from tests.faults.edits import edits_of, kept
from tests.faults.site import NO_LIMITS, Place, a_site
from tests.slack.faults import Fault, Kind

DRAIN = 20.0  #: seconds; what takes longer than the product waits for is left to the next start
LONGEST = 25.0  #: seconds; told, not judged: a busy machine is late
SLOW = 1.5  #: seconds that the platform takes for each message


async def run(place: Place, members: int, replicas: int = 2) -> Counted:
    async with a_site(place, members, replicas=replicas, settings=NO_LIMITS) as site:
        first = site.programs[0]
        await site.begins()
        await site.until(lambda: len(site.asked) == members, "everybody is asked")
        edits = [edit for user in site.members for edit in await edits_of(site, user, ["customers call once"])]
        site.slack.faults.sometimes("*", 1.0, Fault(Kind.DELAY, SLOW))
        answering = [asyncio.create_task(edit.reaches(first)) for edit in edits]
        await asyncio.wait(answering, return_when=asyncio.FIRST_COMPLETED)

        async def busy() -> bool:
            return await held(place.effective_url, "r0") > 0

        await site.until(busy, "work to be interrupted")
        begin = time.monotonic()
        code = await first.stop()
        took = time.monotonic() - begin
        left = await held(place.effective_url, "r0")
        taken = {
            edit.user for edit, answer in zip(edits, await asyncio.gather(*answering), strict=True) if answer.taken
        }
        site.slack.faults.clear()
        await first.start()
        for edit in edits:  # who got no answer tries again
            if edit.user not in taken:
                await edit.reaches(first)
        await site.ends()
        found = await site.audited()
        forgotten = taken - {answer.person.user for answer in await kept(site)}
        return Counted(
            f"{len(taken)} of {members} answers taken before the exit, which took {took:.1f} s"
            f"{f' (over {LONGEST:.0f})' if took > LONGEST else ''}; {left} pieces of work left to the next start; "
            f"{found.posted.total()} messages",
            [*found.lost([*site.wanted, *((user, "read_back") for user in site.members)]), *sorted(forgotten)],
            found.duplicated() + found.duplicated(channels=True),
            only(
                (code != 0, f"exit code {code}"),
                (left > 0 and took < DRAIN, f"{left} pieces of work begun and not ended"),
            ),
        )
