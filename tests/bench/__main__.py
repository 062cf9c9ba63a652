"""Speed and memory of the program: `make bench`. Nothing here is asserted; the machine's noise is in the figures.

Prints medians of RUNS runs: seconds from a start on an existing data folder to a ready server, resident memory after
the guided example, and what the local comparer does on one core: answer × reason pairs a second, seconds to load,
added memory, growth from 100 to 10,000 answers, and what it tells beside plainer ones (tests/bench/side_by_side.py).
Between them what the files beside this one measure; each can be run alone, and small.
"""

import asyncio
import os
import statistics
import sys
import tempfile
import time
from dataclasses import replace
from itertools import cycle, islice
from pathlib import Path

from adapters.comparers.local import LocalComparer
from tests.bench import side_by_side
from tests.bench.acknowledging import acknowledging
from tests.bench.asking import asking
from tests.bench.closing import closing
from tests.bench.fan_out import SCALE, fan_out
from tests.bench.labelled import CORPUS, labelled
from tests.bench.memory import resident_mib
from tests.e2e.program import Program, a_program

RUNS = 5
ROUNDS = 4  #: how often the few committed sheets are compared, so that the figure is of seconds
SHEETS = 6
MANY = (100, 1_000, 10_000)  #: answers beside one reason


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


async def comparer_figures() -> None:
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    sheets = list(islice(labelled(CORPUS), SHEETS))
    comparer = LocalComparer()
    before, begin = resident_mib(), time.perf_counter()
    await comparer.code(sheets[0].text, [sheets[0].answers[0].text])
    print(f"local: load and first answer      {time.perf_counter() - begin:.2f} s, +{resident_mib() - before:.0f} MiB")
    begin, answers, pairs = time.perf_counter(), 0, 0
    for _ in range(ROUNDS):
        for sheet in sheets:
            texts = [answer.text for answer in sheet.answers]
            await comparer.code(sheet.text, texts)
            answers += len(texts)
            pairs += len(texts) * len(sheet.text.reasons)
    took = time.perf_counter() - begin
    print(f"local: on one core                {pairs / took:.0f} pairs/s, {answers / took:.0f} answers/s")
    texts = [answer.text for sheet in sheets for answer in sheet.answers]
    beside_one = replace(sheets[0].text, reasons=sheets[0].text.reasons[:1])
    for count in MANY:
        begin = time.perf_counter()
        await comparer.code(beside_one, list(islice(cycle(texts), count)))
        took = time.perf_counter() - begin
        print(f"local: {count:6,} answers            {took:.1f} s, {1000 * took / count:.1f} ms an answer")


if __name__ == "__main__":
    asyncio.run(program_figures())
    asyncio.run(program_with_comparer())
    asyncio.run(acknowledging())
    asyncio.run(asking())
    asyncio.run(closing())
    asyncio.run(fan_out())
    asyncio.run(fan_out(scale=SCALE))
    asyncio.run(comparer_figures())
    side_by_side.main(Path(sys.argv[1]))
