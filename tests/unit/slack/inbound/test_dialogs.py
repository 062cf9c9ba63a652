"""Dialogs: announced when the reply takes longer than a trigger lives, and reached by a button where there is none."""

import asyncio
from collections.abc import Callable, Coroutine
from itertools import count
from typing import Any

import pytest

from adapters.recent import Recent
from adapters.slack import inbound
from bot.domain.ids import PersonRef, TenantId
from bot.messages.view import Bar, Button, Chart, FieldErrors, Message, Nothing, Open, Reply, Run, Say, Text, Update
from bot.ports.door import Actor, Where
from tests.slack.acting import read
from tests.unit.slack.inbound.conftest import FORM, Served, saying

T1 = TenantId("slack:T1")
SAM = PersonRef(T1, "USAM")
LONG = Message("Long", tuple(Text((Run(f"{i}: {'x' * 2_500}"),)) for i in range(12)))
CHART = Message("People", (Chart("People per reason", (Bar("Time", 3, "3 of 9"),), 9),))


@pytest.fixture
def slow(app: Served, monkeypatch: pytest.MonkeyPatch) -> asyncio.Event:
    """A door that answers once this is set."""
    monkeypatch.setattr(inbound, "PATIENCE_SECONDS", 0.02)
    let_go = asyncio.Event()
    command, press, shortcut = app.door.command, app.door.press, app.door.shortcut

    async def late_command(actor: Actor, text: str, where: Where, *, event_key: str) -> Reply:
        await let_go.wait()
        return await command(actor, text, where, event_key=event_key)

    async def late_press(actor: Actor, action: str, subject: str, where: Where, *, event_key: str) -> Reply:
        await let_go.wait()
        return await press(actor, action, subject, where, event_key=event_key)

    async def late_shortcut(actor: Actor, notes: str, where: Where, *, event_key: str) -> Reply:
        await let_go.wait()
        return await shortcut(actor, notes, where, event_key=event_key)

    monkeypatch.setattr(app.door, "command", late_command)
    monkeypatch.setattr(app.door, "press", late_press)
    monkeypatch.setattr(app.door, "shortcut", late_shortcut)
    return let_go


async def loading(app: Served, user: str = "UDANA") -> None:
    await app.slack.bell.until(lambda: app.slack.views.top(user), lambda: "no modal")


@pytest.mark.parametrize(
    ("reply", "shown"),
    [
        (Open(FORM), "Why"),
        (Say(saying("All is well")), "All is well"),
        (Update(saying("It is on its way")), "It is on its way"),
        (FieldErrors((("why", "too short"),)), "too short"),
        (Nothing(), "Done."),
    ],
)
async def test_a_slow_reply_is_announced_in_a_modal_and_comes_there(
    app: Served, slow: asyncio.Event, reply: Reply, shown: str
) -> None:
    app.door.replies["command report"] = reply
    dana = app.slack.user("UDANA")

    typed = asyncio.create_task(dana.slash("/align report"))
    await loading(app)
    assert dana.modal.title == "One moment …"
    slow.set()
    await typed

    await app.slack.bell.until(lambda: shown in read(dana.modal), lambda: read(dana.modal))
    assert dana.private == []


async def by_command(app: Served) -> object:
    return await app.slack.user("UDANA").slash("/align New-Policy Refunds")


async def by_shortcut(app: Served) -> object:
    dana = app.slack.user("UDANA")
    return await dana.shortcut(dana.posts("What changes"), inbound.SHORTCUT)


async def by_button(app: Served) -> object:
    sheet = saying("The draft", Button("Edit", "edit_sheet", "c1"))
    await app.out.gateway.send(PersonRef(T1, "UDANA"), sheet, key="k1")
    return await app.slack.user("UDANA").presses("Edit")


@pytest.mark.parametrize("begun", [by_command, by_shortcut, by_button])
async def test_a_dialog_for_which_slack_is_asked_is_announced_before_it_is(
    app: Served,
    slow: asyncio.Event,
    monkeypatch: pytest.MonkeyPatch,
    begun: Callable[[Served], Coroutine[Any, Any, object]],
) -> None:
    monkeypatch.setattr(inbound, "PATIENCE_SECONDS", None)  # nobody waits to see whether it takes long
    app.door.replies |= dict.fromkeys(("command New-Policy Refunds", "shortcut", "press edit_sheet"), Open(FORM))

    doing = asyncio.create_task(begun(app))
    await loading(app)
    assert app.seen.done == []
    slow.set()
    await doing

    await app.slack.user("UDANA").waits_for_modal("why")
    assert [call.error for call in app.slack.calls if call.method == "views.open"] == [""]


async def test_the_same_delivered_twice_fills_one_announced_dialog(
    app: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    command, let_go, deliveries = app.door.command, asyncio.Event(), count()

    async def first_comes_last(actor: Actor, text: str, where: Where, *, event_key: str) -> Reply:
        if next(deliveries) == 0:
            await let_go.wait()
        return await command(actor, text, where, event_key=event_key)

    monkeypatch.setattr(app.door, "command", first_comes_last)
    app.door.replies["command new-policy"] = Open(FORM)
    app.slack.faults.redelivers(2, at_once=True)
    dana = app.slack.user("UDANA")

    typed = asyncio.create_task(dana.slash("/align new-policy"))
    await loading(app)
    let_go.set()
    await typed

    await dana.waits_for_modal("why")
    await app.adapter._inbound.drain()
    assert "Why" in read(dana.modal)
    assert [call.method for call in app.slack.calls].count("views.open") == 1
    assert dana.private == []


async def test_a_slow_reply_that_fails_is_said_in_the_modal(app: Served, slow: asyncio.Event) -> None:
    app.door.trouble = OSError("the database is away")
    dana = app.slack.user("UDANA")

    typed = asyncio.create_task(dana.slash("/align report"))
    await loading(app)
    slow.set()

    assert not (await typed).taken
    await app.slack.bell.until(lambda: "did not work" in read(dana.modal), lambda: read(dana.modal))


async def test_a_slow_reply_without_a_modal_comes_privately(app: Served, slow: asyncio.Event) -> None:
    app.slack.faults.refuses("views.open", "invalid_trigger_id")
    app.door.replies["command report"] = Say(saying("All is well"))
    dana = app.slack.user("UDANA")

    typed = asyncio.create_task(dana.slash("/align report"))
    await app.slack.bell.until(lambda: any(c.method == "views.open" for c in app.slack.calls), lambda: "no call")
    slow.set()
    await typed

    await dana.waits_for("All is well")


async def test_a_slow_failure_without_a_modal_is_left_to_slack(app: Served, slow: asyncio.Event) -> None:
    app.slack.faults.refuses("views.open", "invalid_trigger_id")
    app.door.trouble = OSError("the database is away")

    typed = asyncio.create_task(app.slack.user("UDANA").slash("/align report"))
    await app.slack.bell.until(lambda: any(c.method == "views.open" for c in app.slack.calls), lambda: "no call")
    slow.set()

    assert not (await typed).taken


async def test_a_trigger_that_died_leaves_a_button_that_opens_the_dialog(app: Served) -> None:
    app.door.replies["command new-policy"] = Open(FORM)
    app.slack.faults.refuses("views.open", "expired_trigger_id", times=2)  # the announcement, and the dialog itself
    dana = app.slack.user("UDANA")

    await dana.slash("/align new-policy")
    await dana.waits_for_button("Open the dialog")
    await dana.presses("Open the dialog")

    await dana.waits_for_modal("why")
    assert app.seen.done == ["command new-policy"]


async def test_that_button_pressed_in_two_deliveries_opens_one_dialog(app: Served) -> None:
    app.door.replies["said"] = Open(FORM)
    sam = app.slack.user("USAM")
    await sam.writes_dm("because")
    await sam.waits_for_button("Open the dialog")
    app.slack.faults.redelivers(2, at_once=True)

    await sam.presses("Open the dialog")

    await sam.waits_for_modal("why")
    assert len(sam.inbox) == 2


async def test_after_a_restart_that_button_does_again_what_was_typed(
    app: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Recent, "put", lambda _, __, value: value)
    app.door.replies |= {"said": Open(FORM), "command new-policy": Open(FORM)}
    sam = app.slack.user("USAM")
    await sam.writes_dm("because")
    await sam.waits_for_button("Open the dialog")

    await sam.presses("Open the dialog")
    assert app.seen.done == ["said", "said"]
    await sam.waits_for_modal("why")
    app.slack.views.clear("USAM")
    await sam.mentions("new-policy")
    await app.slack.bell.until(lambda: sam.private, lambda: "nothing private")
    await sam.presses("Open the dialog", sam.private[-1])

    assert app.seen.done[2:] == ["command new-policy", "command new-policy"]


async def test_what_was_too_long_for_a_button_is_asked_for_again_after_a_restart(
    app: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Recent, "put", lambda _, __, value: value)
    app.door.replies["said"] = Open(FORM)
    sam = app.slack.user("USAM")
    await sam.writes_dm("because " * 400)
    await sam.waits_for_button("Open the dialog")

    await sam.presses("Open the dialog")

    await sam.waits_for("not there any more")


async def test_a_submission_says_when_it_was_made_where_slack_does(both: Served) -> None:
    both.door.replies["command new-policy"] = Open(FORM)
    dana = both.slack.user("UDANA")
    await dana.slash("/align new-policy")
    await dana.waits_for_modal("why")

    await dana.submits({"why": "ok"})

    where = both.seen.given[0]
    assert isinstance(where, Where)
    assert (where.at is not None) is bool(both.adapter.routes)  # over Socket Mode nothing is stamped
