"""What Teams answers to a send, and what becomes of it."""

import asyncio
import logging
from datetime import timedelta

import pytest

from bot.domain.ids import PersonRef
from bot.messages.view import Message, Run, Text
from bot.ports.chat import Delivered, Refused, RetryAt
from bot.ports.references import Reference
from tests.teams.double import Fault
from tests.teams.organisation import CHANNEL, TEAM, Person
from tests.teams.served import Served

HELLO = Message("hello", (Text((Run("hello"),)),))


async def met(bot: Served, name: str = "Priya") -> PersonRef:
    """Somebody heard of in the team's list, whose personal chat is not open yet."""
    person, now = bot.person(name), bot.clock.now()
    account = bot.teams.space.people[name].id
    await bot.out.references.learn(Reference(person, bot.teams.service_url, now, account=account, roster=TEAM))
    return person


async def test_somebody_never_met_is_written_to_in_a_chat_that_is_opened_once(bot: Served) -> None:
    priya = await met(bot)

    for key in ("k1", "k2"):
        assert isinstance(await bot.out.gateway.send(priya, HELLO, key=key), Delivered)

    assert len([call for call in bot.teams.calls if call.path == "/v3/conversations"]) == 1
    assert bot["Priya"].read == ["hello", "hello"]


async def test_where_nothing_was_ever_heard_from_the_person_is_unreachable(bot: Served) -> None:
    outcome = await bot.out.gateway.send(bot.person("Priya"), HELLO, key="k")

    assert outcome == Refused("not_installed_for")
    assert bot.teams.calls == []


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        ("ConversationBlockedByUser", "blocked:Teams"),
        ("BotNotInConversationRoster", "not_installed_for:Teams"),
        ("MessageWritesBlocked", "blocked:Teams"),
        ("SomethingNew", "refused:Teams:SomethingNew"),
    ],
)
async def test_a_refusal_is_told_with_its_reason(bot: Served, code: str, reason: str) -> None:
    bot.teams.faults.append(Fault(403, code))

    assert await bot.out.gateway.send(await met(bot), HELLO, key="k") == Refused(reason)


async def test_a_refusal_that_names_its_reason_in_a_text_alone_is_read(bot: Served) -> None:
    bot.teams.faults.append(Fault(403, "MessageWritesBlocked", text_alone=True))

    assert await bot.out.gateway.send(await met(bot), HELLO, key="k") == Refused("blocked:Teams")


async def test_a_page_that_is_gone_already_does_not_keep_the_others_from_changing(bot: Served) -> None:
    priya = await met(bot)
    long = Message("long", tuple(Text((Run(f"line {n} " + "x" * 700),)) for n in range(100)))
    sent = await bot.out.gateway.send(priya, long, key="k")
    assert isinstance(sent, Delivered)
    bot.teams.faults.extend([Fault(0), Fault(403, "Forbidden")])

    assert isinstance(await bot.out.gateway.update(sent.ref, HELLO), Delivered)

    assert bot["Priya"].read[0] == "hello"


async def test_a_channel_without_the_app_is_not_called_a_person(bot: Served) -> None:
    await met(bot)
    bot.teams.faults.append(Fault(403, "BotNotInConversationRoster"))

    assert await bot.out.gateway.send(bot.channel, HELLO, key="k") == Refused("not_installed:Teams")


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("7", 7),
        ("40.5", 40.5),
        ("", 30),
        ("soon", 30),
        ("-3", 30),
        ("Tue, 24 Nov 2026 10:00:50 GMT", 50),
        ("Tue, 24 Nov 2099 10:00:50 GMT", 3600),
        ("99999999999999999999", 3600),
    ],
)
async def test_the_rate_limit_is_waited_for_and_never_tried_again_underneath(
    bot: Served, header: str, seconds: float
) -> None:
    priya = await met(bot)
    bot.teams.faults.append(Fault(429, "TooManyRequests", header))

    outcome = await bot.out.gateway.send(priya, HELLO, key="k")

    assert outcome == RetryAt(bot.clock.now() + timedelta(seconds=seconds), "busy:Teams", limited=True)
    assert len(bot.teams.calls) == 1
    assert isinstance(await bot.out.gateway.send(priya, HELLO, key="k"), Delivered)
    assert bot["Priya"].read == ["hello"]


@pytest.mark.parametrize("status", [401, 408, 412, 500, 502, 503])
async def test_a_passing_fault_is_tried_again_later_and_once_underneath(bot: Served, status: int) -> None:
    bot.teams.faults.append(Fault(status))

    outcome = await bot.out.gateway.send(await met(bot), HELLO, key="k")

    assert isinstance(outcome, RetryAt)
    assert outcome.unknown == (status in {500, 502})  # it may have arrived all the same
    assert len(bot.teams.calls) == 1


async def test_a_service_that_names_a_time_is_left_alone_so_long(bot: Served) -> None:
    bot.teams.faults.append(Fault(503, retry_after="20"))

    outcome = await bot.out.gateway.send(await met(bot), HELLO, key="k")

    assert outcome == RetryAt(bot.clock.now() + timedelta(seconds=20), "unreached:Teams:503")


async def test_a_post_without_an_id_may_have_been_taken(bot: Served) -> None:
    bot.teams.faults.extend([Fault(0), Fault(201, empty=True)])

    outcome = await bot.out.gateway.send(await met(bot), HELLO, key="k")

    assert isinstance(outcome, RetryAt)
    assert outcome.unknown


async def test_a_service_that_is_away_is_tried_again_later(bot: Served) -> None:
    person = bot.person("Priya")
    await bot.out.references.learn(Reference(person, "http://127.0.0.1:9/", bot.clock.now(), conversation="a:1"))

    outcome = await bot.out.gateway.send(person, HELLO, key="k")

    assert isinstance(outcome, RetryAt)
    assert not outcome.unknown  # there was no connection over which anything could have been sent


async def test_a_connection_that_breaks_leaves_it_open_whether_the_message_arrived(bot: Served) -> None:
    async with asyncio.timeout(10), await asyncio.start_server(_hangs_up, "127.0.0.1", 0) as server:
        person, port = bot.person("Priya"), server.sockets[0].getsockname()[1]
        url = f"http://127.0.0.1:{port}/"
        await bot.out.references.learn(Reference(person, url, bot.clock.now(), conversation="a:1"))

        outcome = await bot.out.gateway.send(person, HELLO, key="k")

    assert isinstance(outcome, RetryAt)
    assert outcome.unknown


async def _hangs_up(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await reader.read(1)
    writer.close()


async def test_a_long_message_comes_in_pages_and_shrinks_in_place(bot: Served) -> None:
    priya = await met(bot)
    long = Message("long", tuple(Text((Run(f"line {n} " + "x" * 700),)) for n in range(100)))
    sent = await bot.out.gateway.send(priya, long, key="k")
    assert isinstance(sent, Delivered)
    assert len(bot["Priya"].inbox) > 1

    shrunk = await bot.out.gateway.update(sent.ref, HELLO)
    assert isinstance(shrunk, Delivered)
    assert bot["Priya"].read == ["hello"]

    assert isinstance(await bot.out.gateway.update(sent.ref, long), Delivered)
    assert len(bot["Priya"].inbox) > 1


async def test_a_second_try_goes_on_where_the_first_one_stopped(bot: Served) -> None:
    priya = await met(bot)
    long = Message("long", tuple(Text((Run(f"line {n} " + "x" * 700),)) for n in range(100)))
    await bot.out.gateway.send(priya, HELLO, key="first")
    bot.teams.faults.extend([Fault(0), Fault(500)])

    assert isinstance(await bot.out.gateway.send(priya, long, key="k"), RetryAt)
    assert len(bot["Priya"].inbox) == 2
    assert isinstance(await bot.out.gateway.send(priya, long, key="k"), Delivered)
    assert len(set(bot["Priya"].read)) == len(bot["Priya"].read)


async def test_a_list_of_members_that_cannot_be_read_is_told_and_not_taken_for_empty(bot: Served) -> None:
    await bot["Dana"].mentions("list")
    bot.teams.space.rosters.pop(CHANNEL)

    assert [member async for member in bot.out.roster.members(bot.channel)] == []

    await bot.teams.__aexit__()
    with pytest.raises(Exception, match="platform_away"):
        [member async for member in bot.out.roster.members(bot.channel)]


@pytest.mark.parametrize("status", [401, 404, 408, 412, 500])
async def test_a_list_that_breaks_off_is_not_taken_for_the_whole_of_it(bot: Served, status: int) -> None:
    await bot["Dana"].mentions("list")
    bot.teams.lookups.extend([Fault(0), Fault(status)])

    with pytest.raises(Exception, match="platform_away"):
        [member async for member in bot.out.roster.members(bot.channel)]


async def test_a_list_that_is_asked_for_too_often_is_asked_again(bot: Served) -> None:
    await bot["Dana"].mentions("list")
    bot.teams.lookups.extend([Fault(0), Fault(429, retry_after="0.1")])

    assert len([member async for member in bot.out.roster.members(bot.channel)]) == 10


async def test_a_list_that_is_not_told_for_long_is_not_waited_for(bot: Served) -> None:
    await bot["Dana"].mentions("list")
    bot.teams.lookups.append(Fault(429, retry_after="31"))

    with pytest.raises(Exception, match="platform_away"):
        [member async for member in bot.out.roster.members(bot.channel)]
    assert len([call for call in bot.teams.calls if "pagedmembers" in call.path]) == 1


@pytest.mark.parametrize(("status", "may"), [(404, False), (401, None), (408, None), (412, None)])
async def test_who_may_begin_is_not_decided_by_a_passing_fault(bot: Served, status: int, may: bool | None) -> None:
    await bot["Dana"].mentions("list")
    bot.teams.lookups.append(Fault(status))

    if may is None:
        with pytest.raises(Exception, match="platform_away"):
            await bot.out.roster.can_manage(bot.person("Dana"), bot.channel)
    else:
        assert await bot.out.roster.can_manage(bot.person("Dana"), bot.channel) is may


async def test_guests_bots_and_strangers_are_left_out_over_all_pages(bot: Served) -> None:
    await bot["Dana"].mentions("list")

    listed = [member.name async for member in bot.out.roster.members(bot.channel)]

    assert listed == ["Dana", "Luis", "Priya", "Sam", "Inés", "Jonas", "Mei", "Tom", "Grace", "Omar"]


async def test_whoever_left_the_team_is_known_no_more(bot: Served) -> None:
    priya = await met(bot)
    assert await bot.out.roster.member(priya)

    bot.teams.space.rosters[TEAM].remove("Priya")

    assert await bot.out.roster.member(priya) is None


async def test_texts_stay_out_of_the_sdk_s_log(bot: Served, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG, "root")

    await bot.out.gateway.send(await met(bot), HELLO, key="k")

    assert "hello" not in caplog.text
    assert isinstance(bot.teams.space.people["Priya"], Person)
