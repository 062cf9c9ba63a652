import pytest

from bot.domain.lint import Finding, FindingKind, lint
from bot.domain.sheet import SheetText
from tests.builders import a_reason, a_sheet_text


def kinds(*texts: str, language: str = "en", title: str = "Refunds under 50 €", body: str = "") -> list[FindingKind]:
    return [finding.kind for finding in lint(a_sheet_text(title, body, texts), language)]


def test_a_clear_sheet_gets_no_remark() -> None:
    assert lint(a_sheet_text(), "en") == ()


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "All refunds go through the new portal."),
        ("en", "Efficiency"),
        ("es", "Todas las devoluciones pasan por el portal nuevo."),
        ("de", "Ab Montag gilt die neue Liste."),
        ("es-MX", "Eficiencia"),
    ],
)
def test_a_reason_that_only_says_what_lacks_its_because(language: str, text: str) -> None:
    assert lint(SheetText("Refunds", "", (a_reason("r7", text),)), language) == (
        Finding(FindingKind.NO_BECAUSE, a_reason("r7").id),
    )


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Agents should no longer wait for approval."),
        ("en", "It doesn't work on Mondays."),
        ("en", "A queue of 40 % at noon."),
        ("en", "Half the desk, 3 of 9 people, sits idle."),
        ("en", "Fewer tickets."),
        ("es", "Que nadie corra peligro."),
        ("de", "Weniger Ungewissheit."),
    ],
)
def test_a_goal_a_consequence_or_an_amount_is_a_because(language: str, text: str) -> None:
    assert kinds(text, language=language) == []


def test_in_a_language_without_lists_no_because_is_missed() -> None:
    assert kinds("Tous les remboursements passent par le portail.", language="fr") == []


def test_jargon_is_shown_as_it_stands() -> None:
    text = a_sheet_text(texts=("So that we Leverage synergies",))

    found = lint(text, "en")

    assert [(finding.kind, finding.detail) for finding in found] == [
        (FindingKind.JARGON, "Leverage"),
        (FindingKind.JARGON, "synergies"),
    ]


def test_jargon_is_looked_for_in_the_sheets_language() -> None:
    assert kinds("Damit ein Mehrwert entsteht", language="de") == [FindingKind.JARGON]
    assert kinds("so that a Mehrwert comes about", language="en") == []


@pytest.mark.parametrize(
    ("text", "joint"),
    [
        ("so that customers need not call twice and also because supervisors lose their time", "and also"),
        ("customers should not have to call twice; supervisors should have time to coach", ";"),
        ("Customers should not have to call twice. Supervisors should have time to coach.", "."),
    ],
)
def test_two_reasons_in_one_are_shown_by_their_joint(text: str, joint: str) -> None:
    found = lint(a_sheet_text(texts=(text,)), "en")

    assert [(finding.kind, finding.detail) for finding in found] == [(FindingKind.TWO_IN_ONE, joint)]


@pytest.mark.parametrize(
    "text",
    [
        "so that customers, and also we, save time",
        "customers should not have to call twice; it annoys",
        "7 of 9 accidents happen after the 6. hour of a shift, when people are tired",
    ],
)
def test_a_remark_beside_a_reason_is_no_second_one(text: str) -> None:
    assert kinds(text) == []


def test_reasons_that_overlap_name_each_other() -> None:
    text = SheetText(
        "Refunds under 50 €",
        "",
        (
            a_reason("r1", "so that customers are refunded the same day", label="Same day"),
            a_reason("r2", "because a customer wants their refund the same day", label="Refund"),
            a_reason("r3", "so that supervisors can coach"),
        ),
    )

    assert lint(text, "en") == (Finding(FindingKind.OVERLAP, text.reasons[1].id, "Same day"),)


def test_reasons_without_telling_words_do_not_overlap() -> None:
    assert kinds("so that they should", "because they should") == []


def test_a_reason_longer_than_a_thought_is_too_long() -> None:
    assert kinds(f"because {'x' * 192}") == []
    assert kinds(f"because {'x' * 193}") == [FindingKind.TOO_LONG]


def test_a_long_text_seldom_has_one_reason() -> None:
    assert kinds("so that we keep Acme", body="x" * 601) == [FindingKind.ONE_REASON]
    assert kinds("so that we keep Acme", body="x" * 600) == []
    assert kinds("so that we keep Acme", "because approvals cost hours", body="x" * 601) == []


@pytest.mark.parametrize("title", ["New policy", "UPDATE 2", "Wichtige Änderung", "Cambios 2026", "!"])
def test_a_title_that_does_not_say_what_changes_is_vague(title: str) -> None:
    assert kinds("so that we keep Acme", title=title) == [FindingKind.VAGUE_TITLE]
