"""The main messages, drawn from one story in each language."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, timedelta

from bot.domain.check import CheckState, Participant, ParticipantState
from bot.domain.figures import figures
from bot.domain.ids import DeliveryId
from bot.domain.lint import lint
from bot.domain.restatement import Account
from bot.domain.sheet import SheetText, SheetVersion, reasons_of
from bot.domain.verdict import Span, Standing, VerdictKind
from bot.flows.verbs import VERBS, worded
from bot.messages.asking import answer_form, ask, card
from bot.messages.catalogue import Catalogue, catalogue
from bot.messages.looking import for_manager, shared
from bot.messages.overview import Listed, help_, home, status
from bot.messages.reading_back import fix_form, read_back
from bot.messages.report import Round, full_report, summary, summary_preview
from bot.messages.running import joined
from bot.messages.sheets import draft, sheet_form
from bot.messages.view import Form, Message
from tests.builders import (
    NOW,
    a_check,
    a_coding,
    a_participant,
    a_person,
    a_read_back,
    a_report_version,
    a_restatement,
    a_sheet,
    a_verdict,
    an_account,
)
from tests.golden.stories import STORIES, Story

COMMAND = "/align"
LIMITS = ("limit_local_model",)


def sheet_of(story: Story, language: str) -> SheetVersion:
    text = SheetText(story.title, story.body, reasons_of(story.reasons, labels=story.labels))
    return a_sheet(text=text, language=language, exception_path=story.exception_path, effective_on=date(2026, 12, 1))


def round_of(language: str) -> Round:
    """Nine asked: six with a why (Luis has not confirmed his), one without, one objection, one unreachable."""
    story = STORIES[language]
    sheet = sheet_of(story, language)
    rows: tuple[tuple[Account, list[int]], ...] = (
        (an_account("priya", ["r1", "r3"], read_back=2, kept=2), []),
        (an_account("sam", ["r1"], own=(story.sam_own,), read_back=1, kept=1), [0]),
        (
            an_account(
                "tom",
                {"r1": Standing.UNPROMPTED, "r2": Standing.UNPROMPTED, "r3": Standing.RECOGNISED},
                read_back=3,
                kept=2,
            ),
            [],
        ),
        (an_account("mei", {"r1": Standing.CONTRADICTED, "r2": Standing.UNPROMPTED}, read_back=2, kept=2), []),
        (an_account("luis", ["r1"], confirmed=False), []),
        (an_account("nora", ["r1"], own=(story.nora_own,), read_back=1, kept=1), [0]),
        (an_account("jana", informative=False, confirmed=False), []),
        (an_account("omar", informative=False, confirmed=False, objection=True), []),
    )
    accounts: dict[str, Account] = {account.person.user: account for account, _ in rows}
    return Round(
        a_check(state=CheckState.CLOSED, closed_at=NOW + timedelta(days=2)),
        sheet,
        a_report_version(comparer="local@1"),
        figures(sheet.text.reasons, [account for account, _ in rows], [numbers for _, numbers in rows]),
        people(frozenset(accounts)),
        {account.person: account for account in accounts.values()},
        {a_person("priya"): story.priya, a_person("nora"): story.nora},
        {a_person("omar"): story.objection},
        {0: story.nora_own},
        LIMITS,
    )


def people(answered: frozenset[str]) -> tuple[Participant, ...]:
    asked = [
        a_participant(user, state=ParticipantState.ANSWERED if user in answered else ParticipantState.ASKED)
        for user in ("jana", "kofi", "luis", "mei", "nora", "omar", "priya", "sam", "tom")
    ]
    return (*asked, a_participant("vera", state=ParticipantState.UNREACHABLE, note="deactivated"))


def _draft(language: str, texts: Catalogue) -> Message:
    story = STORIES[language]
    text = SheetText(story.title, story.body, reasons_of((story.reasons[0], *story.unclear)))
    sheet = replace(sheet_of(story, language), text=text)
    return draft(texts, sheet, a_check(state=CheckState.DRAFT), lint(text, language))


def _heard(language: str, texts: Catalogue, *, confirmed: bool) -> Message:
    story = STORIES[language]
    answer = a_restatement("nora", story.nora)
    coding = a_coding(
        a_verdict("r1", quote=Span(0, story.nora.index(" "))),
        a_verdict("r2", VerdictKind.ABSENT, unsure=True, p=0.4),
        a_verdict("r3", VerdictKind.ABSENT),
        own=(story.nora_own,),
    )
    at = NOW + timedelta(hours=3) if confirmed else None
    heard = a_read_back(coding, yes=["r2"] if confirmed else (), confirmed_at=at)
    return read_back(texts, sheet_of(story, language), answer, heard)


def _fix(language: str, texts: Catalogue) -> Form:
    story = STORIES[language]
    coding = a_coding(a_verdict("r1"), a_verdict("r2", VerdictKind.ABSENT), own=(story.nora_own,))
    return fix_form(
        texts, sheet_of(story, language), a_restatement("nora", story.nora), a_read_back(coding, confirmed_at=None)
    )


def _status(language: str, texts: Catalogue) -> Message:
    asked = people(frozenset({"priya", "sam", "tom", "mei"}))
    counts = {"sent": 11, "refused": 1}
    return status(texts, sheet_of(STORIES[language], language), a_check(), asked, counts, 1)


def _home(language: str, texts: Catalogue) -> Message:
    title = STORIES[language].title
    mine = (
        Listed(a_check(), "refunds", title, 4, 9),
        Listed(a_check(check_id="c2", state=CheckState.CLOSED), "refunds-2", title, 9, 9),
    )
    led = Listed(
        a_check(check_id="c4", state=CheckState.CLOSED, manager_name="Luis"),
        "chat",
        title,
        8,
        10,
        outcome=round_of(language).divergence,
    )
    return home(
        texts,
        mine,
        (Listed(a_check(check_id="c3"), "refunds-3", title, 0, 0),),
        COMMAND,
        (led,),
        begin=f"{COMMAND} new-policy",
    )


def _joined(language: str, texts: Catalogue, names: tuple[str, ...]) -> Message:
    return joined(texts, sheet_of(STORIES[language], language), a_check(), DeliveryId("d1"), names)


def _help(_: str, texts: Catalogue) -> Message:
    return help_(texts, [worded(texts, verb) for verb in VERBS], COMMAND)


def _for_manager(language: str, texts: Catalogue) -> Message:
    check = a_check()
    return for_manager(texts, shared(card(texts, sheet_of(STORIES[language], language), check), check, "card"), check)


#: Every scene by its file's name.
SCENES: Mapping[str, Callable[[str, Catalogue], Message | Form]] = {
    "card": lambda language, texts: card(texts, sheet_of(STORIES[language], language), a_check()),
    "card_for_manager": _for_manager,
    "ask": lambda language, texts: ask(texts, sheet_of(STORIES[language], language), a_check(), a_participant()),
    "answer_form": lambda language, texts: answer_form(
        texts, sheet_of(STORIES[language], language), a_check(), None, reopened=False
    ),
    "read_back_with_a_question": lambda language, texts: _heard(language, texts, confirmed=False),
    "read_back_confirmed": lambda language, texts: _heard(language, texts, confirmed=True),
    "fix_form": _fix,
    "report": lambda language, texts: full_report(texts, round_of(language)),
    "summary": lambda language, texts: summary(texts, round_of(language)),
    "summary_preview": lambda language, texts: summary_preview(texts, round_of(language), posted=False),
    "sheet_form": lambda _, texts: sheet_form(texts, {}),
    "draft": _draft,
    "status": _status,
    "help": _help,
    "home": _home,
    "joined": lambda language, texts: _joined(language, texts, ("Zoë",)),
    "joined_together": lambda language, texts: _joined(language, texts, ("Zoë", *(f"Ana {n}" for n in range(2, 51)))),
}


def scene(name: str, language: str) -> Message | Form:
    return SCENES[name](language, catalogue(language))
