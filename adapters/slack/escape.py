"""What a person typed, made safe to show: nothing of it is read as a mention, a link, markup or a direction mark."""

import re
import unicodedata
from collections.abc import Iterator

#: Control characters but tab and line feed, direction marks and overrides, invisible spaces, lone surrogates.
_UNWANTED = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff\ud800-\udfff]"
)
_CONTROL = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})
#: Slack's mrkdwn knows no escape for its marks: signs that look alike and mean nothing stand in for them.
_ALIKE = str.maketrans({"*": "∗", "_": "＿", "~": "∼", "`": "ˋ"})
_QUOTE_MARK = re.compile(r"^(?:&gt;\s*)+")


def shown(text: str) -> str:
    """The text as blocks that parse nothing (rich_text, plain_text, raw_text) may carry it."""
    return _UNWANTED.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def blank(text: str) -> bool:
    """True where nothing would be seen: Slack refuses such a text."""
    return all(char.isspace() or unicodedata.category(char) in {"Cf", "Cc", "Mn"} for char in text)


def mrkdwn(text: str) -> str:
    """The text on one line for the `text` of a message, the one place that Slack always parses."""
    line = " ".join(shown(text).split()).translate(_CONTROL).translate(_ALIKE)
    return _QUOTE_MARK.sub("› ", line)


def escaped(text: str) -> str:
    """The text with Slack's three control characters as entities; its length is what Slack counts."""
    return shown(text).translate(_CONTROL)


def unescaped(text: str) -> str:
    """The reverse, for the text of a message event."""
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def chunks(text: str, most: int) -> Iterator[str]:
    """The text in pieces of at most `most` characters, broken after a paragraph, a line, a word; nothing is lost."""
    while len(text) > most:
        cut = _break(text, most)
        yield text[:cut]
        text = text[cut:]
    if text:
        yield text


def _break(text: str, most: int) -> int:
    for mark in ("\n\n", "\n", " "):
        at = text.rfind(mark, most // 2, most)
        if at > 0:
            return at + len(mark)
    return most
