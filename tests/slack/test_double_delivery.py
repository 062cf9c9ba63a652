"""Slack's requests to an app, with the SDK's own app behind both ways in."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from slack_bolt.app.async_app import AsyncApp

from tests.slack.bolt import BOTH, an_app, over_http, over_sockets
from tests.slack.double import SlackDouble
from tests.slack.filling import NotLet
from tests.slack.rights import SIGNING_SECRET
from tests.slack.samples import A_MODAL, BUTTONS, LOADING
from tests.slack.workspace import Json


@pytest.fixture(params=list(BOTH))
async def app(request: pytest.FixtureRequest, slack: SlackDouble) -> AsyncIterator[AsyncApp]:
    app = an_app(slack)
    async with BOTH[request.param](slack, app):
        yield app


async def test_a_command_comes_with_its_words_and_its_answer_is_seen_by_its_author_alone(
    slack: SlackDouble, app: AsyncApp
) -> None:
    @app.command("/align")
    async def aligned(ack, command) -> None:  # type: ignore[no-untyped-def]  # noqa: ANN001 (Bolt goes by names)
        await ack(f"you said {command['text']} in {command['channel_id']}")

    taken = await slack.user("UDANA").slash("/align new-policy Refunds")

    assert taken.taken
    assert [one.text for one in slack.user("UDANA").private] == ["you said new-policy Refunds in C1"]
    assert slack.messages("C1") == []


async def test_a_modal_opens_loading_and_is_updated_and_its_values_come_back(slack: SlackDouble, app: AsyncApp) -> None:
    submitted: list[Json] = []

    @app.command("/align")
    async def aligned(ack, body, client) -> None:  # type: ignore[no-untyped-def]  # noqa: ANN001
        await ack()
        opened = await client.views_open(trigger_id=body["trigger_id"], view=LOADING)
        await client.views_update(view_id=opened["view"]["id"], hash=opened["view"]["hash"], view=A_MODAL)

    @app.view("why")
    async def said(ack, view) -> None:  # type: ignore[no-untyped-def]  # noqa: ANN001
        submitted.append(view["state"]["values"])
        await ack()

    dana = slack.user("UDANA")
    await dana.slash("/align")
    view = await dana.waits_for_modal("Why")
    await dana.submits({"Why": "because", "Who": "ULUIS\nUSAM", "Tell": "yes"})

    assert len(view.history) == 2
    assert submitted[0]["why"]["input"]["value"] == "because"
    assert submitted[0]["who"]["input"]["selected_users"] == ["ULUIS", "USAM"]
    assert submitted[0]["tell"]["input"]["selected_options"][0]["value"] == "yes"
    assert slack.views.top("UDANA") is None


async def test_errors_keep_the_modal_open(slack: SlackDouble, app: AsyncApp) -> None:
    @app.view("why")
    async def said(ack) -> None:  # type: ignore[no-untyped-def]  # noqa: ANN001
        await ack(response_action="errors", errors={"why": "in your own words"})

    slack.views.open("UDANA", "T1", A_MODAL)
    await slack.user("UDANA").submits({"Why": "ok"})

    assert slack.user("UDANA").modal.errors == {"why": "in your own words"}


async def test_an_answer_to_a_submission_may_replace_the_modal(slack: SlackDouble, app: AsyncApp) -> None:
    @app.view("why")
    async def said(ack) -> None:  # type: ignore[no-untyped-def]  # noqa: ANN001
        await ack(response_action="update", view=LOADING)

    slack.views.open("UDANA", "T1", A_MODAL)
    await slack.user("UDANA").submits({"Why": "because"})

    assert slack.user("UDANA").modal.title == LOADING["title"]["text"]


async def test_the_client_lets_nobody_submit_what_is_required_and_missing(slack: SlackDouble) -> None:
    slack.views.open("UDANA", "T1", A_MODAL)

    with pytest.raises(NotLet):
        await slack.user("UDANA").submits({"Why": ""})


async def test_a_pressed_button_comes_with_its_value_and_its_message_can_be_replaced(
    slack: SlackDouble, app: AsyncApp
) -> None:
    @app.action("later")
    async def later(ack, action, respond) -> None:  # type: ignore[no-untyped-def]  # noqa: ANN001
        await ack()
        await respond(f"noted {action['value']}", replace_original=True)

    await app.client.chat_postMessage(channel="UDANA", text="Well?", blocks=BUTTONS)
    await slack.user("UDANA").presses("Later")

    await slack.user("UDANA").waits_for("noted c1")
    assert [(one.text, one.versions) for one in slack.messages("UDANA")] == [("noted c1", 2)]


async def test_events_come_from_mentions_direct_messages_joiners_and_the_home_tab(
    slack: SlackDouble, app: AsyncApp
) -> None:
    seen: list[str] = []

    async def note(event) -> None:  # type: ignore[no-untyped-def]  # noqa: ANN001
        seen.append(event["type"])

    for name in ("app_mention", "message", "app_home_opened", "member_joined_channel"):
        app.event(name)(note)
    tom = slack.user("UTOM")
    await tom.mentions("status", thread="1700000000.000001")
    await tom.writes_dm("hello")
    await tom.opens_home()
    await tom.joins("C2")

    assert sorted(seen) == ["app_home_opened", "app_mention", "member_joined_channel", "message"]
    assert slack.slowest < 3


async def test_a_shortcut_brings_its_message(slack: SlackDouble, app: AsyncApp) -> None:
    seen: list[str] = []

    @app.shortcut("check")
    async def check(ack, shortcut) -> None:  # type: ignore[no-untyped-def]  # noqa: ANN001
        await ack()
        seen.append(shortcut["message"]["text"])

    notes = slack.user("ULUIS").posts("From Monday …")
    await slack.user("UDANA").shortcut(notes, "check")

    assert seen == ["From Monday …"]


@pytest.mark.parametrize("at_once", [True, False])
async def test_a_request_comes_again_as_often_as_asked(slack: SlackDouble, app: AsyncApp, *, at_once: bool) -> None:
    seen: list[str] = []

    @app.event("app_mention")
    async def mentioned(body, request) -> None:  # type: ignore[no-untyped-def]  # noqa: ANN001
        seen.append(body["event_id"] + str(request.headers.get("x-slack-retry-num")))

    slack.faults.redelivers(2, at_once=at_once)
    await slack.user("UTOM").mentions("status")

    assert len(seen) == 3
    assert len({one[:8] for one in seen}) == 1
    assert [one.retry for one in slack.acknowledged if one.retry] == [1, 2]


async def test_an_event_that_is_not_taken_comes_again(slack: SlackDouble) -> None:
    slack.calls_over_http("http://127.0.0.1:9/slack/events")

    taken = await slack.user("UTOM").mentions("status")

    assert not taken.taken
    assert [one.retry for one in slack.acknowledged] == [0, 1, 2, 3]


async def test_a_wrong_signature_is_not_taken(slack: SlackDouble) -> None:
    async with over_http(slack, an_app(slack)):
        line = slack.calls_over_http(slack.office.line.address, "another-secret")  # type: ignore[union-attr]

        taken = await slack.user("UDANA").slash("/align")

        right = slack.calls_over_http(line.address, SIGNING_SECRET)
        old = await right.post("events_api", "{}", right.headers("{}", "1600000000"))
    assert (taken.status, old.status) == (401, 401)


@pytest.mark.parametrize("end", ["warning", "refresh_requested", "drop"])
async def test_an_app_that_is_cut_off_connects_again_and_hears_the_next_event(slack: SlackDouble, end: str) -> None:
    app, seen = an_app(slack), []

    @app.event("app_mention")
    async def mentioned(event) -> None:  # type: ignore[no-untyped-def]  # noqa: ANN001
        seen.append(event["text"])

    async with over_sockets(slack, app):
        if end == "drop":
            slack.sockets.drop()
        else:
            await slack.sockets.disconnect(end)
        await slack.bell.until(lambda: slack.sockets.opened > 1 and slack.sockets.connections == 1, lambda: end)
        await slack.user("UTOM").mentions("status")

    assert len(seen) == 1


async def test_one_connection_too_many_is_sent_away(slack: SlackDouble) -> None:
    slack.sockets.most = 1
    async with over_sockets(slack, an_app(slack)):
        second = asyncio.create_task(_held(slack))
        await slack.bell.until(
            lambda: sum(one.method == "apps.connections.open" for one in slack.calls) > 2, lambda: "no second try"
        )
        second.cancel()
        assert slack.sockets.connections == 1


async def _held(slack: SlackDouble) -> None:
    async with over_sockets(slack, an_app(slack)):
        await asyncio.Event().wait()
