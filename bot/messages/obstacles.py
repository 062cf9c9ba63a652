"""Why a message did not reach somebody, in the reader's language."""

from bot.domain.obstacles import Obstacle
from bot.messages.catalogue import Catalogue

_CODES = frozenset(map(str, Obstacle))
_INVITED = frozenset(map(str, (Obstacle.NOT_IN_CHANNEL, Obstacle.CHANNEL_UNSEEN)))


def obstacle(texts: Catalogue, note: str) -> str:
    """The reader's words for what was noted; what is no code is a sentence stored before there were codes."""
    code, _, more = note.partition(":")
    if code not in _CODES:
        return note
    platform, _, detail = more.partition(":")
    return texts(f"obstacle.{code}", platform=platform, detail=detail)


def invited(note: str) -> bool:
    """True where inviting the bot into the channel takes this away."""
    return note.partition(":")[0] in _INVITED
