"""The product is taken away or refused, or nothing is heard of a person any more: what was known of them goes."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import timedelta

from adapters.teams.connector import code_of
from adapters.teams.reading import Doing, Json
from bot.ports.clock import Clock
from bot.ports.references import References

UNHEARD = timedelta(days=90)  #: who did nothing for so long, and was in no list that was read, is forgotten
_LOOKS = timedelta(hours=6)

#: Refusals after which nothing that is known of the conversation leads there any more.
_GONE = frozenset(
    {
        "BotNotInConversationRoster",
        "ConversationBlockedByUser",
        "ConversationNotFound",
        "ForbiddenOperationException",
        "InvalidBotApiHost",
        "UserNotFound",
    }
)

Job = tuple[timedelta, Callable[[], Awaitable[None]]]  #: how often, and what


def is_gone(error: BaseException) -> bool:
    """True where this conversation is closed to the product for good."""
    return code_of(error) in _GONE


def leaves(activity: Json) -> bool:
    """True where an update says that the product itself is taken out of its conversation."""
    bot = (activity.get("recipient") or {}).get("id")
    return activity.get("action") == "remove" or any(
        one.get("id") == bot for one in activity.get("membersRemoved") or ()
    )


async def leave(references: References, doing: Doing) -> None:
    """The person's own reference, or those of the team or chat that the product is not in any more."""
    if doing.personal:
        await references.forget(doing.person)
    else:
        await references.leave(doing.person.tenant, doing.roster)


def retention(references: References, clock: Clock) -> Mapping[str, Job]:
    """For the ticker."""

    async def forget() -> None:
        await references.forget_unheard(clock.now() - UNHEARD)

    return {"teams-references": (_LOOKS, forget)}
