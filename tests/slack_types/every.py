"""Every message and dialog the product can send, filled with one content wherever somebody may type or be named."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta

from bot.domain.check import Check, CheckState, Participant, ParticipantState
from bot.domain.figures import figures
from bot.domain.ids import DeliveryId
from bot.domain.lint import lint
from bot.domain.restatement import Account, ReadBack
from bot.domain.sheet import MAX_LABEL, MAX_REASON, MAX_TEXT, MAX_TITLE, SheetText, SheetVersion, reasons_of
from bot.domain.verdict import Span, Standing, VerdictKind
from bot.flows.verbs import VERBS, worded
from bot.messages import asking, looking, mine, overview, reading_back, report, running, sheets, wording
from bot.messages.audience import Asking
from bot.messages.catalogue import Catalogue
from bot.messages.running import LeftOut
from bot.messages.view import Form, Message, Option
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

MAX_NAME = 80  #: characters of a name on Slack
PEOPLE = ("jana", "luis", "mei", "nora", "omar", "priya", "sam", "tom", "vera")
COMMAND = "/align"
BEGIN = "/align new-policy"
Shown = Message | Form


class Round:
    """One check about the content, in one language."""

    def __init__(self, texts: Catalogue, content: str) -> None:
        self.texts = texts
        self.content = content
        self.name = content[:MAX_NAME]
        self.check = a_check(manager_name=self.name)
        self.sheet = self._sheet()
        self.answer = a_restatement(
            "nora",
            content,
            differently=content[:MAX_TEXT],
            worry=content,
            quotable=True,
            objection=content,
            fix=content,
        )
        self.someone = a_participant("nora", name=self.name)

    def _sheet(self) -> SheetVersion:
        content = self.content
        reasons = reasons_of((content[:MAX_REASON],) * 3, labels=(content[:MAX_LABEL], "", content[-MAX_LABEL:]))
        text = SheetText(content[:MAX_TITLE], f"{content}\n\n{content}", reasons)
        language = self.texts.language
        return a_sheet(text=text, language=language, exception_path=content[:300], effective_on=date(2026, 12, 1))

    def checked(self, state: CheckState, **values: object) -> Check:
        return a_check(state=state, manager_name=self.name, **values)  # type: ignore[arg-type] # the builder's own

    def people(self) -> tuple[Participant, ...]:
        states = list(ParticipantState)
        return tuple(
            a_participant(user, name=self.name, state=states[i % len(states)], note=self.name)
            for i, user in enumerate((*PEOPLE, *(f"more{i}" for i in range(60))))
        )

    def report(self) -> report.Round:
        own = self.content[:MAX_TEXT]
        rows: list[tuple[Account, list[int]]] = [
            (an_account("priya", ["r1", "r3"], read_back=2, kept=2), []),
            (an_account("sam", ["r1"], own=(own,), read_back=1, kept=1), [0]),
            (an_account("tom", {"r1": Standing.UNPROMPTED, "r3": Standing.RECOGNISED}, read_back=2, kept=1), []),
            (an_account("mei", {"r1": Standing.CONTRADICTED, "r2": Standing.UNPROMPTED}), []),
            (an_account("luis", ["r1"], confirmed=False), []),
            (an_account("nora", ["r1"], own=(own,), read_back=1, kept=1), [0]),
            (an_account("omar", informative=False, confirmed=False, objection=True), []),
        ]
        accounts = {account.person: account for account, _ in rows}
        answered = [a_participant(person, name=self.name, state=ParticipantState.ANSWERED) for person in accounts] + [
            a_participant(f"silent{i}", name=self.name) for i in range(60)
        ]
        reasons = self.sheet.text.reasons
        return report.Round(
            self.checked(CheckState.CLOSED, closed_at=NOW + timedelta(days=2)),
            self.sheet,
            a_report_version(
                comparer="local@1", version=2, cause="changed", headline=self.content[: report.MAX_HEADLINE]
            ),
            figures(reasons, [account for account, _ in rows], [numbers for _, numbers in rows]),
            answered,
            accounts,
            {a_person("priya"): self.content, a_person("nora"): self.content},
            {a_person("omar"): self.content},
            {0: own},
            ("limit_local_model",),
        )

    def listed(self, n: int) -> list[overview.Listed]:
        states = list(CheckState)
        return [
            overview.Listed(
                self.checked(states[i % len(states)], check_id=f"c{i}"), f"slug-{i}", self.sheet.text.title, i, n
            )
            for i in range(n)
        ]


def every(texts: Catalogue, content: str) -> Iterator[tuple[Callable[..., Shown], Shown]]:
    """Each builder with what it builds, in each of its states."""
    told = Round(texts, content)
    for group in (_asking, _answering, _overview, _sheets, _report):
        yield from group(told)


def _asking(told: Round) -> Iterator[tuple[Callable[..., Shown], Shown]]:
    texts, sheet, check, someone = told.texts, told.sheet, told.check, told.someone
    closed = told.checked(CheckState.CLOSED, closed_at=NOW)
    cancelled = told.checked(CheckState.CANCELLED)
    draft = told.checked(CheckState.DRAFT)
    for each in (check, closed, cancelled, draft):
        yield asking.card, asking.card(texts, sheet, each)
        seen = looking.shared(asking.card(texts, sheet, each), each, "card")
        yield looking.shared, seen
        yield looking.for_manager, looking.for_manager(texts, seen, each)
    for state in ParticipantState:
        person = a_participant("nora", name=told.name, state=state)
        for each in (check, closed, cancelled):
            yield asking.ask, asking.ask(texts, sheet, each, person)
    yield asking.nudge, asking.nudge(texts, sheet, check, someone)
    yield asking.preview, asking.preview(texts, sheet, draft, someone)
    for each in (check, closed, cancelled):
        yield asking.launched, asking.launched(texts, sheet, each, told.people())
    yield asking.launched, asking.launched(texts, sheet, draft, ())
    yield asking.replaced, asking.replaced(texts, sheet, NOW, "Europe/Madrid")
    yield asking.objection_kept, asking.objection_kept(texts, check)
    yield running.extend_form, running.extend_form(texts, check)
    yield running.add_form, running.add_form(texts, check)
    for n in (1, 2, 60):
        yield running.joined, running.joined(texts, sheet, check, DeliveryId("d1"), (told.name,) * n)
        yield running.added, running.added(texts, (told.name,) * n, (LeftOut(told.name, "guest"),) * (n - 1))


def _answering(told: Round) -> Iterator[tuple[Callable[..., Shown], Shown]]:
    texts, sheet, check, answer = told.texts, told.sheet, told.check, told.answer
    for before in (None, answer):
        for reopened in (True, False):
            yield (
                asking.answer_form,
                asking.answer_form(texts, sheet, check, before, why=told.content[:MAX_TEXT], reopened=reopened),
            )
        yield asking.disagree_form, asking.disagree_form(texts, check, before)
    for heard in _heard(told):
        for after in (True, False):
            yield reading_back.read_back, reading_back.read_back(texts, sheet, answer, heard, after_close=after)
        yield reading_back.fix_form, reading_back.fix_form(texts, sheet, answer, heard)
    yield reading_back.listening, reading_back.listening(texts, check)
    yield mine.mine, mine.mine(texts, ())
    yield mine.sure_to_withdraw, mine.sure_to_withdraw(texts, check, sheet.text.title)
    yield mine.mine, mine.mine(texts, [(check, sheet, answer)] * 3, [(check, sheet)] * 2)


def _heard(told: Round) -> Iterator[ReadBack]:
    own = [f"{i} {told.content[:MAX_REASON]}" for i in range(12)]
    end = max(len(told.content) // 2, 1)
    coding = a_coding(
        a_verdict("r1", quote=Span(0, end)),
        a_verdict("r2", VerdictKind.ABSENT, unsure=True, p=0.4),
        a_verdict("r3", VerdictKind.CONTRADICTED),
        own=own,
        objection=True,
    )
    yield a_read_back(coding, confirmed_at=None)
    yield a_read_back(coding, yes=["r2"], dropped=["r1"], dropped_own=own[:3])
    yield a_read_back(a_coding(a_verdict("r1", VerdictKind.ABSENT), informative=False), confirmed_at=None)
    yield a_read_back(a_coding(a_verdict("r1"), own=own[:2]), confirmed_at=None)


def _overview(told: Round) -> Iterator[tuple[Callable[..., Shown], Shown]]:
    texts, sheet = told.texts, told.sheet
    for n in (0, 3, 60):
        led = [replace(listed, outcome=told.report().divergence) for listed in told.listed(min(n, 5))]
        yield overview.home, overview.home(texts, told.listed(n), told.listed(n // 2), COMMAND, led, begin=BEGIN)
        yield overview.listing, overview.listing(texts, told.listed(n), led, begin=BEGIN)
        yield overview.leading, overview.leading(texts, led)
    counts: Mapping[str, int] = {"sent": 11, "refused": 1, "waiting": 2}
    for state in CheckState:
        check = told.checked(state)
        yield overview.status, overview.status(texts, sheet, check, told.people(), counts, 2)
        yield overview.sure_to_cancel, overview.sure_to_cancel(texts, check, sheet.text.title)
    verbs = [worded(texts, verb) for verb in VERBS]
    yield overview.help_, overview.help_(texts, verbs, COMMAND)
    yield overview.said, overview.said(texts, "error.plain", text=told.content)


def _sheets(told: Round) -> Iterator[tuple[Callable[..., Shown], Shown]]:
    texts, sheet, check = told.texts, told.sheet, told.checked(CheckState.DRAFT, audience=(a_person("nora"),))
    values = {**sheets.values_of(sheet, check), "body": told.content[:MAX_TEXT]}
    yield sheets.sheet_form, sheets.sheet_form(texts, {})
    yield sheets.sheet_form, sheets.sheet_form(texts, values, subject="c1", proposed=True)
    groups = tuple(Option(f"group:S{i}", f"@{one}") for i, one in enumerate([told.content, *"abc"]) if one)
    chosen = values | {"groups": "group:S1", "channel": "C1"}
    yield sheets.sheet_form, sheets.sheet_form(texts, chosen, asking=Asking(groups, channel=True))
    yield sheets.sheet_form, sheets.sheet_form(texts, values, subject="c1", notes=told.content * 13)
    yield sheets.draft, sheets.draft(texts, sheet, check, lint(sheet.text, texts.language))
    yield (
        sheets.draft,
        sheets.draft(
            texts, sheet, replace(check, leads=(a_person("lea"),)), (), closer=True, readers=(told.name,) * 12
        ),
    )
    yield wording.reviewed, wording.reviewed(texts, sheet, (), "openai/m@prompt-1")
    yield wording.reviewed, wording.reviewed(texts, sheet, lint(sheet.text, texts.language), "openai/m@prompt-1")
    ways = [told.content[:MAX_REASON]] * 3
    for reason in sheet.text.reasons:
        yield wording.explained, wording.explained(texts, sheet, reason.id, ways, "openai/m@prompt-1")
    rows = [(told.name, told.content)] * 50
    for some, missing in (([], 0), (rows, 0), (rows, 1), ([], 50)):
        yield wording.translated, wording.translated(texts, sheet, some, missing, "openai/m@prompt-1")
    yield wording.not_worded, wording.not_worded(texts, sheet)
    yield sheets.discarded, sheets.discarded(texts, check)


def _report(told: Round) -> Iterator[tuple[Callable[..., Shown], Shown]]:
    texts, data = told.texts, told.report()
    yield report.full_report, report.full_report(texts, data)
    yield report.full_report, report.full_report(texts, replace(data, rewords=True))
    yield report.replaced, report.replaced(texts, data.check, data.sheet, data.version)
    yield report.summary, report.summary(texts, data)
    seen = looking.shared(report.summary(texts, data), data.check, "summary")
    yield looking.for_manager, looking.for_manager(texts, seen, data.check)
    for posted in (True, False):
        yield report.summary_preview, report.summary_preview(texts, data, posted=posted)
    yield report.headline_form, report.headline_form(texts, data)
