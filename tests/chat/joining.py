"""People who come into the channel, and what its manager reads of them."""

from bot.domain.ids import ChannelRef, PersonRef
from bot.flows.owed import TOGETHER
from bot.ports.chat import Member
from bot.ports.door import Actor
from tests.chat.blind import waits
from tests.chat.house import CHANNEL, TENANT, Chat, Person
from tests.reading import text_of

ZOE = PersonRef(TENANT, "zoe")


async def joins(chat: Chat, user: str = "zoe", *, channel: ChannelRef = CHANNEL, key: str = "") -> None:
    """Somebody is in the channel from now on, the platform says so, and the wait for others is over."""
    if user == "zoe" and ZOE not in [member.ref for member in chat.roster.people]:
        known(chat, "zoe", "Zoë")
    await comes(chat, user, channel=channel, key=key)
    await waits(chat, TOGETHER)


async def comes(chat: Chat, *users: str, channel: ChannelRef = CHANNEL, key: str = "") -> None:
    """The platform says that these are in the channel."""
    for user in users:
        await chat.door.joined(PersonRef(TENANT, user), channel, event_key=key or chat.key())
    await chat.settle()


def known(chat: Chat, user: str, name: str) -> PersonRef:
    """Somebody the platform knows from now on."""
    person = PersonRef(TENANT, user)
    chat.roster.people.append(Member(person, name, "Europe/Madrid", "en"))
    chat.people[user] = Person(chat, Actor(person, name, "Europe/Madrid", "en"))
    return person


def crowd(chat: Chat, n: int) -> list[str]:
    """So many whom the platform knows from now on: Ana 1, Ana 2 and so on."""
    return [known(chat, f"ana{i}", f"Ana {i}").user for i in range(1, n + 1)]


def words(chat: Chat) -> list[str]:
    """Each message to Dana about joiners, as it reads now."""
    return [text_of(message) for message in chat["dana"].inbox if "joined the channel" in text_of(message)]
