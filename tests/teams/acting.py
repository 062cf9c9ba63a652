"""People doing things in Teams' client, and reading what comes."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from bot.messages.catalogue import catalogue
from tests.teams.double import TeamsDouble
from tests.teams.organisation import (
    BOT,
    CHANNEL,
    CHANNELS,
    GROUP,
    TEAM,
    TENANT,
    Json,
    Person,
    Posted,
    actions,
    inputs,
    read,
)

CARD = "application/vnd.microsoft.card.adaptive"
FETCH = {"type": "task/fetch"}
DIALOGS = ("task/", "composeExtension/")


@dataclass(frozen=True, slots=True)
class Acting:
    """One person at their window."""

    teams: TeamsDouble
    person: Person
    dialogs: bool = True  #: their client opens dialogs

    @property
    def inbox(self) -> list[Posted]:
        return self.teams.space.in_(self.person.chat)

    @property
    def read(self) -> list[str]:
        return [read(one.card) for one in self.inbox]

    async def writes(self, text: str) -> int:
        """To the bot alone."""
        return (await self.teams.brings(self._message(self.person.chat, text)))[0]

    async def mentions(self, text: str, place: str = CHANNEL) -> int:
        """Calls the bot in the channel or the group chat."""
        mark = "<at>Hymnsheet</at>"
        mention = {"type": "mention", "text": mark, "mentioned": {"id": BOT, "name": "Hymnsheet"}}
        return (await self.teams.brings(self._message(place, f"{mark} {text}\n", mention)))[0]

    async def presses(self, label: str, values: Mapping[str, str] | None = None, *, on: Posted | None = None) -> Json:
        """The newest button of this label, with what stands in its card's inputs changed by `values`; the answer."""
        posted, action = self.button(label, on)
        if action["type"] == "Action.Submit" and not (self.dialogs and action["data"].get("msteams") == FETCH):
            await self._submits(posted, action, values)
            return {}
        if action["type"] == "Action.Submit":
            return await self._invokes("task/fetch", {"data": filled(posted.card, action, values)}, posted)
        value = {
            "action": {"type": "Action.Execute", "verb": action["verb"], "data": filled(posted.card, action, values)}
        }
        return await self._invokes("adaptiveCard/action", value | {"trigger": "manual"}, posted)

    async def presses_submit(self, label: str, values: Mapping[str, str] | None = None) -> int:
        """The same in a client that knows no Action.Execute."""
        return await self._submits(*self.button(label), values)

    async def opens(self, label: str, *, on: Posted | None = None) -> "Dialog":
        """The dialog that the newest button of this label opens."""
        posted, _ = self.button(label, on)
        shown = dialog_in(self, posted, await self.presses(label, on=posted))
        assert shown, label
        return shown

    async def looks(self, at: Posted, *, trigger: str = "automatic") -> Posted | None:
        """What this person's client shows of a message it asks anew for; None where nothing else came."""
        body = await self._invokes(
            "adaptiveCard/action", {"action": at.card["refresh"]["action"], "trigger": trigger}, at
        )
        return replace(at, card=body["value"]) if body.get("type") == CARD else None

    async def invokes(self, name: str, value: Json, on: Posted | None = None) -> Json:
        return await self._invokes(name, value, on)

    def button(self, label: str, on: Posted | None = None) -> tuple[Posted, Json]:
        own = self.own(label)
        for posted in [on] if on else [*reversed(self.inbox), *reversed(self.teams.space.in_(CHANNEL))]:
            for action in actions(posted.card):
                if action["title"] in own:
                    return posted, action
        raise AssertionError(f"{self.person.name} sees no button {label!r}: {self.read}")

    async def waits_for(self, words: str) -> Posted:
        """A message with these words, once it is there."""

        def look() -> Posted | None:
            return next((one for one in reversed(self.inbox) if words in read(one.card)), None)

        found: Posted = await self.teams.waits(look, lambda: f"{self.person.name} reads {self.read}")
        return found

    async def waits_for_button(self, label: str) -> Posted:
        def look() -> Posted | None:
            try:
                return self.button(label)[0]
            except AssertionError:
                return None

        found: Posted = await self.teams.waits(look, lambda: f"{self.person.name} sees no {label!r}: {self.read}")
        return found

    def own(self, english: str) -> set[str]:
        """A fixed text in the person's own language."""
        own = catalogue(self.person.locale).templates
        return {english, *(own[key] for key, text in catalogue("en").templates.items() if text == english)}

    async def _invokes(self, name: str, value: Json, on: Posted | None) -> Json:
        activity = self.activity(on.conversation if on else CHANNEL) | {"type": "invoke", "name": name, "value": value}
        if on:
            activity["replyToId"] = on.id
        status, body = await self.teams.brings(activity)
        assert status == 200, status
        if name.startswith(DIALOGS):  # any other body is shown as "Unable to reach app"
            shown = {"continue"} if "fetch" in name else {"continue", "message"}  # a bare line is an empty box at first
            assert body is None or body["task"]["type"] in shown, body
        return body or {}

    async def _submits(self, posted: Posted, action: Json, values: Mapping[str, str] | None) -> int:
        """As a message with the action's data, what else the data asks of a client included."""
        activity = self._message(posted.conversation, "") | {"replyToId": posted.id}
        del activity["text"]
        return (await self.teams.brings(activity | {"value": filled(posted.card, action, values)}))[0]

    def _message(self, place: str, text: str, *entities: Json) -> Json:
        told = {"type": "clientInfo", "locale": self.person.locale, "timezone": self.person.time_zone}
        return self.activity(place) | {"type": "message", "text": text, "entities": [told, *entities]}

    def activity(self, place: str) -> Json:
        """What every activity of this person there carries."""
        if place == self.person.chat:
            self.teams.space.chats.add(place)
        kind = "channel" if place in CHANNELS else "groupChat" if place == GROUP else "personal"
        data: dict[str, Any] = {"tenant": {"id": TENANT}}
        if kind == "channel":
            data |= {"team": {"id": TEAM}, "channel": {"id": place}}
        message = f";messageid={self.teams.space.next_id()}" if kind == "channel" else ""
        return {
            "id": self.teams.space.next_id(),
            "channelId": "msteams",
            "serviceUrl": self.teams.service_url,
            "from": {"id": self.person.id, "name": self.person.name, "aadObjectId": self.person.aad},
            "recipient": {"id": BOT, "name": "Hymnsheet"},
            "conversation": {"id": f"{place}{message}", "conversationType": kind, "tenantId": TENANT},
            "channelData": data,
            "locale": self.person.locale,
            "localTimezone": self.person.time_zone,
        }


@dataclass(frozen=True, slots=True)
class Dialog:
    """A dialog as it stands on somebody's screen."""

    acting: Acting
    posted: Posted  #: whose button opened it
    title: str
    card: Json
    line: str = ""  #: what it says where it has no card

    @property
    def read(self) -> str:
        return self.line or read(self.card)

    async def sends(self, values: Mapping[str, str], name: str = "task/submit") -> "Dialog | None":
        """What it shows next, with what stands in its inputs changed by `values`; None where it closes."""
        (action,) = self.card["actions"]
        data = filled(self.card, action, values)
        missing = [one["label"] for one in inputs(self.card) if one.get("isRequired") and not data[one["id"]]]
        assert not missing, missing  # the client does not send it
        return dialog_in(self.acting, self.posted, await self.acting.invokes(name, {"data": data}, self.posted))


def dialog_in(acting: Acting, posted: Posted, body: Json) -> Dialog | None:
    """The dialog that an answer of the bot shows."""
    if not body:
        return None
    value = body["task"]["value"]
    if body["task"]["type"] == "message":
        return Dialog(acting, posted, "", {}, value)
    assert value["card"]["contentType"] == CARD
    return Dialog(acting, posted, value["title"], value["card"]["content"])


def filled(card: Json, action: Json, values: Mapping[str, str] | None) -> Json:
    """The action's data with the card's inputs, as a client sends them."""
    given = {one["id"]: one.get("value", "") for one in inputs(card)}
    assert set(values or {}) <= set(given), f"no such inputs: {set(values or {}) - set(given)}"
    held: Json = action["data"] | given | dict(values or {})
    return held


def mention(text: str, account: str, aad: str = "") -> Json:
    """As an activity's entities name who is mentioned in its text."""
    return {"type": "mention", "text": text, "mentioned": {"id": account} | ({"aadObjectId": aad} if aad else {})}
