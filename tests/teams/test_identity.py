"""Signing in by managed identity, with a stand-in for the endpoint that an Azure machine has for it."""

import time
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from aiohttp import web

from adapters.teams.config import TeamsConfig
from adapters.teams.credentials import by_identity
from bot.messages.view import Message, Run, Text
from bot.ports.chat import Delivered, RetryAt
from bot.ports.references import Reference
from tests.teams.double import TeamsDouble
from tests.teams.issuer import Issuer
from tests.teams.organisation import APP, TENANT
from tests.teams.served import Served, a_served_bot

CONFIG = TeamsConfig.model_validate({"app_id": APP, "managed_identity": True, "tenant_id": TENANT})
HELLO = Message("hello", (Text((Run("hello"),)),))


@dataclass
class Machine:
    """What it is asked for tokens, and with which it answers; `without` it has no such identity."""

    asked: list[dict[str, str]] = field(default_factory=list)
    without: bool = False

    async def token(self, request: web.Request) -> web.Response:
        self.asked.append(dict(request.query))
        if self.without:
            return web.json_response({"statusCode": 400, "message": "no such identity"}, status=400)
        number = len(self.asked)
        return web.json_response({"access_token": f"token-{number}", "expires_on": str(int(time.time()) + 3600)})


@pytest.fixture
async def machine(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Machine]:
    made, app = Machine(), web.Application()
    app.router.add_get("/token", made.token)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    for name in ("IMDS_ENDPOINT", "IDENTITY_SERVER_THUMBPRINT", "MSI_ENDPOINT"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("IDENTITY_ENDPOINT", f"http://127.0.0.1:{runner.addresses[0][1]}/token")
    monkeypatch.setenv("IDENTITY_HEADER", "header")
    yield made
    await runner.cleanup()


@pytest.fixture
def without(machine: Machine) -> None:
    machine.without = True


@pytest.fixture
async def bot(tmp_path: Path, teams: TeamsDouble) -> AsyncIterator[Served]:
    async with Issuer() as issuer, a_served_bot(tmp_path, teams, CONFIG, issuer.keys_url) as served:
        person, account = served.person("Priya"), teams.space.people["Priya"].id
        await served.out.references.learn(
            Reference(person, teams.service_url, served.clock.now(), account=account, conversation="a:aad-priya")
        )
        teams.space.chats.add("a:aad-priya")
        yield served


async def test_messages_are_sent_with_one_token_of_the_identity(machine: Machine, bot: Served) -> None:
    for key in ("k1", "k2"):
        assert isinstance(await bot.out.gateway.send(bot.person("Priya"), HELLO, key=key), Delivered)

    assert {call.token for call in bot.teams.calls} == {"Bearer token-1"}
    assert len(bot.teams.calls) == 2
    (asked,) = machine.asked
    assert (asked["client_id"], asked["resource"]) == (APP, "https://api.botframework.com")


@pytest.mark.usefixtures("without")
async def test_a_machine_without_the_identity_is_waited_for_and_nothing_is_sent(bot: Served) -> None:
    (told,) = await bot.adapter.start()
    assert told.startswith("the sign-in is refused (")
    outcome = await bot.out.gateway.send(bot.person("Priya"), HELLO, key="k")

    assert isinstance(outcome, RetryAt)
    assert not outcome.unknown
    assert bot.teams.calls == []


async def test_what_comes_in_is_still_signed_or_refused(bot: Served) -> None:
    activity = bot["Dana"].activity("a:aad-dana") | {"type": "message", "text": "align list"}

    assert (await bot.teams.brings(activity))[0] == 401
    assert bot.door.events == []


@pytest.mark.usefixtures("machine")
async def test_a_signed_activity_reaches_the_door(tmp_path: Path, teams: TeamsDouble) -> None:
    async with Issuer() as issuer, a_served_bot(tmp_path, teams, CONFIG, issuer.keys_url) as served:
        activity = served["Dana"].activity("a:aad-dana") | {"type": "message", "text": "align list"}

        assert (await teams.brings(activity, issuer.token(teams.service_url)))[0] == 200
        assert served.done == ["command list"]


def test_no_secret_is_asked_for_and_it_says_how_it_signs_in() -> None:
    assert CONFIG.configured
    assert CONFIG.missing() == []
    assert CONFIG.shown()["Teams"] == "on, signing in by managed identity"
    assert CONFIG.shown()["HYMNSHEET_TEAMS_MANAGED_IDENTITY"] == "1"


@pytest.mark.parametrize("name", ["app_id", "tenant_id"])
def test_id_and_tenant_are_asked_for_all_the_same(name: str) -> None:
    given = CONFIG.model_copy(update={name: ""})

    assert not given.configured
    assert given.missing() == [f"HYMNSHEET_TEAMS_{name.upper()} is missing"]


def test_with_nothing_else_set_both_are_named() -> None:
    alone = TeamsConfig.model_validate({"managed_identity": True})

    assert alone.missing() == ["HYMNSHEET_TEAMS_APP_ID is missing", "HYMNSHEET_TEAMS_TENANT_ID is missing"]


@pytest.mark.parametrize("given", [("", "t"), ("a", "")])
def test_without_id_and_tenant_there_are_no_credentials(given: tuple[str, str]) -> None:
    with pytest.raises(ValueError, match="authentication off"):
        by_identity(*given)
