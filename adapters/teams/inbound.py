"""What people do in Teams: stored by the door, then acknowledged, then answered."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Mapping
from dataclasses import dataclass
from typing import Any

from adapters.teams.actions import LOOK
from adapters.teams.answers import Answers, Body
from adapters.teams.forms import Submitted, submitted
from adapters.teams.leaving import leave, leaves
from adapters.teams.reading import Doing, Json, command_in, doing_of, message_of, person_id, typed_in
from bot.domain.ids import ChannelRef, PersonRef
from bot.messages.view import Reply
from bot.ports.clock import Clock
from bot.ports.door import Actor, Door, Where
from bot.ports.references import Reference, References

DRAIN_SECONDS = 5.0
_UTC, _ENGLISH = "UTC", "en"

Act = Callable[[Actor], Awaitable[Reply]]


@dataclass(frozen=True, slots=True)
class Taken:
    """Something done, stored, and what the door replied."""

    doing: Doing
    locale: str
    reply: Reply


class Inbound:
    def __init__(self, door: Door, references: References, answers: Answers, clock: Clock, command: str) -> None:
        self._door = door
        self._references = references
        self._answers = answers
        self._clock = clock
        self._command = command
        self._busy: set[asyncio.Task[Any]] = set()

    async def dispatch(self, activity: Json) -> Body | None:
        """The body that answers an invoke; None for everything else. Raises KeyError and the like for a wrong shape."""
        match activity.get("type"):
            case "message":
                await self._message(activity)
            case "invoke":
                return await self._invoke(activity)
            case "conversationUpdate" | "installationUpdate":
                await self._arrived(activity)
            case _:
                pass
        return None

    async def drain(self) -> None:
        """Waits for the replies on their way, a few seconds at most."""
        if self._busy:
            await asyncio.wait(self._busy, timeout=DRAIN_SECONDS)

    async def _message(self, activity: Json) -> None:
        doing, pressed = doing_of(activity), activity.get("value")
        if isinstance(pressed, Mapping):  # Action.Submit, where a client knows no Action.Execute
            form = submitted(pressed)
            taken = await self._take(doing, self._of_data(doing, pressed, form))
            self._begin(self._answers.give(taken.doing, taken.reply, taken.locale, form))
            return
        act = self._typed(doing, activity)
        if act:
            taken = await self._take(doing, act)
            self._begin(self._answers.give(taken.doing, taken.reply, taken.locale))

    async def _invoke(self, activity: Json) -> Body | None:
        doing, value = doing_of(activity), activity.get("value") or {}
        match activity.get("name"):
            case "adaptiveCard/action":
                data, by_itself = (value.get("action") or {}).get("data") or {}, value.get("trigger") == "automatic"
                if by_itself or data.get("action") == LOOK:  # nobody pressed a button: a client wants a newer card
                    return await self._looks(doing, data, asked=not by_itself)
                return await self._pressed(doing, data)
            case "task/fetch" | "task/submit" | "composeExtension/submitAction":
                return await self._in_dialog(doing, value.get("data") or {})
            case "composeExtension/fetchTask":
                notes = message_of(value.get("messagePayload") or {})
                taken = await self._take(
                    doing, lambda actor: self._door.shortcut(actor, notes, doing.where, event_key=doing.key)
                )
                return self._answers.to_dialog(doing, taken.reply, taken.locale, None)
            case _:
                return {}

    async def _pressed(self, doing: Doing, data: Json) -> Body:
        form = submitted(data)
        taken = await self._take(doing, self._of_data(doing, data, form))
        self._begin(self._answers.give(doing, taken.reply, taken.locale, form))
        return self._answers.to_execute(doing, taken.reply, taken.locale, form)

    async def _looks(self, doing: Doing, data: Json, *, asked: bool) -> Body:
        """Nothing is stored, and nothing learned of the person: nobody did anything."""
        kind, _, subject = str(data.get("value") or "").partition("/")
        actor = await self._actor(doing)
        return self._answers.to_look(doing, await self._door.look(actor, kind, subject), actor.locale, asked=asked)

    async def _in_dialog(self, doing: Doing, data: Json) -> Body:
        """What a submission replies lasts in the chat; the rest is shown in the dialog alone."""
        form = submitted(data)
        taken = await self._take(doing, self._of_data(doing, data, form))
        shown = self._answers.to_dialog(doing, taken.reply, taken.locale, form)
        if not shown and form:
            self._begin(self._answers.after_dialog(doing, taken.reply, taken.locale, form))
        return shown

    async def _arrived(self, activity: Json) -> None:
        """Somebody added or removed the product, somewhere or for themselves."""
        doing = doing_of(activity)
        if leaves(activity):
            await leave(self._references, doing)
            return
        await self._learn(doing)
        added = {str(one["id"]): one for one in activity.get("membersAdded") or () if one.get("id")}
        itself = added.pop(str((activity.get("recipient") or {}).get("id")), None)
        if not doing.personal:
            await self._joined(doing, list(added.values()))
        elif itself:
            taken = await self._take(
                doing, lambda actor: self._door.command(actor, "help", doing.where, event_key=doing.key)
            )
            self._begin(self._answers.give(doing, taken.reply, taken.locale))

    async def _joined(self, doing: Doing, people: list[Json]) -> None:
        """Into a team is into all of its channels that have no members of their own."""
        if not people:
            return
        for channel in await self._references.channels(doing.person.tenant, doing.roster):
            for one in people:
                person = PersonRef(channel.tenant, person_id(one))
                await self._door.joined(person, channel, event_key=f"{doing.key}:{channel.channel}:{person.user}")

    def _typed(self, doing: Doing, activity: Json) -> Act | None:
        """None for what is not said to the bot."""
        text, called = typed_in(activity)
        command = command_in(text, self._command)
        if command is None and called:
            command = text
        if command is not None and (called or doing.personal):
            said = command
            return lambda actor: self._door.command(actor, said, doing.where, event_key=doing.key)
        if doing.personal and text:
            return lambda actor: self._door.said(actor, text, event_key=doing.key)
        return None

    def _of_data(self, doing: Doing, data: Json, form: Submitted | None) -> Act:
        if form:
            asked = form.origin.channel
            where = Where(ChannelRef(doing.person.tenant, asked)) if asked else doing.where
            return lambda actor: self._door.submit(
                actor, form.form, form.subject, form.values, where, event_key=doing.key
            )
        action, subject = str(data["action"]), str(data.get("value") or "")
        return lambda actor: self._door.press(actor, action, subject, doing.where, event_key=doing.key)

    async def _take(self, doing: Doing, act: Act) -> Taken:
        await self._learn(doing)
        actor = await self._actor(doing)
        return Taken(doing, actor.locale, await act(actor))

    async def _actor(self, doing: Doing) -> Actor:
        known = await self._references.get(doing.person)
        zone, locale = (known.time_zone, known.locale) if known else ("", "")
        return Actor(doing.person, doing.name or doing.person.user, zone or _UTC, locale or _ENGLISH)

    async def _learn(self, doing: Doing) -> None:
        now, channel = self._clock.now(), doing.where.channel
        person = Reference(
            doing.person,
            doing.service_url,
            now,
            conversation=doing.conversation if doing.personal else "",
            account=doing.account,
            roster="" if doing.personal else doing.roster,
            locale=doing.locale,
            time_zone=doing.time_zone,
        )
        place = Reference(
            channel or doing.person, doing.service_url, now, conversation=doing.conversation, roster=doing.roster
        )
        await self._references.learn(person, *([place] if channel else []))

    def _begin(self, work: Coroutine[Any, Any, None]) -> None:
        """Runs it beside the acknowledgement; `drain` waits for it."""
        task = asyncio.create_task(work)
        self._busy.add(task)
        task.add_done_callback(self._busy.discard)
