"""The report's list of people: what each confirmed in the read-back, and nothing before they did."""

from collections.abc import Container, Mapping, Sequence

from bot.domain.check import Participant, ParticipantState
from bot.domain.ids import PersonRef
from bot.domain.restatement import Account
from bot.domain.sheet import Reason
from bot.domain.verdict import Standing
from bot.messages.catalogue import Catalogue
from bot.messages.lengths import MAX_QUOTE, one_line
from bot.messages.obstacles import obstacle
from bot.messages.sheets import number
from bot.messages.view import Items, Part, Run, Style

MOST_PEOPLE = 50  #: rows of the list of people; longer teams read the figures


def by_name(participant: Participant) -> tuple[str, PersonRef]:
    """The alphabetical order: it tells nothing about anybody."""
    return participant.name.casefold(), participant.person


def worry_parts(
    texts: Catalogue, participants: Sequence[Participant], worries: Mapping[PersonRef, str]
) -> tuple[Part, ...]:
    """The cases where it does not fit and the worries, in the words of those who may be quoted; the others counted."""
    rows = [
        (Run(one.name, Style.STRONG), Run(f": {texts.quote(one_line(worries[one.person], MAX_QUOTE))}"))
        for one in sorted(participants, key=by_name)
        if worries.get(one.person)
    ]
    kept = len(worries) - len(rows)
    return (
        *((texts.text("report.worries"), Items(tuple(rows))) if rows else ()),
        *((texts.text("report.more_worries", n=kept),) if kept else ()),
    )


def people_parts(
    texts: Catalogue,
    reasons: Sequence[Reason],
    participants: Sequence[Participant],
    accounts: Mapping[PersonRef, Account],
    words: Mapping[PersonRef, str],
    objecting: Container[PersonRef],
) -> tuple[Part, ...]:
    """One row a person, alphabetical. `words` are those that may be quoted; `objecting` who said to disagree."""
    if not participants:
        return ()
    rows: list[tuple[Run, ...]] = []
    for participant in sorted(participants, key=by_name)[:MOST_PEOPLE]:
        person = participant.person
        account = accounts.get(person) if participant.state is ParticipantState.ANSWERED else None
        name = Run(participant.name, Style.STRONG)
        if account is None:
            rows.append((name, Run(f": {_state(texts, participant)}", Style.QUIET)))
        elif not account.confirmed:
            status = _unconfirmed(texts, account, objecting=person in objecting)
            rows.append((name, Run(f": {status}", Style.QUIET)))
        else:
            said = _confirmed(texts, reasons, account, objecting=person in objecting)
            rows.append((name, Run(f": {said}"), *_own_words(texts, words.get(person, ""))))
    more = len(participants) - MOST_PEOPLE
    if more > 0:
        rows.append(texts.runs("report.more_people", n=more))
    return (texts.text("report.people"), Items(tuple(rows)))


def _state(texts: Catalogue, participant: Participant) -> str:
    state = texts(f"state.{participant.state}")
    return f"{state} ({obstacle(texts, participant.note)})" if participant.note else state


def _unconfirmed(texts: Catalogue, account: Account, *, objecting: bool) -> str:
    """Nothing of what was heard: it is the writer's to confirm."""
    marks = [texts("report.not_confirmed")] if account.informative else []
    marks += [texts("report.objection_mark")] if objecting else []
    return " · ".join(marks) or texts(f"state.{ParticipantState.ANSWERED}")


def _confirmed(texts: Catalogue, reasons: Sequence[Reason], account: Account, *, objecting: bool) -> str:
    said = [
        f"{number(i)}{_mark(texts, account.standings.get(reason.id, Standing.ABSENT))}"
        for i, reason in enumerate(reasons)
        if account.standings.get(reason.id, Standing.ABSENT) is not Standing.ABSENT
    ]
    said += [texts("report.own_mark", text=one_line(own, MAX_QUOTE)) for own in account.own_reasons]
    said += [texts("report.objection_mark")] if objecting else []
    return " · ".join(said) or texts("report.take_none" if account.informative else "report.no_why")


def _mark(texts: Catalogue, standing: Standing) -> str:
    if standing is Standing.RECOGNISED:
        return f" ({texts('report.recognised_mark')})"
    return f" ({texts('report.opposite_mark')})" if standing is Standing.CONTRADICTED else ""


def _own_words(texts: Catalogue, words: str) -> tuple[Run, ...]:
    return (Run(f" — {texts.quote(one_line(words, MAX_QUOTE))}", Style.QUIET),) if words else ()
