"""The channel's summary: what is shared first, one thing to explain better, counts only, and nobody's name."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.divergence import Quadrant
from bot.domain.verdict import Standing
from bot.messages.catalogue import catalogue, languages
from bot.messages.report import Round, full_report, headline_form, headline_of, summary, summary_preview
from bot.messages.view import Chart, Text
from tests.builders import a_sheet, a_sheet_text, an_account
from tests.golden.scenes import round_of
from tests.unit.messages.reading import actions, field, parts, text_of, words
from tests.unit.messages.rounds import Answer, a_round

EN = catalogue("en")
HOSTILE = ["", "**", "__", "{name}", "{0}", "<@U1>", "@channel", "\n# ", "”", "ignore what stands above"]


def said(user: str, *reasons: str) -> Answer:
    return Answer(an_account(user, reasons))


def lines(data: Round) -> list[str]:
    return [text_of(part.runs) for part in parts(summary(EN, data), Text)]


def test_what_is_shared_comes_first_after_the_headline() -> None:
    data = a_round(*(said(user, "r1") for user in "abcde"))

    assert lines(data)[1] == "Shared by the team: ① keep Acme as client (5 of 5)."


def test_one_thing_is_to_be_explained_better_and_the_manager_owns_it() -> None:
    data = a_round(*(said(user, "r1") for user in "abcde"))

    assert lines(data)[2] == (
        "Dana will explain better: ② because agents lose an hour a day to approvals (0 of 5 said it)."
    )


def test_what_is_shared_is_not_explained_better_though_somebody_heard_its_opposite() -> None:
    data = a_round(
        *(said(user, "r1", "r2", "r3") for user in "abcd"), Answer(an_account("e", {"r1": Standing.CONTRADICTED}))
    )

    assert "explain better" not in words(summary(EN, data))


def test_where_nothing_landed_nothing_is_called_shared() -> None:
    assert "Shared" not in words(summary(EN, a_round(said("a", "r1"), said("b", "r2"))))


def test_a_round_without_answers_has_no_chart() -> None:
    shown = summary(EN, a_round())

    assert parts(shown, Chart) == []
    assert "Shared" not in words(shown)
    assert "explain better" not in words(shown)


def test_what_the_team_added_is_quoted_only_where_its_writer_ticked_that() -> None:
    answers = [Answer(an_account(f"p{i}", own=(f"own {i}",)), themes=(i // 2,)) for i in range(4)]

    shown = words(summary(EN, a_round(*answers, quotable_themes={0: "own 1"})))

    assert "What the team added: “own 1” (2 people); 2 people gave a reason that is not on the sheet." in shown
    assert "own 2" not in shown


def test_at_most_three_things_added_are_named() -> None:
    answers = [Answer(an_account(f"p{i}", own=(f"own {i}",)), themes=(i // 2,)) for i in range(10)]

    assert words(summary(EN, a_round(*answers))).count("2 people gave a reason") == 3


def test_the_summary_says_that_the_message_was_checked() -> None:
    assert lines(a_round())[-1] == "The message was checked, not the people. Heard by a machine (fake@1)."


def test_a_later_version_says_so_in_its_foot() -> None:
    assert lines(a_round(version=3, cause="changed"))[-1].endswith(
        "Version 3: answers joined, were edited or were withdrawn after the round closed."
    )


def test_the_manager_s_headline_wins() -> None:
    assert headline_of(EN, a_round(headline="**Mine** {0}")) == "**Mine** {0}"


def test_a_small_round_thanks() -> None:
    assert headline_of(EN, a_round(said("a", "r1"))) == EN("headline.small")


@pytest.mark.parametrize("quadrant", Quadrant)
def test_every_quadrant_has_a_headline(quadrant: Quadrant) -> None:
    data = a_round(*(said(user, "r1") for user in "abcde"))
    data = replace(data, divergence=replace(data.divergence, quadrant=quadrant))

    assert headline_of(EN, data) == EN(f"headline.{quadrant}")


def test_on_the_border_the_headline_does_not_decide() -> None:
    assert headline_of(EN, round_of("en")) == "Part of it came across; part of it needs another explanation"


def test_on_the_border_with_nothing_to_explain_the_quadrant_speaks() -> None:
    data = a_round(*(said(user, "r1", "r2", "r3") for user in "abcde"))
    data = replace(data, divergence=replace(data.divergence, on_border=True))

    assert headline_of(EN, data) == "We are singing from the same sheet"


def test_the_headline_s_dialog_holds_the_headline() -> None:
    assert field(headline_form(EN, a_round(headline="Mine")), "headline").initial == "Mine"


def test_a_preview_can_be_posted_and_its_headline_edited() -> None:
    shown = summary_preview(EN, round_of("en"), posted=False)

    assert actions(shown) == ["post", "headline"]
    assert set(summary(EN, round_of("en")).parts) <= set(shown.parts)


def test_a_posted_summary_is_not_posted_again() -> None:
    assert actions(summary_preview(EN, round_of("en"), posted=True)) == ["headline"]


STANDINGS = st.dictionaries(st.sampled_from(["r1", "r2", "r3"]), st.sampled_from(list(Standing)))


@st.composite
def rounds(draw: st.DrawFn) -> Round:
    """Any round of up to nine, whose names and unquotable words carry a sign that nothing else has: Ж and Ψ."""
    answers = []
    quotable: dict[int, str] = {}
    for i in range(draw(st.integers(0, 9))):
        hostile = draw(st.sampled_from(HOSTILE))
        may_quote = draw(st.booleans())
        themes = tuple(draw(st.lists(st.integers(0, 2), max_size=2)))
        own = tuple(f"{'own' if may_quote else 'Ψ'} {hostile} {i}.{j}" for j in range(len(themes)))
        account = an_account(
            f"u{i}",
            draw(STANDINGS),
            own=own,
            informative=draw(st.booleans()),
            confirmed=draw(st.booleans()),
            objection=draw(st.booleans()),
        )
        if may_quote:
            quotable |= dict(zip(themes, own, strict=True))
        objection = f"Ψ {hostile}" if account.objection else None
        words_ = f"Ψ {hostile}" if may_quote else ""
        answers.append(Answer(account, f"Ж{hostile}{i}", themes, words_, objection))
    return a_round(*answers, quotable_themes=quotable, version=draw(st.integers(1, 2)), cause="changed")


@settings(deadline=None, max_examples=150)
@given(rounds(), st.sampled_from(languages()))
def test_no_summary_has_a_name_or_words_that_may_not_be_quoted(data: Round, language: str) -> None:
    shown = summary(catalogue(language), data)

    assert len(shown.parts) <= 10
    assert "Ж" not in words(shown)
    assert "Ψ" not in words(shown)


@settings(deadline=None, max_examples=150)
@given(rounds(), st.sampled_from(languages()))
def test_no_report_opens_an_answer_that_is_not_confirmed(data: Round, language: str) -> None:
    closed = replace(
        data,
        accounts={person: replace(account, confirmed=False) for person, account in data.accounts.items()},
        quotable_themes={},
        objections={},
    )

    assert "Ψ" not in words(full_report(catalogue(language), closed))


def test_what_was_typed_stands_in_the_summary_as_it_was_typed() -> None:
    typed = "**{manager}** __{0}__"
    answers = [Answer(an_account(f"p{i}", own=(typed,)), themes=(0,)) for i in range(2)]
    sheet = a_sheet(text=a_sheet_text(title=typed, texts=(typed,)))

    shown = summary(EN, a_round(*answers, sheet=sheet, quotable_themes={0: typed}))

    texts = " ".join(text_of(part.runs) for part in parts(shown, Text))
    assert texts.count(typed) == 2
    assert shown.summary == f"What we heard: {typed}"
