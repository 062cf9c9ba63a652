"""Every platform's gateway and roster, each with a way to look at what it posted; another platform joins here."""

import asyncio
import shutil
from abc import abstractmethod
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

import pytest

from adapters.slack.clients import Clients
from adapters.slack.gateway import SlackGateway
from adapters.slack.people import People as SlackPeople
from adapters.slack.roster import SlackRoster
from adapters.slack.tokens import SingleToken, tenant_of
from adapters.teams.connector import Connectors
from adapters.teams.gateway import TeamsGateway
from adapters.teams.reading import tenant_of as teams_tenant
from adapters.teams.roster import TeamsRoster
from adapters.web.gateway import WebGateway, WebRoster
from adapters.web.live import Bell
from adapters.web.team import TENANT, load_team
from bot.domain.ids import ChannelRef, PersonRef, TenantId
from bot.ports.chat import ChatGateway, Roster
from bot.ports.references import Reference
from storage.board import SqlBoard
from storage.cipher import Cipher
from storage.engine import make_engine
from storage.migrate import migrate
from storage.references import SqlReferences
from tests.fakes import KeepingGateway, SetClock
from tests.slack.acting import read
from tests.slack.double import SlackDouble
from tests.slack.rights import BOT_TOKEN
from tests.slack.workspace import BOT_USER, Channel, User
from tests.teams import organisation as org
from tests.teams.double import TeamsDouble

TEAM = """
[channel]
name = "support"
[[people]]
user = "dana"
role = "manager"
[[people]]
user = "ines"
locale = "es"
time_zone = "Europe/Madrid"
[[people]]
user = "mei"
away_days = 3
[[people]]
user = "visitor"
guest = true
[[people]]
user = "robot"
bot = true
"""


@dataclass(frozen=True, slots=True)
class Names:
    """The same people and places, by a platform's own ids."""

    tenant: TenantId
    users: Mapping[str, str]
    channel: ChannelRef
    elsewhere: ChannelRef

    def __getitem__(self, who: str) -> PersonRef:
        return PersonRef(self.tenant, self.users[who])


EVERYBODY = ("dana", "ines", "mei", "visitor", "robot", "nobody")
WEB = Names(TENANT, {who: who for who in EVERYBODY}, ChannelRef(TENANT, "support"), ChannelRef(TENANT, "elsewhere"))
SLACK = Names(
    tenant_of("T1"),
    {who: f"U{who.upper()}" for who in EVERYBODY},
    ChannelRef(tenant_of("T1"), "C9"),
    ChannelRef(tenant_of("T1"), "C8"),
)
TEAMS = Names(
    teams_tenant(org.TENANT),
    {who: f"aad-{who}" for who in EVERYBODY},
    ChannelRef(teams_tenant(org.TENANT), org.CHANNEL),
    ChannelRef(teams_tenant(org.TENANT), "19:elsewhere@thread.tacv2"),
)


class Chat(Protocol):
    """A platform under test."""

    names: Names
    gateway: ChatGateway
    has_history: bool = True  #: whether anybody can tell that a message arrived unheard

    @abstractmethod
    async def shown(self, to: PersonRef | ChannelRef) -> list[str]:
        """The messages as they stand there now, one text each."""
        ...


class People(Protocol):
    """A platform's roster under test: Dana, Ines (Spanish, in Madrid) and Mei (back in three days) in the channel,
    with a visitor and a robot. SetClock's first moment is now.
    """

    names: Names
    roster: Roster
    knows_absence: bool = True  #: whether the platform tells who is away
    picks_channels: bool = False  #: whether its dialogs can ask for a channel


class WebChat(Chat):
    names = WEB

    def __init__(self, board: SqlBoard, team_file: Path) -> None:
        self._board = board
        self.gateway = WebGateway(board, load_team(team_file), SetClock(), Bell())

    async def shown(self, to: PersonRef | ChannelRef) -> list[str]:
        place = f"dm/{to.user}" if isinstance(to, PersonRef) else f"channel/{to.channel}"
        return [post.body for post in await self._board.since([place], 0)]


class KeptChat(Chat):
    names = WEB

    def __init__(self) -> None:
        self.kept = KeepingGateway(refuse={"nobody": "not here"})
        self.gateway = self.kept

    async def shown(self, to: PersonRef | ChannelRef) -> list[str]:
        return [message.summary for message in self.kept.to(to.user if isinstance(to, PersonRef) else to.channel)]


class SlackChat(Chat, People):
    names = SLACK
    picks_channels = True

    def __init__(self, slack: SlackDouble, clients: Clients) -> None:
        self._slack = slack
        self.gateway = SlackGateway(clients, SetClock())
        self.roster = SlackRoster(clients, SlackPeople(clients, SetClock()))

    async def shown(self, to: PersonRef | ChannelRef) -> list[str]:
        return [read(one) for one in self._slack.messages(to.user if isinstance(to, PersonRef) else to.channel)]


class TeamsChat(Chat, People):
    names = TEAMS
    has_history = False
    knows_absence = False

    def __init__(self, teams: TeamsDouble, connectors: Connectors, references: SqlReferences) -> None:
        self._teams = teams
        self.gateway = TeamsGateway(connectors, references, SetClock())
        self.roster = TeamsRoster(connectors, references, SetClock())

    async def shown(self, to: PersonRef | ChannelRef) -> list[str]:
        place = f"a:{to.user}" if isinstance(to, PersonRef) else to.channel
        return [org.read(one.card) for one in self._teams.space.in_(place)]


class WebPeople(People):
    names = WEB

    def __init__(self, team_file: Path) -> None:
        self.roster = WebRoster(load_team(team_file), SetClock())


def same_people(slack: SlackDouble) -> None:
    users = [
        User("UDANA", "dana", "Dana"),
        User("UINES", "ines", "Ines", locale="es"),
        User("UMEI", "mei", "Mei", status_emoji=":palm_tree:", status_expiration=_end_of(26)),
        User("UVISITOR", "visitor", "Visitor", is_restricted=True),
        User("UROBOT", "robot", "Robot", is_bot=True),
    ]
    slack.space.users |= {user.id: user for user in users}
    slack.space.channels["C9"] = Channel("C9", "support", [*(user.id for user in users), BOT_USER])


def _end_of(day: int) -> int:
    return int(datetime(2026, 11, day, 22, 59, 59, tzinfo=UTC).timestamp())  # 23:59:59 in Madrid


@asynccontextmanager
async def slack_chat() -> AsyncIterator[SlackChat]:
    async with SlackDouble() as slack:
        same_people(slack)
        clients = Clients(slack.base_url, SingleToken(BOT_TOKEN))
        yield SlackChat(slack, clients)
        await clients.close()


@asynccontextmanager
async def teams_chat(url: str) -> AsyncIterator[TeamsChat]:
    """Where the channel has been heard of, and Ines has written."""
    engine = make_engine(url)
    references = SqlReferences(engine)
    connectors = Connectors(None, org.APP)
    async with TeamsDouble() as teams:
        people = [org.Person("Dana"), org.Person("Ines", "es"), org.Person("Mei")]
        people += [org.Person("Visitor", role="guest"), org.Person("Robot", role="bot")]
        names = [one.name for one in people]
        teams.space = org.Organisation({one.name: one for one in people}, {org.TEAM: names, org.CHANNEL: names})
        now, url = SetClock().now(), teams.service_url
        for one in people:
            await references.learn(
                Reference(
                    PersonRef(TEAMS.tenant, one.aad),
                    url,
                    now,
                    account=one.id,
                    roster=org.TEAM,
                    locale="es" if one.name == "Ines" else "",
                    time_zone=one.time_zone,
                )
            )
        await references.learn(
            Reference(TEAMS.channel, url, now, conversation=org.CHANNEL, roster=org.CHANNEL, team=org.TEAM)
        )
        yield TeamsChat(teams, connectors, references)
    await connectors.close()
    await engine.dispose()


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("board") / "migrated.db"
    asyncio.run(migrate(f"sqlite+aiosqlite:///{file}"))
    return file


@pytest.fixture
def team_file(tmp_path: Path) -> Path:
    file = tmp_path / "team.toml"
    file.write_text(TEAM)
    return file


@pytest.fixture(params=["web", "kept", "slack", "teams"])
async def chat(request: pytest.FixtureRequest, tmp_path: Path, migrated: Path, team_file: Path) -> AsyncIterator[Chat]:
    if request.param == "kept":
        yield KeptChat()
    elif request.param == "slack":
        async with slack_chat() as slack:
            yield slack
    elif request.param == "teams":
        async with teams_chat(f"sqlite+aiosqlite:///{shutil.copy(migrated, tmp_path / 'teams.db')}") as teams:
            yield teams
    else:
        engine = make_engine(f"sqlite+aiosqlite:///{shutil.copy(migrated, tmp_path / 'board.db')}")
        yield WebChat(SqlBoard(engine, Cipher([Cipher.new_key()])), team_file)
        await engine.dispose()


@pytest.fixture(params=["web", "slack", "teams"])
async def people(
    request: pytest.FixtureRequest, tmp_path: Path, migrated: Path, team_file: Path
) -> AsyncIterator[People]:
    if request.param == "web":
        yield WebPeople(team_file)
    elif request.param == "teams":
        async with teams_chat(f"sqlite+aiosqlite:///{shutil.copy(migrated, tmp_path / 'teams.db')}") as teams:
            yield teams
    else:
        async with slack_chat() as slack:
            yield slack
