"""The same answer begun in another way or joined with something else, and a reason given back in its own words: so that
neither how an answer begins and ends, nor how many of its words stand in the reason, tells a model what it says.
"""

import random
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from tests.bench.training.data import ABSENT, EXPRESSED, Pair, pair

OPENED = 0.15  #: share of the answers that get another beginning
_BEGINNINGS: Mapping[str, Sequence[str]] = {
    "en": (
        "The point is that ",
        "As I understood it, ",
        "Honestly, ",
        "For me it's that ",
        "Because ",
        "The way I see it, ",
        "We do this because ",
        "It matters because ",
        "Last month I saw it myself: ",
        "It is about this: ",
        "I'd say that ",
        "My take: ",
        "Simply put, ",
    ),
    "es": (
        "La idea es que ",
        "Tal como lo entendí, ",
        "Sinceramente, ",
        "Para mí es que ",
        "Porque ",
        "Lo hacemos porque ",
        "Importa porque ",
        "Yo diría que ",
    ),
    "de": (
        "Es geht darum: ",
        "So wie ich es verstanden habe: ",
        "Ehrlich gesagt: ",
        "Für mich heißt das: ",
        "Weil: ",
        "Wir machen das aus diesem Grund: ",
        "Kurz gesagt: ",
    ),
    "fr": (
        "L'idée, c'est que ",
        "Si j'ai bien compris, ",
        "Franchement, ",
        "Pour moi, c'est que ",
        "Parce que ",
        "On le fait parce que ",
        "Je dirais que ",
    ),
    "pt": (
        "A ideia é que ",
        "Pelo que entendi, ",
        "Sinceramente, ",
        "Para mim é que ",
        "Porque ",
        "Fazemos isso porque ",
        "Eu diria que ",
    ),
}
_TAILS: Mapping[str, Sequence[str]] = {
    "en": (
        ", and I think that's fair.",
        ", which makes sense to me.",
        ", good.",
        ", that's how I see it.",
        ". That's sorted now.",
        ". Fine by me.",
        ", at least that's what I took from it.",
    ),
    "es": (", me parece justo.", ", y lo veo bien.", ". Así lo entiendo yo.", ". Por mí, bien."),
    "de": (", das finde ich fair.", ", leuchtet mir ein.", ". So verstehe ich das.", ". Von mir aus gern."),
    "fr": (", je trouve ça juste.", ", ça me paraît logique.", ". C'est ce que j'en retiens.", ". Ça me va."),
    "pt": (", acho justo.", ", faz sentido para mim.", ". É assim que eu entendo.", ". Por mim, tudo bem."),
}
_TAILED = 0.2  #: share of the composed answers that get a tail, not a sentence
_CONNECTIVES = {
    "en": r"^(so that|because|since|in order to|to make sure that|so)\s+",
    "es": r"^(para que|porque)\s+",
    "de": r"^(damit|weil)\s+",
    "fr": r"^(pour que|parce que|afin que)\s+",
    "pt": r"^(para que|porque)\s+",
}
_NAMES = re.compile(r"I\b|[A-ZÀ-Ý]\w+ [A-Z]")


def opened(pairs: Sequence[Pair], *, seed: int) -> list[Pair]:
    """OPENED of the answers with one more beginning, whatever they say."""
    chance = random.Random(seed)
    return [_opened(each, chance) if chance.random() < OPENED else each for each in pairs]


def verbatim(pairs: Sequence[Pair], most: int, *, seed: int) -> list[Pair]:
    """Reasons of the pairs as answers to themselves: as they stand, as a sentence, without their connective, begun."""
    chance = random.Random(seed)
    reasons = sorted({(each.title, each.reason, each.language) for each in pairs})
    chance.shuffle(reasons)
    return [
        pair(title, reason, _given_back(reason, language, chance), EXPRESSED, language)
        for title, reason, language in reasons[:most]
    ]


def composed(pairs: Sequence[Pair], most: int, *, seed: int) -> list[Pair]:
    """Answers with a tail, or before or behind a sentence that says nothing of the reason: one that is absent from the
    same reason's answers, or any from another sheet. They keep their label.
    """
    chance = random.Random(seed)
    beside: dict[tuple[str, str], list[str]] = {}
    spoken: dict[str, list[Pair]] = {}
    for each in pairs:
        spoken.setdefault(each.language, []).append(each)
        if each.label == ABSENT:
            beside.setdefault((each.title, each.reason), []).append(each.answer)
    chosen = list(pairs)
    chance.shuffle(chosen)
    return [_composed(each, beside.get((each.title, each.reason), ()), spoken, chance) for each in chosen[:most]]


def _composed(each: Pair, beside: Sequence[str], spoken: Mapping[str, Sequence[Pair]], chance: random.Random) -> Pair:
    if each.language in _TAILS and chance.random() < _TAILED:
        return replace(each, answer=each.answer.rstrip(".") + chance.choice(_TAILS[each.language]))
    near = [answer for answer in beside if answer != each.answer]
    far = [other.answer for other in chance.choices(spoken[each.language], k=20) if other.title != each.title]
    other = chance.choice(near if near and chance.random() < 0.5 else far or near)
    first, second = (each.answer, other) if chance.random() < 0.6 else (other, each.answer)
    return replace(each, answer=f"{_sentence(first)} {_sentence(second)}")


def _sentence(text: str) -> str:
    text = text if text.endswith((".", "!", "?", "…", "”", "»", '"', ")")) else f"{text}."
    return text[:1].upper() + text[1:]


def _opened(each: Pair, chance: random.Random) -> Pair:
    if each.language not in _BEGINNINGS:
        return each
    return replace(each, answer=chance.choice(_BEGINNINGS[each.language]) + _small(each.answer))


def _given_back(reason: str, language: str, chance: random.Random) -> str:
    way = chance.random()
    if way < 0.3 or language not in _BEGINNINGS:
        return reason
    bare = re.sub(_CONNECTIVES[language], "", reason, count=1, flags=re.IGNORECASE) if way >= 0.5 else reason
    sentence = bare.rstrip(".") + "."
    if way < 0.7:
        return sentence[:1].upper() + sentence[1:]
    return chance.choice(_BEGINNINGS[language]) + _small(sentence)


def _small(text: str) -> str:
    """Begun in lower case, but for "I", names and abbreviations."""
    return text if text[1:2].isupper() or _NAMES.match(text) else text[:1].lower() + text[1:]
