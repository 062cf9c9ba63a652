"""The part of the sheet's dialog that says whom a check asks."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.domain.check import Check
from bot.messages.catalogue import Catalogue
from bot.messages.view import Field, FieldKind, Option


@dataclass(frozen=True, slots=True)
class Asking:
    """What the dialog offers beside people: user groups, and a channel where none is known yet."""

    groups: tuple[Option, ...] = ()
    channel: bool = False


NOTHING_MORE = Asking()


def audience_fields(texts: Catalogue, values: Mapping[str, str], asking: Asking) -> tuple[Field, ...]:
    who = Field("who", FieldKind.PEOPLE, texts("sheet.who"), texts("sheet.who_hint"), initial=values.get("who", ""))
    channel = Field(
        "channel",
        FieldKind.CHANNEL,
        texts("sheet.channel"),
        texts("sheet.channel_hint"),
        required=True,
        initial=values.get("channel", ""),
    )
    groups = Field(
        "groups",
        FieldKind.CHOICES,
        texts("sheet.groups"),
        texts("sheet.groups_hint"),
        initial=values.get("groups", ""),
        options=asking.groups,
    )
    return (*((channel,) if asking.channel else ()), who, *((groups,) if asking.groups else ()))


def asked(texts: Catalogue, check: Check) -> str:
    groups = sum(bool(person.group) for person in check.audience)
    people = len(check.audience) - groups
    named = [texts("sheet.asked_named", n=people)] if people else []
    named += [texts("sheet.asked_groups", n=groups)] if groups else []
    return " · ".join(named) or texts("sheet.asked_channel")
