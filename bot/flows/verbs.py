"""The command table: every verb with what it does, and reading what was typed."""

import re
import shlex
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches

from bot.domain.errors import BadInput
from bot.flows import close_round, find, my_data, oversee, report, write_sheet
from bot.flows.house import Visit
from bot.messages.overview import help_
from bot.messages.view import Reply, Say

_CURLY = str.maketrans({"“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "‘": "'", "’": "'", "—": "--"})
_SPAN = re.compile(r"\d")


@dataclass(frozen=True, slots=True)
class Typed:
    """A command as typed: verb, then words, then --flags."""

    verb: str
    words: tuple[str, ...]
    flags: Mapping[str, str]

    @property
    def slug(self) -> str:
        return self.words[0] if self.words else ""


@dataclass(frozen=True, slots=True)
class Verb:
    """One verb. `usage` is shown in help; its line of help is the catalogue's "verb.<name>"."""

    name: str
    usage: str
    act: Callable[[Visit, Typed], Awaitable[Reply]]


def read(text: str) -> Typed:
    """Straight and curly quotes both work; a quote left open reads as a plain word."""
    plain = text.translate(_CURLY).strip()
    try:
        words = shlex.split(plain)
    except ValueError:
        words = plain.split()
    rest: list[str] = []
    flags: dict[str, str] = {}
    pending = ""
    for word in words:
        if word.startswith("--"):
            pending, _, value = word[2:].partition("=")
            flags[pending] = value
            pending = "" if value else pending
        elif pending and pending != "post":
            flags[pending], pending = word, ""
        else:
            rest.append(word)
    verb = rest[0].lower() if rest else ""
    return Typed(verb, tuple(rest[1:]), flags)


async def run(visit: Visit, text: str) -> Reply:
    """Does what was typed; an unknown verb gets the nearest one suggested."""
    typed = read(text)
    if not typed.verb:
        return await oversee.show_home(visit)
    verb = next((verb for verb in VERBS if verb.name == typed.verb), None)
    if verb:
        return await verb.act(visit, typed)
    names = [one.name for one in VERBS]
    near = get_close_matches(typed.verb, names, n=1, cutoff=0.5) or [name for name in names if name in typed.verb]
    key = "error.unknown_verb_near" if near else "error.unknown_verb"
    raise BadInput(visit.texts(key, verb=typed.verb, near=near[0] if near else "", command=visit.house.command))


def usages(visit: Visit) -> list[tuple[str, str]]:
    """Every verb with its arguments and its line of help."""
    return [(verb.usage, visit.texts(f"verb.{verb.name}")) for verb in VERBS]


async def _new_policy(visit: Visit, typed: Typed) -> Reply:
    return await write_sheet.open_new(visit, " ".join(typed.words))


async def _status(visit: Visit, typed: Typed) -> Reply:
    return await oversee.show_status_named(visit, typed.slug)


async def _list(visit: Visit, _: Typed) -> Reply:
    return await oversee.show_list(visit)


async def _report(visit: Visit, typed: Typed) -> Reply:
    asked = typed.flags.get("round", "1")
    if asked != "1":
        raise BadInput(visit.texts("error.no_such_round", round=asked))
    return await report.show_named(visit, typed.slug, post="post" in typed.flags)


async def _extend(visit: Visit, typed: Typed) -> Reply:
    words = typed.words
    first = next((i for i, word in enumerate(words) if _SPAN.match(word)), len(words))
    return await oversee.extend_named(visit, " ".join(words[:first]), " ".join(words[first:]))


async def _add(visit: Visit, typed: Typed) -> Reply:
    people = [word for word in typed.words if word.startswith(("@", "<@"))]
    slug = next((word for word in typed.words if word not in people), "")
    if not people:
        return await oversee.open_add(visit, slug)
    return await oversee.add_named(visit, slug, people)


async def _close(visit: Visit, typed: Typed) -> Reply:
    async with visit.house.uow() as uow:
        check = await find.named(uow, visit, typed.slug, find.STARTED)
        live = await uow.checks.of_tenant(visit.tenant, find.LIVE)
        if not typed.slug and any(one.manager == visit.actor.person for one, _ in live):
            check = await find.named(uow, visit, "", find.LIVE)
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
    return Say(help_(visit.texts, usages(visit), visit.house.command))


VERBS: tuple[Verb, ...] = (
    Verb("new-policy", "new-policy [title]", _new_policy),
    Verb("status", "status [sheet]", _status),
    Verb("report", "report [sheet] [--post]", _report),
    Verb("extend", "extend [sheet] 2d", _extend),
    Verb("add", "add [sheet] @person …", _add),
    Verb("close", "close [sheet]", _close),
    Verb("cancel", "cancel [sheet]", _cancel),
    Verb("list", "list", _list),
    Verb("me", "me [edit|withdraw] [sheet]", _me),
    Verb("help", "help", _help),
)
