"""What the double's people can do and see, and what Slack does with an app's private answers."""

from collections.abc import AsyncIterator

import aiohttp
import pytest
from slack_bolt.app.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.webhook.async_client import AsyncWebhookClient

from tests.slack.acting import read
from tests.slack.bolt import an_app, over_http
from tests.slack.double import SlackDouble
from tests.slack.filling import NotLet, values_of
from tests.slack.rights import BOT_TOKEN, SCOPES
from tests.slack.samples import A_MODAL, BUTTONS, CHART, LOADING, button, field, plain, section
from tests.slack.state import Answering
from tests.slack.workspace import Json


@pytest.fixture
async def app(slack: SlackDouble) -> AsyncIterator[AsyncApp]:
    app = an_app(slack)
    async with over_http(slack, app):
        yield app


def a_response_url(slack: SlackDouble) -> AsyncWebhookClient:
    """Of a button in a message in Tom's direct messages."""
    origin = slack.space.dm("UTOM").messages[0]
    return AsyncWebhookClient(slack.state.new_response_url(Answering("T1", "DTOM", "UTOM", origin)))


async def test_a_response_url_adds_replaces_and_deletes_five_times_in_all(
    slack: SlackDouble, client: AsyncWebClient
) -> None:
    await client.chat_postMessage(channel="UTOM", text="Well?", blocks=BUTTONS)
    url = a_response_url(slack)

    await url.send(text="for you")
    await url.send(text="for all", response_type="in_channel")
    await url.send(text="Done", replace_original=True)
    bad = await url.send(blocks=[section("")])
    await url.send(delete_original=True)
    late = await url.send(text="too late")

    assert [one.text for one in slack.user("UTOM").private] == ["for you"]
    assert [one.text for one in slack.messages("UTOM")] == ["for all"]
    assert (bad.status_code, late.status_code) == (400, 404)
    assert (await AsyncWebhookClient(f"{slack.state.root}/actions/unknown").send(text="x")).status_code == 404


async def test_channels_people_and_messages_can_be_looked_up(slack: SlackDouble, client: AsyncWebClient) -> None:
    slack.state.tokens[BOT_TOKEN].scopes = SCOPES | {"im:read", "team:read"}
    sent = await client.chat_postMessage(channel="UTOM", text="one")
    link = await client.chat_getPermalink(channel=sent["channel"], message_ts=sent["ts"])
    await client.chat_delete(channel=sent["channel"], ts=sent["ts"])

    assert sent["ts"].replace(".", "") in link["permalink"]
    assert slack.messages("UTOM") == []
    assert (await client.conversations_info(channel="DTOM"))["channel"]["user"] == "UTOM"
    assert (await client.conversations_info(channel="C1", include_num_members=True))["channel"]["num_members"] == 15
    assert (await client.team_info())["team"]["name"] == "Acme Support"
    people = [one["id"] async for page in await client.users_list(limit=3) for one in page["members"]]
    assert people == list(slack.space.users)


async def test_shortcuts_and_closed_modals_are_told_to_the_app(slack: SlackDouble, app: AsyncApp) -> None:
    told: list[str] = []

    @app.shortcut("anywhere")
    async def anywhere(ack) -> None:  # type: ignore[no-untyped-def]  # noqa: ANN001
        told.append("shortcut")
        await ack()

    @app.view_closed("why")
    async def closed(ack) -> None:  # type: ignore[no-untyped-def]  # noqa: ANN001
        told.append("closed")
        await ack()

    dana = slack.user("UDANA")
    await dana.global_shortcut("anywhere")
    slack.views.open("UDANA", "T1", A_MODAL | {"notify_on_close": True})
    await dana.closes()
    slack.views.open("UDANA", "T1", A_MODAL)

    assert await dana.closes() is None
    assert told == ["shortcut", "closed"]


async def test_who_leaves_is_told_and_gone(slack: SlackDouble, app: AsyncApp) -> None:
    told: list[str] = []

    @app.event("member_left_channel")
    async def left(event) -> None:  # type: ignore[no-untyped-def]  # noqa: ANN001
        told.append(event["user"])

    await slack.user("ULUIS").leaves("C2")

    assert told == ["ULUIS"]
    assert slack.space.channels["C2"].members == ["UDANA"]


@pytest.mark.parametrize(
    ("answer", "left"),
    [
        ({"response_action": "push", "view": LOADING}, ["In your own words", "One moment"]),
        ({"response_action": "clear"}, []),
    ],
)
async def test_an_answer_to_a_submission_may_push_or_clear(
    slack: SlackDouble, app: AsyncApp, answer: Json, left: list[str]
) -> None:
    @app.view("why")
    async def said(ack) -> None:  # type: ignore[no-untyped-def]  # noqa: ANN001
        await ack(**answer)

    slack.views.open("UDANA", "T1", A_MODAL)
    await slack.user("UDANA").submits({"Why": "because"})

    assert [view.title for view in slack.views.stacks.get("UDANA", [])] == left


@pytest.mark.parametrize(
    "answer",
    [
        {"response_action": "errors", "errors": {"no such block": "wrong"}},
        {"response_action": "update", "view": {"type": "modal", "blocks": []}},
    ],
)
async def test_an_answer_slack_cannot_show_fails_the_test(slack: SlackDouble, app: AsyncApp, answer: Json) -> None:
    @app.view("why")
    async def said(ack) -> None:  # type: ignore[no-untyped-def]  # noqa: ANN001
        await ack(**answer)

    slack.views.open("UDANA", "T1", A_MODAL)
    with pytest.raises(AssertionError, match="trouble connecting"):
        await slack.user("UDANA").submits({"Why": "because"})


def test_every_kind_of_field_is_filled_in_as_slack_sends_it(slack: SlackDouble) -> None:
    yes, no = ({"text": plain(text), "value": text.lower()} for text in ("Yes", "No"))
    blocks = [
        field("kept", "Kept", {"type": "plain_text_input", "initial_value": "as it was"}),
        field("when", "When", {"type": "datepicker", "initial_date": "2026-12-01"}),
        field("one", "One", {"type": "static_select", "options": [yes, no], "initial_option": yes}),
        field("other", "Other", {"type": "radio_buttons", "options": [yes, no]}),
        field("some", "Some", {"type": "multi_static_select", "options": [yes, no], "initial_options": [yes]}),
        field("where", "Where", {"type": "conversations_select"}),
    ]
    view = slack.views.open("UDANA", "T1", A_MODAL | {"blocks": blocks})

    values = {name: box["input"] for name, box in values_of(view, {"other": "No", "where": "C1"}).items()}

    assert values["kept"]["value"] == "as it was"
    assert values["when"]["selected_date"] == "2026-12-01"
    assert values["one"]["selected_option"] == yes
    assert values["other"]["selected_option"] == no
    assert values["some"]["selected_options"] == [yes]
    assert values["where"]["selected_conversation"] == "C1"


@pytest.mark.parametrize(
    ("given", "error"),
    [({"Why": "x" * 3001}, NotLet), ({"nowhere": "x"}, AssertionError), ({"Why": "x", "Tell": "no"}, AssertionError)],
)
def test_what_slacks_client_would_not_let_anybody_fill_in_fails_the_test(
    slack: SlackDouble, given: dict[str, str], error: type[AssertionError]
) -> None:
    view = slack.views.open("UDANA", "T1", A_MODAL)

    with pytest.raises(error):
        values_of(view, given)


async def test_waiting_for_what_never_comes_tells_what_there_was(slack: SlackDouble, client: AsyncWebClient) -> None:
    await client.chat_postMessage(channel="C1", text="Well?", blocks=[*BUTTONS, CHART])
    tom = slack.user("UTOM")

    assert "People per reason\nPeople\nTime\n3" in read(await tom.waits_for("Well?"))
    assert await tom.waits_for_button("Later") is slack.messages("C1")[0]
    with pytest.raises(AssertionError, match="no button 'Launch'"):
        tom.button("Launch")
    with pytest.raises(AssertionError, match="no modal"):
        _ = tom.modal
    with pytest.raises(AssertionError, match="only this"):
        await slack.bell.until(lambda: False, lambda: "only this", patience=0.01)


async def test_an_upload_of_another_length_is_refused(slack: SlackDouble, client: AsyncWebClient) -> None:
    slack.state.tokens[BOT_TOKEN].scopes = SCOPES | {"files:write"}
    ticket = await client.files_getUploadURLExternal(filename="a.png", length=3)

    async with aiohttp.ClientSession() as session, session.post(ticket["upload_url"], data=b"four") as answer:
        assert answer.status == 400


async def test_a_link_needs_a_ticket_of_its_own(slack: SlackDouble) -> None:
    async with aiohttp.ClientSession() as session, session.get(f"{slack.state.root}/link/?ticket=guessed") as answer:
        assert answer.status == 403


async def test_an_accessory_is_a_button_too(slack: SlackDouble, client: AsyncWebClient) -> None:
    await client.chat_postMessage(
        channel="C1", text="x", blocks=[section("x") | {"accessory": button("Open", "open_it")}]
    )

    assert slack.user("UTOM").button("open_it")[2]["text"]["text"] == "Open"
