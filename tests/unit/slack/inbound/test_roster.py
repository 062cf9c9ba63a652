"""Slack's people: who is asked, what is known of them, and what happens while Slack does not answer."""

from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, timedelta

import pytest

from adapters.slack import people as people_module
from adapters.slack.clients import Clients
from adapters.slack.people import KEPT, People, SlackUnreachable
from adapters.slack.roster import SlackRoster
from adapters.slack.tokens import SingleToken, Tokens
from bot.domain.ids import ChannelRef, PersonRef, TenantId, group_ref
from bot.ports.chat import Member
from bot.ports.door import Actor
from tests.fakes import SetClock
from tests.slack.double import SlackDouble
from tests.slack.rights import BOT_TOKEN
from tests.slack.workspace import User

T1 = TenantId("slack:T1")
C1 = ChannelRef(T1, "C1")
FULL = ["UDANA", "ULUIS", "UPRIYA", "USAM", "UINES", "UJONAS", "UMEI", "UTOM", "UGRACE", "UOMAR"]


def person(user: str) -> PersonRef:
    return PersonRef(T1, user)


@pytest.fixture
def clock() -> SetClock:
    return SetClock(datetime(2026, 11, 24, 10, 0, tzinfo=UTC))


@pytest.fixture
async def clients(slack: SlackDouble) -> AsyncIterator[Clients]:
    clients = Clients(slack.base_url, SingleToken(BOT_TOKEN))
    yield clients
    await clients.close()


@pytest.fixture
def people(clients: Clients, clock: SetClock) -> People:
    return People(clients, clock)


@pytest.fixture
def roster(clients: Clients, people: People) -> SlackRoster:
    return SlackRoster(clients, people)


async def members(roster: SlackRoster, channel: ChannelRef) -> list[str]:
    return [member.ref.user async for member in roster.members(channel)]


async def test_every_page_of_a_channel_is_read_and_only_full_members_are_asked(roster: SlackRoster) -> None:
    assert await members(roster, C1) == FULL


async def test_a_private_channel_is_read_where_the_bot_is_in_it(roster: SlackRoster) -> None:
    assert await members(roster, ChannelRef(T1, "G1")) == ["UDANA", "ULUIS"]


async def test_a_channel_the_bot_cannot_see_has_no_members(roster: SlackRoster) -> None:
    assert await members(roster, ChannelRef(T1, "CNONE")) == []


async def test_a_large_channel_is_read_from_the_workspaces_list(slack: SlackDouble, roster: SlackRoster) -> None:
    crowd = [f"UCROWD{i}" for i in range(120)]
    slack.space.users |= {user: User(user, user.lower(), user.title()) for user in crowd}
    slack.space.channels["C2"].members = [*crowd]
    slack.state.page_size = 50

    assert await members(roster, ChannelRef(T1, "C2")) == crowd
    assert "users.info" not in {call.method for call in slack.calls}


async def test_a_large_channel_is_not_told_half(slack: SlackDouble, roster: SlackRoster) -> None:
    slack.space.channels["C2"].members = [f"UCROWD{i}" for i in range(120)]
    slack.faults.rate_limits("users.list")

    with pytest.raises(SlackUnreachable):
        await members(roster, ChannelRef(T1, "C2"))


async def test_people_the_workspaces_list_does_not_have_are_left_out(slack: SlackDouble, roster: SlackRoster) -> None:
    slack.space.channels["C2"].members = ["UDANA", *(f"UCROWD{i}" for i in range(120))]

    assert await members(roster, ChannelRef(T1, "C2")) == ["UDANA"]


async def test_a_member_comes_with_name_zone_and_language(roster: SlackRoster) -> None:
    assert await roster.member(person("UINES")) == Member(person("UINES"), "Inés", "Europe/Madrid", "es-ES")


@pytest.mark.parametrize("user", ["UGUEST", "USTRANGER"])
async def test_guests_and_people_of_other_workspaces_are_marked(roster: SlackRoster, user: str) -> None:
    member = await roster.member(person(user))

    assert member is not None
    assert member.guest
    assert not await roster.can_manage(person(user), C1)


async def test_somebody_of_another_workspace_is_a_guest_also_where_slack_does_not_say_stranger(
    slack: SlackDouble, roster: SlackRoster
) -> None:
    slack.space.users["USTRANGER"].is_stranger = False

    member = await roster.member(person("USTRANGER"))

    assert member is not None
    assert member.guest


@pytest.mark.parametrize("user", ["UGONE", "UNOBODY"])
async def test_deactivated_and_unknown_people_are_none(roster: SlackRoster, user: str) -> None:
    assert await roster.member(person(user)) is None
    assert not await roster.can_manage(person(user), C1)


async def test_slackbot_is_a_bot_though_slack_does_not_say_so(slack: SlackDouble, roster: SlackRoster) -> None:
    slack.space.users["USLACKBOT"] = User("USLACKBOT", "slackbot", "Slackbot")

    member = await roster.member(person("USLACKBOT"))

    assert member is not None
    assert member.bot


async def test_only_who_is_in_the_channel_may_start_a_check_there(roster: SlackRoster) -> None:
    assert await roster.can_manage(person("UOMAR"), C1)
    assert not await roster.can_manage(person("UOMAR"), ChannelRef(T1, "C2"))
    assert not await roster.can_manage(person("UDANA"), ChannelRef(TenantId("slack:T2"), "C1"))


@pytest.mark.parametrize(
    ("emoji", "until", "back"),
    [
        (":palm_tree:", datetime(2026, 11, 27, 22, 59, 59, tzinfo=UTC), date(2026, 11, 28)),
        (":face_with_thermometer:", datetime(2026, 11, 25, 23, 0, tzinfo=UTC), date(2026, 11, 26)),
        (":palm_tree:", datetime(2026, 11, 20, tzinfo=UTC), None),
        (":palm_tree:", None, None),
        (":house:", datetime(2026, 11, 27, tzinfo=UTC), None),
    ],
)
async def test_a_status_of_days_off_with_an_end_says_the_first_day_back(
    slack: SlackDouble, roster: SlackRoster, emoji: str, until: datetime | None, back: date | None
) -> None:
    mei = slack.space.users["UINES"]
    mei.status_emoji, mei.status_expiration = emoji, int(until.timestamp()) if until else 0

    member = await roster.member(person("UINES"))

    assert member is not None
    assert member.away_until == back


async def test_somebody_is_looked_up_once_in_ten_minutes(
    slack: SlackDouble, roster: SlackRoster, clock: SetClock
) -> None:
    await roster.member(person("USAM"))
    slack.space.users["USAM"].tz = "Asia/Tokyo"
    clock.advance(KEPT - timedelta(seconds=1))
    before = await roster.member(person("USAM"))
    clock.advance(timedelta(seconds=1))
    after = await roster.member(person("USAM"))

    assert before is not None
    assert after is not None
    assert (before.time_zone, after.time_zone) == ("America/New_York", "Asia/Tokyo")


async def test_while_slack_does_not_answer_the_one_who_acts_is_who_they_were(
    slack: SlackDouble, people: People, clock: SetClock
) -> None:
    known = await people.actor(person("UINES"), "ines")
    clock.advance(KEPT)
    slack.faults.fails("users.info", times=2)

    assert await people.actor(person("UINES"), "ines") == known
    assert await people.actor(person("UMEI"), "mei") == Actor(person("UMEI"), "mei", "UTC", "en")


async def test_slack_is_not_waited_for_longer_than_an_acknowledgement_allows(
    slack: SlackDouble, roster: SlackRoster, people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(people_module, "WITHIN_SECONDS", 0.05)
    slack.faults.hangs_after_accepting("users.info")

    assert (await people.actor(person("USAM"), "sam")).time_zone == "UTC"
    slack.faults.hangs_after_accepting("conversations.members")
    with pytest.raises(SlackUnreachable, match="platform_away"):
        await roster.can_manage(person("USAM"), C1)


async def test_a_channel_that_cannot_be_read_now_is_not_taken_for_an_empty_one(
    slack: SlackDouble, roster: SlackRoster
) -> None:
    slack.faults.rate_limits("conversations.members")

    with pytest.raises(SlackUnreachable):
        await members(roster, C1)


async def test_a_user_group_is_replaced_by_its_full_members(roster: SlackRoster) -> None:
    text = await roster.groups_named(T1, "add <!subteam^S1> and <!subteam^S1|@support> and <!subteam^S2>")

    people = "<@UPRIYA> <@USAM> <@UINES>"
    assert text == f"add {people} and {people} and <!subteam^S2>"


async def test_where_the_product_is_not_installed_nobody_is_known(slack: SlackDouble, clock: SetClock) -> None:
    class NoTokens(Tokens):
        async def bot_token(self, team_id: str) -> str | None:
            del team_id
            return None

    clients = Clients(slack.base_url, NoTokens())
    roster = SlackRoster(clients, People(clients, clock))

    assert await members(roster, C1) == []
    assert await roster.member(person("USAM")) is None
    assert not await roster.can_manage(person("USAM"), C1)
    assert await roster.groups_named(T1, "<!subteam^S1>") == "<!subteam^S1>"


async def test_user_groups_are_offered_by_handle(roster: SlackRoster) -> None:
    assert await roster.groups(T1) == [(group_ref(T1, "S1"), "@support-team")]
    assert roster.picks_channels


async def test_only_full_members_of_a_group_are_asked(slack: SlackDouble, roster: SlackRoster) -> None:
    slack.space.groups["S1"] = ("support-team", ["UPRIYA", "UROBOT", "UGUEST", "USTRANGER", "UGONE", "USAM"])
    assert [one.ref.user for one in await roster.of_group(group_ref(T1, "S1"))] == ["UPRIYA", "USAM"]


async def test_a_large_group_is_read_from_the_workspaces_list_page_by_page(
    slack: SlackDouble, roster: SlackRoster
) -> None:
    crowd = [f"UCROWD{i}" for i in range(120)]
    slack.space.users |= {user: User(user, user.lower(), user.title()) for user in crowd}
    slack.space.groups["S2"] = ("everybody", crowd)
    slack.state.page_size = 50

    assert [one.ref.user for one in await roster.of_group(group_ref(T1, "S2"))] == crowd
    assert "users.info" not in {call.method for call in slack.calls}


async def test_no_groups_are_offered_where_slack_does_not_tell(slack: SlackDouble, roster: SlackRoster) -> None:
    slack.faults.rate_limits("usergroups.list")
    assert await roster.groups(T1) == ()


async def test_a_group_that_cannot_be_read_just_now_is_not_told_half(slack: SlackDouble, roster: SlackRoster) -> None:
    slack.faults.rate_limits("usergroups.users.list")
    with pytest.raises(SlackUnreachable):
        await roster.of_group(group_ref(T1, "S1"))


async def test_a_workspace_that_took_the_app_away_has_no_groups(roster: SlackRoster) -> None:
    nowhere = TenantId("slack:")
    assert (await roster.groups(nowhere), await roster.of_group(group_ref(nowhere, "S1"))) == ((), ())
