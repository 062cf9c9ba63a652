"""The builders that these tests do not use themselves hold together too."""

import pytest

from bot.domain.check import CheckState
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
    people,
)


def test_a_draft_has_no_times() -> None:
    draft = a_check(state=CheckState.DRAFT)

    assert (draft.opened_at, draft.deadline_at, draft.due_at) == (None, None, None)
    assert a_check().opened_at == NOW


def test_people_may_be_given_by_their_name() -> None:
    priya = a_person("priya")

    assert a_participant("priya").person == a_restatement("priya").person == an_account("priya").person == priya
    assert (a_participant(priya).name, a_restatement(priya).id, an_account(priya).person) == ("Priya", "a-priya", priya)
    assert [person.user for person in people(11)] == sorted(person.user for person in people(11))


def test_a_verdicts_chances_sum_to_one() -> None:
    for verdict in (a_verdict(), a_verdict(p=0.3), a_verdict(kind=a_coding().verdicts[0].kind, p=1.0)):
        assert sum((verdict.p.expressed, verdict.p.absent, verdict.p.contradicted)) == pytest.approx(1)


def test_a_check_a_sheet_and_a_report_belong_together() -> None:
    assert a_check().sheet_id == a_sheet().id
    assert a_report_version().check_id == a_check().id
    assert a_read_back().coding == a_coding()
