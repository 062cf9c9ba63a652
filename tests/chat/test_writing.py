"""Writing a sheet: the dialog, what it refuses, the draft."""

from dataclasses import replace

import pytest

from bot.domain.errors import PlatformAway
from bot.domain.ids import ChannelRef, PersonRef
from bot.messages.view import Nothing, Open, Say
from bot.ports.chat import Member
from tests.chat.house import SHEET, Chat
from tests.fakes_compare import FakeComparer

REASONS = str(SHEET["reasons"])


async def test_new_policy_opens_an_empty_dialog(chat: Chat) -> None:
    await chat["dana"].types("new-policy")
    assert chat["dana"].filled["title"] == ""


async def test_new_policy_takes_the_title_as_it_was_typed(chat: Chat) -> None:
    await chat["dana"].types("new-policy Don't ask twice — it's “fine”, don't worry")
    assert chat["dana"].filled["title"] == "Don't ask twice — it's “fine”, don't worry"


@pytest.mark.parametrize("typed", ['"Refunds on the call"', "“Refunds on the call”", "'Refunds on the call'"])
async def test_quotes_around_a_title_are_left_out(chat: Chat, typed: str) -> None:
    await chat["dana"].types(f"new-policy {typed}")
    assert chat["dana"].filled["title"] == "Refunds on the call"


async def test_a_title_too_long_to_be_one_stands_whole_in_the_body(chat: Chat) -> None:
    typed = "From Monday agents refund on the call. " * 5
    await chat["dana"].types(f"new-policy {typed}")
    assert chat["dana"].filled["body"] == typed.strip()


async def test_several_lines_after_new_policy_are_notes(chat: Chat) -> None:
    await chat["dana"].types("new-policy\nRefunds on the call\nFrom Monday.")
    assert (chat["dana"].filled["title"], chat["dana"].filled["body"]) == (
        "Refunds on the call",
        "Refunds on the call\nFrom Monday.",
    )


async def test_a_sheet_is_started_in_the_channel_it_is_for(chat: Chat) -> None:
    await chat["dana"].types("new-policy", privately=True)
    assert "Start it in the channel" in chat["dana"].read
    assert "in Teams @Hymnsheet new-policy" in chat["dana"].read


async def test_who_may_not_start_a_check_in_the_channel_is_told_before_writing(chat: Chat) -> None:
    chat.roster.people = [member for member in chat.roster.people if member.ref.user != "dana"]
    await chat["dana"].types("new-policy")
    assert "Only people of this channel" in chat["dana"].read


@pytest.mark.parametrize(
    ("user", "says"),
    [
        ("dana", "Guests can't start a check here. Please ask somebody of this workspace."),
        ("ines", "no puede iniciar una comprobación"),
        ("jonas", "Gäste können hier keinen Abgleich starten"),
    ],
)
async def test_a_guest_is_told_that_guests_start_none(chat: Chat, user: str, says: str) -> None:
    chat.roster.people = [replace(member, guest=True) for member in chat.roster.people]
    await chat[user].types("new-policy")
    assert says in chat[user].read


async def test_where_the_platform_does_not_tell_of_guests_it_says_who_may_start(
    chat: Chat, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def refused(person: PersonRef, channel: ChannelRef) -> bool:
        del person, channel
        return False

    async def silent(person: PersonRef) -> Member | None:
        del person
        raise PlatformAway("Slack")

    monkeypatch.setattr(chat.roster, "can_manage", refused)
    monkeypatch.setattr(chat.roster, "member", silent)
    await chat["dana"].types("new-policy")
    assert "Only people of this channel" in chat["dana"].read


async def test_the_home_card_starts_a_sheet(chat: Chat) -> None:
    await chat["dana"].types("")
    await chat["dana"].presses("New hymn sheet")
    assert isinstance(chat["dana"].reply, Open)


async def test_a_submitted_sheet_is_a_draft_that_the_manager_alone_sees(chat: Chat) -> None:
    await chat.drafted()
    assert "Your draft. Only you see this." in chat["dana"].read
    assert chat.channel == []


@pytest.mark.parametrize(
    ("changes", "field", "says"),
    [
        ({"title": " \x00 "}, "title", "Please write something here"),
        ({"title": "x" * 151}, "title", "151 characters: at most 150"),
        ({"body": ""}, "body", "Please write something here"),
        ({"body": "x" * 3001}, "body", "3001 characters: at most 3000"),
        ({"reasons": "\n".join(f"because of {i}" for i in range(7))}, "reasons", "7 reasons: at most 6"),
        ({"reasons": "so " * 140, "labels": ""}, "reasons", "at most 400"),
        ({"reasons": "to save  time\nTo save time", "labels": ""}, "reasons", "same reason stands there twice"),
        ({"main": "4"}, "main", "Choose one of the first 3"),
        ({"main": "x"}, "main", "one of the values offered"),
        ({"labels": "a label of far too many characters"}, "labels", "at most 20 fit"),
        ({"labels": "a\nb\nc\nd"}, "labels", "4 labels for 3 reasons"),
        ({"exception_path": "x" * 301}, "exception_path", "301 characters: at most 300"),
        ({"effective_on": "next week"}, "effective_on", "This is not a date"),
        ({"open_for": "37m"}, "open_for", "one of the values offered"),
        ({"language": "tlh"}, "language", "one of the values offered"),
    ],
)
async def test_a_field_that_cannot_be_taken_says_so_and_the_dialog_stays(
    chat: Chat, changes: dict[str, str], field: str, says: str
) -> None:
    await chat.drafted(**changes)
    assert list(chat["dana"].errors) == [field]
    assert says in chat["dana"].errors[field]


async def test_every_wrong_field_says_so_at_once(chat: Chat) -> None:
    await chat.drafted(title="", body="", effective_on="soon")
    assert set(chat["dana"].errors) == {"title", "body", "effective_on"}


async def test_a_corrected_dialog_is_taken(chat: Chat) -> None:
    await chat["dana"].types("new-policy")
    form = chat["dana"].form()
    await chat["dana"].fills(SHEET | {"title": ""}, form=form)
    await chat["dana"].fills(SHEET, form=form)
    assert isinstance(chat["dana"].reply, Say)


async def test_bullets_are_no_part_of_a_reason_but_a_minus_sign_is(chat: Chat) -> None:
    await chat.drafted(reasons="- so that nobody calls twice\n-5 % churn, because customers stay", labels="")
    assert "① so that nobody calls twice" in chat["dana"].read
    assert "② -5 % churn" in chat["dana"].read


async def test_without_reasons_those_in_the_text_are_proposed_and_edited(chat: Chat) -> None:
    body = "Agents refund on the call because customers call again. Supervisors are freed because they lose hours."
    await chat.drafted(body=body, reasons="", labels="")
    assert "because customers call again" in chat["dana"].filled["reasons"]
    await chat["dana"].fills({"reasons": "because customers call again, says Marta"})
    assert "① because customers call again, says Marta" in chat["dana"].read


async def test_proposed_reasons_leave_everything_else_as_it_was_typed(chat: Chat) -> None:
    await chat.drafted(
        body="Soon, because we must.", reasons="", labels="", exception_path="ask Luis", who="priya\nsam"
    )
    assert chat["dana"].filled["exception_path"] == "ask Luis"
    assert chat["dana"].filled["who"] == "priya\nsam"


async def test_a_text_without_a_because_is_told_so(chat: Chat) -> None:
    await chat.drafted(reasons="", labels="")
    assert "no “because” in your text" in chat["dana"].errors["reasons"]


async def test_where_no_reasons_can_be_proposed_now_the_dialog_says_so(chat: Chat) -> None:
    assert isinstance(chat.comparer, FakeComparer)
    chat.comparer.unavailable = True
    await chat.drafted(reasons="", labels="")
    assert "cannot look for reasons just now" in chat["dana"].errors["reasons"]


async def test_a_mention_in_a_title_is_a_name(chat: Chat) -> None:
    await chat["dana"].types("new-policy What <@U9|Kim\xa0Lee> and <@U8|sam> decided")

    assert chat["dana"].filled["title"] == "What @Kim\xa0Lee and @sam decided"


async def test_a_draft_is_previewed_by_its_manager_alone(chat: Chat) -> None:
    await chat.drafted()
    await chat["dana"].presses("Send it to me first")
    assert "Did Dana explain this well?" in chat["dana"].read
    assert chat.channel == []


async def test_a_discarded_draft_can_be_brought_back(chat: Chat) -> None:
    await chat.drafted()
    send = chat["dana"].button("Send to the team")
    await chat["dana"].presses("Discard")
    assert "Draft put away" in chat["dana"].read
    back = chat["dana"].button("Bring it back")
    await chat["dana"].presses_again(send)
    assert "called off" in chat["dana"].read
    await chat["dana"].presses_again(back)
    assert "Your draft. Only you see this." in chat["dana"].read
    await chat["dana"].presses_again(back)
    assert "no draft any more" in chat["dana"].read


async def test_a_draft_is_reopened_from_the_list(chat: Chat) -> None:
    await chat.drafted()
    await chat["dana"].types("list")
    await chat["dana"].presses("Open the draft")
    assert "Your draft. Only you see this." in chat["dana"].read


async def test_what_was_typed_into_a_draft_sent_meanwhile_stays_in_the_dialog(chat: Chat) -> None:
    await chat.drafted()
    send = chat["dana"].button("Send to the team")
    await chat["dana"].presses("Edit")
    form = chat["dana"].form()
    await chat["dana"].presses_again(send)
    await chat["dana"].fills({"body": "another hour of typing"}, form=form)
    assert "no draft any more" in chat["dana"].errors["title"]


async def test_somebody_else_cannot_touch_a_draft(chat: Chat) -> None:
    await chat.drafted()
    for label in ("Edit", "Discard", "Send to the team", "Send it to me first"):
        await chat["sam"].presses_again(chat["dana"].button(label))
        assert "Only Dana" in chat["sam"].read


async def test_a_sheet_submitted_twice_with_one_event_is_one_draft(chat: Chat) -> None:
    dana = chat["dana"]
    await dana.types("new-policy")
    form = dana.form()
    for _ in range(2):
        await dana.fills(SHEET, form=form, key="one")
    assert isinstance(dana.reply, Nothing)
    await dana.types("list")
    assert dana.read.count("[Open the draft]") == 1


async def test_a_proposed_label_goes_with_its_reason_and_one_of_your_own_stays(chat: Chat) -> None:
    dana = chat["dana"]
    await dana.types("new-policy")
    await dana.fills(SHEET | {"labels": ""})
    await dana.presses("Edit")
    reasons, labels = (next(f for f in dana.form().fields if f.id == name).initial for name in ("reasons", "labels"))
    first, second, third = reasons.splitlines()
    own = "\n".join((labels.splitlines()[0], "Mine", labels.splitlines()[2]))
    await dana.fills({"reasons": f"to keep Acme happy\n{second} every week\n{third}", "labels": own})
    assert f"keep Acme happy · Mine · {labels.splitlines()[2]}" in dana.read
    assert first not in dana.read
