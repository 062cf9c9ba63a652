"""What people do in Slack comes to the door once, with who and where, and its reply is put where they see it."""

from bot.domain.ids import ChannelRef, PersonRef, TenantId
from bot.messages.view import Button, FieldErrors, Open, Say, Update
from bot.ports.door import Actor, Where
from tests.slack.acting import read
from tests.unit.slack.inbound.conftest import FORM, Served, saying

T1 = TenantId("slack:T1")
IN_C1 = Where(ChannelRef(T1, "C1"))
ALONE = Where(None)


async def test_a_command_comes_with_its_author_and_channel_and_is_answered_privately(both: Served) -> None:
    both.door.replies["command status"] = Say(saying("All is well"))

    taken = await both.slack.user("UINES").slash("/align status")

    await both.slack.user("UINES").waits_for("All is well")
    assert taken.taken
    assert taken.body == {}
    assert both.seen.actor == Actor(PersonRef(T1, "UINES"), "Inés", "Europe/Madrid", "es-ES")
    assert both.seen.given == (IN_C1,)
    assert both.slack.messages("C1") == []


async def test_a_command_in_direct_messages_has_no_channel(app: Served) -> None:
    app.door.replies["command "] = Say(saying("Home"))

    await app.slack.user("UDANA").slash("/align", channel="")

    await app.slack.user("UDANA").waits_for("Home")
    assert app.seen.given == (ALONE,)


async def test_a_command_that_opens_a_dialog_opens_it_with_its_trigger(both: Served) -> None:
    both.door.replies["command new-policy Refunds"] = Open(FORM)
    dana = both.slack.user("UDANA")

    await dana.slash("/align new-policy Refunds")

    assert (await dana.waits_for_modal("why")).title == "Your answer"


async def test_a_submitted_dialog_comes_back_with_its_subject_values_and_channel(both: Served) -> None:
    both.door.replies |= {"command new-policy": Open(FORM), "submit answer": Say(saying("Kept"))}
    dana = both.slack.user("UDANA")
    await dana.slash("/align new-policy")
    await dana.waits_for_modal("why")

    await dana.submits({"why": "because"})

    await dana.waits_for("Kept")
    assert both.seen.given == (IN_C1, "c1", {"why": "because"})
    assert both.slack.views.top("UDANA") is None


async def test_what_is_wrong_in_a_dialog_is_said_at_its_field(both: Served) -> None:
    both.door.replies |= {"command new-policy": Open(FORM), "submit answer": FieldErrors((("why", "too short"),))}
    dana = both.slack.user("UDANA")
    await dana.slash("/align new-policy")
    await dana.waits_for_modal("why")

    await dana.submits({"why": "ok"})

    assert dana.modal.errors == {"why": "too short"}


async def test_a_dialog_sent_again_after_an_error_is_taken_again(app: Served) -> None:
    app.door.replies |= {"command new-policy": Open(FORM), "submit answer": FieldErrors((("why", "too short"),))}
    dana = app.slack.user("UDANA")
    await dana.slash("/align new-policy")
    await dana.waits_for_modal("why")
    await dana.submits({"why": "ok"})

    await dana.submits({"why": "ok"})

    assert app.seen.done.count("submit answer") == 2


async def test_a_dialog_may_follow_a_dialog(app: Served) -> None:
    app.door.replies |= {"command new-policy": Open(FORM), "submit answer": Open(FORM)}
    dana = app.slack.user("UDANA")
    await dana.slash("/align new-policy")
    first = await dana.waits_for_modal("why")

    await dana.submits({"why": "ok"})

    assert dana.modal.id == first.id
    assert len(first.history) == 3  # announced, opened, followed


async def test_a_submission_that_says_nothing_closes_the_dialog(app: Served) -> None:
    app.door.replies["command new-policy"] = Open(FORM)
    dana = app.slack.user("UDANA")
    await dana.slash("/align new-policy")
    await dana.waits_for_modal("why")

    await dana.submits({"why": "ok"})

    assert app.slack.views.top("UDANA") is None


async def test_a_pressed_button_comes_with_its_subject_and_its_message_is_replaced(both: Served) -> None:
    both.door.replies["press later"] = Update(saying("Noted"))
    sam = PersonRef(T1, "USAM")
    await both.out.gateway.send(sam, saying("Well?", Button("Later", "later", "c7")), key="k1")

    await both.slack.user("USAM").presses("Later")

    await both.slack.user("USAM").waits_for("Noted")
    assert both.seen.done == ["press later"]
    assert both.seen.given == (ALONE, "c7")
    assert [one.versions for one in both.slack.messages("USAM")] == [2]


async def test_what_a_button_in_direct_messages_says_stays_there(app: Served) -> None:
    app.door.replies["press later"] = Say(saying("I come again tomorrow"))
    await app.out.gateway.send(PersonRef(T1, "USAM"), saying("Well?", Button("Later", "later", "c7")), key="k1")

    await app.slack.user("USAM").presses("Later")

    await app.slack.user("USAM").waits_for("I come again tomorrow")
    assert len(app.slack.messages("USAM")) == 2


async def test_a_private_answer_with_buttons_is_replaced_in_its_place(app: Served) -> None:
    app.door.replies |= {
        "command draft": Say(saying("Your draft", Button("Send", "launch", "c1"))),
        "press launch": Update(saying("It is on its way")),
    }
    dana = app.slack.user("UDANA")
    await dana.slash("/align draft")
    await dana.waits_for_button("Send")

    await dana.presses("Send")

    await dana.waits_for("It is on its way")
    assert len(dana.private) == 1
    assert app.seen.given == (IN_C1, "c1")


async def test_a_dialog_from_a_button_replaces_the_buttons_message_in_the_end(app: Served) -> None:
    app.door.replies |= {"press fix": Open(FORM), "submit answer": Update(saying("Mended"))}
    await app.out.gateway.send(PersonRef(T1, "USAM"), saying("I heard", Button("Fix it", "fix", "r1")), key="k1")
    sam = app.slack.user("USAM")
    await sam.presses("Fix it")
    await sam.waits_for_modal("why")

    await sam.submits({"why": "because"})

    await sam.waits_for("Mended")
    assert [one.versions for one in app.slack.messages("USAM")] == [2]


async def test_a_message_is_checked_from_its_menu_with_its_text_as_people_read_it(both: Served) -> None:
    both.door.replies["shortcut"] = Open(FORM)
    dana = both.slack.user("UDANA")
    notes = dana.posts("Refunds &lt; 50 &amp; <@UPRIYA> in <#C2|random>, see <https://x.example|the note> <!here>")

    await dana.shortcut(notes, "check_with_team")

    await dana.waits_for_modal("why")
    assert both.seen.given == (IN_C1, "Refunds < 50 & @Priya in #random, see the note (https://x.example) @here")


async def test_a_mention_in_a_thread_is_a_command_answered_in_that_thread(both: Served) -> None:
    both.door.replies["command status"] = Say(saying("All is well"))
    tom = both.slack.user("UTOM")
    begun = tom.posts("Shall we?")

    await tom.mentions("status", thread=begun.ts)

    answer = await tom.waits_for("All is well")
    assert (answer.thread_ts, answer.ephemeral_to) == (begun.ts, "UTOM")
    assert both.seen.given == (IN_C1,)


async def test_a_dialog_without_a_trigger_waits_behind_a_button(both: Served) -> None:
    both.door.replies["said"] = Open(FORM)
    sam = both.slack.user("USAM")

    await sam.writes_dm("because of &lt;customers&gt;")

    offer = await sam.waits_for_button("Open the dialog")
    assert "stays in Slack's history" in read(offer)
    assert both.seen.given == ("because of <customers>",)
    await sam.presses("Open the dialog")
    assert (await sam.waits_for_modal("why")).title == "Your answer"
    assert both.seen.done == ["said"]


async def test_a_command_may_be_typed_in_the_direct_messages(app: Served) -> None:
    sam = app.slack.user("USAM")

    await sam.writes_dm("/align status")
    await sam.writes_dm("<@UHYMN> report refunds")

    assert app.seen.done == ["command status", "command report refunds"]


async def test_bots_edits_and_notices_in_direct_messages_are_left_alone(app: Served) -> None:
    sam = app.slack.user("USAM")
    message = {"type": "message", "channel": "DSAM", "channel_type": "im", "user": "USAM", "text": "hi", "ts": "1.1"}

    await sam.hears(message | {"subtype": "message_changed"})
    await sam.hears(message | {"bot_id": "BOTHER"})
    await sam.hears(message | {"channel_type": "channel"})
    taken = await sam.hears(message | {"text": ""})

    assert taken.taken
    assert app.seen.done == []


async def test_app_home_shows_where_things_stand_each_time_it_is_opened(both: Served) -> None:
    both.door.replies["command "] = Say(saying("Two questions wait for you"))
    sam = both.slack.user("USAM")

    await sam.opens_home()
    await both.slack.bell.until(lambda: sam.home, lambda: "no home")
    await sam.opens_home(tab="messages")
    await sam.opens_home()

    assert both.seen.done == ["command ", "command "]
    assert sam.home
    assert "Two questions" in read(sam.home)


async def test_a_button_in_app_home_answers_in_a_modal_and_further_ones_in_the_same(app: Served) -> None:
    app.door.replies |= {
        "command ": Say(saying("Home", Button("Status", "status", "c1"))),
        "press status": Say(saying("3 of 8 answered", Button("Extend", "extend", "c1"))),
        "press extend": Open(FORM),
    }
    dana = app.slack.user("UDANA")
    await dana.opens_home()
    await app.slack.bell.until(lambda: dana.home, lambda: "no home")

    await dana.presses("Status")
    await dana.waits_for_button("Extend")
    answer = dana.modal
    assert "3 of 8" in read(answer)
    await dana.presses("Extend")

    assert (await dana.waits_for_modal("why")).id == answer.id


async def test_the_people_of_a_user_group_are_named_in_its_place(app: Served) -> None:
    await app.slack.user("UDANA").slash("/align add refunds <!subteam^S1|@support-team> <!subteam^S9> <@UTOM|tom>")

    (done,) = app.seen.done
    assert done == "command add refunds <@UPRIYA> <@USAM> <@UINES> @subteam^S9 <@UTOM|tom>"


async def test_every_delivery_of_the_same_event_is_taken_once(both: Served) -> None:
    both.door.replies["command status"] = Say(saying("All is well"))
    both.slack.faults.redelivers(3, at_once=True)
    tom = both.slack.user("UTOM")

    await tom.mentions("status")

    await tom.waits_for("All is well")
    assert both.seen.done == ["command status"]
    assert len(tom.private) == 1


async def test_an_event_that_could_not_be_stored_is_not_acknowledged_and_comes_again(both: Served) -> None:
    both.door.replies["command status"] = Say(saying("All is well"))
    both.door.trouble = OSError("the database is away")
    tom = both.slack.user("UTOM")

    await tom.mentions("status")

    await tom.waits_for("All is well")
    assert both.seen.done == ["command status"]
    assert [one.taken for one in both.slack.acknowledged] == [False, True]


async def test_an_event_nobody_asked_for_is_acknowledged(both: Served) -> None:
    taken = await both.slack.user("UTOM").leaves()

    assert taken.taken
    assert both.seen.done == []


async def test_a_button_of_somebody_else_is_acknowledged_and_does_nothing(app: Served) -> None:
    sam = app.slack.user("USAM")
    app.slack.views.publish("USAM", "T1", {"type": "home", "blocks": [_foreign_button()]})

    taken = await sam.presses("Hello")

    assert taken.taken
    assert app.seen.done == []


def _foreign_button() -> dict[str, object]:
    button = {"type": "button", "text": {"type": "plain_text", "text": "Hello"}, "action_id": "hello"}
    return {"type": "actions", "elements": [button]}
