"""Whole is what Slack's reference shows, and what the stand-in sends in its place."""

import pytest

from adapters.slack.shapes import whole
from tests.slack.double import SlackDouble
from tests.slack.payloads import Payloads
from tests.slack.workspace import Json

#: Kinds the stand-in does not send.
OTHERS: tuple[Json, ...] = (
    {"type": "url_verification", "token": "old", "challenge": "abc"},
    {"ssl_check": "1", "token": "old"},
    {
        "type": "block_suggestion",
        "team": {"id": "T1", "domain": "acme"},
        "user": {"id": "U1"},
        "action_id": "who",
        "block_id": "b",
        "value": "da",
    },
)
#: Events of Slack's reference whose user or channel is no plain id.
EVENTS: tuple[Json, ...] = (
    {"type": "app_uninstalled"},
    {"type": "tokens_revoked", "tokens": {"oauth": ["U1"], "bot": ["U2"]}},
    {"type": "team_join", "user": {"id": "U1", "team_id": "T1"}},
    {"type": "channel_rename", "channel": {"id": "C1", "name": "new"}},
    {"type": "member_joined_channel", "user": "U1", "channel": "C1", "channel_type": "C", "team": "T1"},
    {"type": "message", "subtype": "message_changed", "channel": "D1", "message": {"user": "U1", "text": "x"}},
    {"type": "message", "subtype": "bot_message", "channel": "D1", "bot_id": "B1", "user": "", "text": "x"},
    {"type": "app_home_opened", "user": "U1", "channel": "D1", "tab": "home", "view": {"id": "V1"}},
    {"type": "app_mention", "user": "W1", "channel": "C1", "text": "<@U2> help", "thread_ts": "1.1"},
)


@pytest.mark.parametrize("body", OTHERS, ids=lambda body: str(next(iter(body.values()))))
def test_what_slack_sends_on_other_occasions_is_whole(body: Json) -> None:
    assert whole(body)


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: str(event["type"]))
async def test_an_event_of_the_reference_is_whole(event: Json) -> None:
    async with SlackDouble() as slack:
        payloads = Payloads(slack.state, slack.space, next(iter(slack.space.users.values())))

        assert whole(payloads.event(event))


async def test_what_people_do_is_whole() -> None:
    async with SlackDouble() as slack:
        payloads = Payloads(slack.state, slack.space, next(iter(slack.space.users.values())))
        channel = next(iter(slack.space.channels.values()))

        assert whole(payloads.command("/align", "help", channel))
        assert whole(payloads.global_shortcut("start"))
