"""The double's Web API, asked by the SDK's own client."""

import io
import time
from typing import Any

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from tests.slack.double import SlackDouble
from tests.slack.refusing import refused
from tests.slack.rights import (
    BOT_TOKEN,
    OPTIONAL_SCOPES,
    SCOPES,
)
from tests.slack.samples import A_MODAL, BUTTONS, CHART, LOADING, section

METADATA = {"event_type": "sent", "event_payload": {"key": "k1"}}


def allow_everything(slack: SlackDouble) -> None:
    slack.state.tokens[BOT_TOKEN].scopes = SCOPES | OPTIONAL_SCOPES


async def test_a_message_is_kept_with_everything_it_came_with(slack: SlackDouble, client: AsyncWebClient) -> None:
    answer = await client.chat_postMessage(channel="C1", text="Well?", blocks=BUTTONS, metadata=METADATA)

    (accepted,) = slack.accepted
    assert (accepted.method, accepted.channel, accepted.text) == ("chat.postMessage", "C1", "Well?")
    assert (accepted.ts, accepted.metadata) == (answer["ts"], METADATA)
    assert [one.ts for one in slack.messages("C1")] == [answer["ts"]]


async def test_an_update_changes_the_message_and_leaves_what_it_does_not_name(
    slack: SlackDouble, client: AsyncWebClient
) -> None:
    first = await client.chat_postMessage(channel="C1", text="Well?", blocks=BUTTONS, metadata=METADATA)

    await client.chat_update(channel="C1", ts=first["ts"], text="Closed")

    (now,) = slack.messages("C1")
    assert (now.text, now.versions, now.metadata, len(now.blocks)) == ("Closed", 2, METADATA, 2)


async def test_direct_messages_are_opened_once_for_a_person(slack: SlackDouble, client: AsyncWebClient) -> None:
    opened = await client.conversations_open(users="UTOM")
    await client.chat_postMessage(channel=opened["channel"]["id"], text="hello")
    await client.chat_postMessage(channel="UTOM", text="again")

    assert [one.text for one in slack.user("UTOM").inbox] == ["hello", "again"]


async def test_a_private_answer_is_seen_by_one_person(slack: SlackDouble, client: AsyncWebClient) -> None:
    await client.chat_postEphemeral(channel="C1", user="UTOM", text="for you")

    assert [one.text for one in slack.user("UTOM").private] == ["for you"]
    assert slack.messages("C1") == []
    assert slack.user("UDANA").private == []


@pytest.mark.parametrize(
    ("method", "args", "error"),
    [
        ("chat.postMessage", {"channel": "C404", "text": "x"}, "channel_not_found"),
        ("chat.postMessage", {"channel": "C2", "text": "x"}, "not_in_channel"),
        ("chat.postMessage", {"channel": "C1"}, "no_text"),
        ("chat.postMessage", {"channel": "C1", "text": "x" * 40_001}, "msg_too_long"),
        ("chat.postMessage", {"channel": "C1", "blocks": [section("")]}, "invalid_blocks"),
        ("chat.postMessage", {"channel": "C1", "text": "x", "metadata": {"event_type": ""}}, "invalid_metadata_schema"),
        ("chat.update", {"channel": "C1", "ts": "1.1", "text": "x"}, "message_not_found"),
        ("chat.postEphemeral", {"channel": "C1", "user": "U404", "text": "x"}, "user_not_found"),
        ("chat.getPermalink", {"channel": "C1", "message_ts": "1.1"}, "message_not_found"),
        ("conversations.open", {"users": "U404"}, "user_not_found"),
        ("conversations.open", {"users": "UROBOT"}, "cannot_dm_bot"),
        ("conversations.open", {"users": "UGONE"}, "user_disabled"),
        ("conversations.history", {"channel": "C1"}, "missing_scope"),
        ("dnd.info", {"user": "UTOM"}, "missing_scope"),
        ("pins.add", {"channel": "C1", "timestamp": "1.1"}, "missing_scope"),
        ("usergroups.users.list", {"usergroup": "S404"}, "no_such_subteam"),
        ("users.info", {}, "invalid_arguments"),
        ("views.open", {"trigger_id": "1.1", "view": LOADING}, "invalid_trigger_id"),
        ("views.update", {"view_id": "V404", "view": LOADING}, "not_found"),
        ("apps.connections.open", {}, "not_allowed_token_type"),
        ("oauth.v2.access", {"code": "x"}, "invalid_client_id"),
        ("files.upload", {}, "unknown_method"),
    ],
)
async def test_what_slack_refuses_is_refused_by_name(
    client: AsyncWebClient, method: str, args: dict[str, Any], error: str
) -> None:
    assert await refused(client, method, **args) == error


@pytest.mark.parametrize("trouble", ["account_inactive", "token_revoked", "token_expired"])
async def test_a_token_in_trouble_says_so(slack: SlackDouble, client: AsyncWebClient, trouble: str) -> None:
    slack.state.tokens[BOT_TOKEN].trouble = trouble

    assert await refused(client, "auth.test") == trouble


async def test_unknown_and_missing_tokens_are_told_apart(slack: SlackDouble) -> None:
    assert await refused(AsyncWebClient(token="xoxb-other", base_url=slack.base_url), "auth.test") == "invalid_auth"
    assert await refused(AsyncWebClient(base_url=slack.base_url), "auth.test") == "not_authed"


@pytest.mark.parametrize(("trouble", "method"), [("user_disabled", "open"), ("messages_tab_disabled", "post")])
async def test_an_unreachable_person_is_refused_where_slack_does(
    slack: SlackDouble, client: AsyncWebClient, trouble: str, method: str
) -> None:
    slack.space.users["UTOM"].unreachable = trouble

    if method == "open":
        assert await refused(client, "conversations.open", users="UTOM") == trouble
    else:
        assert await refused(client, "chat.postMessage", channel="UTOM", text="x") == trouble


async def test_members_come_in_small_pages(slack: SlackDouble, client: AsyncWebClient) -> None:
    pages = [page["members"] async for page in await client.conversations_members(channel="C1", limit=200)]

    assert len(pages) == 4
    assert [one for page in pages for one in page] == list(slack.space.users)


async def test_a_person_comes_with_zone_and_only_when_asked_with_locale(client: AsyncWebClient) -> None:
    ines = (await client.users_info(user="UINES", include_locale=True))["user"]
    plain = (await client.users_info(user="UINES"))["user"]
    stranger = (await client.users_info(user="USTRANGER"))["user"]

    assert (ines["tz"], ines["tz_offset"], ines["locale"]) == ("Europe/Madrid", 3600, "es-ES")
    assert "locale" not in plain
    assert stranger["is_stranger"]


async def test_history_shows_the_newest_first_and_metadata_when_asked(
    slack: SlackDouble, client: AsyncWebClient
) -> None:
    allow_everything(slack)
    first = await client.chat_postMessage(channel="C1", text="one", metadata=METADATA)
    await client.chat_postMessage(channel="C1", text="two")
    await client.chat_postMessage(channel="C1", text="in the thread", thread_ts=first["ts"])

    plain = (await client.conversations_history(channel="C1"))["messages"]
    full = (await client.conversations_history(channel="C1", include_all_metadata=True))["messages"]
    thread = (await client.conversations_replies(channel="C1", ts=first["ts"]))["messages"]

    assert [one["text"] for one in plain] == ["two", "one"]
    assert "metadata" not in plain[1]
    assert full[1]["metadata"] == METADATA
    assert [one["text"] for one in thread] == ["one", "in the thread"]


async def test_groups_channels_and_rest_can_be_asked_for(slack: SlackDouble, client: AsyncWebClient) -> None:
    allow_everything(slack)
    slack.space.users["UTOM"].dnd_until = int(time.time()) + 60

    mine = await client.users_conversations(types="public_channel,private_channel")
    rest = (await client.dnd_teamInfo(users=["UTOM", "USAM"]))["users"]

    assert (await client.usergroups_users_list(usergroup="S1"))["users"][0] == "UPRIYA"
    assert (await client.usergroups_list(include_users=True))["usergroups"][0]["handle"] == "support-team"
    assert [one["id"] for one in mine["channels"]] == ["C1", "G1"]
    assert (rest["UTOM"]["dnd_enabled"], rest["USAM"]["dnd_enabled"]) == (True, False)


async def test_a_trigger_opens_once_and_for_a_while_only(slack: SlackDouble, client: AsyncWebClient) -> None:
    once, late = slack.state.new_trigger("UDANA", "T1"), slack.state.new_trigger("UDANA", "T1")
    await client.views_open(trigger_id=once, view=LOADING)
    slack.state.trigger_seconds = 0

    assert await refused(client, "views.open", trigger_id=once, view=LOADING) == "exchanged_trigger_id"
    assert await refused(client, "views.open", trigger_id=late, view=LOADING) == "expired_trigger_id"


async def test_an_update_of_a_view_that_changed_since_is_refused(slack: SlackDouble, client: AsyncWebClient) -> None:
    view = (await client.views_open(trigger_id=slack.state.new_trigger("UDANA", "T1"), view=LOADING))["view"]
    await client.views_update(view_id=view["id"], hash=view["hash"], view=A_MODAL)

    assert await refused(client, "views.update", view_id=view["id"], hash=view["hash"], view=LOADING) == "hash_conflict"
    assert await refused(client, "views.update", view_id=view["id"], view=A_MODAL | {"title": 1}) == "invalid_arguments"


async def test_pushed_views_stand_on_each_other_three_deep(slack: SlackDouble, client: AsyncWebClient) -> None:
    await client.views_open(trigger_id=slack.state.new_trigger("UDANA", "T1"), view=LOADING)
    for _ in range(2):
        await client.views_push(trigger_id=slack.state.new_trigger("UDANA", "T1"), view=A_MODAL)

    trigger = slack.state.new_trigger("UDANA", "T1")
    assert await refused(client, "views.push", trigger_id=trigger, view=A_MODAL) == "push_limit_reached"
    await slack.user("UDANA").closes()
    assert slack.user("UDANA").modal.previous_id == slack.user("UDANA").modal.root_id


async def test_a_home_tab_is_published_again_and_again(slack: SlackDouble, client: AsyncWebClient) -> None:
    for words in ("one", "two"):
        await client.views_publish(user_id="UDANA", view={"type": "home", "blocks": [section(words)]})

    home = slack.home("UDANA")
    assert home is not None
    assert len(home.history) == 2


async def test_an_old_workspace_knows_no_charts(slack: SlackDouble, client: AsyncWebClient) -> None:
    await client.chat_postMessage(channel="C1", text="x", blocks=[CHART])
    slack.state.unknown_blocks.add("data_visualization")

    assert await refused(client, "chat.postMessage", channel="C1", text="x", blocks=[CHART]) == "invalid_blocks"


async def test_a_picture_is_uploaded_and_shared(slack: SlackDouble, client: AsyncWebClient) -> None:
    allow_everything(slack)

    await client.files_upload_v2(channel="C1", file=io.BytesIO(b"png"), filename="chart.png", initial_comment="Chart")

    (posted,) = slack.messages("C1")
    assert (posted.text, posted.files) == ("Chart", ["chart.png"])


async def test_a_picture_that_is_deleted_takes_its_message_with_it(slack: SlackDouble, client: AsyncWebClient) -> None:
    allow_everything(slack)
    shared = await client.files_upload_v2(channel="C1", file=io.BytesIO(b"png"), filename="a.png", title="A")

    await client.files_delete(file=shared["files"][0]["id"])

    assert (shared["files"][0]["title"], slack.messages("C1")) == ("A", [])
    assert await refused(client, "files.delete", file="F0") == "file_not_found"
    assert (
        await refused(client, "files.getUploadURLExternal", filename="a.png", length=3, alt_txt="a" * 1_001)
        == "alt_txt_too_large"
    )


async def test_pins_are_kept(slack: SlackDouble, client: AsyncWebClient) -> None:
    allow_everything(slack)
    posted = await client.chat_postMessage(channel="C1", text="final")

    await client.pins_add(channel="C1", timestamp=posted["ts"])

    assert slack.space.channels["C1"].pinned == [posted["ts"]]
    assert await refused(client, "pins.add", channel="C1", timestamp=posted["ts"]) == "already_pinned"
