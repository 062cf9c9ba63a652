"""Backup while others write, and restore."""

import asyncio
import shutil
import sqlite3
import stat
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from bot.domain.errors import BadInput, WrongKey
from bot.domain.ids import DeliveryId
from bot.ports.store import Delivery
from storage.backup import backup, restore
from storage.cipher import Cipher
from storage.engine import make_engine, writing
from storage.key_check import check_key
from storage.migrate import migrate
from storage.uow import uow_factory
from tests.builders import CHECK, NOW, TENANT
from tests.contract.store.conftest import WorkInTable

KEY = Cipher.new_key()
OWED = Delivery(DeliveryId("d1"), TENANT, "k1", "ask", CHECK, to_person="priya", made_at=NOW)


@pytest.fixture
async def url(tmp_path: Path) -> str:
    url = f"sqlite+aiosqlite:///{tmp_path / 'hymnsheet.db'}"
    await migrate(url)
    return url


async def written(url: str, first: int, last: int) -> None:
    """Owes these deliveries, one transaction each."""
    engine = make_engine(url)
    await check_key(engine, Cipher([KEY]))
    units = uow_factory(engine, Cipher([KEY]), WorkInTable)
    for number in range(first, last):
        async with units() as uow:
            await uow.ledger.owe(replace(OWED, id=DeliveryId(f"d{number:03}"), key=f"k{number}"))
            await uow.commit()
    await engine.dispose()


def ids(file: Path) -> list[str]:
    with closing(sqlite3.connect(file)) as database:
        return [row for (row,) in database.execute("SELECT id FROM deliveries ORDER BY id")]


@contextmanager
def kept_open(live: Path) -> Iterator[None]:
    """As a running program has it: what is written meanwhile stands in the log beside the file."""
    with closing(sqlite3.connect(live)) as database:
        database.execute("SELECT id FROM deliveries").fetchall()
        yield


async def test_a_backup_taken_while_others_write_is_whole_and_comes_back(url: str, tmp_path: Path) -> None:
    file, live = tmp_path / "kept.db", tmp_path / "hymnsheet.db"
    await written(url, 0, 50)
    writing = asyncio.create_task(written(url, 50, 200))
    await backup(url, file)
    await writing
    kept = ids(file)

    aside = await restore(url, file, Cipher([KEY]), NOW)

    assert kept[:50] == [f"d{number:03}" for number in range(50)]
    assert kept == [f"d{number:03}" for number in range(len(kept))]
    assert ids(live) == kept
    assert aside == tmp_path / "hymnsheet.db.20261123T100000Z"
    assert len(ids(aside)) == 200
    await written(url, 200, 201)
    assert len(ids(live)) == len(kept) + 1


async def test_a_backup_has_what_stands_in_the_log_beside_the_file(url: str, tmp_path: Path) -> None:
    with kept_open(tmp_path / "hymnsheet.db"):
        await written(url, 0, 3)
        await backup(url, tmp_path / "kept.db")

    assert len(ids(tmp_path / "kept.db")) == 3


async def test_what_is_written_together_is_in_a_backup_together_or_not_at_all(url: str, tmp_path: Path) -> None:
    engine, kept = make_engine(url), tmp_path / "kept.db"
    numbers = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 50000) SELECT i FROM n"
    async with writing(engine) as connection:
        for table in ("a_first", "z_last"):
            await connection.exec_driver_sql(f"CREATE TABLE {table} AS {numbers}")
        await connection.commit()
    taken = asyncio.create_task(backup(url, kept))
    while not taken.done():
        async with writing(engine) as connection:
            for table in ("a_first", "z_last"):
                await connection.exec_driver_sql(f"INSERT INTO {table} VALUES (0)")  # noqa: S608 - words of this file
            await connection.commit()
    await taken
    await engine.dispose()

    with closing(sqlite3.connect(kept)) as database:
        first, last = (database.execute(f"SELECT count(*) FROM {one}").fetchone() for one in ("a_first", "z_last"))  # noqa: S608
    assert first == last


async def test_a_backup_is_readable_by_its_owner_alone(url: str, tmp_path: Path) -> None:
    await backup(url, tmp_path / "kept.db")

    assert stat.S_IMODE((tmp_path / "kept.db").stat().st_mode) == 0o600


async def test_a_backup_overwrites_nothing(url: str, tmp_path: Path) -> None:
    (tmp_path / "kept.db").write_text("mine")

    with pytest.raises(BadInput, match="there already"):
        await backup(url, tmp_path / "kept.db")

    assert (tmp_path / "kept.db").read_text() == "mine"


async def test_a_backup_that_cannot_be_written_is_told(url: str, tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="cannot write"):
        await backup(url, tmp_path / "nowhere" / "kept.db")


async def test_a_database_that_is_not_there_cannot_be_backed_up(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="no database"):
        await backup(f"sqlite+aiosqlite:///{tmp_path / 'none.db'}", tmp_path / "kept.db")

    assert list(tmp_path.iterdir()) == []


async def test_what_is_no_database_of_ours_is_not_backed_up(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "notes.db")) as database:
        database.execute("CREATE TABLE notes (text TEXT)")

    with pytest.raises(BadInput, match="no Hymnsheet database"):
        await backup(f"sqlite+aiosqlite:///{tmp_path / 'notes.db'}", tmp_path / "kept.db")

    assert [one.name for one in tmp_path.iterdir()] == ["notes.db"]


async def test_another_database_has_its_own_tools(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="pg_dump"):
        await backup("postgresql+asyncpg://db/hymnsheet", tmp_path / "kept.db")


@pytest.mark.parametrize("content", [b"", b"no database", b"SQLite format 3\x00" + b"\xff" * 4_096])
async def test_what_is_no_backup_leaves_everything_as_it_was(url: str, tmp_path: Path, content: bytes) -> None:
    await written(url, 0, 3)
    (tmp_path / "kept.db").write_bytes(content)

    with pytest.raises(BadInput, match="no whole backup"):
        await restore(url, tmp_path / "kept.db", Cipher([KEY]), NOW)

    assert len(ids(tmp_path / "hymnsheet.db")) == 3
    assert not list(tmp_path.glob("*.restoring*"))


async def test_a_backup_of_a_broken_page_is_refused(url: str, tmp_path: Path) -> None:
    await written(url, 0, 200)
    await backup(url, tmp_path / "kept.db")
    pages = bytearray((tmp_path / "kept.db").read_bytes())
    pages[4_096 * 3 : 4_096 * 30] = b"\xab" * (4_096 * 27)
    (tmp_path / "kept.db").write_bytes(pages)

    with pytest.raises(BadInput, match="no whole backup"):
        await restore(url, tmp_path / "kept.db", Cipher([KEY]), NOW)

    assert len(ids(tmp_path / "hymnsheet.db")) == 200


async def test_a_backup_sealed_with_another_key_is_refused(url: str, tmp_path: Path) -> None:
    await written(url, 0, 3)
    await backup(url, tmp_path / "kept.db")

    with pytest.raises(WrongKey):
        await restore(url, tmp_path / "kept.db", Cipher([Cipher.new_key()]), NOW)

    assert len(ids(tmp_path / "hymnsheet.db")) == 3


async def test_a_log_that_a_killed_program_left_is_put_aside_with_its_file(url: str, tmp_path: Path) -> None:
    await written(url, 0, 3)
    await backup(url, tmp_path / "kept.db")
    killed = tmp_path / "killed.db"
    with kept_open(tmp_path / "hymnsheet.db"):
        await written(url, 3, 9)
        for end in ("", "-wal"):
            shutil.copyfile(f"{tmp_path / 'hymnsheet.db'}{end}", f"{killed}{end}")

    aside = await restore(f"sqlite+aiosqlite:///{killed}", tmp_path / "kept.db", Cipher([KEY]), NOW)

    assert len(ids(killed)) == 3
    assert aside is not None
    assert len(ids(aside)) == 9


async def test_a_backup_comes_back_where_nothing_was(url: str, tmp_path: Path) -> None:
    await written(url, 0, 3)
    await backup(url, tmp_path / "kept.db")
    fresh = tmp_path / "fresh.db"

    assert await restore(f"sqlite+aiosqlite:///{fresh}", tmp_path / "kept.db", Cipher([KEY]), NOW) is None

    assert len(ids(fresh)) == 3
