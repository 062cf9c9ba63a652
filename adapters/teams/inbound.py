"""What people do in Teams: stored by the door, then acknowledged, then answered."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Mapping
from dataclasses import dataclass, replace
from typing import Any

from adapters.teams.actions import LOOK, TYPED
from adapters.teams.answers import Answers
from adapters.teams.dialogs import Body
from adapters.teams.forms import Submitted, submitted, unpacked
from adapters.teams.leaving import leave, left
from adapters.teams.reading import (
    Doing,
    Json,
    command_in,
    doing_of,
    message_of,
    person_id,
    pressed_in,
    spoken,
    textless,
    typed_in,
)
from bot.domain.ids import ChannelRef, PersonRef
from bot.messages.view import FieldErrors, Open, Reply
from bot.ports.clock import Clock
from bot.ports.door import Actor, Door, Where
from bot.ports.references import Reference, References

DRAIN_SECONDS = 5.0
_UTC, _ENGLISH = "UTC", "en"

Act = Callable[[Actor], Awaitable[Reply]]


@dataclass(frozen=True, slots=True)
class Taken:
    """Something done, stored, and what the door replied."""

    locale: str
    reply: Reply


class Inbound:
    def __init__(
        self,
        door: Door,
        references: References,
        answers: Answers,
        clock: Clock,
        command: str,
    ) -> None:
        self._door = door
        self._references = references
        self._answers = answers
        self._clock = clock
        self._command = command
        self._busy: set[asyncio.Task[Any]] = set()

    async def dispatch(self, activity: Json) -> Body | None:
        """The body that answers an invoke; None for everything else, and where a dialog closes.

        Raises KeyError and the like for a wrong shape.
        """
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
        doing = doing_of(activity)
        if isinstance(activity.get("value"), Mapping):  # where a client knows no Action.Execute, or has no dialogs
            form, taken = await self._take_data(doing, pressed_in(activity))
            self._begin(self._answers.give(doing, taken.reply, taken.locale, form))
            return
        command, text = self._typed(doing, activity)
        if command is not None:
            taken = await self._take(doing, self._commands(doing, command, doing.where))
            self._begin(self._answers.give(doing, taken.reply, taken.locale, typed=command))
        elif text:
            taken = await self._take(doing, lambda actor: self._door.said(actor, text, event_key=doing.key))
            self._begin(self._answers.give(doing, taken.reply, taken.locale))
        elif doing.personal and textless(activity):
            await self._learn(doing)
            self._begin(self._answers.only_text(doing, (await self._actor(doing)).locale))

    async def _invoke(self, activity: Json) -> Body | None:
        doing, value, data = doing_of(activity), activity.get("value") or {}, pressed_in(activity)
        match activity.get("name"):
            case "adaptiveCard/action":
                if value.get("trigger") == "automatic" or doing.action == LOOK:  # a client wants a newer card
                    return await self._looks(doing)
                return await self._pressed(doing, data)
            case "task/fetch" | "task/submit" | "composeExtension/submitAction":
                return self._in_dialog(doing, *await self._take_data(doing, data))
            case "composeExtension/fetchTask":
                notes = message_of(value.get("messagePayload") or {})
                taken = await self._take(
                    doing, lambda actor: self._door.shortcut(actor, notes, doing.where, event_key=doing.key)
                )
                return self._in_dialog(doing, None, taken)
            case _:
                return {}

    async def _pressed(self, doing: Doing, data: Json) -> Body:
        form, taken = await self._take_data(doing, data)
        self._begin(self._answers.give(doing, taken.reply, taken.locale, form))
        return self._answers.to_execute(doing, taken.reply, taken.locale, form)

    async def _looks(self, doing: Doing) -> Body:
        """Nothing is stored, and nothing learned of the person: nobody did anything."""
        kind, _, subject = doing.subject.partition("/")
        actor = await self._actor(doing)
        return self._answers.to_look(doing, await self._door.look(actor, kind, subject), actor.locale)

    def _in_dialog(self, doing: Doing, form: Submitted | None, taken: Taken) -> Body | None:
        self._begin(self._answers.after_dialog(doing, taken.reply, taken.locale, form))
        return self._answers.to_dialog(doing, taken.reply, taken.locale, form)

    async def _arrived(self, activity: Json) -> None:
        """Somebody added or removed the product, somewhere or for themselves; or people, a channel or a team."""
        doing = doing_of(activity)
        place = left(activity, doing)
        if place:
            await leave(self._references, doing, place)
            return
        await self._learn(doing)
        added = {str(one["id"]): one for one in activity.get("membersAdded") or () if one.get("id")}
        itself = added.pop(str((activity.get("recipient") or {}).get("id")), None)
        if not doing.personal:
            await self._joined(doing, list(added.values()))
        elif itself:
            taken = await self._take(
                doing, lambda actor: self._door.command(actor, "", doing.where, event_key=doing.key)
            )
            self._begin(self._answers.give(doing, taken.reply, taken.locale))

    async def _joined(self, doing: Doing, people: list[Json]) -> None:
        """Into a team is into its channels; which of them list the person is asked where that matters."""
        if not people:
            return
        for place in await self._references.channels(doing.person.tenant, doing.about):
            channel = ChannelRef(place.to.tenant, place.conversation)
            for one in people:
                person = PersonRef(channel.tenant, person_id(one))
                await self._door.joined(person, channel, event_key=f"{doing.key}:{channel.channel}:{person.user}")

    def _typed(self, doing: Doing, activity: Json) -> tuple[str | None, str]:
        """The command; else None, and what is said to the bot, "" where nothing is."""
        text, called = typed_in(activity)
        command = command_in(text, self._command)
        if command is None and called:
            command = text
        if command is not None and (called or doing.personal):
            return command, ""
        return None, spoken(text) if doing.personal else ""

    def _commands(self, doing: Doing, text: str, where: Where) -> Act:
        return lambda actor: self._door.command(actor, text, where, event_key=doing.key)

    async def _take_data(self, doing: Doing, data: Json) -> tuple[Submitted | None, Taken]:
        """What a button's data says was done."""
        form = submitted(data)
        if form is None:
            return None, await self._take(doing, self._presses(doing, str(data["action"]), doing.subject))
        where = self._at(doing, form.origin.channel)
        taken = await self._take(
            doing,
            lambda actor: self._door.submit(actor, form.form, form.subject, form.values, where, event_key=doing.key),
        )
        if isinstance(taken.reply, FieldErrors) and form.origin.action:
            await self._recall(doing, form)
        return form, taken

    def _presses(self, doing: Doing, action: str, subject: str) -> Act:
        if action == TYPED:
            text, channel = unpacked(subject)
            return self._commands(doing, text, self._at(doing, channel))
        return lambda actor: self._door.press(actor, action, subject, doing.where, event_key=doing.key)

    async def _recall(self, doing: Doing, form: Submitted) -> None:
        """A form that another process showed is opened once more here, so that it can be shown with what was typed."""
        if self._answers.knows(doing, form):
            return
        again = replace(doing, key=f"{doing.key}:again")
        reply = await self._presses(again, form.origin.action, form.origin.subject)(await self._actor(doing))
        if isinstance(reply, Open):
            self._answers.remember(doing.person, replace(reply.form, subject=form.subject))

    def _at(self, doing: Doing, channel: str) -> Where:
        """There, or where it is done; by the clock of the doing."""
        return Where(ChannelRef(doing.person.tenant, channel), doing.at) if channel else doing.where

    async def _take(self, doing: Doing, act: Act) -> Taken:
        await self._learn(doing)
        actor = await self._actor(doing)
        return Taken(actor.locale, await act(actor))

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
            conversation=doing.chat,
            account=doing.account,
            roster="" if doing.personal else doing.conversation,
            team=doing.team,
            locale=doing.locale,
            time_zone=doing.time_zone,
        )
        place = Reference(
            channel or doing.person,
            doing.service_url,
            now,
            conversation=doing.conversation,
            roster=doing.conversation,
            team=doing.team,
        )
        await self._references.learn(person, *([place] if channel else []))

    def _begin(self, work: Coroutine[Any, Any, None]) -> None:
        """Runs it beside the acknowledgement; `drain` waits for it."""
        task = asyncio.create_task(work)
        self._busy.add(task)
        task.add_done_callback(self._busy.discard)
