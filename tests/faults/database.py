"""Row 5: the database is out of reach for a while, in the middle of sending: SQLite's file is locked by somebody else,
PostgreSQL is gone. The program says so and lives on, and nothing is lost.
"""

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager, closing

from tests.faults.counting import Counted, only
from tests.faults.proxy import a_proxy
from tests.faults.site import NO_LIMITS, Place, Site, a_site
from tests.slack.faults import Fault, Kind

OK, UNAVAILABLE = 200, 503


async def run(place: Place, members: int, seconds: float, replicas: int = 2) -> Counted:
    async with AsyncExitStack() as stack:
        url = ""
        if place.url:
            proxy, url = await stack.enter_async_context(a_proxy(place.url))
        through = dict.fromkeys(range(replicas), url)
        site = await stack.enter_async_context(
            a_site(place, members, replicas=replicas, settings=_paced(members), through=through)
        )
        site.slack.faults.sometimes("chat.postMessage", 1.0, Fault(Kind.DELAY, 0.2))
        await site.begins()
        await site.until(lambda: len(site.asked) >= members // 4, "a quarter is asked")
        if place.url:
            await proxy.cut(unknown=True)
            probes = await _probed(site, seconds)
            await proxy.open()
        else:
            async with _locked(place):
                probes = await _probed(site, seconds)
        before = len(site.asked)
        await site.until(lambda: _ready(site), "ready again")
        await site.until(lambda: len(site.asked) == members, "everybody is asked", 600)
        await site.ends(600)
        found = await site.audited()
        return Counted(
            f"{before} of {members} asked when it came back after {seconds:g} s; {found.posted.total()} messages; "
            f"readyz {sorted(probes['readyz'])}, livez {sorted(probes['livez'])}",
            found.lost(site.wanted),
            found.duplicated(),
            only(
                (before == members, "nothing was left to be sent"),
                (probes["livez"] != {OK}, f"livez said {probes['livez']}"),
                (probes["readyz"] != {UNAVAILABLE}, f"readyz said {probes['readyz']}"),
                (found.duplicated(channels=True) > 1, "more in the channel than were in flight"),
            ),
        )


def _paced(members: int) -> dict[str, str]:
    """Sending takes four seconds at least: there is something left when the database goes, however fast it all is."""
    return NO_LIMITS | {"HYMNSHEET_LIMITS_SLACK_TENANT": f"{max(1, members // 4)}/1"}


async def _probed(site: Site, seconds: float) -> dict[str, set[int]]:
    """What every program answers meanwhile. The first second is its own: a check under way may still end well."""
    seen: dict[str, set[int]] = {"livez": set(), "readyz": set()}
    async with asyncio.timeout(seconds * 10):
        end = asyncio.get_running_loop().time() + seconds
        await asyncio.sleep(1)
        while asyncio.get_running_loop().time() < end:
            for program in site.programs:
                for name, statuses in seen.items():
                    statuses.add(await site.probe(name, program))
            await asyncio.sleep(0.5)
    return seen


async def _ready(site: Site) -> bool:
    return [await site.probe("readyz", program) for program in site.programs] == [OK] * len(site.programs)


@asynccontextmanager
async def _locked(place: Place) -> AsyncIterator[None]:
    """Somebody's tool has the file, and does not let go."""
    with closing(sqlite3.connect(place.file, isolation_level=None, timeout=10)) as database:
        database.execute("BEGIN IMMEDIATE")
        yield
        database.execute("ROLLBACK")
