"""People doing things in Slack's client, and reading what comes."""

from collections.abc import Mapping
from dataclasses import dataclass

from tests.slack.chat_methods import respond
from tests.slack.delivery import COMMAND, EVENT, INTERACTION, Acknowledged, Office
from tests.slack.filling import values_of
from tests.slack.payloads import Payloads
from tests.slack.reading import buttons, words
from tests.slack.rights import Refusal
from tests.slack.state import Answering, State
from tests.slack.views import View
from tests.slack.workspace import BOT_USER, Channel, Json, Posted, User, Workspace


@dataclass(frozen=True, slots=True)
class Acting:
    """One person at their window. Everything returns how the app acknowledged it."""

    state: State
    office: Office
    space: Workspace
    user: User

    async def slash(self, typed: str, channel: str = "C1") -> Acknowledged:
        """Types "/align new-policy" in a channel; channel "" is the direct messages with the bot."""
        command, _, text = typed.partition(" ")
        place = self._place(channel)
        payload = self._payloads.command(command, text, place)
        taken = await self.office.deliver(COMMAND, payload)
        if taken.taken and (taken.body.get("text") or taken.body.get("blocks")):
            respond(self.state, Answering(self.space.team_id, place.id, self.user.id, None), taken.body)
        return taken

    async def presses(self, label: str, on: Posted | View | None = None) -> Acknowledged:
        """A button by its text or action_id: on this message or view, or the newest this person sees."""
        surface, block_id, element = self.button(label, on)
        return await self.office.deliver(INTERACTION, self._payloads.pressed(element, block_id, surface))

    async def submits(self, values: Mapping[str, str] | None = None, view: View | None = None) -> Acknowledged:
        """Sends the open modal with what stands in it, changed by `values` (see tests.slack.filling)."""
        view = view or self.modal
        given = self._payloads.submitted(view, values_of(view, values or {}))
        taken = await self.office.deliver(INTERACTION, given)
        if taken.taken:
            self._follow(view, taken.body)
        return taken

    async def closes(self) -> Acknowledged | None:
        """Dismisses the open modal; the app hears of it where it asked to."""
        view = self.modal
        self.state.views.close(view)
        if not view.body.get("notify_on_close"):
            return None
        return await self.office.deliver(INTERACTION, self._payloads.closed(view))

    async def shortcut(self, message: Posted, callback_id: str) -> Acknowledged:
        """Chooses an entry of the message's menu."""
        return await self.office.deliver(INTERACTION, self._payloads.message_shortcut(callback_id, message))

    async def global_shortcut(self, callback_id: str) -> Acknowledged:
        return await self.office.deliver(INTERACTION, self._payloads.global_shortcut(callback_id))

    async def mentions(self, text: str, channel: str = "C1", thread: str = "") -> Acknowledged:
        """Writes "@Hymnsheet …" in a channel or a thread."""
        posted = self.posts(f"<@{BOT_USER}> {text}", channel, thread)
        return await self.hears({"type": "app_mention", "channel": channel, **self._written(posted)})

    async def writes_dm(self, text: str) -> Acknowledged:
        """Writes to the bot alone."""
        posted = self.posts(text, "")
        event = {"type": "message", "channel": posted.channel, "channel_type": "im", **self._written(posted)}
        return await self.hears(event)

    async def opens_home(self, tab: str = "home") -> Acknowledged:
        home = self.state.views.homes.get(self.user.id)
        event: Json = {"type": "app_home_opened", "channel": self.space.dm(self.user.id).id, "tab": tab}
        return await self.hears(event | {"user": self.user.id} | ({"view": home.shown()} if home else {}))

    async def joins(self, channel: str = "C1") -> Acknowledged:
        place = self.space.channels[channel]
        place.members.append(self.user.id)
        event = {"type": "member_joined_channel", "channel": channel, "channel_type": "C", "team": self.space.team_id}
        return await self.hears(event | {"user": self.user.id})

    async def leaves(self, channel: str = "C1") -> Acknowledged:
        self.space.channels[channel].members.remove(self.user.id)
        event = {"type": "member_left_channel", "channel": channel, "channel_type": "C", "team": self.space.team_id}
        return await self.hears(event | {"user": self.user.id})

    async def hears(self, event: Json) -> Acknowledged:
        """Any event of the Events API, as the app gets it."""
        return await self.office.deliver(EVENT, self._payloads.event(event))

    def posts(self, text: str, channel: str = "C1", thread: str = "") -> Posted:
        """Writes something the app is not told of."""
        place = self._place(channel)
        posted = Posted(self.space.next_ts(), place.id, self.user.id, text, thread_ts=thread)
        place.messages.append(posted)
        return posted

    @property
    def modal(self) -> View:
        """The modal before this person."""
        view = self.state.views.top(self.user.id)
        assert view, f"{self.user.name} has no modal open"
        return view

    @property
    def home(self) -> View | None:
        return self.state.views.homes.get(self.user.id)

    @property
    def inbox(self) -> list[Posted]:
        """The direct messages with the bot, oldest first."""
        return [one for one in self.space.dm(self.user.id).messages if one.ephemeral_to in ("", self.user.id)]

    @property
    def private(self) -> list[Posted]:
        """The answers only this person sees, oldest first."""
        return [one for one in self.space.posted() if one.ephemeral_to == self.user.id]

    @property
    def sees(self) -> list[Posted]:
        """Every message of every conversation this person is in."""
        mine = {channel.id for channel in self.space.channels.values() if self.user.id in channel.members}
        return [one for one in self.space.posted() if one.channel in mine and one.ephemeral_to in ("", self.user.id)]

    def button(self, label: str, on: Posted | View | None = None) -> tuple[Posted | View, str, Json]:
        """The surface, the block and the button: the modal's before the newest message's before the home tab's."""
        modal, home = self.state.views.top(self.user.id), self.home
        everywhere: list[Posted | View] = [*([modal] if modal else []), *reversed(self.sees), *([home] if home else [])]
        for surface in [on] if on else everywhere:
            for block_id, button in buttons(surface.blocks):
                if label in (button["text"]["text"], button["action_id"]):
                    return surface, block_id, button
        raise AssertionError(f"{self.user.name} sees no button {label!r}")

    async def waits_for(self, said: str) -> Posted:
        """The newest message with these words that this person sees, once it is there."""
        return await self.state.bell.until(
            lambda: next((one for one in reversed(self.sees) if said in read(one)), None),
            lambda: f"{self.user.name} reads nowhere {said!r}, but: {[read(one) for one in self.sees]}",
        )

    async def waits_for_button(self, label: str) -> Posted | View:
        def found() -> Posted | View | None:
            try:
                return self.button(label)[0]
            except AssertionError:
                return None

        seen = [button["text"]["text"] for one in self.sees for _, button in buttons(one.blocks)]
        return await self.state.bell.until(found, lambda: f"{self.user.name} sees no {label!r} among {seen}")

    async def waits_for_modal(self, field: str = "") -> View:
        """The modal with this field (block_id, action_id or label), or any with inputs, once it is there."""

        def found() -> View | None:
            view = self.state.views.top(self.user.id)
            inputs = [one for one in view.blocks if one["type"] == "input"] if view else []
            named = [{one["block_id"], one["element"]["action_id"], one["label"]["text"]} for one in inputs]
            return view if inputs and (not field or any(field in names for names in named)) else None

        def story() -> str:
            view = self.state.views.top(self.user.id)
            return f"{self.user.name} has before them: {view.body if view else 'no modal'}; {self.state.calls[-5:]}"

        return await self.state.bell.until(found, story)

    @property
    def _payloads(self) -> Payloads:
        return Payloads(self.state, self.space, self.user)

    def _place(self, channel: str) -> Channel:
        return self.space.channels[channel] if channel else self.space.dm(self.user.id)

    def _written(self, posted: Posted) -> Json:
        written = {"user": self.user.id, "text": posted.text, "ts": posted.ts, "team": self.space.team_id}
        return written | ({"thread_ts": posted.thread_ts} if posted.thread_ts else {})

    def _follow(self, view: View, answer: Json) -> None:
        """What the client does with the answer to a submission."""
        views = self.state.views
        try:
            match answer.get("response_action"):
                case "errors":
                    views.tell(view, answer["errors"])
                case "update":
                    views.change(view, answer["view"])
                case "push":
                    views.push(self.user.id, self.space.team_id, answer["view"])
                case "clear":
                    views.clear(self.user.id)
                case _:
                    views.close(view)
        except Refusal as refusal:
            raise AssertionError(f"Slack had some trouble connecting: {refusal.error} {refusal.beside}") from refusal
        self.state.bell.ring()


def read(one: Posted | View) -> str:
    """What a person reads in it."""
    return words(one.blocks) if one.blocks else one.text if isinstance(one, Posted) else ""
