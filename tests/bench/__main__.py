"""Speed and memory of the program: `make bench`. Nothing here is asserted; the machine's noise is in the figures.

Prints medians of RUNS runs: seconds from a start on an existing data folder to a ready server, and resident memory
after the guided example; then what the files beside this one measure. Each can be run alone, and small.
"""

import asyncio
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.bench import side_by_side
from tests.bench.acknowledging import acknowledging
from tests.bench.asking import asking
from tests.bench.closing import closing
from tests.bench.fan_out import SCALE, fan_out
from tests.bench.memory import resident_mib
from tests.e2e.program import Program, a_program

RUNS = 5


async def seconds_to_ready(program: Program) -> float:
    begin = time.perf_counter()
    await program.start()
    while True:
        async with program.session.get(f"{program.address}readyz") as response:
            if response.status == 200:
                return time.perf_counter() - begin
        await asyncio.sleep(0.01)


async def program_figures() -> None:
    starts, memory = [], []
    with tempfile.TemporaryDirectory() as folder:
        async with a_program(Path(folder)) as program:
            await program.stop()
            for _ in range(RUNS):
                starts.append(await seconds_to_ready(program))
                await program.acting_as("dana").state()
                assert program.process
                memory.append(resident_mib(program.process.pid))
                await program.stop()
    print(f"start to /readyz                {statistics.median(starts):.2f} s   ({min(starts):.2f}–{max(starts):.2f})")
    print(f"resident, comparer not loaded   {statistics.median(memory):.0f} MiB")


async def program_with_comparer() -> None:
    """A first start codes the example's answers, so the comparer is loaded."""
    with tempfile.TemporaryDirectory() as folder:
        async with a_program(Path(folder)) as program:
            assert program.process
            print(f"resident, comparer loaded       {resident_mib(program.process.pid):.0f} MiB")


def on_one_core(module: str) -> None:
    """In a process of its own, which from its birth has one core: what has started threads before shares it badly."""
    cores = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {min(cores)})
    try:
        subprocess.run([sys.executable, "-m", module], check=True)
    finally:
        os.sched_setaffinity(0, cores)


if __name__ == "__main__":
    asyncio.run(program_figures())
    asyncio.run(program_with_comparer())
    asyncio.run(acknowledging())
    asyncio.run(asking())
    asyncio.run(closing())
    asyncio.run(fan_out())
    asyncio.run(fan_out(scale=SCALE))
    on_one_core("tests.bench.comparing")
    side_by_side.main(Path(sys.argv[1]))
