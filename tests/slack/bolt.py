"""A small Bolt app, reached over HTTP or over Socket Mode, to drive the double with the SDK's own code."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from aiohttp import web
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.app.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from tests.slack.double import SlackDouble
from tests.slack.rights import APP_TOKEN, BOT_TOKEN, SIGNING_SECRET


def an_app(slack: SlackDouble) -> AsyncApp:
    client = AsyncWebClient(token=BOT_TOKEN, base_url=slack.base_url)
    return AsyncApp(client=client, signing_secret=SIGNING_SECRET)


@asynccontextmanager
async def over_http(slack: SlackDouble, app: AsyncApp) -> AsyncIterator[None]:
    runner = web.AppRunner(app.web_app("/slack/events"), access_log=None)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        slack.calls_over_http(f"http://127.0.0.1:{runner.addresses[0][1]}/slack/events")
        yield
    finally:
        await runner.cleanup()


@asynccontextmanager
async def over_sockets(slack: SlackDouble, app: AsyncApp) -> AsyncIterator[None]:
    client = AsyncWebClient(token=APP_TOKEN, base_url=slack.base_url)
    handler = AsyncSocketModeHandler(app, APP_TOKEN, web_client=client, ping_interval=0.5)
    await handler.connect_async()  # type: ignore[no-untyped-call]  # the SDK leaves it open
    try:
        await slack.connected()
        yield
    finally:
        await handler.close_async()  # type: ignore[no-untyped-call]


BOTH = {"http": over_http, "sockets": over_sockets}
