"""What the manager is told of messages that went nowhere."""

from bot.messages.asking import card
from bot.messages.catalogue import catalogue
from bot.messages.delivering import given_up, sent_again
from bot.messages.looking import shared
from tests.builders import a_check, a_participant, a_sheet
from tests.reading import text_of

EN = catalogue("en")


def test_a_message_to_the_channel_names_no_people() -> None:
    told = text_of(given_up(EN, a_sheet(), a_check(), [], 1, ["Slack could not be reached"]))

    assert "1 message about" in told
    assert "To:" not in told
    assert "Slack could not be reached" in told


def test_without_a_reason_none_is_made_up() -> None:
    assert "What came back" not in text_of(given_up(EN, a_sheet(), a_check(), [a_participant()], 1, []))


def test_of_many_people_some_are_named_and_the_others_counted() -> None:
    team = [a_participant(f"p{i}") for i in range(12)]

    assert "P9 (+2)" in text_of(given_up(EN, a_sheet(), a_check(), team, 12, []))


def test_a_message_that_may_be_there_already_stays_what_it_was_and_says_so() -> None:
    check = a_check()
    message = shared(card(EN, a_sheet(), check), check, "card")

    again = sent_again(EN, message)

    assert (again.parts[:-1], again.more) == (message.parts, message.more)
    assert "may have" in text_of(again).splitlines()[-1]
