"""Which modes the settings switch on, and what is said to be missing."""

import pytest
from pydantic import SecretStr

from adapters.slack.config import SlackConfig

BOT, APP, SIGN, ID, SECRET = "bot_token", "app_token", "signing_secret", "client_id", "client_secret"


BEGIN = {BOT: "xoxb-", APP: "xapp-"}


def config(*given: str) -> SlackConfig:
    values = {name: SecretStr(f"{BEGIN.get(name, '')}s-{name}") for name in given}
    return SlackConfig.model_validate({name: "given" if name == ID else values[name] for name in given})


@pytest.mark.parametrize(
    ("given", "mistaken"),
    [
        ({BOT: "xoxb-1", APP: "xapp-1", SIGN: "8f74"}, []),
        ({BOT: "xoxe.xoxb-1", SIGN: "8f74"}, []),
        (
            {BOT: "xapp-1", APP: "xoxb-1"},
            ["BOT_TOKEN does not begin with xoxb-", "APP_TOKEN does not begin with xapp-"],
        ),
        ({BOT: "8f74", SIGN: "xoxb-1"}, ["BOT_TOKEN does not begin with xoxb-", "SIGNING_SECRET holds a token"]),
    ],
)
def test_what_is_given_in_the_wrong_place_is_named(given: dict[str, str], mistaken: list[str]) -> None:
    read = SlackConfig.model_validate(given)

    assert len(read.mistaken()) == len(mistaken)
    assert all(what in read.shown()["Slack"] for what in mistaken)


@pytest.mark.parametrize(
    ("given", "socket", "http"),
    [
        ((), False, False),
        ((BOT,), False, False),
        ((BOT, APP), True, False),
        ((BOT, SIGN), False, True),
        ((BOT, SIGN, APP), True, True),
        ((ID, SECRET, SIGN), False, True),
        ((ID, SECRET, APP), True, False),
        ((SIGN,), False, False),
        ((APP,), False, False),
        ((ID, SIGN), False, False),
    ],
)
def test_the_settings_switch_the_modes_on(given: tuple[str, ...], socket: bool, http: bool) -> None:
    read = config(*given)

    assert (read.socket, read.http, read.configured) == (socket, http, socket or http)


@pytest.mark.parametrize(
    ("given", "missing"),
    [
        ((), []),
        ((BOT, APP), []),
        ((BOT,), ["APP_TOKEN (Socket Mode) or"]),
        ((APP,), ["BOT_TOKEN (one workspace), or"]),
        ((SIGN,), ["BOT_TOKEN (one workspace), or"]),
        ((ID, SIGN), ["CLIENT_SECRET is missing"]),
        ((SECRET, SIGN), ["CLIENT_ID is missing"]),
        ((ID,), ["CLIENT_SECRET is missing", "APP_TOKEN"]),
    ],
)
def test_what_is_missing_is_named(given: tuple[str, ...], missing: list[str]) -> None:
    lines = config(*given).missing()

    assert len(lines) == len(missing)
    assert all(what in line for what, line in zip(missing, lines, strict=True))


def test_one_workspaces_token_goes_before_many_workspaces() -> None:
    assert not config(BOT, ID, SECRET, SIGN).many_workspaces
    assert config(ID, SECRET, SIGN).many_workspaces


def test_charts_as_pictures_are_switched_on(monkeypatch: pytest.MonkeyPatch) -> None:
    before = SlackConfig().shown()["HYMNSHEET_SLACK_CHART_PNG"]
    monkeypatch.setenv("HYMNSHEET_SLACK_CHART_PNG", "on")

    assert (before, SlackConfig().shown()["HYMNSHEET_SLACK_CHART_PNG"]) == ("off", "on")


def test_no_secret_is_shown() -> None:
    shown = config(BOT, APP, SIGN, ID, SECRET).shown()

    assert "s-" not in "".join(shown.values())
    assert shown["HYMNSHEET_SLACK_BOT_TOKEN"] == "(hidden)"
    assert shown["Slack"] == "Socket Mode and HTTP"
    assert config().shown()["Slack"] == "off"
    assert "is missing" in config(BOT).shown()["Slack"]
