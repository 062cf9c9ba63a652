"""What keeps a message from somebody, as codes: each reader is told in their own language (bot.messages.obstacles)."""

from enum import StrEnum


class Obstacle(StrEnum):
    """Each has a text in every catalogue."""

    ARCHIVED = "archived"
    BLOCKED = "blocked"
    BOT = "bot"
    BUSY = "busy"  #: the platform asks to wait
    CHANNEL_UNSEEN = "channel_unseen"
    CONVERSATION_GONE = "conversation_gone"
    CONVERSATION_UNKNOWN = "conversation_unknown"
    DEACTIVATED = "deactivated"
    ELSEWHERE = "elsewhere"  #: not in this workspace or organisation
    FAULT = "fault"  #: ours
    GONE = "gone"
    MESSAGE_GONE = "message_gone"
    NO_CHANGE = "no_change"
    NO_DIRECT = "no_direct"
    NO_REPLY = "no_reply"
    NOT_ALLOWED = "not_allowed"
    NOT_IN_CHANNEL = "not_in_channel"
    NOT_INSTALLED = "not_installed"
    NOT_INSTALLED_FOR = "not_installed_for"  #: this person
    NOT_VISIBLE = "not_visible"
    PERMISSION = "permission"
    READ_ONLY = "read_only"
    REFUSED = "refused"  #: in a way that we do not know
    SWITCHED_OFF = "switched_off"
    TOO_LONG = "too_long"
    UNREACHED = "unreached"


def noted(obstacle: Obstacle, platform: str = "", detail: str = "") -> str:
    """As it is carried and stored: the code, the platform's name where its text has it, the platform's own code."""
    return f"{obstacle}:{platform}:{detail}".rstrip(":")
