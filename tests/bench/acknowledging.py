"""How soon a signed slash command is acknowledged: the real program beside a bare aiohttp application, in one run.

The program runs on a folder of its own with the double for Slack behind it; each command is stored before it is
acknowledged, and answered after it. The double and the caller are this process, so they share the machine with what
they measure; the bare application is called in the same way, with the same signed bodies.

python -m tests.bench.acknowledging [REQUESTS]
"""

import asyncio
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from http import HTTPStatus
from itertools import islice
from pathlib import Path
from urllib.parse import urlencode

import aiohttp

from tests.e2e.program import ROOT
from tests.slack.delivery import ACKNOWLEDGED_WITHIN, HttpLine
from tests.slack.double import SlackDouble
from tests.slack.payloads import Payloads
from tests.slack.rights import SIGNING_SECRET
from tests.slack.running import a_program_in_slack

REQUESTS = 300
WARMING = 20  #: requests before the first that counts
AT_ONCE = (1, 16)
SETTLING = 60.0  #: seconds in which the replies to one row's requests come, before the next row


@dataclass
class Row:
    """Requests to one address, so many at once."""

    seconds: list[float] = field(default_factory=list)  #: of those that were answered 200
    others: int = 0
    took: float = 0.0

    def quantile(self, part: float) -> float:
        """Milliseconds; nearest rank."""
        ordered = sorted(self.seconds)
        return 1_000 * ordered[min(len(ordered) - 1, int(part * len(ordered)))] if ordered else float("nan")

    def __str__(self) -> str:
        rate = len(self.seconds) / self.took
        shown = f"p50 {self.quantile(0.5):6.1f} ms, p99 {self.quantile(0.99):6.1f} ms, {rate:5.0f}/s"
        return f"{shown}, {self.others} not 200"


async def row(address: str, bodies: Iterator[str], at_once: int) -> Row:
    """Sends them all, each signed when its turn comes, over connections that stay open."""
    line, found = HttpLine(address, SIGNING_SECRET), Row()
    limit = aiohttp.ClientTimeout(total=ACKNOWLEDGED_WITHIN)
    kind = {"Content-Type": "application/x-www-form-urlencoded"}

    async def send_some(session: aiohttp.ClientSession) -> None:
        for body in bodies:
            begin = time.perf_counter()
            try:
                async with session.post(address, data=body.encode(), headers=line.headers(body) | kind) as answer:
                    await answer.read()
                    status = answer.status
            except (TimeoutError, aiohttp.ClientError):
                status = 0
            if status == HTTPStatus.OK:
                found.seconds.append(time.perf_counter() - begin)
            else:
                found.others += 1

    async with aiohttp.ClientSession(timeout=limit, connector=aiohttp.TCPConnector(limit=at_once)) as session:
        begin = time.perf_counter()
        await asyncio.gather(*(send_some(session) for _ in range(at_once)))
        found.took = time.perf_counter() - begin
    return found


def commands(slack: SlackDouble) -> Iterator[str]:
    """Dana types the same again and again; each is an event of its own."""
    payloads = Payloads(slack.state, slack.space, slack.space.users["UDANA"])
    while True:
        yield urlencode(payloads.command("/align", "status", slack.space.channels["C1"]))


@asynccontextmanager
async def a_bare_application() -> AsyncIterator[str]:
    """Its address."""
    pipe = asyncio.subprocess.PIPE
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.bench.bare", cwd=ROOT, stdin=pipe, stdout=pipe
    )
    assert process.stdin
    assert process.stdout
    try:
        yield (await process.stdout.readline()).decode().strip()
    finally:
        process.stdin.close()
        await process.wait()


async def acknowledging(requests: int = REQUESTS) -> None:
    print(f"/align status, signed, {requests} times; acknowledged after")
    with tempfile.TemporaryDirectory() as folder:
        async with (
            SlackDouble() as slack,
            a_bare_application() as bare,
            a_program_in_slack(Path(folder), slack, "http") as program,
        ):
            answered = 0
            for address in (bare, program.address):
                warm = await row(f"{address}slack/events", islice(commands(slack), WARMING), 1)
            answered += len(warm.seconds)
            for at_once in AT_ONCE:
                for name, address in (("bare aiohttp", bare), ("Hymnsheet", program.address)):
                    found = await row(f"{address}slack/events", islice(commands(slack), requests), at_once)
                    print(f"  {name + ',':13} {at_once:2} at once         {found}", flush=True)
                answered += len(found.seconds)
                await replies(slack, answered)


async def replies(slack: SlackDouble, wanted: int) -> None:
    """The replies to what was acknowledged have come."""
    try:
        await slack.bell.until(lambda: len(slack.accepted) >= wanted, str, SETTLING)
    except AssertionError:
        print(f"  after {SETTLING:.0f} s {wanted - len(slack.accepted)} replies are missing")


if __name__ == "__main__":
    asyncio.run(acknowledging(*map(int, sys.argv[1:2])))
