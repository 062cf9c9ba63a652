"""conversations.* and users.conversations."""

from tests.slack.methods import Call, Method
from tests.slack.rights import Refusal
from tests.slack.workspace import BOT_USER, Channel, Json, Posted

_KINDS = {"public_channel": "channels", "private_channel": "groups", "im": "im"}
_AT_OPENING = frozenset({"user_disabled", "user_not_visible", "user_not_found", "cannot_dm_bot"})


def open_direct(call: Call) -> Json:
    """Opens the direct messages with one person."""
    person = call.person(call.need("users"))
    if person.is_bot:
        raise Refusal("cannot_dm_bot")
    if person.deleted:
        raise Refusal("user_disabled")
    if person.unreachable in _AT_OPENING:
        raise Refusal(person.unreachable)
    channel = call.space.dm(person.id)
    return {"channel": channel.shown(BOT_USER) if call.true("return_im") else {"id": channel.id}}


def info(call: Call) -> Json:
    channel = _readable(call)
    shown = channel.shown(BOT_USER)
    if call.true("include_num_members"):
        shown["num_members"] = len(channel.members)
    return {"channel": shown}


def members(call: Call) -> Json:
    return call.page(_readable(call).members, "members")


def history(call: Call) -> Json:
    """The newest first, without replies in threads; metadata only where asked for."""
    channel = _readable(call, "history")
    if BOT_USER not in channel.members:
        raise Refusal("not_in_channel")
    found = [one for one in _between(call, channel) if one.thread_ts in ("", one.ts)]
    return _messages(call, found[::-1])


def replies(call: Call) -> Json:
    """A thread from its first message on."""
    channel, ts = _readable(call, "history"), call.need("ts")
    found = [one for one in _between(call, channel) if ts in (one.ts, one.thread_ts)]
    if not found:
        raise Refusal("thread_not_found")
    return _messages(call, found)


def of_person(call: Call) -> Json:
    """The channels of a person (without one, the bot's) that the bot can see."""
    user = str(call.args.get("user") or BOT_USER)
    call.person(user)
    kinds = {_KINDS[kind] for kind in str(call.args.get("types") or "public_channel").split(",")}
    for kind in kinds:
        call.needs_scope(f"{kind}:read")
    seen = [
        channel.shown(BOT_USER)
        for channel in call.space.channels.values()
        if user in channel.members and channel.kind in kinds and (BOT_USER in channel.members or not channel.is_private)
    ]
    return call.page(seen, "channels")


def _readable(call: Call, right: str = "read") -> Channel:
    channel = call.channel()
    if right == "read" and channel.is_im:
        call.needs_scope("im:read")
        return channel
    call.needs_scope(f"{channel.kind}:{right}")
    return channel


def _between(call: Call, channel: Channel) -> list[Posted]:
    oldest, latest = str(call.args.get("oldest") or "0"), str(call.args.get("latest") or "9999999999.999999")
    inclusive = call.true("inclusive")
    return [
        one
        for one in channel.messages
        if not one.ephemeral_to and (oldest < one.ts < latest or (inclusive and one.ts in (oldest, latest)))
    ]


def _messages(call: Call, found: list[Posted]) -> Json:
    asked = call.true("include_all_metadata")
    page = call.page([one.shown(metadata=asked) for one in found], "messages")
    return page | {"has_more": bool(page["response_metadata"]["next_cursor"])}


CONVERSATIONS: dict[str, Method] = {
    "conversations.open": Method(open_direct, "im:write"),
    "conversations.info": Method(info),
    "conversations.members": Method(members),
    "conversations.history": Method(history),
    "conversations.replies": Method(replies),
    "users.conversations": Method(of_person),
}
