"""Launching: the card, the questions, who is asked and who is not."""

from dataclasses import replace
from datetime import date

from bot.domain.ids import PersonRef
from bot.flows.find import LIVE
from bot.flows.launch import ask_team
from bot.ports.store import DeliveryState
from tests.chat.house import TENANT, Chat


async def test_the_channel_gets_the_card(chat: Chat) -> None:
    await chat.launched()
    assert len(chat.channel) == 1
    assert "① so that customers need not call again — matters most" in chat.channel[0]
    assert "Open until Thu 26 Nov, 11:00, Dana's time" in chat.channel[0]


async def test_everybody_but_the_manager_and_the_leads_gets_one_question(chat: Chat) -> None:
    await chat.launched(leads="luis")
    asked = {user: len(chat[user].inbox) for user in ("priya", "sam", "ines", "jonas", "luis")}
    assert asked == {"priya": 1, "sam": 1, "ines": 1, "jonas": 1, "luis": 0}
    assert "4 people are being asked" in chat["dana"].latest


async def test_each_question_is_in_the_language_and_zone_of_its_reader(chat: Chat) -> None:
    await chat.launched()
    assert "Did Dana explain this well?" in chat["priya"].latest
    assert "Thu 26 Nov, 15:30, your time" in chat["priya"].latest
    assert "¿" in chat["ines"].latest
    assert "11:00" in chat["ines"].latest
    assert "[Antworten]" in chat["jonas"].latest


async def test_the_question_says_who_will_see_what(chat: Chat) -> None:
    await chat.launched()
    assert "Dana sees what you confirm to me" in chat["sam"].latest


async def test_a_named_audience_is_asked_and_nobody_else(chat: Chat) -> None:
    await chat.launched(who="priya\nsam\ndana\nluis", leads="luis")
    assert [user for user in ("priya", "sam", "luis", "ines", "jonas") if chat[user].inbox] == ["priya", "sam"]
    assert "2 people are being asked" in chat["dana"].latest


async def test_somebody_chosen_who_is_gone_is_counted_as_unreachable(chat: Chat) -> None:
    await chat.launched(who="priya\nghost")
    await chat["dana"].types("status")
    assert "Could not be reached: ghost (not known here any more)" in chat["dana"].read


async def test_with_nobody_to_ask_it_is_a_draft_again_and_the_manager_is_told(chat: Chat) -> None:
    chat.roster.people = [member for member in chat.roster.people if member.ref.user == "dana"]
    await chat.launched()
    assert "nobody to ask" in chat["dana"].latest
    assert chat.channel == []
    await chat["dana"].presses("Edit")
    assert chat["dana"].filled["title"] == "Refunds up to 50 € without approval"


async def test_a_draft_that_had_nobody_to_ask_is_sent_once_there_is_somebody(chat: Chat) -> None:
    everybody = chat.roster.people
    chat.roster.people = everybody[:1]
    await chat.launched()
    chat.roster.people = everybody
    await chat["dana"].presses("Edit")
    await chat["dana"].fills({})
    await chat["dana"].presses("Send to the team")
    await chat.settle()
    assert "5 people are being asked" in chat["dana"].latest
    assert len(chat.channel) == 1


async def test_whose_language_is_not_known_is_asked_in_the_channels(chat: Chat) -> None:
    chat.roster.people = [replace(one, locale="") if one.name == "Sam" else one for one in chat.roster.people]
    await chat.launched(language="es")
    assert "¿Lo ha explicado bien Dana?" in chat["sam"].latest
    assert "Did Dana explain this well?" in chat["priya"].latest


async def test_somebody_away_has_until_the_second_day_back(chat: Chat) -> None:
    chat.away("sam", date(2026, 11, 30))
    await chat.launched()
    assert "Tue 1 Dec, 17:00, your time" in chat["sam"].latest
    assert "Away, with more time: Sam" in chat["dana"].latest


async def test_somebody_back_today_is_not_away(chat: Chat) -> None:
    chat.away("sam", date(2026, 11, 24))
    await chat.launched()
    assert "Thu 26 Nov" in chat["sam"].latest


async def test_a_second_press_on_send_is_told(chat: Chat) -> None:
    await chat.drafted()
    send = chat["dana"].button("Send to the team")
    await chat["dana"].presses_again(send)
    await chat["dana"].presses_again(send)
    assert "sent already" in chat["dana"].read
    await chat.settle()
    assert len(chat["sam"].inbox) == 1


async def test_somebody_added_before_the_team_is_asked_is_one_of_it(chat: Chat) -> None:
    await chat.drafted(who="priya\nsam")
    await chat["dana"].presses("Send to the team")
    await chat["dana"].types("add @jonas")
    await chat.settle()
    assert [len(chat[user].inbox) for user in ("priya", "sam", "jonas", "ines")] == [1, 1, 1, 0]


async def test_a_check_called_off_before_the_team_is_asked_asks_nobody(chat: Chat) -> None:
    await chat.drafted()
    await chat["dana"].presses("Send to the team")
    await chat["dana"].calls_off()
    await chat.settle()
    assert chat.channel == []
    assert chat["sam"].inbox == []


async def test_a_check_called_off_while_the_team_is_read_asks_nobody(chat: Chat) -> None:
    await chat.drafted()
    await chat["dana"].presses("Send to the team")
    chat.roster.meanwhile = chat["dana"].calls_off
    await chat.settle()
    assert chat.channel == []
    assert chat["sam"].inbox == []


async def test_a_team_of_two_thousand_is_owed_one_question_each(chat: Chat) -> None:
    somebody = chat.roster.people[0]
    chat.roster.people += [replace(somebody, ref=PersonRef(TENANT, f"user{i}"), name=f"User {i}") for i in range(2_000)]
    await chat.drafted()
    await chat["dana"].presses("Send to the team")
    async with chat.house.uow() as uow:
        ((check, _),) = await uow.checks.of_tenant(TENANT, LIVE)
    await ask_team(chat.house, TENANT, check.id)
    async with chat.house.uow() as uow:
        owed = await uow.ledger.counts(TENANT, check.id)
    assert owed == {DeliveryState.WAITING: 2_005 + len(("card", "launched"))}
