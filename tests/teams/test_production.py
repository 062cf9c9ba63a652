"""The adapter as it serves an organisation: with id, secret and tenant."""

from pathlib import Path

import pytest

from adapters.teams.config import TeamsConfig
from tests.teams.double import TeamsDouble
from tests.teams.issuer import Issuer
from tests.teams.organisation import APP, SECRET, TENANT
from tests.teams.served import a_served_bot

pytestmark = pytest.mark.usefixtures("login")

CONFIG = TeamsConfig.model_validate({"app_id": APP, "app_password": SECRET, "tenant_id": TENANT})


async def test_a_signed_activity_reaches_the_door_and_a_forged_one_leaves_no_trace(
    tmp_path: Path, teams: TeamsDouble
) -> None:
    async with Issuer() as issuer, a_served_bot(tmp_path, teams, CONFIG, issuer.keys_url) as bot:
        assert issuer.asked == 1  # before the first activity
        activity = bot["Dana"].activity("a:aad-dana") | {"type": "message", "text": "align list"}
        forged = issuer.token(teams.service_url, aud="another")

        assert (await teams.brings(activity, forged))[0] == 401
        assert bot.door.events == []
        assert await bot.out.references.get(bot.person("Dana")) is None

        assert (await teams.brings(activity, issuer.token(teams.service_url)))[0] == 200
        assert bot.done == ["command list"]
        assert issuer.asked == 1
        assert teams.calls == []


async def test_keys_that_cannot_be_had_at_the_start_do_not_keep_it_from_starting(
    tmp_path: Path, teams: TeamsDouble
) -> None:
    async with Issuer() as issuer:
        issuer.broken = True
        async with a_served_bot(tmp_path, teams, CONFIG, issuer.keys_url) as bot:
            activity = bot["Dana"].activity("a:aad-dana") | {"type": "message", "text": "align list"}
            token = issuer.token(teams.service_url)
            assert (await teams.brings(activity, token))[0] == 503

            (told,) = await bot.adapter.start()
            assert "login.botframework.com" in told

            issuer.broken = False
            assert await bot.adapter.start() == []
            assert (await teams.brings(activity, token))[0] == 200


async def test_the_start_names_what_is_in_the_wrong_place(tmp_path: Path, teams: TeamsDouble) -> None:
    swapped = CONFIG.model_copy(update={"tenant_id": "acme.onmicrosoft.com"})
    async with Issuer() as issuer, a_served_bot(tmp_path, teams, swapped, issuer.keys_url) as bot:
        (told,) = await bot.adapter.start()

    assert "TENANT_ID is no id" in told
