"""The product is taken away or refused, or nothing is heard of a person any more: what was known of them goes."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import timedelta

from adapters.teams.connector import code_of
from adapters.teams.reading import Doing, Json
from bot.ports.clock import Clock
from bot.ports.references import References

UNHEARD = timedelta(days=90)  #: who did nothing for so long, and was in no list that was read, is forgotten
_LOOKS = timedelta(hours=6)
_TEAM_DELETED = frozenset({"teamDeleted", "teamHardDeleted"})

#: Refusals after which nothing that is known of the conversation leads there any more.
_GONE = frozenset(
    {
        "BotNotInConversationRoster",
        "ConversationBlockedByUser",
        "ConversationNotFound",
        "ForbiddenOperationException",
        "InvalidBotApiHost",
        "MessageWritesBlocked",
        "UserNotFound",
    }
)

Job = tuple[timedelta, Callable[[], Awaitable[None]]]  #: how often, and what


def is_gone(error: BaseException) -> bool:
    """True where this conversation is closed to the product for good."""
    return code_of(error) in _GONE


def is_cleared(error: BaseException) -> bool:
    """True where somebody may have removed their chat with the product: opening it once more gives the one there is.

    https://github.com/MicrosoftDocs/msteams-docs/issues/14079
    """
    return code_of(error) == "ConversationNotFound"


def left(activity: Json, doing: Doing) -> str:
    """The team or conversation that is deleted, or that the product itself is taken out of; "" where it stays."""
    data, bot = activity.get("channelData") or {}, (activity.get("recipient") or {}).get("id")
    if data.get("eventType") == "channelDeleted":
        return str((data.get("channel") or {}).get("id") or "")
    removed = activity.get("action") == "remove" or data.get("eventType") in _TEAM_DELETED
    gone = removed or any(one.get("id") == bot for one in activity.get("membersRemoved") or ())
    return doing.about if gone else ""


async def leave(references: References, doing: Doing, place: str) -> None:
    """The person's own reference is forgotten, or those of the place."""
    if doing.personal:
        await references.forget(doing.person)
    else:
        await references.leave(doing.person.tenant, place)


def retention(references: References, clock: Clock) -> Mapping[str, Job]:
    """For the ticker."""

    async def forget() -> None:
        await references.forget_unheard(clock.now() - UNHEARD)

    return {"teams-references": (_LOOKS, forget)}
