"""What Slack sends, read: who did what, where, under which key, and where an answer can go."""

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from adapters.slack.tokens import tenant_of
from bot.domain.ids import ChannelRef, PersonRef
from bot.ports.door import Where

Body = Mapping[str, Any]

#: What opens the sheet's dialog, which offers the workspace's user groups.
_NEW_SHEET = "new-policy"
_SHEET_BUTTONS = frozenset({"new_policy", "edit_sheet"})
SENT_AT = "hymnsheet_sent_at"  #: put beside what Slack's body holds: a submission does not say when it was made
_MOST_NAMES = 10  #: mentions in one message whose names are looked up
_MARK = re.compile(r"<([^<>]*)>")
_USER = re.compile(r"<@([A-Z0-9]+)>")


@dataclass(frozen=True, slots=True)
class Doing:
    """One thing one person did. Empty where there is none."""

    person: PersonRef
    name: str  #: as the event has it
    key: str  #: the same for every delivery of the same event
    channel: str = ""  #: the conversation it was done in
    thread: str = ""
    message: str = ""  #: stamp of the lasting message whose button was pressed
    trigger: str = ""  #: opens a modal, for three seconds
    response_url: str = ""
    view: str = ""  #: the modal it was done in
    home: bool = False  #: done in App Home
    ours: bool = False  #: `channel` is the person's direct messages with the bot
    typed: str = ""  #: what was typed where no trigger comes with it
    looks_up: bool = False  #: the dialog it leads to is made from what Slack tells
    at: datetime | None = None  #: when Slack sent it

    @property
    def where(self) -> Where:
        """Channel ids begin with C or G (private ones, formerly); D is a conversation of two."""
        in_channel = self.channel and not self.channel.startswith("D")
        return Where(ChannelRef(self.person.tenant, self.channel) if in_channel else None, self.at)


@dataclass(frozen=True, slots=True)
class Origin:
    """What a modal remembers in its private metadata: ids only."""

    form: str
    subject: str
    channel: str = ""
    thread: str = ""
    message: str = ""
    ours: bool = False

    def packed(self) -> str:
        return json.dumps([self.form, self.subject, self.channel, self.thread, self.message, self.ours])

    @classmethod
    def of(cls, metadata: str) -> "Origin":
        return cls(*json.loads(metadata))


def of_command(body: Body) -> Doing:
    return Doing(
        _person(body["team_id"], body["user_id"]),
        body.get("user_name", ""),
        f"command:{body['trigger_id']}",
        channel=body.get("channel_id", ""),
        trigger=body["trigger_id"],
        response_url=body.get("response_url", ""),
        looks_up=(body.get("text") or "").lower().split()[:1] == [_NEW_SHEET],
    )


def of_shortcut(body: Body) -> Doing:
    return Doing(
        *_user(body),
        f"shortcut:{body['trigger_id']}",
        channel=body["channel"]["id"],
        thread=body["message"].get("thread_ts", ""),
        trigger=body["trigger_id"],
        response_url=body.get("response_url", ""),
        looks_up=True,
    )


def of_press(body: Body) -> Doing:
    """A button in a message, in a modal or in App Home."""
    action, box, view = body["actions"][0], body.get("container") or {}, body.get("view") or {}
    lasting = box.get("type") == "message" and not box.get("is_ephemeral")
    channel = (body.get("channel") or {}).get("id") or box.get("channel_id") or ""
    remembered = view.get("private_metadata") or ""
    origin = Origin.of(remembered) if remembered else Origin("", "")
    return Doing(
        *_user(body),
        f"press:{body['user']['id']}:{action['action_ts']}:{action['action_id']}",
        channel=channel or origin.channel,
        thread=(body.get("message") or {}).get("thread_ts") or box.get("thread_ts") or origin.thread,
        message=box.get("message_ts", "") if lasting else "",
        trigger=body.get("trigger_id", ""),
        response_url=body.get("response_url", ""),
        view=view.get("id", "") if view.get("type") == "modal" else "",
        home=view.get("type") == "home",
        ours=(lasting and channel.startswith("D")) or origin.ours,
        looks_up=action["action_id"].rpartition(":")[2] in _SHEET_BUTTONS,
    )


def of_submission(body: Body) -> tuple[Doing, Origin]:
    view = body["view"]
    origin = Origin.of(view["private_metadata"])
    doing = Doing(
        *_user(body),
        f"submit:{body.get('trigger_id') or _submission(view)}",
        channel=origin.channel,
        thread=origin.thread,
        message=origin.message,
        view=view["id"],
        ours=origin.ours,
        at=datetime.fromtimestamp(int(sent), UTC) if (sent := body.get(SENT_AT)) else None,
    )
    return doing, origin


def of_mention(body: Body) -> Doing:
    event = body["event"]
    return Doing(
        _person(body["team_id"], event["user"]),
        "",
        f"event:{body['event_id']}",
        channel=event["channel"],
        thread=event.get("thread_ts", ""),
        typed=_after_mention(event["text"], bot_of(body)),
    )


def of_direct(body: Body) -> Doing | None:
    """None for what was not typed by a person in their direct messages with the bot: bots' messages, edits, notices."""
    event = body["event"]
    typed = event.get("channel_type") == "im" and event.get("subtype") in {None, "file_share"}
    if not typed or event.get("bot_id") or not event.get("user") or not event.get("text"):
        return None
    return Doing(
        _person(body["team_id"], event["user"]),
        "",
        f"event:{body['event_id']}",
        channel=event["channel"],
        typed=event["text"],
        ours=True,
    )


def of_home(body: Body) -> Doing | None:
    """None where another tab of the app was opened."""
    event = body["event"]
    if event.get("tab") != "home":
        return None
    return Doing(_person(body["team_id"], event["user"]), "", f"event:{body['event_id']}", home=True)


def of_joined(body: Body) -> tuple[PersonRef, ChannelRef, str]:
    """Who came into which channel, and the event's key."""
    event, tenant = body["event"], tenant_of(body["team_id"])
    return PersonRef(tenant, event["user"]), ChannelRef(tenant, event["channel"]), f"event:{body['event_id']}"


def bot_of(body: Body) -> str:
    """The bot's own user id, as events name it; "" where they do not."""
    return str(((body.get("authorizations") or [{}])[0]).get("user_id") or "")


def command_in(text: str, bot: str, command: str) -> str | None:
    """What stands after the mention or the command that a direct message begins with; None where it is plain text."""
    stripped = text.strip()
    if bot and stripped.startswith(f"<@{bot}"):
        return _after_mention(stripped, bot)
    word, _, rest = stripped.partition(" ")
    return rest.strip() if word == command else None


def mentioned(text: str) -> list[str]:
    """The users a message mentions, the first few."""
    return [*dict.fromkeys(_USER.findall(text))][:_MOST_NAMES]


def plain(text: str, names: Mapping[str, str] | None = None) -> str:
    """Slack's markup as people read it; mentions stay as they are where no names are given.

    https://docs.slack.dev/messaging/formatting-message-text: only & < > are escaped, and all markup is in <>.
    """
    read = _MARK.sub(lambda match: _read(match, names), text)
    return read.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def _read(match: re.Match[str], names: Mapping[str, str] | None) -> str:
    target, _, label = match[1].partition("|")
    if target.startswith("@"):
        return match[0] if names is None else f"@{label or names.get(target[1:], target[1:])}"
    if target.startswith(("#", "!")):
        mark = target[0] if target[0] == "#" else "@"
        return label if label.startswith(("@", "#")) or target.startswith("!date") else f"{mark}{label or target[1:]}"
    address = target.removeprefix("mailto:")
    return address if not label or label in address else f"{label} ({address})"


def _after_mention(text: str, bot: str) -> str:
    mention = re.search(rf"<@{re.escape(bot) or '[A-Z0-9]+'}(?:\|[^>]*)?>[\s,:]*", text)
    return text[mention.end() :].strip() if mention else text.strip()


def _user(body: Body) -> tuple[PersonRef, str]:
    user = body["user"]
    return _person((body.get("team") or {})["id"], user["id"]), str(user.get("name") or user.get("username") or "")


def _person(team: str, user: str) -> PersonRef:
    return PersonRef(tenant_of(team), user)


def _submission(view: Body) -> str:
    """Told apart by what was typed too: a dialog sent again after an error has the same id and hash."""
    state = json.dumps(view["state"], sort_keys=True)
    return f"{view['id']}:{view.get('hash', '')}:{hashlib.sha256(state.encode()).hexdigest()[:16]}"
