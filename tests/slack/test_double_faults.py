"""How the double gives and takes tokens, and what goes wrong on its wire."""

import asyncio

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from tests.slack.double import SlackDouble
from tests.slack.faults import Fault, Kind
from tests.slack.refusing import refused
from tests.slack.rights import (
    APP_TOKEN,
    BOT_TOKEN,
    CLIENT_ID,
    CLIENT_SECRET,
    SIGNING_SECRET,
    Token,
)


@pytest.mark.filterwarnings("ignore:BasicAuth is deprecated:DeprecationWarning")  # the SDK's own, with aiohttp 3.14
async def test_an_install_gives_tokens_that_rotate_once_each(slack: SlackDouble) -> None:
    slack.state.installing.rotates = True
    code = slack.state.installing.allow("T1", "UDANA")
    client = AsyncWebClient(base_url=slack.base_url)
    keys = {"client_id": CLIENT_ID, "client_secret": CLIENT_SECRET}

    first = await client.oauth_v2_access(**keys, code=code)
    second = await client.oauth_v2_access(**keys, grant_type="refresh_token", refresh_token=first["refresh_token"])

    works = AsyncWebClient(token=second["access_token"], base_url=slack.base_url)
    assert (await works.auth_test())["team_id"] == "T1"
    assert await refused(client, "oauth.v2.access", **keys, code=code) == "code_already_used"
    again = {"grant_type": "refresh_token", "refresh_token": first["refresh_token"]}
    assert await refused(client, "oauth.v2.access", **keys, **again) == "invalid_refresh_token"


async def test_revoked_and_uninstalled_tokens_stop_working(slack: SlackDouble, client: AsyncWebClient) -> None:
    slack.state.tokens["xoxb-second"] = Token("xoxb-second", "T1")
    second = AsyncWebClient(token="xoxb-second", base_url=slack.base_url)

    await client.auth_revoke()
    assert await refused(client, "auth.test") == "token_revoked"
    await second.apps_uninstall(client_id=CLIENT_ID, client_secret=CLIENT_SECRET)
    assert await refused(second, "auth.test") == "account_inactive"


async def test_a_rate_limit_says_when_and_counts_who_comes_too_early(
    slack: SlackDouble, client: AsyncWebClient
) -> None:
    slack.faults.rate_limits("chat.postMessage", retry_after=30)

    with pytest.raises(SlackApiError) as caught:
        await client.chat_postMessage(channel="C1", text="x")
    await client.chat_postMessage(channel="C1", text="x")

    assert caught.value.response.status_code == 429
    assert caught.value.response.headers["Retry-After"] == "30"
    assert slack.faults.undercut == 1
    assert [one.error for one in slack.calls] == ["rate_limit", ""]


@pytest.mark.parametrize(("accepted", "kept"), [(True, 1), (False, 0)])
async def test_a_broken_connection_leaves_the_message_or_not(
    slack: SlackDouble, client: AsyncWebClient, *, accepted: bool, kept: int
) -> None:
    client.retry_handlers.clear()
    slack.faults.resets("chat.postMessage", accepted=accepted)

    with pytest.raises(aiohttp.ClientError):
        await client.chat_postMessage(channel="C1", text="x")

    assert len(slack.messages("C1")) == kept


async def test_a_message_can_be_taken_and_never_answered(slack: SlackDouble) -> None:
    client = AsyncWebClient(token=BOT_TOKEN, base_url=slack.base_url, timeout=1)
    slack.faults.hangs_after_accepting("chat.postMessage")

    with pytest.raises(asyncio.TimeoutError):
        await client.chat_postMessage(channel="C1", text="x")

    assert len(slack.messages("C1")) == 1


async def test_other_faults_answer_as_slack_does(slack: SlackDouble, client: AsyncWebClient) -> None:
    slack.faults.fails("auth.test")
    slack.faults.refuses("auth.test", "internal_error")
    slack.faults.delays("auth.test", 0.01)

    with pytest.raises(SlackApiError) as caught:
        await client.auth_test()
    assert caught.value.response.status_code == 500
    assert await refused(client, "auth.test") == "internal_error"
    assert (await client.auth_test())["ok"]


async def test_faults_left_to_chance_strike_a_share_of_the_calls(slack: SlackDouble, client: AsyncWebClient) -> None:
    slack.faults.sometimes("*", 0.5, Fault(Kind.REFUSE, error="internal_error"))
    for _ in range(20):
        try:
            await client.auth_test()
        except SlackApiError:
            continue
    slack.faults.clear()

    assert 5 <= sum(one.error == "internal_error" for one in slack.calls) <= 15
    assert (await client.auth_test())["ok"]


async def test_the_app_token_opens_connections(slack: SlackDouble) -> None:
    answer = await AsyncWebClient(base_url=slack.base_url).apps_connections_open(app_token=APP_TOKEN)

    assert answer["url"].startswith(slack.state.root.replace("http", "ws"))
    assert SIGNING_SECRET not in str(answer)
