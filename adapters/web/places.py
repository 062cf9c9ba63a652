"""Conversation names on the board.

channel/<name>               everybody
channel/<name>/only/<user>   private answers shown inside the channel to one person
dm/<user>                    one person with Hymnsheet
"""

from adapters.web.team import Person, Team
from bot.domain.ids import ChannelRef, PersonRef
from bot.ports.door import Where

BOT = "hymnsheet"


def channel(team: Team) -> str:
    return f"channel/{team.channel}"


def direct(user: str) -> str:
    return f"dm/{user}"


def aside(conversation: str, user: str) -> str:
    """Where a private answer goes that belongs beside this conversation: direct messages are private already."""
    return conversation if conversation.startswith("dm/") else f"{base(conversation)}/only/{user}"


def is_private(conversation: str) -> bool:
    """True where one person alone reads it."""
    return conversation.startswith("dm/") or base(conversation) != conversation


def base(conversation: str) -> str:
    """The conversation a post is shown in."""
    return conversation.split("/only/", maxsplit=1)[0]


def of_ref(team: Team, to: PersonRef | ChannelRef) -> str | None:
    """Where a message to them is posted; None where the workspace does not know them."""
    if isinstance(to, ChannelRef):
        return channel(team) if to == team.channel_ref else None
    person = team.of(to)
    return direct(person.user) if person and not person.bot else None


def seen_by(team: Team, person: Person) -> tuple[str, ...]:
    """Every conversation this person reads."""
    return channel(team), aside(channel(team), person.user), direct(person.user)


def all_of(team: Team) -> tuple[str, ...]:
    names = {name for person in team.people for name in seen_by(team, person)}
    return tuple(sorted(names))


def where(team: Team) -> Where:
    """Everything done here concerns the one channel there is, also what is done in the direct messages."""
    return Where(team.channel_ref)
