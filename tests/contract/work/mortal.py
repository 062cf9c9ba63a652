"""A process that is to be killed: puts one task, says what it has reached, and waits for its end.

usage: mortal.py URL put|running|delayed [EXECUTOR]
"""

import asyncio
import sys
from datetime import timedelta

from adapters.runtime.clock import SystemClock
from bot.ports.work import Again, Task, TaskKind
from tests.contract.work.house import a_house

DELAY = timedelta(seconds=2)


async def main(url: str, moment: str, executor: str) -> None:
    entered = asyncio.Event()
    at = SystemClock().now() + DELAY

    async def deliver(args: tuple[str, ...]) -> Again | None:
        del args
        if moment == "delayed":
            return Again(at)
        entered.set()
        await asyncio.Event().wait()
        return None

    async with a_house(url, deliver, running=moment != "put", executor_id=executor) as house:
        await house.put(Task(TaskKind.DELIVER, ("d1",)), "key")
        if moment == "running":
            await entered.wait()
        if moment == "delayed":
            await house.delayed()
        print(at.isoformat(), flush=True)
        await asyncio.Event().wait()


asyncio.run(main(sys.argv[1], sys.argv[2], sys.argv[3] if sys.argv[3:] else "embedded"))
