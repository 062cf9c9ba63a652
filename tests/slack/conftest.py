from collections.abc import AsyncIterator

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from tests.slack.double import SlackDouble
from tests.slack.rights import BOT_TOKEN


@pytest.fixture
async def slack() -> AsyncIterator[SlackDouble]:
    async with SlackDouble() as double:
        yield double


@pytest.fixture
def client(slack: SlackDouble) -> AsyncWebClient:
    """The SDK's client with the bot's token."""
    return AsyncWebClient(token=BOT_TOKEN, base_url=slack.base_url)
