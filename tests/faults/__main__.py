"""`make faults`: the rows of the bar in their long forms, one printed line each, on both databases.

    python -m tests.faults [rows …] [--database sqlite|postgresql] [--members N] [--replicas N] [--scale N]

Ends with 1 where something was lost, came twice, or did not hold. A row that raises is printed as such.
"""

import argparse
import asyncio
import logging
import os
import sys
import tempfile
from collections.abc import Callable, Coroutine, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import monotonic
from typing import Any

from storage.migrate import migrate
from tests.faults import (
    answering,
    backing_up,
    clocks,
    crowding,
    database,
    dying,
    ending,
    freezing,
    killing,
    repeating,
    storming,
)
from tests.faults.counting import Counted
from tests.faults.site import Place
from tests.postgres import Server, a_server

HEAD = ("row", "fault", "database", "what was counted", "lost", "duplicated")


@dataclass(frozen=True, slots=True)
class Size:
    """How large the long runs are; the defaults are the bar's."""

    members: int  #: of row 2, a hundredth of it in rows that wait for each person
    replicas: int
    scale: int  #: the platform's limits are so many times shorter in time

    @property
    def few(self) -> int:
        return max(12, self.members // 100)


Run = Callable[[Place, Size, Server | None], Coroutine[Any, Any, Counted]]

ROWS: Mapping[int, tuple[str, Run]] = {
    1: ("kill -9 at named points", lambda place, size, _: killing.run(place, max(2, size.members // 1000))),
    2: (
        "kills, database restarted at once",
        lambda place, size, server: storming.run(place, size.members, size.replicas, scale=size.scale, server=server),
    ),
    3: ("a replica dies for good", lambda place, size, _: dying.run(place, size.few * 2, size.replicas)),
    4: ("frozen 90 s, then woken", lambda place, size, _: freezing.run(place, size.few * 2, 90, size.replicas)),
    5: (
        "database locked 20 s, gone 30 s",
        lambda place, size, _: database.run(place, size.few * 4, 30 if place.url else 20, size.replicas),
    ),
    6: ("everything x 4, shuffled, two replicas", lambda place, size, _: repeating.run(place, size.few // 2)),
    7: ("many checks at once", lambda place, size, _: crowding.run(place, size.few, size.few * 10, size.replicas)),
    8: ("429, 500, reset, timeout, a fifth each", lambda place, size, _: answering.run(place, size.few)),
    15: ("clock a day off, clocks change", lambda place, *_: clocks.run(place)),
    19: ("SIGTERM under load", lambda place, size, _: ending.run(place, size.few // 2, size.replicas)),
    20: ("backup under load, restored", lambda place, size, server: backing_up.run(place, size.few * 2, server=server)),
}


def main() -> int:
    given = _read()
    size, failed = Size(given.members, given.replicas, given.scale), False
    logging.getLogger("aiohttp.server").setLevel(logging.CRITICAL)  # the double breaks connections on purpose
    print(f"members {size.members}, replicas {size.replicas}, limits {size.scale} times shorter in time")
    print("load when it began:", " ".join(f"{load:.1f}" for load in os.getloadavg()), flush=True)
    _line(*HEAD)
    _line(*("---" for _ in HEAD))
    for number in given.rows or ROWS:
        for name in given.database or ("sqlite", "postgresql"):
            name_of_fault, run = ROWS[number]
            begin = monotonic()
            try:
                with _place(on_server=name == "postgresql") as (place, server):
                    found = asyncio.run(run(place, size, server))
            except Exception as err:  # noqa: BLE001 - the other rows are to be run
                found = Counted(f"ended early: {type(err).__name__} {str(err)[:200]!r}", ["?"], 0, ("it did not end",))
            counted = "; ".join([found.counted, *found.wrong, f"{monotonic() - begin:.0f} s"])
            _line(str(number), name_of_fault, place.database, counted, str(len(found.lost)), str(found.duplicated))
            for one in found.lost[:5]:
                print(f"  lost: {one}", file=sys.stderr)
            failed = failed or bool(found.lost or found.duplicated or found.wrong)
    print("load when it ended:", " ".join(f"{load:.1f}" for load in os.getloadavg()))
    return int(failed)


@contextmanager
def _place(*, on_server: bool) -> Iterator[tuple[Place, Server | None]]:
    with tempfile.TemporaryDirectory(prefix="hymnsheet-") as name:
        folder = Path(name)
        (folder / "run").mkdir()
        if not on_server:
            yield Place(folder / "run"), None
            return
        with a_server(folder / "pg", lasting=True) as server:
            url = server.url(server.database())
            asyncio.run(migrate(url))
            yield Place(folder / "run", url), server


def _read() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.faults", description="The bar's rows, counted.")
    parser.add_argument("rows", nargs="*", type=int, choices=[*ROWS, []], metavar="row")
    parser.add_argument("--database", action="append", choices=["sqlite", "postgresql"])
    parser.add_argument("--members", type=int, default=10_000)
    parser.add_argument("--replicas", type=int, default=3)
    parser.add_argument("--scale", type=int, default=10)
    return parser.parse_args()


def _line(*cells: str) -> None:
    print(f"| {' | '.join(cells)} |", flush=True)


if __name__ == "__main__":
    sys.exit(main())
