"""Why a message did not reach somebody, as each manager reads it."""

import re

import pytest

from adapters.slack.clients import REASONS as SLACK
from adapters.teams.connector import REASONS as TEAMS
from bot.domain.obstacles import Obstacle, noted
from bot.messages.catalogue import catalogue, languages
from bot.messages.obstacles import obstacle

OTHERS = sorted(set(languages()) - {"en"})


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("code", Obstacle)
def test_every_code_has_a_text_in_each_language(code: Obstacle, language: str) -> None:
    told = obstacle(catalogue(language), noted(code, "Slack", "fatal_error"))

    assert told
    assert ":Slack" not in told
    assert not re.search(r"[{}]", told)


@pytest.mark.parametrize("language", OTHERS)
@pytest.mark.parametrize("code", Obstacle)
def test_no_text_is_left_in_english(code: Obstacle, language: str) -> None:
    assert obstacle(catalogue(language), noted(code)) != obstacle(catalogue("en"), noted(code))


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("en", "Slack refused it (some_code)"),
        ("es", "Slack lo rechazó (some_code)"),
        ("de", "Slack hat es abgelehnt (some_code)"),
    ],
)
def test_the_platforms_name_and_its_own_code_stand_in_the_text(language: str, told: str) -> None:
    assert obstacle(catalogue(language), noted(Obstacle.REFUSED, "Slack", "some_code")) == told


@pytest.mark.parametrize(
    "stored", ["Hymnsheet is not installed in this workspace", "Slack refused it (x:y)", "blocked the bot", "", "a:b:c"]
)
def test_a_sentence_stored_before_there_were_codes_is_shown_as_it_is(stored: str) -> None:
    assert obstacle(catalogue("de"), stored) == stored


def test_everything_a_platform_refuses_for_has_a_code() -> None:
    assert {*SLACK.values(), *TEAMS.values()} <= set(Obstacle)
