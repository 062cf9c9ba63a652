"""Reading what was typed after the command."""

import pytest

from bot.flows.verbs import LONGEST_WORD, read


@pytest.mark.parametrize(
    ("typed", "verb", "words", "flags"),
    [
        ("", "", (), {}),
        ("LIST", "list", (), {}),
        ("status refunds", "status", ("refunds",), {}),
        (
            f"add <@29:{'1bSnHZ7J-_' * 10}|Mei\xa0Lin\xa0Lee>",
            "add",
            (f"<@29:{'1bSnHZ7J-_' * 10}|Mei\xa0Lin\xa0Lee>",),
            {},
        ),
        ('add "open <@29:1|Mei\xa0Lin>', "add", ("open", "<@29:1|Mei\xa0Lin>"), {}),
        ("report --post refunds", "report", ("refunds",), {"post": ""}),
        ("report refunds \u2014post", "report", ("refunds",), {"post": ""}),
        ("report --round 2 refunds", "report", ("refunds",), {"round": "2"}),
        ("report --round=2 refunds", "report", ("refunds",), {"round": "2"}),
        ("report --round", "report", (), {"round": ""}),
        ("add \u201cold refunds\u201d @sam", "add", ("old refunds", "@sam"), {}),
        ('status "open', "status", ("open",), {}),
        ("me edit\x00 refunds", "me", ("edit", "refunds"), {}),
        ("--post", "", (), {"post": ""}),
    ],
)
def test_a_command_is_a_verb_then_words_then_flags(
    typed: str, verb: str, words: tuple[str, ...], flags: dict[str, str]
) -> None:
    command = read(typed)
    assert (command.verb, command.words, command.flags) == (verb, words, flags)


def test_all_after_the_verb_is_kept_untouched() -> None:
    assert (
        read("new-policy  Don\u2019t \u2014 “ask” twice\nor thrice ").rest == "Don\u2019t \u2014 “ask” twice\nor thrice"
    )


def test_a_verb_on_a_line_of_its_own_is_followed_by_the_rest() -> None:
    assert read("new-policy\nFirst line of two").rest == "First line of two"


def test_no_word_is_longer_than_any_name() -> None:
    assert len(read("status " + "x" * 5_000).slug) == LONGEST_WORD
