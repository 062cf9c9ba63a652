"""The manifest asks for what the code uses, and for no more."""

import re
from typing import Any

import pytest
import yaml

from adapters.slack.inbound import SHORTCUT
from adapters.slack.manifest import manifest
from adapters.slack.oauth import FILES_SCOPE, SCOPES
from adapters.slack.texts import FOLDER, texts


def read(command: str = "/align") -> dict[str, Any]:
    return dict(yaml.safe_load(manifest(command)))


def test_the_scopes_are_those_that_an_installation_asks_for() -> None:
    assert tuple(read()["oauth_config"]["scopes"]["bot"]) == SCOPES


def test_files_may_be_uploaded_only_where_that_is_switched_on() -> None:
    given = yaml.safe_load(manifest("/align", files=True))

    assert tuple(given["oauth_config"]["scopes"]["bot"]) == (*SCOPES, FILES_SCOPE)
    assert given["oauth_config"]["scopes"]["bot_optional"] == ["dnd:read"]


def test_what_may_be_left_out_is_asked_for_first() -> None:
    scopes = read()["oauth_config"]["scopes"]

    assert scopes["bot_optional"] == ["dnd:read"]
    assert set(scopes["bot_optional"]) < set(scopes["bot"])


def test_the_command_is_the_configured_one() -> None:
    assert [one["command"] for one in read("/hymn")["features"]["slash_commands"]] == ["/hymn"]


def test_mentions_in_commands_come_as_ids() -> None:
    assert all(one["should_escape"] for one in read()["features"]["slash_commands"])


def test_the_message_menu_has_the_entry_that_is_listened_to() -> None:
    (shortcut,) = read()["features"]["shortcuts"]

    assert (shortcut["type"], shortcut["callback_id"]) == ("message", SHORTCUT)
    assert len(shortcut["name"]) <= 24


def test_the_events_are_those_that_are_listened_to() -> None:
    assert set(read()["settings"]["event_subscriptions"]["bot_events"]) == {
        "app_home_opened",
        "app_mention",
        "app_uninstalled",
        "member_joined_channel",
        "message.im",
        "tokens_revoked",
    }


def test_it_keeps_slacks_limits() -> None:
    given = read()

    assert len(given["display_information"]["description"]) <= 140
    assert 174 <= len(given["display_information"]["long_description"]) <= 4_000


def test_for_http_its_comments_are_taken_away_and_it_still_reads() -> None:
    opened = re.sub(r"# ((?:request_)?url: )", r"\1", manifest("/align")).replace(
        "mode_enabled: true", "mode_enabled: no"
    )
    given = yaml.safe_load(opened)

    assert given["features"]["slash_commands"][0]["url"].endswith("/slack/events")
    assert given["settings"]["event_subscriptions"]["request_url"].endswith("/slack/events")
    assert given["settings"]["interactivity"]["request_url"].endswith("/slack/events")


@pytest.mark.parametrize("language", [file.stem for file in FOLDER.glob("*.toml")])
def test_every_language_has_every_text_within_slacks_limits(language: str) -> None:
    assert texts(language).keys() == texts("en").keys()
    assert len(texts(language)["moment"]) <= 24
    assert len(texts(language)["open"]) <= 75


def test_an_unknown_language_is_answered_in_english() -> None:
    assert texts("fr-FR") == texts("en")
    assert texts("es-MX") == texts("es")
