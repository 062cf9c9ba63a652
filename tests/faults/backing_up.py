"""Row 20: a backup is taken while messages go out, and comes back: whole, and with the work that is still to be done.

SQLite by what the program's own two commands do; PostgreSQL by pg_dump and pg_restore.
"""

import asyncio
from dataclasses import dataclass, replace
from pathlib import Path

from adapters.runtime.clock import SystemClock
from storage.backup import backup, restore
from storage.cipher import Cipher
from tests.faults.counting import OPEN, Audit, Counted, ledger, only, work
from tests.faults.site import Place, Site, a_site
from tests.postgres import Server

SLOWLY = {"HYMNSHEET_LIMITS_SLACK_CONVERSATION": "off", "HYMNSHEET_LIMITS_SLACK_TENANT": "2/1"}  #: a process


@dataclass(frozen=True, slots=True)
class Kept:
    """A ledger as it came back, and how much of it is not as it should be."""

    messages: int
    open: int
    differences: tuple[str, ...]


async def run(place: Place, members: int, replicas: int = 2, server: Server | None = None) -> Counted:
    async with a_site(place, members, replicas=replicas, settings=SLOWLY) as site:
        await site.begins()
        await site.until(lambda: len(site.asked) >= members // 4, "a quarter is asked")
        before = (await site.audited()).posted.total()
        await _keeps(site, server)
        then = await site.audited()
        await site.until(lambda: len(site.asked) > members // 2, "sending to go on")
        for program in site.programs:
            await program.stop()
        since = (await site.audited()).posted.total() - before
        await _brings_back(site, server)
        kept = await _compared(site, then)
        for program in site.programs:
            await program.start()
        await site.until(lambda: len(site.asked) == members, "everybody is asked", 600)
        await site.ends(600)
        found = await site.audited()
        again = found.duplicated() + found.duplicated(channels=True)
        return Counted(
            f"{kept.messages} messages in the backup, {kept.open} of them still to be sent; "
            f"{len(kept.differences)} differences; {again} of {since} sent since then came again",
            found.lost(site.wanted),
            max(0, again - since),
            only((not kept.open, "nothing was left to be sent"), (bool(kept.differences), f"{kept.differences}")),
        )


async def _keeps(site: Site, server: Server | None) -> None:
    if server is None:
        await backup(site.place.effective_url, _file(site))
    else:
        await asyncio.to_thread(
            server.run, "pg_dump", f"--dbname={site.place.url.replace('+asyncpg', '')}", "-Fc", f"-f{_file(site)}"
        )


async def _brings_back(site: Site, server: Server | None) -> None:
    """Into the file's place; on a server beside what is there."""
    if server is None:
        await restore(site.place.effective_url, _file(site), Cipher([site.key]), SystemClock().now())
        return
    url = server.url(server.database())
    await asyncio.to_thread(server.run, "pg_restore", f"--dbname={url.replace('+asyncpg', '')}", str(_file(site)))
    site.place = replace(site.place, url=url)
    for program in site.programs:
        program.environment = {**program.environment, "HYMNSHEET_DATABASE_URL": url}


async def _compared(site: Site, then: Audit) -> Kept:
    """What is called sent the platform has, and for what is to be sent there is work."""
    url = site.place.effective_url
    entries, tasks = await ledger(url), await work(url)
    still = [one for one in entries if one.state in OPEN]
    unknown = [one.key for one in entries if one.state == "sent" and not one.updates and not then.came(one)]
    idle = [one.key for one in still if not any(one.id in task for task in tasks)]
    return Kept(len(entries), len(still), (*unknown, *idle))


def _file(site: Site) -> Path:
    return site.place.folder / "kept"
