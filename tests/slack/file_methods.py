"""files.*: the way of files_upload_v2."""

from tests.slack.methods import Call, Method
from tests.slack.rights import Refusal
from tests.slack.workspace import BOT_USER, Json, Posted, Uploaded


def upload_url(call: Call) -> Json:
    file = Uploaded(call.state.new_id("F"), call.need("filename"), int(call.need("length")))
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
        for file in known:
            file.channel, file.ts = channel.id, posted.ts
    return {"files": [{"id": file.id, "title": file.name} for file in known]}


FILES: dict[str, Method] = {
    "files.getUploadURLExternal": Method(upload_url, "files:write"),
    "files.completeUploadExternal": Method(complete, "files:write"),
}
