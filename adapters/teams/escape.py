"""What a person typed, made safe to show: nothing of it is read as a mention, a link, markup or a direction mark."""

import re
import unicodedata
from collections.abc import Iterator

#: Control characters but tab and line feed, direction marks and overrides, invisible spaces, lone surrogates.
_UNWANTED = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff\ud800-\udfff]"
)
_JOIN = "\u2060"  #: takes no room and breaks no line; it parts signs that would mean something together
#: Signs that look alike and mean nothing: which of Markdown's escapes a client knows is not written down.
_ALIKE = str.maketrans({"*": "∗", "_": "ˍ", "~": "∼", "`": "ˋ", "<": "‹", ">": "›"})
_BRACE = re.compile(r"(?<=\{)(?=\{)")
_TOGETHER = re.compile(
    r"(?<=&)(?=#?\w+;)|(?<=])(?=[(:\[])|(?<=\\)(?=[^\w\s])|(?<=:)(?=//)|(?<=www)(?=\.)|(?<=@)(?=\w)|(?<=mailto)(?=:)",
    re.IGNORECASE,
)
_FIRST = re.compile(r"^(?=[-+=#]|\d+[.)])")


def clean(text: str) -> str:
    """The text as an input may hold it."""
    return _UNWANTED.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def shown(text: str) -> str:
    """The text as a TextRun may carry it, which reads no Markdown but would replace {{DATE(…)}} and {{TIME(…)}}."""
    return _BRACE.sub(_JOIN, clean(text))


def alike(text: str) -> str:
    """The text on one line for what reads Markdown or may: TextBlock, FactSet, titles of choices, labels."""
    line = " ".join(shown(text).split()).translate(_ALIKE)
    return _FIRST.sub(_JOIN, _TOGETHER.sub(_JOIN, line))


def harmless(text: str) -> bool:
    """True for a line in which Markdown reads nothing at all."""
    return alike(text) == text and not blank(text)


def blank(text: str) -> bool:
    """True where nothing would be seen."""
    return all(char.isspace() or unicodedata.category(char) in {"Cf", "Cc", "Mn"} for char in text)


def chunks(text: str, most: int) -> Iterator[str]:
    """The text in pieces of at most `most` characters, broken after a word where there is one; nothing is lost."""
    while len(text) > most:
        space = text.rfind(" ", most // 2, most)
        cut = space + 1 if space > 0 else most
        yield text[:cut]
        text = text[cut:]
    if text:
        yield text
