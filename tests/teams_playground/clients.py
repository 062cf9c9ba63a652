"""Microsoft's playground as the clients of six people: one process a person, each showing that person's own Teams."""

import asyncio
import json
import os
import re
from asyncio.subprocess import PIPE, STDOUT, Process
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.e2e.program import waiting
from tests.teams.organisation import BOT, CHANNEL, GROUP, TEAM, TENANT
from tests.teams_playground.service import Service

COMMAND = "node_modules/@microsoft/m365agentsplayground/cli.js"
NAMES = ("Dana", "Priya", "Sam", "Mei", "Tom", "Grace")
_PROXIES = frozenset({"http_proxy", "https_proxy", "all_proxy", "node_options"})


@dataclass(frozen=True, slots=True)
class Person:
    name: str

    @property
    def account(self) -> str:
        return f"29:{self.name.lower()}"

    @property
    def chat(self) -> str:
        """Their personal chat with the bot."""
        return f"a:{self.name.lower()}"

    @property
    def listed(self) -> dict[str, str]:
        mail = f"{self.name.lower()}@acme.example"
        return {
            "id": self.account,
            "name": self.name,
            "userPrincipleName": mail,
            "aadObjectId": f"aad-{self.name.lower()}",
            "givenName": self.name,
            "surname": "Acme",
            "email": mail,
        }


PEOPLE = tuple(map(Person, NAMES))


def settings(owner: Person, people: Sequence[Person] = PEOPLE) -> dict[str, Any]:
    """The organisation as the client of `owner` has it: five other people, one group chat, one team, two channels."""
    return {
        "version": "0.1.1",
        "tenantId": TENANT,
        "bot": {"id": BOT, "name": "Hymnsheet"},
        "currentUser": owner.listed,
        "users": [one.listed for one in people if one != owner],
        "personalChat": {"id": owner.chat},
        "groupChat": {"id": GROUP, "name": "Refunds"},
        "team": {
            "id": TEAM,
            "name": "Customer care",
            "aadGroupId": "00000000-0000-0000-0000-000000000031",
            "channels": [{"id": CHANNEL, "name": "Support"}],
        },
    }


@asynccontextmanager
async def clients(home: Path, folder: Path, bot_url: str) -> AsyncIterator[Service]:
    """Everybody's, on free ports of 127.0.0.1; `home` has the package. They are stopped at the end."""
    async with AsyncExitStack() as stack:
        service = await stack.enter_async_context(Service())
        service.chats = {one.chat: one.account for one in PEOPLE}
        for one in PEOPLE:
            client = a_client(home, folder, one, bot_url, service.url)
            service.clients[one.account] = await stack.enter_async_context(client)
        yield service


@asynccontextmanager
async def a_client(home: Path, folder: Path, owner: Person, bot_url: str, service_url: str) -> AsyncIterator[str]:
    """The address of this person's client, once it listens."""
    own = folder / owner.name
    own.mkdir()
    (own / ".m365agentsplayground.yml").write_text(json.dumps(settings(owner)), "utf-8")  # JSON is YAML
    environment = {name: value for name, value in os.environ.items() if name.lower() not in _PROXIES}
    process = await asyncio.create_subprocess_exec(
        *("node", "--require", str(home / "loopback.cjs"), str(home / COMMAND)),
        *("start", "-e", bot_url, "-c", "msteams", "-p", "0", "--su", service_url, "--dt"),
        cwd=own,
        env=environment | {"TEAMSAPPTESTER_BROWSER": "none"},
        stdin=PIPE,
        stdout=PIPE,
        stderr=STDOUT,
    )
    try:
        yield f"http://127.0.0.1:{await _port(process)}"
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()


async def _port(process: Process) -> str:
    assert process.stdout
    told: list[str] = []
    async with waiting(lambda: "".join(told)):
        while line := (await process.stdout.readline()).decode():
            told.append(line)
            if found := re.fullmatch(r"Listening on (\d+)\n", line):
                return found[1]
    raise AssertionError("".join(told))
