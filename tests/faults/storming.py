"""Row 2: replicas are killed and the database is restarted at once while everybody is being asked."""

import asyncio
from functools import partial

from tests.e2e.program import Program
from tests.faults.counting import Counted, only
from tests.faults.site import Place, Site, a_site
from tests.postgres import Server
from tests.slack.faults import Fault, Kind

#: Slack's 240 messages a minute in a workspace, and one a second to a conversation in short bursts.
_MESSAGES, _SECONDS, _BURST = 240, 60, 3


def limits(scale: int) -> dict[str, str]:
    """Slack's published limits, so many times shorter in time; 0 for none."""
    if not scale:
        return {"HYMNSHEET_LIMITS_SLACK_CONVERSATION": "off", "HYMNSHEET_LIMITS_SLACK_TENANT": "off"}
    return {
        "HYMNSHEET_LIMITS_SLACK_CONVERSATION": f"{_BURST}/1",
        "HYMNSHEET_LIMITS_SLACK_TENANT": f"{_MESSAGES}/{max(1, _SECONDS // scale)}",
    }


async def run(
    place: Place, members: int, replicas: int = 3, kills: int = 2, scale: int = 0, server: Server | None = None
) -> Counted:
    """`server`: the one that holds the place's database, and may be restarted."""
    async with a_site(place, members, replicas=replicas, settings=limits(scale)) as site:
        site.slack.faults.sometimes("chat.postMessage", 1.0, Fault(Kind.DELAY, 0.1))
        await site.begins()
        blows = kills + (server is not None)
        patience = 120 + members / 5
        struck = []
        for blow in range(blows):
            share = members * (blow + 1) // (blows + 2)
            await site.until(partial(_asked, site, share), f"{share} are asked", patience)
            struck.append(len(site.asked))
            if server and blow == 1:
                await asyncio.to_thread(server.restart)
            else:
                await _killed(site.programs[blow % len(site.programs)])
        await site.until(lambda: len(site.asked) == members, "everybody is asked", patience)
        await site.ends(patience)
        found = await site.audited()
        pace = f"limits {scale} times shorter" if scale else "limits off"
        return Counted(
            f"{found.posted.total()} messages to {members} people, {len(site.programs)} programs, {pace}; {kills} kills"
            f"{' and a restart of the database' if server else ''} after {', '.join(map(str, struck))}",
            found.lost(site.wanted),
            found.duplicated(),
            only((found.duplicated(channels=True) > 1, "more in the channel than were in flight")),
        )


def _asked(site: Site, people: int) -> bool:
    return len(site.asked) >= people


async def _killed(program: Program) -> None:
    """And started again, as whatever watches over it does."""
    await program.kill()
    await program.start()
