"""Where replies go when Slack is slow, refuses, or shows nothing there."""

import asyncio
from collections.abc import Mapping

import pytest

from adapters.slack import answers, inbound
from adapters.slack.recent import Recent
from bot.domain.ids import ChannelRef, PersonRef, TenantId
from bot.messages.view import Bar, Button, Chart, FieldErrors, Message, Nothing, Open, Reply, Run, Say, Text, Update
from bot.ports.door import Actor, Where
from tests.fakes_door import ScriptedDoor
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
    command, press = app.door.command, app.door.press

    async def late_command(actor: Actor, text: str, where: Where, *, event_key: str) -> Reply:
        await let_go.wait()
        return await command(actor, text, where, event_key=event_key)

    async def late_press(actor: Actor, action: str, subject: str, where: Where, *, event_key: str) -> Reply:
        await let_go.wait()
        return await press(actor, action, subject, where, event_key=event_key)

    monkeypatch.setattr(app.door, "command", late_command)
    monkeypatch.setattr(app.door, "press", late_press)
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
    app.slack.faults.refuses("views.open", "expired_trigger_id")
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


async def test_a_long_answer_goes_to_the_direct_messages_and_the_channel_says_so(app: Served) -> None:
    app.door.replies["command report"] = Say(LONG)
    dana = app.slack.user("UDANA")

    await dana.slash("/align report")

    await dana.waits_for("it is in your direct messages")
    assert len(app.slack.messages("UDANA")) > 1


async def test_a_long_answer_waits_for_slacks_rate_limit(app: Served) -> None:
    app.door.replies["command report"] = Say(LONG)
    app.slack.faults.rate_limits("chat.postMessage", retry_after=0)
    dana = app.slack.user("UDANA")

    await dana.slash("/align report")

    await dana.waits_for("it is in your direct messages")


async def test_a_reply_that_slack_never_takes_is_given_up(app: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(answers, "_LONGEST_WAIT", 0.0)
    app.door.replies["command report"] = Say(LONG)
    app.slack.faults.rate_limits("chat.postMessage", times=3, retry_after=0)
    dana = app.slack.user("UDANA")

    await dana.slash("/align report")

    await app.slack.bell.until(
        lambda: [c.method for c in app.slack.calls].count("chat.postMessage") == 3, lambda: str(app.slack.calls)
    )
    assert app.slack.messages("UDANA") == []


async def test_where_the_bot_is_not_in_the_channel_an_answer_without_address_goes_to_the_direct_messages(
    app: Served,
) -> None:
    app.door.replies |= {"command new-policy": Open(FORM), "submit answer": Say(saying("Kept"))}
    app.slack.space.channels["C2"].members.append("UTOM")
    tom = app.slack.user("UTOM")
    await tom.slash("/align new-policy", channel="C2")
    await tom.waits_for_modal("why")

    await tom.submits({"why": "because"})

    assert (await tom.waits_for("Kept")).channel == "DTOM"


async def test_an_address_that_is_used_up_is_replaced_by_a_private_message(
    app: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    app.door.replies["command status"] = Say(saying("All is well"))
    dana = app.slack.user("UDANA")
    monkeypatch.setattr(app.slack.state, "new_response_url", lambda _: f"{app.slack.state.root}/actions/none")

    await dana.slash("/align status")

    assert (await dana.waits_for("All is well")).channel == "C1"


async def test_a_broken_address_is_replaced_by_a_private_message(app: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    app.door.replies["command status"] = Say(saying("All is well"))
    monkeypatch.setattr(app.slack.state, "new_response_url", lambda _: "http://127.0.0.1:9/gone")
    dana = app.slack.user("UDANA")

    await dana.slash("/align status")

    await dana.waits_for("All is well")


@pytest.mark.parametrize("kinds", [{"data_visualization"}, set()])
async def test_a_chart_is_shown_privately_as_far_as_the_workspace_takes_it(app: Served, kinds: set[str]) -> None:
    app.slack.state.unknown_blocks |= kinds
    app.door.replies |= {"command report": Say(CHART), "press later": Update(CHART)}
    await app.out.gateway.send(SAM, saying("Well?", Button("Later", "later")), key="k1")
    sam = app.slack.user("USAM")

    await sam.slash("/align report")
    await app.slack.bell.until(lambda: sam.private, lambda: "nothing private")
    await sam.presses("Later")

    await app.slack.bell.until(lambda: "Time" in read(app.slack.messages("USAM")[0]), lambda: "not replaced")
    assert "Time" in read(sam.private[0])


async def test_a_chart_comes_without_an_address_too(app: Served) -> None:
    app.slack.state.unknown_blocks.add("data_visualization")
    app.door.replies |= {
        "command status": Say(CHART),
        "press fix": Open(FORM),
        "submit answer": Update(CHART),
    }
    await app.out.gateway.send(SAM, saying("Heard", Button("Fix", "fix")), key="k1")
    sam = app.slack.user("USAM")

    await sam.mentions("status")
    await app.slack.bell.until(lambda: sam.private, lambda: "nothing private")
    await sam.presses("Fix")
    await sam.waits_for_modal("why")
    await sam.submits({"why": "because"})

    await app.slack.bell.until(lambda: "Time" in read(app.slack.messages("USAM")[0]), lambda: "not replaced")


async def test_what_cannot_replace_its_message_is_said_beneath(app: Served) -> None:
    app.door.replies |= {"press fix": Open(FORM), "submit answer": Update(saying("Mended"))}
    await app.out.gateway.send(SAM, saying("Heard", Button("Fix", "fix")), key="k1")
    sam = app.slack.user("USAM")
    await sam.presses("Fix")
    await sam.waits_for_modal("why")
    app.slack.faults.refuses("chat.update", "cant_update_message")

    await sam.submits({"why": "because"})

    await sam.waits_for("Mended")
    assert len(app.slack.messages("USAM")) == 2


async def test_something_long_does_not_replace_a_message_but_follows_it(app: Served) -> None:
    app.door.replies["press later"] = Update(LONG)
    await app.out.gateway.send(SAM, saying("Well?", Button("Later", "later")), key="k1")

    await app.slack.user("USAM").presses("Later")

    await app.slack.bell.until(lambda: len(app.slack.messages("USAM")) > 2, lambda: "nothing more")
    assert read(app.slack.messages("USAM")[0]).startswith("Well?")


async def test_where_no_modal_opens_over_app_home_the_answer_goes_to_the_direct_messages(app: Served) -> None:
    app.door.replies |= {
        "command ": Say(saying("Home", Button("Status", "status"))),
        "press status": Say(saying("3 of 8")),
    }
    dana = app.slack.user("UDANA")
    await dana.opens_home()
    await app.slack.bell.until(lambda: dana.home, lambda: "no home")
    app.slack.faults.refuses("views.open", "expired_trigger_id")

    await dana.presses("Status")

    assert (await dana.waits_for("3 of 8")).channel == "DDANA"


async def test_app_home_stays_as_it_was_where_there_is_nothing_to_say(app: Served) -> None:
    taken = await app.slack.user("UDANA").opens_home()

    assert taken.taken
    assert app.slack.user("UDANA").home is None


async def test_the_adapters_own_words_are_in_the_persons_language(app: Served) -> None:
    replies: Mapping[str, Reply] = {"command new-policy": Open(FORM)}
    app.door.replies |= replies
    ines, jonas = app.slack.user("UINES"), app.slack.user("UJONAS")

    await ines.mentions("new-policy")
    await jonas.mentions("new-policy")

    await ines.waits_for_button("Abrir el diálogo")
    await jonas.waits_for_button("Dialog öffnen")
    assert isinstance(app.door, ScriptedDoor)
    assert app.seen.given == (Where(ChannelRef(T1, "C1")),)
