"""Between a program and PostgreSQL: the way can be cut off, or what the database says be held back."""

import asyncio
import re
import shutil
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

_SOCKET = ".s.PGSQL.5432"
_CHUNK = 65_536


@dataclass
class Proxy:
    folder: Path
    beyond: Path  #: the server's own socket
    _flows: asyncio.Event = field(default_factory=asyncio.Event)
    _open: set[asyncio.StreamWriter] = field(default_factory=set)
    _server: asyncio.Server | None = None

    async def open(self) -> None:
        """The database is there (again)."""
        self._flows.set()
        self._server = await asyncio.start_unix_server(self._meet, self.folder / _SOCKET)

    async def cut(self, *, unknown: bool = False) -> None:
        """The database is gone: every connection breaks, and none is made; `unknown`: not even its name is there."""
        if self._server is None:
            return
        self._server.close()
        if unknown:
            (self.folder / _SOCKET).unlink()
        for writer in self._open:
            writer.transport.abort()
        self._server = None

    def hold(self) -> None:
        """What is asked arrives, and nothing comes back."""
        self._flows.clear()

    def let_go(self) -> None:
        self._flows.set()

    async def _meet(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            far_reader, far_writer = await asyncio.open_unix_connection(self.beyond)
        except OSError:
            writer.transport.abort()
            return
        self._open |= {writer, far_writer}
        try:
            await asyncio.gather(self._pass(reader, far_writer), self._pass(far_reader, writer, held=True))
        finally:
            self._open -= {writer, far_writer}

    async def _pass(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, *, held: bool = False) -> None:
        try:
            while chunk := await reader.read(_CHUNK):
                if held:
                    await self._flows.wait()
                writer.write(chunk)
                await writer.drain()
        except OSError:
            pass
        finally:
            writer.transport.abort()


@asynccontextmanager
async def a_proxy(url: str) -> AsyncIterator[tuple[Proxy, str]]:
    """Before the server of this URL; and the URL that leads through it."""
    found = re.search(r"host=([^&]+)", url)
    assert found, url
    folder = Path(tempfile.mkdtemp(prefix="hymnsheet-"))  # a socket's path must be short
    proxy = Proxy(folder, Path(found[1]) / _SOCKET)
    await proxy.open()
    try:
        yield proxy, url.replace(found[0], f"host={folder}")
    finally:
        proxy.let_go()
        await proxy.cut()
        shutil.rmtree(folder)
