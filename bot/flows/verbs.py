"""The command table: every verb with what it does, and reading what was typed."""

import re
import shlex
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches

from bot.domain.deadlines import names_a_day
from bot.domain.errors import BadInput
from bot.domain.own_words import clean
from bot.flows import adding, close_round, find, my_data, oversee, report, write_sheet
from bot.flows.house import Visit
from bot.messages.catalogue import Catalogue
from bot.messages.lengths import one_line
from bot.messages.overview import help_
from bot.messages.view import Reply, Say

_CURLY = str.maketrans({"“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "‘": "'", "’": "'"})
_DASH = re.compile(r"(?<!\S)[—–](?=\w)")  #: what keyboards make of "--"
_QUOTED = re.compile(r"[\"“„«'‘](.*)[\"”“»'’]", re.DOTALL)
_NAMED = re.compile(r"<@[^|>\s]+\|([^>]*)>")  #: a mention with the name it is read by
_UNTIL = re.compile(r"\d+[^\W\d_]*|\d{4}-\d{1,2}-\d{1,2}")
_GAPS = re.compile(r"(?<=\[)(?:title|sheet)(?=\])|(?<=@)person")  #: what is to be put in, in a usage
_ASKING = frozenset({"help", "list", "report", "status"})
LONGEST = 4_000  #: characters of a command that are read
SWITCHES = frozenset({"post"})  #: flags that take no value
LONGEST_GUESS = 40  #: characters that are said back of what is no time
LONGEST_WORD = 80  #: longer than any slug
LONGEST_MENTION = 300  #: of an id of a hundred characters, with a name


@dataclass(frozen=True, slots=True)
class Typed:
    """A command as typed: verb, then words, then --flags. `rest` is all after the verb, untouched."""

    verb: str
    words: tuple[str, ...]
    flags: Mapping[str, str]
    rest: str = ""

    @property
    def slug(self) -> str:
        return self.words[0] if self.words else ""


@dataclass(frozen=True, slots=True)
class Verb:
    """One verb. `usage` is shown in help; its line of help is the catalogue's "verb.<name>"."""

    name: str
    usage: str
    act: Callable[[Visit, Typed], Awaitable[Reply]]
    flags: frozenset[str] = frozenset()  #: what it understands after "--"


def read(text: str) -> Typed:
    """Straight and curly quotes both work; a quote left open reads as a plain word."""
    whole = clean(text)
    plain = _DASH.sub("--", whole[:LONGEST].translate(_CURLY))
    try:
        words = shlex.split(plain)
    except ValueError:
        words = [word.strip("\"'") for word in re.split(r"[ \t\n]+", plain) if word]
    rest: list[str] = []
    flags: dict[str, str] = {}
    pending = ""
    for word in (word[: LONGEST_MENTION if word.startswith("<@") else LONGEST_WORD] for word in words):
        if word.startswith("--"):
            pending, _, value = word[2:].partition("=")
            flags[pending] = value
            pending = "" if value or pending in SWITCHES else pending
        elif pending:
            flags[pending], pending = word, ""
        else:
            rest.append(word)
    verb = rest[0].lower() if rest else ""
    _, _, after = whole.partition(" ") if " " in whole.split("\n")[0] else whole.partition("\n")
    return Typed(verb, tuple(rest[1:]), flags, after.strip())


async def run(visit: Visit, text: str) -> Reply:
    """Does what was typed; an unknown verb gets the nearest one suggested."""
    typed = read(text)
    if not typed.verb:
        return await oversee.show_home(visit)
    verb = next((verb for verb in VERBS if verb.name == typed.verb), None)
    if verb is None:
        raise BadInput(_unknown(visit, typed.verb))
    unknown = [flag for flag in typed.flags if flag not in verb.flags]
    if unknown and verb.name != "new-policy":  # a title may hold anything
        raise BadInput(visit.texts("error.unknown_flag", flag=unknown[0], command=visit.house.command))
    return await verb.act(visit, typed)


def only_asks(text: str) -> bool:
    """True for one verb alone that changes nothing: nobody's why, so it needs no slash in the direct messages."""
    return clean(text).lower() in _ASKING


def _unknown(visit: Visit, verb: str) -> str:
    names = [one.name for one in VERBS]
    near = get_close_matches(verb, names, n=1, cutoff=0.5) or [n for n in names if n in verb or verb in n]
    key = "error.unknown_verb_near" if near else "error.unknown_verb"
    return visit.texts(key, verb=verb, near=near[0] if near else "", command=visit.house.command)


def usages(visit: Visit) -> list[tuple[str, str]]:
    """Every verb with its arguments and its line of help."""
    return [worded(visit.texts, verb) for verb in VERBS]


def worded(texts: Catalogue, verb: Verb) -> tuple[str, str]:
    """The verb as it is typed, what is to be put in worded in the reader's language; and its line of help."""
    usage = _GAPS.sub(lambda gap: texts(f"usage.{gap[0]}"), verb.usage)
    return usage, texts(f"verb.{verb.name}")


async def _new_policy(visit: Visit, typed: Typed) -> Reply:
    rest = _NAMED.sub(r"@\1", typed.rest)
    quoted = _QUOTED.fullmatch(rest)
    return await write_sheet.open_new(visit, quoted[1] if quoted else rest)


async def _status(visit: Visit, typed: Typed) -> Reply:
    return await oversee.show_status_named(visit, typed.slug)


async def _list(visit: Visit, _: Typed) -> Reply:
    return await oversee.show_list(visit)


async def _report(visit: Visit, typed: Typed) -> Reply:
    asked = typed.flags.get("round") or "1"
    if asked != "1":
        raise BadInput(visit.texts("error.no_such_round", round=asked))
    return await report.show_named(visit, typed.slug, post="post" in typed.flags)


async def _extend(visit: Visit, typed: Typed) -> Reply:
    """The sheet comes first where it is named; what looks like a time begins the deadline."""
    words = typed.words
    timed = next((i for i in reversed(range(len(words))) if _UNTIL.fullmatch(words[i]) or names_a_day(words[i])), None)
    first = min(1, len(words)) if timed is None else timed
    untimed = one_line(" ".join(words), LONGEST_GUESS) if timed is None else ""
    return await oversee.extend_named(visit, " ".join(words[:first]), " ".join(words[first:]), untimed=untimed)


async def _add(visit: Visit, typed: Typed) -> Reply:
    people = [word for word in typed.words if word.startswith(("@", "<@"))]
    slug = next((word for word in typed.words if word not in people), "")
    if not people:
        return await adding.open_add(visit, slug)
    return await adding.add_named(visit, slug, people)


async def _close(visit: Visit, typed: Typed) -> Reply:
    async with visit.house.uow() as uow:
        check = await find.named(uow, visit, typed.slug, find.LIVE, find.STARTED, find.ALL)
    return await close_round.close(visit, check.id)


async def _cancel(visit: Visit, typed: Typed) -> Reply:
    return await oversee.cancel_named(visit, typed.slug)


async def _me(visit: Visit, typed: Typed) -> Reply:
    what, slug = typed.slug.lower(), " ".join(typed.words[1:2])
    match what:
        case "":
            return await my_data.show(visit)
        case "edit":
            return await my_data.edit(visit, slug)
        case "withdraw":
            return await my_data.withdraw_named(visit, slug)
        case _:
            raise BadInput(visit.texts("error.unknown_me", what=what, command=visit.house.command))


async def _help(visit: Visit, _: Typed) -> Reply:
    async with visit.transaction():
        return Say(help_(visit.texts, usages(visit), visit.house.command))


VERBS: tuple[Verb, ...] = (
    Verb("new-policy", "new-policy [title]", _new_policy),
    Verb("status", "status [sheet]", _status),
    Verb("report", "report [sheet] [--post]", _report, frozenset({"post", "round"})),
    Verb("extend", "extend [sheet] 2d", _extend),
    Verb("add", "add [sheet] @person …", _add),
    Verb("close", "close [sheet]", _close),
    Verb("cancel", "cancel [sheet]", _cancel),
    Verb("list", "list", _list),
    Verb("me", "me [edit|withdraw] [sheet]", _me),
    Verb("help", "help", _help),
)
