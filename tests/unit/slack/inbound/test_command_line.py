"""Slack on the command line, and what it does to the local workspace."""

from pathlib import Path

import pytest

from adapters.settings import Config
from app import main
from tests.slack.rights import APP_TOKEN, BOT_TOKEN


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HYMNSHEET_DATA_DIR", str(tmp_path))
    monkeypatch.setattr("app.set_up_logging", lambda *_, **__: None)  # it would log to this test's stream from then on


@pytest.fixture
def in_slack(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HYMNSHEET_SLACK_BOT_TOKEN", BOT_TOKEN)
    monkeypatch.setenv("HYMNSHEET_SLACK_APP_TOKEN", APP_TOKEN)


def test_the_manifest_is_printed_with_the_command_of_this_installation(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HYMNSHEET_COMMAND", "/hymn")

    assert main(["slack-manifest"]) == 0

    assert "- command: /hymn\n" in capsys.readouterr().out


def test_the_settings_say_what_slack_still_needs_and_show_no_token(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HYMNSHEET_SLACK_BOT_TOKEN", BOT_TOKEN)

    assert main(["check-config"]) == 2

    printed = capsys.readouterr().out
    assert (
        "Slack = HYMNSHEET_SLACK_APP_TOKEN (Socket Mode) or HYMNSHEET_SLACK_SIGNING_SECRET (HTTP) is missing" in printed
    )
    assert BOT_TOKEN not in printed


@pytest.mark.usefixtures("in_slack")
def test_beside_slack_there_is_no_local_workspace() -> None:
    assert not Config.read().has_workspace


@pytest.mark.usefixtures("in_slack")
def test_the_workspace_may_be_asked_for_beside_slack_on_loopback_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HYMNSHEET_WORKSPACE", "on")
    here = Config.read().has_workspace
    monkeypatch.setenv("HYMNSHEET_HOST", "0.0.0.0")

    assert here
    assert not Config.read().has_workspace


def test_without_slack_the_workspace_is_there() -> None:
    assert Config.read().has_workspace
