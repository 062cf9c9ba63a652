"""Row 15: the program's clock jumps by a day and back while nudges are due, over both changes of the clocks in three
zones. Here the program is not a process of its own: nobody can wait for its nudges.
"""

from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.domain.ids import ChannelRef, PersonRef
from bot.messages.view import Message
from bot.ports.chat import Delivered, Refused, RetryAt
from tests.chat.house import Chat, a_chat
from tests.fakes import KeepingGateway, SetClock
from tests.faults.counting import Counted, only
from tests.faults.site import Place

ZONES = {"luis": "America/New_York", "priya": "Australia/Sydney", "sam": "Europe/Madrid"}
#: The Thursdays before the clocks change in Sydney, Madrid and New York, and back; the clock is so many days ahead.
THURSDAYS = (
    *((day, 1) for day in ("2026-10-01", "2026-10-22", "2026-10-29", "2027-03-11", "2027-03-25", "2027-04-01")),
    *((day, -1) for day in ("2027-09-30", "2027-10-28", "2027-11-04", "2028-03-09", "2028-03-23", "2028-03-30")),
)
OPEN_FOR = timedelta(days=5)
STEP = timedelta(hours=1)
BEGINS, ENDS = timedelta(hours=20), timedelta(hours=80)  #: of the jump, after the launch


@dataclass
class Noting(KeepingGateway):
    """Notes every message as it is asked to send it, the same one too."""

    clock: SetClock | None = None
    sent: list[tuple[str, datetime]] = field(default_factory=list)

    async def send(self, to: PersonRef | ChannelRef, message: Message, *, key: str) -> Delivered | RetryAt | Refused:
        assert self.clock
        self.sent.append((key, self.clock.now()))
        return await super().send(to, message, key=key)


async def run(place: Place) -> Counted:
    gateway = Noting()
    async with a_chat(place.folder, url=place.url, gateway=gateway) as chat:
        gateway.clock = chat.clock
        people = chat.roster.people
        chat.roster.people = [replace(one, time_zone=ZONES.get(one.ref.user, one.time_zone)) for one in people]
        for day, ahead in THURSDAYS:
            await _week(chat, datetime.fromisoformat(f"{day}T10:00").replace(tzinfo=UTC), timedelta(days=ahead))
    nudges = [(key, at) for key, at in gateway.sent if ":nudge:" in key]
    times = Counter(key for key, _ in nudges)
    outside = [f"{key} at {at}" for key, at in nudges if not _at_work(at.astimezone(ZoneInfo(ZONES[_user(key)])))]
    asked = [key.removesuffix("ask:1") for key, _ in gateway.sent if key.endswith(":ask:1")]
    wanted = {f"{key}nudge:{number}" for key in asked for number in (1, 2)}
    return Counted(
        f"{len(times)} nudges over {len(THURSDAYS)} weeks in which clocks change, in {len(ZONES)} zones, while the "
        "program's clock is a day ahead and then right again, or a day behind",
        sorted(wanted - times.keys()),
        times.total() - len(times),
        only((bool(outside), f"outside working hours: {outside[:3]}")),
    )


async def _week(chat: Chat, begin: datetime, jump: timedelta) -> None:
    chat.clock.set_to(begin)
    await chat.launched(who="\n".join(ZONES), open_for="5d")
    now = begin
    while now < begin + OPEN_FOR + timedelta(hours=2):
        now += STEP
        jumped = begin + BEGINS <= now < begin + ENDS
        chat.clock.set_to(now + jump if jumped else now)
        await chat.sweep()


def _at_work(local: datetime) -> bool:
    """Nine to five on weekdays, not by the product's own reckoning."""
    return local.isoweekday() <= 5 and time(9) <= local.time() <= time(17)


def _user(key: str) -> str:
    return key.split(":")[-3]
