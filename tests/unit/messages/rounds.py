"""A round built from its answers, as the flows gather it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from bot.domain.check import CheckState, Participant, ParticipantState
from bot.domain.figures import figures
from bot.domain.ids import PersonRef
from bot.domain.restatement import Account
from bot.domain.sheet import SheetVersion
from bot.messages.report import Round
from tests.builders import NOW, a_check, a_participant, a_report_version, a_sheet


@dataclass(frozen=True, slots=True)
class Answer:
    """One person's part of a round. `themes` has a number for each own reason; `words` may be quoted."""

    account: Account
    name: str = ""
    themes: tuple[int, ...] = ()
    words: str = ""
    objection: str | None = None  #: "" for one whose words may not be quoted


def a_round(
    *answers: Answer,
    silent: Sequence[Participant] = (),
    quotable_themes: Mapping[int, str] | None = None,
    version: int = 1,
    cause: str = "closed",
    headline: str = "",
    sheet: SheetVersion | None = None,
    limits: tuple[str, ...] = (),
) -> Round:
    """`silent` were asked and have no answer."""
    sheet = sheet or a_sheet()
    accounts = [answer.account for answer in answers]
    return Round(
        a_check(state=CheckState.CLOSED, closed_at=NOW + timedelta(days=2)),
        sheet,
        a_report_version(version=version, cause=cause, headline=headline),
        figures(sheet.text.reasons, accounts, [answer.themes for answer in answers]),
        [*map(_participant, answers), *silent],
        {account.person: account for account in accounts},
        {answer.account.person: answer.words for answer in answers if answer.words},
        _objections(answers),
        quotable_themes or {},
        limits,
    )


def _participant(answer: Answer) -> Participant:
    return a_participant(answer.account.person, name=answer.name or None, state=ParticipantState.ANSWERED)


def _objections(answers: Sequence[Answer]) -> dict[PersonRef, str]:
    return {answer.account.person: answer.objection for answer in answers if answer.objection is not None}
