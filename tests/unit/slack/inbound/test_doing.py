"""Slack's payloads, read."""

import pytest

from adapters.slack.doing import command_in, of_submission, plain


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("plain", "plain"),
        ("a &amp;lt; b", "a &lt; b"),
        ("<@U1> and <@U2|luis>", "@Priya and @luis"),
        ("<#C1|general> <#C2>", "#general #C2"),
        ("<!here> <!channel|channel> <!subteam^S1|@team> <!date^1^{date}|Monday>", "@here @channel @team Monday"),
        ("<https://a.example> <https://a.example|a.example>", "https://a.example https://a.example"),
        ("<https://a.example|the bank> <mailto:a@b.c|a@b.c>", "the bank (https://a.example) a@b.c"),
    ],
)
def test_slacks_markup_is_read_as_people_read_it(text: str, read: str) -> None:
    assert plain(text, {"U1": "Priya"}) == read


def test_a_commands_mentions_stay_as_they_are() -> None:
    assert plain("add <@U1|priya> <https://a.example>") == "add <@U1|priya> https://a.example"


@pytest.mark.parametrize(
    ("text", "command"),
    [
        ("/align status", "status"),
        ("/align", ""),
        ("<@UB> status", "status"),
        ("<@UB|hymnsheet>, status", "status"),
        ("because", None),
        ("/alignment", None),
        ("<@UOTHER> status", None),
    ],
)
def test_a_direct_message_may_be_a_command(text: str, command: str | None) -> None:
    assert command_in(text, "UB", "/align") == command


def test_a_submission_without_a_trigger_is_told_apart_by_what_was_typed() -> None:
    def key(why: str) -> str:
        view = {
            "id": "V1",
            "hash": "h",
            "private_metadata": '["f", "s"]',
            "state": {"values": {"why": {"why": {"value": why}}}},
        }
        doing, _ = of_submission({"team": {"id": "T1"}, "user": {"id": "U1"}, "view": view})
        return doing.key

    assert key("a") == key("a")
    assert key("a") != key("b")
