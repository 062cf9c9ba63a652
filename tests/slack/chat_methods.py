"""chat.*, pins.* and what is sent to a response_url."""

from collections.abc import Mapping, Sequence

from tests.slack.ids import with_ids
from tests.slack.methods import Call, Method
from tests.slack.rights import Refusal
from tests.slack.state import Accepted, Answering, State
from tests.slack.workspace import BOT, BOT_USER, Channel, Json, Posted, Workspace

LONGEST_TEXT = 40_000
LONGEST_UPDATE = 4_000
_AT_THE_MESSAGE = frozenset({"messages_tab_disabled", "restricted_action", "is_inactive"})  #: the others come earlier
MOST_ANSWERS = 5


def post_message(call: Call) -> Json:
    channel = _addressed(call)
    blocks = _content(call.state, call.args, LONGEST_TEXT)
    metadata = _metadata(call.args)
    posted = Posted(
        call.space.next_ts(),
        channel.id,
        BOT_USER,
        str(call.args.get("text", "")),
        blocks,
        metadata,
        str(call.args.get("thread_ts") or ""),
    )
    channel.messages.append(posted)
    keep(call.state, call.space, "chat.postMessage", posted)
    return {"channel": channel.id, "ts": posted.ts, "message": posted.shown()}


def update(call: Call) -> Json:
    channel = _addressed(call, opening=False)
    posted = _own_message(channel, call.need("ts"))
    changed = _content(call.state, {"blocks": posted.blocks, **call.args}, LONGEST_UPDATE)
    posted.metadata = _metadata(call.args) or posted.metadata
    change(posted, changed, str(call.args.get("text", posted.text)))
    keep(call.state, call.space, "chat.update", posted)
    return {"channel": channel.id, "ts": posted.ts, "text": posted.text, "message": posted.shown()}


def post_ephemeral(call: Call) -> Json:
    channel = call.channel(joined=True)
    user = call.person(call.need("user"))
    if user.id not in channel.members:
        raise Refusal("user_not_in_channel")
    posted = Posted(
        call.space.next_ts(),
        channel.id,
        BOT_USER,
        str(call.args.get("text", "")),
        _content(call.state, call.args, LONGEST_TEXT),
        thread_ts=str(call.args.get("thread_ts") or ""),
        ephemeral_to=user.id,
    )
    channel.messages.append(posted)
    keep(call.state, call.space, "chat.postEphemeral", posted)
    return {"message_ts": posted.ts}


def permalink(call: Call) -> Json:
    channel = call.channel()
    ts = call.need("message_ts")
    if not any(one.ts == ts and not one.ephemeral_to for one in channel.messages):
        raise Refusal("message_not_found")
    link = f"https://acme.example/archives/{channel.id}/p{ts.replace('.', '')}"
    return {"channel": channel.id, "permalink": link}


def delete(call: Call) -> Json:
    channel = _addressed(call, opening=False)
    posted = _own_message(channel, call.need("ts"))
    channel.messages.remove(posted)
    return {"channel": channel.id, "ts": posted.ts}


def pin(call: Call) -> Json:
    channel = call.channel(joined=True)
    ts = call.need("timestamp")
    if not any(one.ts == ts for one in channel.messages):
        raise Refusal("message_not_found")
    if ts in channel.pinned:
        raise Refusal("already_pinned")
    channel.pinned.append(ts)
    return {}


def unpin(call: Call) -> Json:
    channel = call.channel(joined=True)
    if call.need("timestamp") not in channel.pinned:
        raise Refusal("no_pin")
    channel.pinned.remove(call.need("timestamp"))
    return {}


def respond(state: State, answering: Answering, body: Json) -> None:
    """What a response_url does: a private message, one for all, a replacement, or a deletion."""
    if answering.uses >= MOST_ANSWERS:
        raise Refusal("used_url")
    answering.uses += 1
    space = state.workspaces[answering.team_id]
    channel = space.channels[answering.channel]
    origin = answering.origin
    if body.get("delete_original") and origin in channel.messages:
        channel.messages.remove(origin)
        return
    blocks = _content(state, body, LONGEST_TEXT)
    if body.get("replace_original") and origin is not None:
        change(origin, blocks, str(body.get("text", "")))
        keep(state, space, "response_url", origin)
        return
    to = "" if body.get("response_type") == "in_channel" else answering.user
    thread = str(body.get("thread_ts") or "")
    posted = Posted(space.next_ts(), channel.id, BOT_USER, str(body.get("text", "")), blocks, {}, thread, to)
    channel.messages.append(posted)
    keep(state, space, "response_url", posted)


def change(posted: Posted, blocks: list[Json], text: str) -> None:
    posted.blocks, posted.text = blocks, text
    posted.versions += 1


def keep(state: State, space: Workspace, method: str, posted: Posted) -> None:
    """Writes it into the log of what was accepted."""
    state.accepted.append(
        Accepted(
            method,
            space.team_id,
            posted.channel,
            posted.text,
            tuple(posted.blocks),
            posted.metadata,
            posted.ts,
            posted.thread_ts,
            posted.ephemeral_to,
        )
    )


def _addressed(call: Call, *, opening: bool = True) -> Channel:
    """The channel, or the direct messages of a person named instead of one, where the bot may write."""
    name = call.need("channel")
    to_person = opening and name in call.space.users
    channel = call.space.dm(name) if to_person else call.channel(joined=True)
    if channel.is_archived:
        raise Refusal("is_archived")
    if channel.is_im:
        person = call.space.users[next(one for one in channel.members if one != BOT_USER)]
        if person.unreachable in _AT_THE_MESSAGE:
            raise Refusal(person.unreachable)
    return channel


def _own_message(channel: Channel, ts: str) -> Posted:
    posted = next((one for one in channel.messages if one.ts == ts and not one.ephemeral_to), None)
    if posted is None:
        raise Refusal("message_not_found")
    if posted.author != BOT_USER:
        raise Refusal("cant_update_message")
    return posted


def _content(state: State, args: Mapping[str, object], longest: int) -> list[Json]:
    """The blocks with ids given to those that have none."""
    blocks, text = args.get("blocks") or [], str(args.get("text") or "")
    if not isinstance(blocks, Sequence) or isinstance(blocks, str):
        raise Refusal("invalid_blocks_format")
    if not blocks and not text:
        raise Refusal("no_text")
    if len(text) > longest:
        raise Refusal("msg_too_long")
    state.check_blocks(blocks)
    return with_ids(state.new_id, blocks)


def _metadata(args: Mapping[str, object]) -> Json:
    metadata = args.get("metadata") or {}
    if not isinstance(metadata, dict):
        raise Refusal("invalid_metadata_format")
    if metadata and not (metadata.get("event_type") and isinstance(metadata.get("event_payload"), dict)):
        raise Refusal("invalid_metadata_schema")
    return metadata


def auth_test(call: Call) -> Json:
    return {
        "url": "https://acme.example/",
        "team": call.space.name,
        "user": "hymnsheet",
        "team_id": call.space.team_id,
        "user_id": BOT_USER,
        "bot_id": BOT,
        "is_enterprise_install": False,
    }


CHAT: dict[str, Method] = {
    "auth.test": Method(auth_test),
    "chat.postMessage": Method(post_message, "chat:write"),
    "chat.update": Method(update, "chat:write"),
    "chat.delete": Method(delete, "chat:write"),
    "chat.postEphemeral": Method(post_ephemeral, "chat:write"),
    "chat.getPermalink": Method(permalink),
    "pins.add": Method(pin, "pins:write"),
    "pins.remove": Method(unpin, "pins:write"),
}
