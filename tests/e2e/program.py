"""The program as its users have it: a process of its own, reached over its page's interface."""

import asyncio
import os
import re
import signal
import sys
from asyncio.subprocess import Process
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any, Self

import aiohttp

from tests import patience

ROOT = Path(__file__).parent.parent.parent
PATIENCE = patience.PATIENCE
_UNMEASURED = {"COVERAGE_PROCESS_CONFIG": ""}
Json = dict[str, Any]


@asynccontextmanager
async def waiting(story: Callable[[], str]) -> AsyncIterator[None]:
    """Bounds a wait for another process's doing; `story` says what was seen when it took too long."""
    try:
        async with asyncio.timeout(PATIENCE):
            yield
    except TimeoutError as err:
        raise AssertionError(story()) from err


@dataclass
class Program:
    """A running `python app.py serve`."""

    folder: Path
    environment: Mapping[str, str]
    started_by: tuple[str, ...] = (str(ROOT / "app.py"),)  #: what python runs
    measured: bool = False  #: whether its coverage counts; that makes it half as fast
    process: Process | None = None
    address: str = ""
    session: aiohttp.ClientSession = field(init=False)
    _keys: "count[int]" = field(default_factory=count)

    async def start(self) -> None:
        """Returns when the program says that it is ready."""
        begin = self.log.stat().st_size if self.log.exists() else 0
        with self.log.open("ab") as log:
            self.process = await asyncio.create_subprocess_exec(
                sys.executable,
                *self.started_by,
                "serve",
                cwd=ROOT,
                env={**self.environment, **({} if self.measured else _UNMEASURED)},
                stdout=log,
                stderr=log,
            )
        async with waiting(lambda: self.printed):
            while not (found := re.search(r"http://\S+/", self.printed[begin:])):
                assert self.process.returncode is None, self.printed
                await asyncio.sleep(0.02)
        self.address = found[0]

    @property
    def log(self) -> Path:
        return self.folder / "program.log"

    @property
    def printed(self) -> str:
        """Everything it has printed, over all its starts."""
        return self.log.read_text("utf-8")

    async def kill(self) -> None:
        """As a power cut would: no chance to say goodbye."""
        assert self.process
        self.process.kill()
        await self.process.wait()

    async def stop(self) -> int:
        """As an operator would; returns the exit code."""
        assert self.process
        if self.process.returncode is None:
            self.process.send_signal(signal.SIGTERM)
            async with waiting(lambda: self.printed):
                await self.process.wait()
        return int(self.process.returncode or 0)

    def key(self) -> str:
        return f"test-event-{os.getpid()}-{next(self._keys)}"

    async def get(self, path: str) -> Json:
        async with self.session.get(self.address + path) as response:
            assert response.status == 200, await response.text()
            return dict(await response.json())

    async def post(self, path: str, body: Json) -> Json:
        async with self.session.post(self.address + path, json=body) as response:
            answer = dict(await response.json())
            assert response.status == 200, answer
            return answer

    def acting_as(self, user: str) -> "Window":
        return Window(self, user)


@dataclass
class Window:
    """One person's browser window."""

    program: Program
    user: str
    reply: Json = field(default_factory=dict)

    async def state(self) -> Json:
        return await self.program.get(f"api/state?as={self.user}")

    async def posts(self, conversation: str = "dm/") -> list[Json]:
        return [post for post in (await self.state())["posts"] if post["conversation"].startswith(conversation)]

    async def commands(self, text: str) -> Self:
        state = await self.state()
        return await self._do("api/command", conversation=state["channel"]["id"], text=text)

    async def presses(self, label: str) -> Self:
        """The newest button of this label that this person sees, once it is there."""
        async with asyncio.timeout(PATIENCE):
            while not (
                found := [pair for post in await self.posts("") for pair in _buttons(post) if pair[1]["label"] == label]
            ):
                await asyncio.sleep(0.05)
        post, button = found[-1]
        return await self._do("api/press", post=post["id"], action=button["action"], subject=button["subject"])

    async def fills(self, values: Mapping[str, str]) -> Self:
        assert self.reply["kind"] == "open", self.reply
        form = self.reply["form"]
        given = {each["id"]: each["initial"] for each in form["fields"]} | dict(values)
        state = await self.state()
        return await self._do(
            "api/submit", conversation=state["channel"]["id"], form=form["id"], subject=form["subject"], values=given
        )

    async def waits_for(self, words: str, conversation: str = "dm/") -> Json:
        """The newest message with these words, once it is there."""
        async with waiting(lambda: f"{self.user} reads nowhere {words}: {self.program.printed}"):
            while True:
                found = [post for post in await self.posts(conversation) if words in text_of(post)]
                if found:
                    return found[-1]
                await asyncio.sleep(0.1)

    async def _do(self, path: str, **body: object) -> Self:
        self.reply = await self.program.post(path, {"as": self.user, "event_key": self.program.key(), **body})
        return self


def text_of(post: Json) -> str:
    """Everything a post says, as one string."""
    return str(post.get("text") or "") + str(post.get("message") or "")


def _buttons(post: Json) -> Iterator[tuple[Json, Json]]:
    for part in (post.get("message") or {}).get("parts", ()):
        if part["kind"] == "buttons":
            for button in part["buttons"]:
                yield post, button


def team_file(folder: Path, members: int) -> Path:
    """A team of its own: m, who manages, and the members p01, p02 and so on."""
    zones = ("Europe/Madrid", "America/New_York", "Asia/Kolkata")
    people = ['[[people]]\nuser = "m"\nname = "Morgan"\nrole = "manager"\n']
    people += [
        f'[[people]]\nuser = "p{i:02}"\nname = "Person {i:02}"\ntime_zone = "{zones[i % 3]}"\n'
        for i in range(1, members + 1)
    ]
    path = folder / "team.toml"
    path.write_text('[channel]\nname = "all"\n' + "\n".join(people), "utf-8")
    return path


@asynccontextmanager
async def a_program(
    folder: Path, *, team: Path | None = None, settings: Mapping[str, str] | None = None, measured: bool = False
) -> AsyncIterator[Program]:
    """The program on a data folder of its own; stopped at the end."""
    environment = (
        os.environ | {"HYMNSHEET_DATA_DIR": str(folder / "data"), "HYMNSHEET_PORT": "0"} | dict(settings or {})
    )
    if team:
        environment["HYMNSHEET_WORKSPACE_TEAM"] = str(team)
    program = Program(folder, environment, measured=measured)
    async with aiohttp.ClientSession() as session:
        program.session = session
        try:
            await program.start()
            yield program
        finally:
            await program.stop()
