"""files.*: the way of files_upload_v2."""

from tests.slack.methods import Call, Method
from tests.slack.rights import Refusal
from tests.slack.workspace import BOT_USER, Json, Posted, Uploaded

LONGEST_ALT = 1_000


def upload_url(call: Call) -> Json:
    alt = str(call.args.get("alt_txt") or "")
    if len(alt) > LONGEST_ALT:
        raise Refusal("alt_txt_too_large")
    file = Uploaded(call.state.new_id("F"), call.need("filename"), int(call.need("length")), alt=alt)
    call.state.files[file.id] = file
    return {"upload_url": f"{call.state.root}/upload/{file.id}", "file_id": file.id}


def complete(call: Call) -> Json:
    """Shares the files in the channel, as one message."""
    files = [call.state.files.get(str(one.get("id"))) for one in call.args.get("files") or []]
    known = [file for file in files if file is not None and file.content is not None]
    if not files or len(known) < len(files):
        raise Refusal("file_not_found")
    if call.args.get("channel_id"):
        channel = call.channel("channel_id", joined=True)
        text, thread = str(call.args.get("initial_comment") or ""), str(call.args.get("thread_ts") or "")
        posted = Posted(call.space.next_ts(), channel.id, BOT_USER, text, thread_ts=thread)
        posted.files = [file.name for file in known]
        channel.messages.append(posted)
        titles = {str(one["id"]): str(one.get("title") or "") for one in call.args["files"]}
        for file in known:
            file.channel, file.ts, file.title = channel.id, posted.ts, titles[file.id]
    return {"files": [{"id": file.id, "title": file.title} for file in known]}


def delete(call: Call) -> Json:
    """The file is gone, and the message that had nothing else."""
    file = call.state.files.pop(call.need("file"), None)
    if file is None:
        raise Refusal("file_not_found")
    channel = call.space.channels.get(file.channel)
    if channel:
        channel.messages[:] = [one for one in channel.messages if one.ts != file.ts]
    return {}


FILES: dict[str, Method] = {
    "files.getUploadURLExternal": Method(upload_url, "files:write"),
    "files.completeUploadExternal": Method(complete, "files:write"),
    "files.delete": Method(delete, "files:write"),
}
