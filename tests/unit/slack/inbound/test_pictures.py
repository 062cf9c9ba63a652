"""Charts as pictures, where a workspace refuses Slack's own and the setting is on."""

import io
from collections.abc import AsyncIterator

import pytest
from PIL import Image

from adapters.slack.chart_png import png
from adapters.slack.clients import Clients
from adapters.slack.gateway import SlackGateway
from adapters.slack.pictures import Pictures
from adapters.slack.tokens import SingleToken
from bot.domain.ids import ChannelRef, PersonRef, TenantId
from bot.messages.view import Bar, Chart, Message, Run, Table, Text
from bot.ports.chat import Delivered, RetryAt, SentRef
from tests.slack.acting import read
from tests.slack.double import SlackDouble
from tests.slack.rights import BOT_TOKEN, SCOPES
from tests.slack.workspace import Posted, Uploaded
from tests.unit.slack.inbound.conftest import CLOCK, saying

T1 = TenantId("slack:T1")
C1 = ChannelRef(T1, "C1")
SAM = PersonRef(T1, "USAM")


def landed(people: int) -> Message:
    bars = (Bar("Fewer calls", people, f"{people} of 9"), Bar("Größe", 0, "0 of 9"))
    return Message("People", (Text((Run("Here it is"),)), Chart("People per reason", bars, 9)))


@pytest.fixture
async def clients(slack: SlackDouble) -> AsyncIterator[Clients]:
    """Of a workspace too old for charts, in an app that may upload."""
    slack.state.unknown_blocks.add("data_visualization")
    slack.state.tokens[BOT_TOKEN].scopes = SCOPES | {"files:write"}
    clients = Clients(slack.base_url, SingleToken(BOT_TOKEN))
    yield clients
    await clients.close()


@pytest.fixture
def gateway(clients: Clients) -> SlackGateway:
    return SlackGateway(clients, CLOCK, Pictures(png))


def with_files(slack: SlackDouble, place: str = "C1") -> list[Posted]:
    return [one for one in slack.messages(place) if one.files]


def pictures(slack: SlackDouble) -> list[Uploaded]:
    """What is shown of files now."""
    return [file for file in slack.state.files.values() if file.ts]


async def sent(gateway: SlackGateway, message: Message, to: PersonRef | ChannelRef = C1) -> SentRef:
    outcome = await gateway.send(to, message, key="k1")
    assert isinstance(outcome, Delivered)
    return outcome.ref


@pytest.mark.parametrize("to", [C1, SAM])
async def test_the_picture_stands_in_the_thread_with_a_title_and_words_for_it(
    slack: SlackDouble, gateway: SlackGateway, to: PersonRef | ChannelRef
) -> None:
    await sent(gateway, landed(3), to)

    place = "C1" if to == C1 else "USAM"
    report, thread = slack.messages(place)
    (picture,) = pictures(slack)
    assert "3 of 9" in read(report)
    assert (thread.files, thread.thread_ts) == (["chart.png"], report.ts)
    assert picture.title == "People per reason"
    assert picture.alt == "People per reason – Fewer calls: 3 of 9 · Größe: 0 of 9"
    assert Image.open(io.BytesIO(picture.content or b"")).format == "PNG"


async def test_where_the_setting_is_off_there_is_none(slack: SlackDouble, clients: Clients) -> None:
    await sent(SlackGateway(clients, CLOCK), landed(3))

    assert not slack.state.files


async def test_a_workspace_that_takes_charts_gets_none(slack: SlackDouble, gateway: SlackGateway) -> None:
    slack.state.unknown_blocks.clear()

    await sent(gateway, landed(3))

    assert not slack.state.files


async def test_a_refused_table_brings_none(slack: SlackDouble, gateway: SlackGateway) -> None:
    slack.state.unknown_blocks = {"table"}

    await sent(gateway, Message("Table", (Table(("a", "b"), (("c", "d"),)),)))

    assert not slack.state.files


async def test_sent_again_under_its_key_it_is_there_once(slack: SlackDouble, gateway: SlackGateway) -> None:
    slack.faults.rate_limits("chat.postMessage")
    assert isinstance(await gateway.send(C1, landed(3), key="k1"), RetryAt)

    await sent(gateway, landed(3))
    await sent(gateway, landed(3))

    assert len(with_files(slack)) == 1


async def test_a_page_that_comes_later_does_not_lose_the_picture_of_an_earlier_one(
    slack: SlackDouble, gateway: SlackGateway
) -> None:
    long = Message("Long", (*landed(3).parts, *(Text((Run("x" * 2_500),)) for _ in range(8))))
    slack.faults.delays("chat.postMessage", 0, times=2)  # the chart's block refused, then the page without it
    slack.faults.rate_limits("chat.postMessage")
    assert isinstance(await gateway.send(C1, long, key="k1"), RetryAt)

    await sent(gateway, long)

    assert len(with_files(slack)) == 1


async def test_an_update_brings_a_new_picture_only_for_a_new_chart_and_takes_the_old_one_away(
    slack: SlackDouble, gateway: SlackGateway, clients: Clients
) -> None:
    first = await sent(gateway, landed(3))

    same = await gateway.update(first, landed(3))
    (before,) = pictures(slack)
    changed = await gateway.update(first, landed(4))
    (after,) = pictures(slack)
    assert isinstance(changed, Delivered)
    restarted = await SlackGateway(clients, CLOCK, Pictures(png)).update(changed.ref, landed(4))

    assert same == Delivered(first)
    assert (before.alt != after.alt, restarted) == (True, changed)
    assert pictures(slack) == [after]
    assert len(with_files(slack)) == 1


async def test_a_chart_that_is_gone_takes_its_picture_with_it(slack: SlackDouble, gateway: SlackGateway) -> None:
    first = await sent(gateway, landed(3))

    outcome = await gateway.update(first, saying("withdrawn"))

    assert outcome == Delivered(SentRef(T1, "C1", first.message.split(" ")[0]))
    assert [read(one) for one in slack.messages("C1")] == ["withdrawn"]


async def test_a_picture_that_cannot_be_taken_away_does_not_hold_the_update_up(
    slack: SlackDouble, gateway: SlackGateway
) -> None:
    first = await sent(gateway, landed(3))
    slack.faults.fails("files.delete")

    assert isinstance(await gateway.update(first, saying("withdrawn")), Delivered)
    assert "withdrawn" in read(slack.messages("C1")[0])


@pytest.mark.parametrize("step", ["files.getUploadURLExternal", "upload", "files.completeUploadExternal"])
async def test_where_an_upload_fails_the_report_stands_and_its_next_update_tries_again(
    slack: SlackDouble, gateway: SlackGateway, step: str, capsys: pytest.CaptureFixture[str]
) -> None:
    slack.faults.refuses(step, "internal_error")
    report = await sent(gateway, landed(3))
    missing = with_files(slack)

    await gateway.update(report, landed(3))

    assert missing == []
    assert len(with_files(slack)) == 1
    assert "slack_chart_not_uploaded" in capsys.readouterr().out


async def test_without_the_permission_the_report_stands(slack: SlackDouble, gateway: SlackGateway) -> None:
    slack.state.tokens[BOT_TOKEN].scopes = SCOPES

    await sent(gateway, landed(3))

    assert "3 of 9" in read(slack.messages("C1")[0])
    assert not with_files(slack)


async def test_what_may_have_been_taken_unheard_is_not_uploaded_again(
    slack: SlackDouble, gateway: SlackGateway
) -> None:
    slack.faults.resets("files.completeUploadExternal", accepted=True)

    first = await sent(gateway, landed(3))
    await gateway.update(first, landed(3))
    after = len(with_files(slack))
    gone = await gateway.update(first, saying("withdrawn"))  # nobody knows its id

    assert (after, len(with_files(slack))) == (1, 1)
    assert isinstance(gone, Delivered)
