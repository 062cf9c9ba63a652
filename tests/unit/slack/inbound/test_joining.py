"""Who joins a channel is told to the door once, whoever they are but ourselves."""

from bot.domain.ids import ChannelRef, PersonRef, TenantId
from tests.slack.workspace import BOT_USER
from tests.unit.slack.inbound.conftest import Served

T1 = TenantId("slack:T1")


async def test_who_joins_a_channel_comes_to_the_door_once(both: Served) -> None:
    both.slack.faults.redelivers(3, at_once=True)

    taken = await both.slack.user("UTOM").joins("C2")

    assert taken.taken
    assert both.door.events == [("joined", PersonRef(T1, "UTOM"), ChannelRef(T1, "C2"))]


async def test_that_the_product_itself_joins_a_channel_is_no_news(both: Served) -> None:
    taken = await both.slack.user(BOT_USER).joins("C2")

    assert taken.taken
    assert both.door.events == []


async def test_a_joining_that_could_not_be_stored_comes_again(both: Served) -> None:
    both.door.trouble = OSError("the database is away")

    await both.slack.user("UTOM").joins("C2")

    assert both.seen.done == ["joined"]
    assert [one.taken for one in both.slack.acknowledged] == [False, True]
