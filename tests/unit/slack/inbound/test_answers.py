"""Where replies go when Slack refuses, or shows nothing there."""

from collections.abc import Mapping

import pytest

from adapters.slack import answers
from bot.domain.ids import ChannelRef, PersonRef, TenantId
from bot.messages.view import Bar, Button, Chart, Message, Open, Reply, Run, Say, Text, Update
from bot.ports.door import Where
from tests.fakes_door import ScriptedDoor
from tests.slack.acting import read
from tests.unit.slack.inbound.conftest import CLOCK, FORM, Served, saying

T1 = TenantId("slack:T1")
SAM = PersonRef(T1, "USAM")
LONG = Message("Long", tuple(Text((Run(f"{i}: {'x' * 2_500}"),)) for i in range(12)))
CHART = Message("People", (Chart("People per reason", (Bar("Time", 3, "3 of 9"),), 9),))


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


async def test_thanks_in_direct_messages_wait_where_another_message_met_the_limit(app: Served) -> None:
    app.door.replies["said"] = Say(saying("Thank you"))
    app.slack.faults.rate_limits("chat.postMessage", retry_after=1)
    await app.out.gateway.send(PersonRef(T1, "USAM"), saying("A nudge"), key="k1")
    sam = app.slack.user("USAM")

    await sam.writes_dm("because")

    await sam.waits_for("Thank you")
    assert app.slack.faults.crowded == 0


async def test_a_private_answer_in_a_channel_waits_too(app: Served) -> None:
    app.door.replies["command status"] = Say(saying("All is well"))
    app.slack.faults.rate_limits("chat.postMessage", retry_after=1)
    await app.out.gateway.send(ChannelRef(T1, "C1"), saying("The card"), key="k1")
    until = app.out.gateway.held(T1, "C1")
    tom = app.slack.user("UTOM")

    await tom.mentions("status")

    await tom.waits_for("All is well")
    assert until
    assert CLOCK.now() >= until.at
    assert [one.text for one in tom.private] == ["All is well"]


async def test_a_reply_that_slack_never_takes_is_given_up(app: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(answers, "_LONGEST_WAIT", 0.0)
    app.door.replies["command report"] = Say(LONG)
    app.slack.faults.rate_limits("chat.postMessage", times=7, retry_after=0)
    dana = app.slack.user("UDANA")

    await dana.slash("/align report")

    await app.slack.bell.until(
        lambda: [c.method for c in app.slack.calls].count("chat.postMessage") == 7, lambda: str(app.slack.calls)
    )
    assert app.slack.messages("UDANA") == []


async def test_a_reply_outlasts_half_a_minute_of_failures(app: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(answers, "_LONGEST_WAIT", 0.0)
    app.door.replies["command report"] = Say(LONG)
    app.slack.faults.fails("chat.postMessage", times=6)
    dana = app.slack.user("UDANA")

    await dana.slash("/align report")

    await app.slack.bell.until(lambda: app.slack.messages("UDANA"), lambda: str(app.slack.calls))


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
