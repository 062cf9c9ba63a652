"""Three programs on one PostgreSQL; one dies for good in the middle of its work, and the others finish it."""

import asyncio
import signal
from collections import Counter
from collections.abc import Mapping
from contextlib import AsyncExitStack
from itertools import cycle
from pathlib import Path

import psycopg
import pytest

from storage.cipher import Cipher
from tests.e2e.program import Program, a_program, team_file, waiting
from tests.postgres import Server

MEMBERS = 96
NAMES = ("one", "two", "three")
PATIENCE = "3"  #: seconds; thirty as shipped

_HELD = "SELECT count(*) FROM dbos.workflow_status WHERE status = 'PENDING' AND executor_id = %s"
_ASKED = "SELECT key FROM posts WHERE key LIKE 'web:%:ask%'"


@pytest.fixture
def url(postgres: Server, migrated_template: str) -> str:
    return postgres.url(postgres.database(migrated_template))


async def test_the_work_of_a_replica_that_died_for_good_is_done_by_the_others_once(tmp_path: Path, url: str) -> None:
    async with AsyncExitStack() as stack:
        database = await stack.enter_async_context(
            await psycopg.AsyncConnection.connect(url.replace("+asyncpg", ""), autocommit=True)
        )
        one, two, three = await _started(stack, tmp_path, url)
        manager = one.acting_as("m")
        await manager.commands("new-policy")
        await manager.fills(
            {"title": "Reasons that last", "body": "Refunds on the call.", "reasons": "so that\nbecause"}
        )
        await manager.presses("Send to the team")

        dead = await _dies_at_work({"two": two, "three": three}, database)

        async with waiting(lambda: one.printed + two.printed + three.printed):
            while (await _count(database, _HELD, dead)) or len(await _asked(database)) < MEMBERS:
                await asyncio.sleep(0.1)
        assert await _asked(database) == Counter({f"p{i:02}": 1 for i in range(1, MEMBERS + 1)})


async def _started(stack: AsyncExitStack, folder: Path, url: str) -> list[Program]:
    team = team_file(folder, MEMBERS)
    shared = {
        "HYMNSHEET_DATABASE_URL": url,
        "HYMNSHEET_SECRET_KEYS": Cipher.new_key(),
        "HYMNSHEET_REPLICA_PATIENCE": PATIENCE,
    }
    programs = []
    for name in NAMES:
        (folder / name).mkdir()
        settings = shared | {"HYMNSHEET_REPLICA": name}
        programs.append(await stack.enter_async_context(a_program(folder / name, team=team, settings=settings)))
    return programs


async def _dies_at_work(programs: Mapping[str, Program], database: psycopg.AsyncConnection[tuple[object, ...]]) -> str:
    """The name of the one that was struck while it held work: stood still for each look, so that the work is still
    there at the blow. Which of them takes work is theirs to say.
    """
    async with waiting(lambda: "".join(program.printed for program in programs.values())):
        for name, program in cycle(programs.items()):
            assert program.process
            program.process.send_signal(signal.SIGSTOP)
            if await _count(database, _HELD, name):
                break
            program.process.send_signal(signal.SIGCONT)
            await asyncio.sleep(0.01)
    await programs[name].kill()
    return name


async def _count(database: psycopg.AsyncConnection[tuple[object, ...]], query: str, name: str) -> int:
    row = await (await database.execute(query, (name,))).fetchone()
    return int(str(row[0])) if row else 0


async def _asked(database: psycopg.AsyncConnection[tuple[object, ...]]) -> Counter[str]:
    """How often each member was asked, by the keys of the messages on the board."""
    rows = await (await database.execute(_ASKED)).fetchall()
    return Counter(str(key).split(":")[4] for (key,) in rows)
