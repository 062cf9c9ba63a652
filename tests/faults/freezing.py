"""Row 4: a program is frozen in the middle of sending and woken later. On PostgreSQL the others take its work up
meanwhile; what it had marked and not yet sent when it froze it must not send any more.
"""

import asyncio
import signal
from contextlib import AsyncExitStack

from tests.faults.counting import Counted, held, only
from tests.faults.proxy import a_proxy
from tests.faults.site import NO_LIMITS, Place, a_site
from tests.slack.faults import Fault, Kind


async def run(place: Place, members: int, seconds: float, replicas: int = 2) -> Counted:
    """Frozen for so long, and on PostgreSQL at least until the others have asked everybody."""
    async with AsyncExitStack() as stack:
        through = {}
        if place.url:
            proxy, through[0] = await stack.enter_async_context(a_proxy(place.url))
        site = await stack.enter_async_context(
            a_site(place, members, replicas=replicas, settings=NO_LIMITS, through=through)
        )
        frozen = site.programs[0]
        assert frozen.process
        site.slack.faults.sometimes("chat.postMessage", 0.5, Fault(Kind.DELAY, 2.0))  # some have come, others are on
        site.slack.faults.sometimes("chat.postMessage", 1.0, Fault(Kind.DELAY, 0.3))  # their way
        await site.begins()

        async def at_work() -> bool:
            return await held(place.effective_url, "r0") > 0

        await site.until(lambda: len(site.asked) >= members // 8, "some are asked")
        await site.until(at_work, "work to be interrupted")
        if place.url:
            proxy.hold()  # its marks are committed, and it has not heard of it
            await asyncio.sleep(0.3)
        frozen.process.send_signal(signal.SIGSTOP)
        try:
            before = await held(place.effective_url, "r0")
            await asyncio.sleep(seconds)
            if place.url:
                await site.until(lambda: len(site.asked) == members, "the others ask everybody")
        finally:
            frozen.process.send_signal(signal.SIGCONT)
            if place.url:
                proxy.let_go()
        await site.until(lambda: len(site.asked) == members, "everybody is asked")
        await site.ends()
        found = await site.audited()
        again = found.duplicated(channels=True)  # nobody can tell there what became of a try: once more, and it says so
        return Counted(
            f"{found.posted.total()} messages to {members} people; frozen for {seconds:g} s or longer with "
            f"{before} pieces of work begun; {again} sent again in the channel",
            found.lost(site.wanted),
            found.duplicated(),
            only((before == 0, "it held no work"), (again > 1, "more in the channel than were in flight")),
        )
