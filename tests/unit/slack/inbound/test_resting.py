"""Do-not-disturb in Slack: who rests now and until when, and what happens where Slack does not tell."""

import time
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest
import structlog

from adapters.slack import people as people_module
from adapters.slack.clients import Clients
from adapters.slack.people import People
from adapters.slack.roster import SlackRoster
from adapters.slack.tokens import SingleToken
from bot.domain.ids import PersonRef, TenantId
from tests.fakes import SetClock
from tests.slack.double import SlackDouble
from tests.slack.rights import BOT_TOKEN, SCOPES

T1 = TenantId("slack:T1")
NOW = int(time.time())  # as the double's own clock
HOUR = 3_600


def person(user: str) -> PersonRef:
    return PersonRef(T1, user)


def at(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


def rests(slack: SlackDouble, end: int, begin: int = NOW) -> None:
    """Tom, between these seconds."""
    tom = slack.space.users["UTOM"]
    tom.dnd_from, tom.dnd_until = begin, end


@pytest.fixture
async def roster(slack: SlackDouble) -> AsyncIterator[SlackRoster]:
    slack.state.tokens[BOT_TOKEN].scopes = SCOPES | {"dnd:read"}
    clients, clock = Clients(slack.base_url, SingleToken(BOT_TOKEN)), SetClock(at(NOW))
    yield SlackRoster(clients, People(clients, clock))
    await clients.close()


def asked(slack: SlackDouble) -> int:
    return sum(call.method == "dnd.teamInfo" for call in slack.calls)


async def test_who_is_not_to_be_disturbed_rests_until_it_ends(slack: SlackDouble, roster: SlackRoster) -> None:
    rests(slack, NOW + HOUR)

    assert await roster.resting([person("UTOM"), person("USAM")]) == {person("UTOM"): at(NOW + HOUR)}


async def test_a_rest_that_begins_later_is_none_yet(slack: SlackDouble, roster: SlackRoster) -> None:
    rests(slack, NOW + 9 * HOUR, begin=NOW + HOUR)

    assert await roster.resting([person("UTOM")]) == {}


async def test_a_rest_without_an_end_ends_some_time(slack: SlackDouble, roster: SlackRoster) -> None:
    rests(slack, 10**15)

    assert await roster.resting([person("UTOM")]) == {person("UTOM"): at(NOW) + timedelta(days=90)}


async def test_many_are_asked_about_fifty_at_a_time(slack: SlackDouble, roster: SlackRoster) -> None:
    rests(slack, NOW + HOUR)
    crowd = [person(f"U{i}") for i in range(120)]

    assert await roster.resting([*crowd, person("UTOM")]) == {person("UTOM"): at(NOW + HOUR)}
    assert asked(slack) == 3


async def test_nobody_is_asked_about_for_nobody(slack: SlackDouble, roster: SlackRoster) -> None:
    assert await roster.resting([]) == {}
    assert asked(slack) == 0


async def test_without_the_scope_nobody_rests_and_it_is_logged_once(slack: SlackDouble, roster: SlackRoster) -> None:
    slack.state.tokens[BOT_TOKEN].scopes = SCOPES
    rests(slack, NOW + HOUR)

    with structlog.testing.capture_logs() as lines:
        for _ in range(3):
            assert await roster.resting([person("UTOM")]) == {}

    assert lines == [
        {"event": "slack_dnd_unknown", "log_level": "warning", "tenant": T1, "reason_code": "missing_scope"}
    ]


@pytest.mark.parametrize("trouble", ["fails", "rate_limits"])
async def test_where_slack_does_not_answer_nobody_rests(slack: SlackDouble, roster: SlackRoster, trouble: str) -> None:
    rests(slack, NOW + HOUR)
    getattr(slack.faults, trouble)("dnd.teamInfo")

    assert await roster.resting([person("UTOM")]) == {}
    assert await roster.resting([person("UTOM")]) == {person("UTOM"): at(NOW + HOUR)}


async def test_where_slack_takes_too_long_nobody_rests(
    slack: SlackDouble, roster: SlackRoster, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(people_module, "REST_WITHIN_SECONDS", 0.05)
    rests(slack, NOW + HOUR)
    slack.faults.delays("dnd.teamInfo", 1.0)

    assert await roster.resting([person("UTOM")]) == {}


@pytest.mark.parametrize("told", [None, "on", {"dnd_enabled": True}, {"dnd_enabled": True, "next_dnd_start_ts": "1"}])
async def test_what_is_no_answer_is_none(
    slack: SlackDouble, roster: SlackRoster, told: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tests.slack.people_methods._rest", lambda _: told)

    assert await roster.resting([person("UTOM")]) == {}
    assert asked(slack) == 1
