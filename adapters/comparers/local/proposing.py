"""Picks the reasons out of notes: the sentences that carry a because."""

from adapters.comparers.local.cues import BECAUSE
from adapters.comparers.local.pieces import sentences
from bot.domain.own_words import clean
from bot.domain.sheet import MAX_REASON, MAX_REASONS

_FEWEST = 4  #: words of a sentence that can be a reason


def proposed(body: str) -> tuple[str, ...]:
    """At most MAX_REASONS sentences that give a because, verbatim up to MAX_REASON characters; () where none does."""
    found: dict[str, str] = {}
    for span in sentences(body):
        sentence = clean(span.of(body))
        if len(sentence.split()) >= _FEWEST and BECAUSE.search(sentence):
            found.setdefault(sentence.casefold(), _fitting(sentence))
    return tuple(found.values())[:MAX_REASONS]


def _fitting(sentence: str) -> str:
    if len(sentence) <= MAX_REASON:
        return sentence
    return sentence[: MAX_REASON - 1].rsplit(" ", 1)[0] + "…"
