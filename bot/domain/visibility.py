"""Who may see what of a check."""

from enum import StrEnum


class Visibility(StrEnum):
    """Fixed at launch; may only become more private. Further modes come with their suppression rules."""

    MANAGER = "manager"  #: the manager: per person, what was confirmed; the channel: counts only, no names


MIN_FOR_INDEX = 5  #: fewer informative answers: counts and takes, no index and no quadrant
