"""Slack's sending side: what is accepted once, what is waited for, what is refused and why."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from adapters.slack.clients import Clients
from adapters.slack.gateway import SlackGateway
from adapters.slack.tokens import SingleToken, Tokens
from bot.domain.ids import ChannelRef, PersonRef, TenantId
from bot.messages.view import Bar, Chart, Message, Run, Text
from bot.ports.chat import Delivered, Refused, RetryAt, SentRef
from tests.fakes import SetClock
from tests.slack.acting import read
from tests.slack.double import SlackDouble
from tests.slack.rights import BOT_TOKEN
from tests.unit.slack.inbound.conftest import CLOCK, saying

T1 = TenantId("slack:T1")
SAM = PersonRef(T1, "USAM")
C1 = ChannelRef(T1, "C1")
LATER = saying("later")
CHART = Message("People", (Chart("People per reason", (Bar("Time", 3, "3 of 9"),), 9),))


def long(pages: int, word: str = "word") -> Message:
    return Message("Long", tuple(Text((Run(f"{word} {i}: {'x' * 2_500}"),)) for i in range(4 * pages)))


@pytest.fixture
async def clients(slack: SlackDouble) -> AsyncIterator[Clients]:
    clients = Clients(slack.base_url, SingleToken(BOT_TOKEN))
    yield clients
    await clients.close()


@pytest.fixture
def gateway(clients: Clients) -> SlackGateway:
    return SlackGateway(clients, CLOCK)


async def test_a_message_carries_its_key_and_goes_on_in_its_thread(slack: SlackDouble, gateway: SlackGateway) -> None:
    outcome = await gateway.send(SAM, long(3), key="k1")

    first, *rest = slack.messages("USAM")
    assert outcome == Delivered(SentRef(T1, "DSAM", " ".join(one.ts for one in (first, *rest))))
    assert first.metadata == {"event_type": "hymnsheet", "event_payload": {"key": "k1"}}
    assert len(rest) >= 2
    assert {one.thread_ts for one in rest} == {first.ts}


async def test_an_update_changes_every_page_and_adds_and_takes_away_pages(
    slack: SlackDouble, gateway: SlackGateway
) -> None:
    sent = await gateway.send(SAM, long(2), key="k1")
    assert isinstance(sent, Delivered)
    before = len(slack.messages("USAM"))

    grown = await gateway.update(sent.ref, long(3, "more"))
    between = len(slack.messages("USAM"))
    again = await gateway.update(sent.ref, long(3, "same"))
    await gateway.update(sent.ref, saying("short now"))

    assert between > before
    assert grown == again
    assert [read(one) for one in slack.messages("USAM")] == ["short now"]


async def test_a_page_that_is_gone_already_is_no_trouble(slack: SlackDouble, gateway: SlackGateway) -> None:
    sent = await gateway.send(SAM, long(2), key="k1")
    assert isinstance(sent, Delivered)
    slack.space.dm("USAM").messages.pop()

    assert isinstance(await gateway.update(sent.ref, saying("short")), Delivered)


async def test_a_page_that_cannot_be_taken_away_is_tried_again(slack: SlackDouble, gateway: SlackGateway) -> None:
    sent = await gateway.send(SAM, long(2), key="k1")
    assert isinstance(sent, Delivered)
    slack.faults.rate_limits("chat.delete")

    assert isinstance(await gateway.update(sent.ref, saying("short")), RetryAt)
    assert isinstance(await gateway.update(sent.ref, saying("short")), Delivered)
    assert len(slack.messages("USAM")) == 1


async def test_a_second_try_goes_on_with_the_page_where_the_first_stopped(
    slack: SlackDouble, gateway: SlackGateway
) -> None:
    slack.faults.delays("chat.postMessage", 0)
    slack.faults.rate_limits("chat.postMessage")
    first = await gateway.send(SAM, long(2), key="k1")

    second = await gateway.send(SAM, long(2), key="k1")

    assert isinstance(first, RetryAt)
    assert isinstance(second, Delivered)
    assert len(slack.messages("USAM")) == len(second.ref.message.split(" "))


async def test_slacks_wish_to_wait_is_passed_on_to_the_second(slack: SlackDouble, clients: Clients) -> None:
    clock = SetClock()
    gateway = SlackGateway(clients, clock)
    slack.faults.rate_limits("chat.postMessage", retry_after=17)

    outcome = await gateway.send(SAM, saying("hello"), key="k1")

    assert isinstance(outcome, RetryAt)
    assert outcome.at == clock.now() + timedelta(seconds=17)


@pytest.mark.parametrize("limited", ["send", "update"])
async def test_where_slack_wants_to_be_left_alone_another_message_waits_as_long(
    slack: SlackDouble, clients: Clients, limited: str
) -> None:
    clock = SetClock()
    gateway = SlackGateway(clients, clock)
    sent = await gateway.send(SAM, saying("before"), key="k0")
    assert isinstance(sent, Delivered)
    slack.faults.rate_limits("chat.postMessage" if limited == "send" else "chat.update", retry_after=17)
    first = gateway.send(SAM, saying("hello"), key="k1") if limited == "send" else gateway.update(sent.ref, LATER)
    assert isinstance(await first, RetryAt)
    calls = len(slack.calls)

    other = await gateway.send(SAM, saying("thanks"), key="k2")
    asked = len(slack.calls)
    elsewhere = await gateway.send(C1, saying("hello"), key="k3")
    clock.advance(timedelta(seconds=17))
    after = await gateway.send(SAM, saying("thanks"), key="k2")

    assert isinstance(other, RetryAt)
    assert (other.at, other.limited, asked) == (clock.now(), True, calls)
    assert isinstance(elsewhere, Delivered)
    assert isinstance(after, Delivered)


async def test_where_a_conversation_cannot_be_opened_for_the_limit_no_other_one_waits(
    slack: SlackDouble, gateway: SlackGateway
) -> None:
    slack.faults.rate_limits("conversations.open", retry_after=17)

    assert isinstance(await gateway.send(SAM, saying("hello"), key="k1"), RetryAt)
    assert gateway.held(T1, "") is None
    assert isinstance(await gateway.send(PersonRef(T1, "UTOM"), saying("hello"), key="k2"), Delivered)


@pytest.mark.parametrize("accepted", [False, True])
async def test_a_broken_connection_is_tried_again_and_posts_once(
    slack: SlackDouble, gateway: SlackGateway, accepted: bool
) -> None:
    slack.faults.resets("chat.postMessage", accepted=accepted)

    first = await gateway.send(SAM, saying("hello"), key="k1")
    second = await gateway.send(SAM, saying("hello"), key="k1")

    assert isinstance(first, RetryAt)
    assert isinstance(second, Delivered)
    assert len(slack.messages("USAM")) == 1


async def test_in_a_channel_a_message_posted_unheard_is_posted_again(slack: SlackDouble, gateway: SlackGateway) -> None:
    slack.faults.resets("chat.postMessage", accepted=True)

    await gateway.send(C1, saying("hello"), key="k1")
    assert isinstance(await gateway.send(C1, saying("hello"), key="k1"), Delivered)

    assert len(slack.messages("C1")) == 2


async def test_after_a_restart_a_direct_message_that_may_be_there_is_found_and_not_posted_again(
    slack: SlackDouble, gateway: SlackGateway, clients: Clients
) -> None:
    since = CLOCK.now()
    await gateway.send(SAM, saying("hello"), key="k1")
    restarted = SlackGateway(clients, CLOCK)

    safe_from = await restarted.repeatable(SAM, "k1", since)
    outcome = await restarted.send(SAM, saying("better"), key="k1")

    assert safe_from == since + timedelta(seconds=30)
    assert isinstance(outcome, Delivered)
    assert [read(one) for one in slack.messages("USAM")] == ["better"]


async def test_of_a_channel_nobody_can_tell_but_who_posted_there_themselves(
    gateway: SlackGateway, clients: Clients
) -> None:
    since = CLOCK.now()
    await gateway.send(C1, saying("hello"), key="k1")

    assert await gateway.repeatable(C1, "k1", since) == since
    assert await gateway.repeatable(C1, "k2", since) is None
    assert await SlackGateway(clients, CLOCK).repeatable(C1, "k1", since) is None


async def test_what_slack_may_have_taken_is_told_from_what_it_put_off(
    slack: SlackDouble, gateway: SlackGateway
) -> None:
    slack.faults.resets("chat.postMessage", accepted=False)
    broken = await gateway.send(SAM, saying("hello"), key="k1")
    slack.faults.rate_limits("chat.postMessage")
    crowded = await gateway.send(SAM, saying("hello"), key="k1")

    assert isinstance(broken, RetryAt)
    assert isinstance(crowded, RetryAt)
    assert (broken.unknown, broken.limited) == (True, False)
    assert (crowded.unknown, crowded.limited) == (False, True)


async def test_a_page_of_html_instead_of_an_answer_is_tried_again(slack: SlackDouble, gateway: SlackGateway) -> None:
    slack.faults.fails("chat.update")
    sent = await gateway.send(SAM, saying("hello"), key="k1")
    assert isinstance(sent, Delivered)

    assert isinstance(await gateway.update(sent.ref, saying("better")), RetryAt)
    assert await gateway.update(sent.ref, saying("better")) == sent


@pytest.mark.parametrize("error", ["internal_error", "service_unavailable", "ratelimited", "token_expired"])
async def test_an_error_that_passes_is_waited_for(slack: SlackDouble, gateway: SlackGateway, error: str) -> None:
    slack.faults.refuses("chat.postMessage", error)

    assert isinstance(await gateway.send(SAM, saying("hello"), key="k1"), RetryAt)


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        ("channel_not_found", "channel_unseen"),
        ("is_archived", "archived"),
        ("messages_tab_disabled", "no_direct"),
        ("restricted_action", "not_allowed"),
        ("account_inactive", "not_installed"),
        ("something_new", "refused:Slack:something_new"),
    ],
)
async def test_a_refusal_comes_with_its_reason(
    slack: SlackDouble, gateway: SlackGateway, error: str, reason: str
) -> None:
    slack.faults.refuses("chat.postMessage", error)

    outcome = await gateway.send(C1, saying("hello"), key="k1")

    assert outcome == Refused(reason)


@pytest.mark.parametrize("user", ["UGONE", "UROBOT", "UNOBODY"])
async def test_who_cannot_be_written_to_is_refused(gateway: SlackGateway, user: str) -> None:
    assert isinstance(await gateway.send(PersonRef(T1, user), saying("hello"), key="k1"), Refused)


async def test_a_workspace_too_old_for_charts_gets_the_same_in_words(slack: SlackDouble, gateway: SlackGateway) -> None:
    slack.state.unknown_blocks.add("data_visualization")

    outcome = await gateway.send(C1, CHART, key="k1")

    assert isinstance(outcome, Delivered)
    assert "3 of 9" in read(slack.messages("C1")[0])


async def test_bad_blocks_without_a_chart_are_refused(slack: SlackDouble, gateway: SlackGateway) -> None:
    slack.faults.refuses("chat.postMessage", "invalid_blocks")

    assert isinstance(await gateway.send(C1, saying("hello"), key="k1"), Refused)


async def test_direct_messages_are_opened_once(slack: SlackDouble, gateway: SlackGateway) -> None:
    await gateway.send(SAM, saying("one"), key="k1")
    await gateway.send(SAM, saying("two"), key="k2")

    assert [call.method for call in slack.calls].count("conversations.open") == 1


async def test_where_the_product_is_not_installed_everything_is_refused(slack: SlackDouble) -> None:
    class NoTokens(Tokens):
        async def bot_token(self, team_id: str) -> str | None:
            del team_id
            return None

    gateway = SlackGateway(Clients(slack.base_url, NoTokens()), CLOCK)

    assert isinstance(await gateway.send(SAM, saying("hello"), key="k1"), Refused)
    assert isinstance(await gateway.update(SentRef(T1, "DSAM", "1.2"), saying("hello")), Refused)


async def test_another_platforms_people_are_refused(gateway: SlackGateway) -> None:
    assert isinstance(await gateway.send(PersonRef(TenantId("web:local"), "sam"), saying("hi"), key="k1"), Refused)
