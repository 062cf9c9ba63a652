"""What Teams sends, read: who did what, where, under which key, and where an answer can go."""

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from html import unescape
from typing import Any

from bot.domain.ids import ChannelRef, PersonRef, TenantId
from bot.ports.door import Where

Json = Mapping[str, Any]

_PERSONAL = "personal"
_THREAD = "19:"  #: begins the id of a chat or channel of several
_OF_TWO = "@unq.gbl.spaces"  #: ends the id of a chat of two people, which is "personal" too
_OWN_MEMBERS = frozenset({"private", "shared"})  #: kinds of channels that do not have the team's; messages do not say
_AT = re.compile(r"<at[^>]*>(.*?)</at>", re.DOTALL | re.IGNORECASE)
_QUOTED = re.compile(r"<quoted\b[^>]*/?>", re.IGNORECASE)  #: stands where a message is answered by quoting it
_BREAK = re.compile(r"<(?:br|/p|/div|/li)\b[^>]*>", re.IGNORECASE)
_SIGNS = re.compile("[\x00\x01]")  #: that stand for a mention while a text is read
_MENTIONED = re.compile("\x00(\\d+)\x01")
_NAMED = re.compile(r"<@[^|>\s]+\|([^>]*)>")
_NO_MARKS = str.maketrans("", "", "<>|@\"'")
_TAG = re.compile(r"<[^>]*>")


@dataclass(frozen=True, slots=True)
class Doing:
    """One thing one person did. Empty where there is none."""

    person: PersonRef
    account: str  #: the person as this bot's channel calls them
    name: str
    key: str  #: the same for every delivery of the same activity
    service_url: str
    conversation: str  #: without the thread's message
    personal: bool  #: the conversation is the personal chat with the bot
    team: str = ""  #: the one that the channel is in
    own: bool = False  #: the channel is said to have members of its own
    locale: str = ""
    time_zone: str = ""
    message: str = ""  #: the message whose button was pressed
    action: str = ""  #: that button's, with its subject
    subject: str = ""
    at: datetime | None = None  #: when Teams sent it

    @property
    def chat(self) -> str:
        """The personal chat with the bot; "" elsewhere. A message's menu is there between two people as well."""
        return self.conversation if self.personal and not self.conversation.endswith(_OF_TWO) else ""

    @property
    def about(self) -> str:
        """The team or conversation that an update of members, or of the app itself, is about."""
        return self.team if self.team and not self.own else self.conversation

    @property
    def where(self) -> Where:
        return Where(None if self.personal else ChannelRef(self.person.tenant, self.conversation), self.at)


def tenant_of(tenant: str) -> TenantId:
    """A directory of Microsoft Entra as a tenant."""
    return TenantId(f"teams:{tenant}")


def tenant_in(activity: Json) -> str:
    """The directory an activity comes from; "" where it does not say."""
    told = _of(_of(activity.get("channelData")).get("tenant")).get("id")
    return str(told or _of(activity.get("conversation")).get("tenantId") or "")


def doing_of(activity: Json) -> Doing:
    """Raises KeyError for what has no sender or no conversation."""
    sender, conversation, data = activity["from"], activity["conversation"], _of(activity.get("channelData"))
    place = str(conversation["id"]).partition(";messageid=")[0]
    client, pressed = _client_info(activity), pressed_in(activity)
    return Doing(
        PersonRef(tenant_of(tenant_in(activity)), person_id(sender)),
        str(sender["id"]),
        str(sender.get("name") or ""),
        _key(activity),
        str(activity["serviceUrl"]),
        place,
        personal=_kind_of(conversation, data) == _PERSONAL,
        team=str(_of(data.get("team")).get("id") or ""),
        own=_of(data.get("channel")).get("type") in _OWN_MEMBERS,
        locale=str(activity.get("locale") or client.get("locale") or ""),
        time_zone=str(activity.get("localTimezone") or client.get("timezone") or ""),
        message=str(activity.get("replyToId") or ""),
        action=str(pressed.get("action") or ""),
        subject=str(pressed.get("value") or ""),
        at=_moment(activity.get("timestamp")),
    )


def _kind_of(conversation: Json, data: Json) -> str:
    """Where it is not said, what several may read is not taken for one person's chat."""
    told = conversation.get("conversationType")
    shared = _of(data.get("team")) or conversation.get("isGroup") or str(conversation["id"]).startswith(_THREAD)
    return str(told or ("" if shared else _PERSONAL))


def pressed_in(activity: Json) -> Json:
    """What the pressed button carries, with what stands in its card's inputs; {} where none was pressed."""
    value = _of(activity.get("value"))
    if activity.get("type") == "message":  # Action.Submit outside of a dialog
        return value
    executed = activity.get("name") == "adaptiveCard/action"
    return _of((_of(value.get("action")) if executed else value).get("data"))


def person_id(account: Json) -> str:
    """The directory's own id, which people pickers give too, by either of the names it comes under; else the channel's.

    https://github.com/microsoft/teams.py/pull/327
    """
    return str(account.get("aadObjectId") or account.get("objectId") or account["id"])


def typed_in(activity: Json) -> tuple[str, bool]:
    """The text without the bot's mention, others' as "<@id|name>", a word each; and whether the bot was mentioned."""
    text, called = _SIGNS.sub("", str(activity.get("text") or "")), False
    others: list[str] = []
    bot = str(_of(activity.get("recipient")).get("id") or "")
    for entity in _each(activity.get("entities")):
        mark, mentioned = str(entity.get("text") or ""), _of(entity.get("mentioned"))
        if entity.get("type") != "mention" or not mark or "id" not in mentioned:
            continue
        ours = mentioned["id"] == bot
        called = called or ours
        if ours:
            text = text.replace(mark, " ")
            continue
        text = text.replace(mark, f"\x00{len(others)}\x01", 1)  # two people may have one name, and come in this order
        name = str(mentioned.get("name") or _AT.sub(r"\1", mark))
        others.append(f"<@{person_id(mentioned)}|{_one_word(name)}>")
    plain = unescape(_AT.sub(r"\1", _QUOTED.sub("", text))).replace("\xa0", " ").strip()
    plain = plain.lstrip(",:; ") if called else plain  # "@Hymnsheet, align …"
    return _MENTIONED.sub(lambda found: others[int(found[1])], plain), called


def _one_word(name: str) -> str:
    return "\xa0".join(unescape(name).translate(_NO_MARKS).split())


def spoken(text: str) -> str:
    """The text with others' mentions as they are read: "@name"."""
    return _NAMED.sub(r"@\1", text)


def command_in(text: str, command: str) -> str | None:
    """What stands after the command ("/align" or "align") that a text begins with; None where it is plain text."""
    word, *rest = text.split(maxsplit=1) or [""]
    return "".join(rest).strip() if word.lower() in {command, command.lstrip("/")} else None


def textless(activity: Json) -> bool:
    """True for a message of files or pictures alone; what was typed comes as an attachment too, in HTML."""
    kinds = [str(one.get("contentType")) for one in _each(activity.get("attachments"))]
    return any(kind != "text/html" for kind in kinds)


def message_of(payload: Json) -> str:
    """The text of the message on which an action of its menu was chosen."""
    body = _of(payload.get("body"))
    content = str(body.get("content") or "")
    if body.get("contentType") == "text":
        return content.strip()
    return unescape(_TAG.sub("", _BREAK.sub("\n", content))).replace("\xa0", " ").strip()


def _key(activity: Json) -> str:
    """An invoke without an id (emulators) is told apart by what it holds."""
    name, given = activity.get("name") or activity.get("type"), activity.get("id")
    if given:
        return f"{name}:{activity['conversation']['id']}:{given}"
    held = json.dumps([activity.get(each) for each in ("from", "value", "replyToId", "timestamp")], sort_keys=True)
    return f"{name}:{hashlib.sha256(held.encode()).hexdigest()[:32]}"


def _moment(given: object) -> datetime | None:
    """None where it names no moment."""
    try:
        moment = datetime.fromisoformat(str(given))
    except ValueError:
        return None
    return moment if moment.tzinfo else None


def _client_info(activity: Json) -> Json:
    return next((one for one in _each(activity.get("entities")) if one.get("type") == "clientInfo"), {})


def _of(value: object) -> Json:
    return value if isinstance(value, Mapping) else {}


def _each(values: object) -> list[Json]:
    listed = values if isinstance(values, Sequence) and not isinstance(values, str) else ()
    return [one for one in listed if isinstance(one, Mapping)]
