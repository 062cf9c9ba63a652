"""Backup and restore of the embedded database: one file, written while the program runs, checked before it counts."""

import asyncio
import os
import shutil
import sqlite3
from contextlib import closing
from datetime import datetime
from pathlib import Path

from sqlalchemy import make_url

from bot.domain.errors import BadInput
from storage.cipher import Cipher
from storage.engine import make_engine
from storage.key_check import check_key

_BESIDE = ("", "-wal", "-shm")  #: SQLite's files of one database
_OURS = {"alembic_version", "meta", "deliveries"}


async def backup(url: str, file: Path) -> None:
    """Writes everything as of one moment into `file`, readable by its owner alone. Raises BadInput."""
    source = _file_of(url)
    await asyncio.to_thread(_copy_out, source, file)


async def restore(url: str, file: Path, cipher: Cipher, now: datetime) -> Path | None:
    """Puts a backup in the database's place; nothing may be running on it. What was there is kept beside it, under the
    name returned. Raises BadInput on a file that is no whole backup, WrongKey where these keys do not open it.
    """
    target = _file_of(url)
    trial = target.with_name(f"{target.name}.restoring")
    try:
        await asyncio.to_thread(_copy_in, file, trial)
        engine = make_engine(f"sqlite+aiosqlite:///{trial}")
        try:
            await check_key(engine, cipher)
        finally:
            await engine.dispose()
        return await asyncio.to_thread(_swap, trial, target, target.with_name(f"{target.name}.{now:%Y%m%dT%H%M%SZ}"))
    finally:
        await asyncio.to_thread(_remove, trial)


def _file_of(url: str) -> Path:
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite" or not parsed.database:
        raise BadInput("backup and restore are for the embedded database; for PostgreSQL use pg_dump and pg_restore")
    return Path(parsed.database)


def _copy_out(source: Path, file: Path) -> None:
    if not source.exists():
        raise BadInput(f"there is no database at {source}")
    if file.exists():
        raise BadInput(f"{file} is there already; name another file")
    part = file.with_name(f"{file.name}.part")
    try:
        os.close(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))  # VACUUM INTO takes an empty file
        with closing(sqlite3.connect(f"{source.absolute().as_uri()}?mode=ro", uri=True)) as database:
            database.execute("VACUUM INTO ?", (str(part),))
        _check(part)
        with part.open("rb") as written:
            os.fsync(written.fileno())
        part.rename(file)
    except (OSError, sqlite3.Error) as err:
        raise BadInput(f"cannot write {file}: {err}") from err
    finally:
        part.unlink(missing_ok=True)


def _copy_in(file: Path, trial: Path) -> None:
    try:
        os.close(os.open(trial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600))
        shutil.copyfile(file, trial)
        _check(trial)
    except (OSError, sqlite3.Error) as err:
        raise BadInput(f"{file} is no whole backup: {err}") from err


def _check(file: Path) -> None:
    """Raises sqlite3.DatabaseError on a file that is broken, or not ours."""
    with closing(sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True)) as database:
        (said,) = database.execute("PRAGMA integrity_check(1)").fetchone()
        tables = {name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    if said != "ok":
        raise sqlite3.DatabaseError(said)
    if not tables >= _OURS:
        raise sqlite3.DatabaseError("it holds no Hymnsheet database")


def _swap(trial: Path, target: Path, kept: Path) -> Path | None:
    there = target.exists()
    for end in _BESIDE:
        old = target.with_name(f"{target.name}{end}")
        if old.exists():
            old.rename(kept.with_name(f"{kept.name}{end}"))
    for end in reversed(_BESIDE):  # the database itself last: before it is there, nothing is
        new = trial.with_name(f"{trial.name}{end}")
        if new.exists():
            new.rename(target.with_name(f"{target.name}{end}"))
    return kept if there else None


def _remove(trial: Path) -> None:
    for end in _BESIDE:
        trial.with_name(f"{trial.name}{end}").unlink(missing_ok=True)
