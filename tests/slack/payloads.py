"""What Slack sends to the app, as its reference shows it."""

from dataclasses import dataclass

from tests.slack.bell import Moment
from tests.slack.state import Answering, State
from tests.slack.views import View
from tests.slack.workspace import APP, BOT_USER, Channel, Json, Posted, User, Workspace


@dataclass(frozen=True, slots=True)
class Payloads:
    """The payloads of what one person does in one workspace."""

    state: State
    space: Workspace
    user: User

    def command(self, command: str, text: str, channel: Channel) -> Json:
        answering = Answering(self.space.team_id, channel.id, self.user.id, None)
        return {
            "token": "old-verification",
            "team_id": self.space.team_id,
            "team_domain": "acme",
            "channel_id": channel.id,
            "channel_name": channel.name,
            "user_id": self.user.id,
            "user_name": self.user.name,
            "command": command,
            "text": text,
            "api_app_id": APP,
            "is_enterprise_install": "false",
            "response_url": self.state.new_response_url(answering),
            "trigger_id": self.trigger(),
        }

    def pressed(self, element: Json, block_id: str, on: Posted | View) -> Json:
        action = {
            "action_id": element["action_id"],
            "block_id": block_id,
            "type": element["type"],
            "action_ts": self.space.next_ts(),
            "text": element.get("text"),
            "value": element.get("value", ""),
        }
        if element.get("style"):
            action["style"] = element["style"]
        return self._person("block_actions") | {"actions": [action], "trigger_id": self.trigger(), **self._at(on)}

    def submitted(self, view: View, values: Json) -> Json:
        given = {"view": view.shown(values), "trigger_id": self.trigger(), "response_urls": []}
        return self._person("view_submission") | given

    def closed(self, view: View) -> Json:
        return self._person("view_closed") | {"view": view.shown(), "is_cleared": False}

    def message_shortcut(self, callback_id: str, message: Posted) -> Json:
        channel = self.space.channels[message.channel]
        answering = Answering(self.space.team_id, channel.id, self.user.id, message)
        return self._person("message_action") | {
            "callback_id": callback_id,
            "action_ts": self.space.next_ts(),
            "message_ts": message.ts,
            "message": message.shown(),
            "channel": {"id": channel.id, "name": channel.name},
            "trigger_id": self.trigger(),
            "response_url": self.state.new_response_url(answering),
        }

    def global_shortcut(self, callback_id: str) -> Json:
        given = {"callback_id": callback_id, "action_ts": self.space.next_ts(), "trigger_id": self.trigger()}
        return self._person("shortcut") | given

    def event(self, event: Json) -> Json:
        return {
            "token": "old-verification",
            "team_id": self.space.team_id,
            "api_app_id": APP,
            "event": {"event_ts": self.space.next_ts()} | event,
            "type": "event_callback",
            "event_id": self.state.new_id("Ev"),
            "event_time": Moment.seconds(),
            "authorizations": [
                {
                    "enterprise_id": None,
                    "team_id": self.space.team_id,
                    "user_id": BOT_USER,
                    "is_bot": True,
                    "is_enterprise_install": False,
                }
            ],
            "is_ext_shared_channel": False,
            "event_context": "4-context",
        }

    def trigger(self) -> str:
        return self.state.new_trigger(self.user.id, self.space.team_id)

    def _person(self, kind: str) -> Json:
        return {
            "type": kind,
            "token": "old-verification",
            "api_app_id": APP,
            "team": {"id": self.space.team_id, "domain": "acme"},
            "enterprise": None,
            "is_enterprise_install": False,
            "user": {
                "id": self.user.id,
                "username": self.user.name,
                "name": self.user.name,
                "team_id": self.user.team_id,
            },
        }

    def _at(self, on: Posted | View) -> Json:
        if isinstance(on, View):
            return {"container": {"type": "view", "view_id": on.id}, "view": on.shown()}
        channel = self.space.channels[on.channel]
        answering = Answering(self.space.team_id, channel.id, self.user.id, on)
        container: Json = {"type": "message", "message_ts": on.ts, "channel_id": channel.id}
        container["is_ephemeral"] = bool(on.ephemeral_to)
        given: Json = {
            "container": container | ({"thread_ts": on.thread_ts} if on.thread_ts else {}),
            "channel": {"id": channel.id, "name": channel.name},
            "state": {"values": {}},
            "response_url": self.state.new_response_url(answering),
        }
        if not on.ephemeral_to:  # of a private answer Slack does not give the content back
            given["message"] = on.shown()
        return given
