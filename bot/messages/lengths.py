"""Keeping typed text to the room a message has for it."""

MAX_HEADING = 150  #: characters of a heading on Slack
MAX_QUOTE = 300  #: characters of one person's words in a list; the whole is a press away


def one_line(text: str, most: int) -> str:
    """The text on one line, cut with an ellipsis where it is longer than `most` characters."""
    line = " ".join(text.split())
    return line if len(line) <= most else f"{line[: most - 1].rstrip()}…"
