"""Signing in with a client secret, before a stand-in for Microsoft's sign-in."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from adapters.teams import credentials
from adapters.teams.config import TeamsConfig
from adapters.teams.credentials import Credentials, by_identity, by_secret
from bot.messages.view import Message, Run, Text
from bot.ports.chat import Delivered, RetryAt
from bot.ports.references import Reference
from tests.teams.double import TeamsDouble
from tests.teams.issuer import Issuer
from tests.teams.login import Login
from tests.teams.organisation import APP, SECRET, TENANT
from tests.teams.served import Served, a_served_bot

pytestmark = pytest.mark.usefixtures("login")

CONFIG = TeamsConfig.model_validate({"app_id": APP, "app_password": SECRET, "tenant_id": TENANT})
HELLO = Message("hello", (Text((Run("hello"),)),))


@pytest.fixture
async def bot(tmp_path: Path, teams: TeamsDouble) -> AsyncIterator[Served]:
    async with Issuer() as issuer, a_served_bot(tmp_path, teams, CONFIG, issuer.keys_url) as served:
        yield served


async def sends(bot: Served, key: str = "k") -> Any:
    person, account = bot.person("Priya"), bot.teams.space.people["Priya"].id
    await bot.out.references.learn(
        Reference(person, bot.teams.service_url, bot.clock.now(), account=account, conversation="a:aad-priya")
    )
    bot.teams.space.chats.add("a:aad-priya")
    return await bot.out.gateway.send(person, HELLO, key=key)


async def test_all_messages_carry_the_one_token_that_the_start_was_given(login: Login, bot: Served) -> None:
    outcomes = await asyncio.gather(*(sends(bot, f"k{i}") for i in range(40)))

    assert all(isinstance(one, Delivered) for one in outcomes)
    assert {call.token for call in bot.teams.calls} == {"Bearer token-1"}
    (asked,) = login.asked
    assert (asked["client_id"], asked["client_secret"]) == (APP, SECRET)
    assert asked["scope"] == "https://api.botframework.com/.default"


async def test_at_once_they_ask_once(login: Login) -> None:
    signer: Any = await by_secret(APP, SECRET, TENANT).create_credentials(APP, "scope", "", validate_authority=True)

    tokens = await asyncio.gather(*(asyncio.to_thread(signer.get_access_token) for _ in range(32)))

    assert set(tokens) == {"token-1"}
    assert len(login.asked) == 1


@pytest.mark.parametrize(
    ("refused", "told"),
    [
        ({"password": "another"}, "AADSTS7000215): the secret is wrong; it is the Value, not the id"),
        ({"app_id": "another"}, "AADSTS700016): this tenant has no such app"),
        ({"tenant_id": "another"}, "AADSTS90002): there is no such tenant"),
    ],
)
async def test_the_start_says_what_is_wrong_with_what_was_given(refused: dict[str, str], told: str) -> None:
    given = by_secret(**({"app_id": APP, "password": SECRET, "tenant_id": TENANT} | refused))

    assert await given.signs_in() == f"the sign-in is refused ({told}"


async def test_a_refusal_of_another_kind_is_told_by_its_code(login: Login) -> None:
    login.refuses = "AADSTS53003"

    assert await by_secret(APP, SECRET, TENANT).signs_in() == "the sign-in is refused (AADSTS53003)"


async def test_an_expired_secret_is_told_at_the_start_and_messages_wait_without_having_been_sent(
    login: Login, tmp_path: Path, teams: TeamsDouble
) -> None:
    login.refuses = "AADSTS7000222"
    async with Issuer() as issuer, a_served_bot(tmp_path, teams, CONFIG, issuer.keys_url) as bot:
        (told,) = await bot.adapter.start()

        outcome = await sends(bot)

    assert told == "the sign-in is refused (AADSTS7000222): the secret has expired; make a new one"
    assert isinstance(outcome, RetryAt)
    assert not outcome.unknown
    assert outcome.reason == "unreached:Teams:AADSTS7000222"
    assert teams.calls == []
    assert len(login.asked) == 1  # who waits meanwhile fails with it


async def test_it_is_asked_again_later_and_works_then(login: Login, monkeypatch: pytest.MonkeyPatch) -> None:
    login.refuses = "AADSTS7000222"
    given = by_secret(APP, SECRET, TENANT)
    assert await given.signs_in()
    monkeypatch.setattr(credentials, "AGAIN_SECONDS", 0.0)
    login.refuses = ""

    assert await given.signs_in() == ""


@pytest.mark.parametrize("hangs", [True, False])
async def test_a_sign_in_that_is_away_is_waited_for_so_long_and_no_longer(
    login: Login, monkeypatch: pytest.MonkeyPatch, hangs: bool
) -> None:
    monkeypatch.setattr(credentials, "TOKEN_SECONDS", 0.2)
    login.hangs = hangs
    if not hangs:
        await login.__aexit__()

    told = await by_secret(APP, SECRET, TENANT).signs_in()

    assert told.startswith("nobody can be reached to sign in with (")


@pytest.mark.parametrize("given", [("", "s", "t"), ("a", "", "t"), ("a", "s", "")])
def test_without_id_secret_and_tenant_there_are_no_credentials(given: tuple[str, str, str]) -> None:
    with pytest.raises(ValueError, match="authentication off"):
        by_secret(*given)


@pytest.fixture(params=[lambda: by_secret(APP, SECRET, TENANT), lambda: by_identity(APP, TENANT)])
def either(request: pytest.FixtureRequest) -> Credentials:
    made: Credentials = request.param()
    return made


async def test_they_speak_for_their_own_app_alone(either: Credentials) -> None:
    assert not await either.is_valid_app_id("another")
    with pytest.raises(ValueError, match="another app"):
        await either.create_credentials("another", "scope", "", validate_authority=True)


async def test_they_are_made_once_for_each_scope(either: Credentials) -> None:
    first = await either.create_credentials(APP, "scope", "", validate_authority=True)

    assert first is await either.create_credentials(APP, "scope", "", validate_authority=True)
    assert first is not await either.create_credentials(APP, "other", "", validate_authority=True)
