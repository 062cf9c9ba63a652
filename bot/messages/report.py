"""The divergence report: full for the manager, a summary for the channel."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.domain.check import Check, Participant, ParticipantState, ReportVersion
from bot.domain.divergence import Divergence
from bot.domain.ids import PersonRef
from bot.domain.restatement import Account
from bot.domain.sheet import SheetVersion
from bot.domain.verdict import Standing
from bot.messages.catalogue import Catalogue
from bot.messages.figures import Names, chart, coded_by, landing_table, reason_name, take_items, verdict_on_round
from bot.messages.mismatches import mismatch_parts
from bot.messages.sheets import number
from bot.messages.view import (
    Button,
    Buttons,
    Divider,
    Field,
    FieldKind,
    Form,
    Heading,
    Items,
    Message,
    Part,
    Run,
    Style,
    Text,
    Weight,
)

HEADLINE_FORM = "headline"
MAX_HEADLINE = 200
MOST_PEOPLE = 50  #: rows of the list of people; longer teams read the figures
MOST_NAMES = 12  #: names in one sentence
LANDED = 0.75  #: shared by the team: Delphi's usual consensus (product.md)


@dataclass(frozen=True, slots=True)
class Round:
    """Everything a round's report is drawn from."""

    check: Check
    sheet: SheetVersion
    version: ReportVersion
    divergence: Divergence
    participants: Sequence[Participant]  #: by name
    accounts: Mapping[PersonRef, Account]
    words: Mapping[PersonRef, str]  #: own words of those who ticked "may be quoted"
    objections: Mapping[PersonRef, str]  #: "" where the words may not be quoted
    quotable_themes: Mapping[int, str]  #: a theme's words, from somebody who may be quoted
    limits: tuple[str, ...]  #: what the comparer cannot tell

    def names(self, people: Sequence[PersonRef]) -> str:
        """Those who confirmed their read-back, alphabetical; the others as a count in brackets."""
        known = {participant.person: participant.name for participant in self.participants}
        open_ = [person for person in people if not self.accounts[person].confirmed]
        names = sorted(known[person] for person in people if self.accounts[person].confirmed)
        shown = ", ".join(names[:MOST_NAMES])
        more = len(names) - MOST_NAMES + len(open_) if len(names) > MOST_NAMES else len(open_)
        return f"{shown} (+{more})" if shown and more else shown


def full_report(texts: Catalogue, data: Round) -> Message:
    """The manager's report: mismatches first, then the figures, the takes and what each confirmed."""
    title, divergence = data.sheet.text.title, data.divergence
    parts: list[Part] = [
        Heading(texts("report.heading", title=title)),
        _turnout(texts, data),
        *_cause(texts, data),
        *verdict_on_round(texts, divergence),
        *mismatch_parts(texts, divergence, data.names),
    ]
    if divergence.n:
        parts += [chart(texts, divergence), landing_table(texts, divergence.landings)]
    if divergence.takes:
        parts += [texts.text("report.takes"), take_items(texts, divergence, data.names)]
    parts += [*_themes(texts, data), *_objections(texts, data), Divider(), *_people(texts, data)]
    parts += coded_by(texts, divergence, data.version.comparer, data.limits)
    return Message(texts("report.summary", title=title), tuple(parts))


def _turnout(texts: Catalogue, data: Round) -> Text:
    answered = sum(p.state is ParticipantState.ANSWERED for p in data.participants)
    return texts.text("report.turnout", s=answered, total=len(data.participants), informative=data.divergence.n)


def _cause(texts: Catalogue, data: Round) -> tuple[Part, ...]:
    if data.version.version == 1:
        return ()
    return (texts.text("report.version", version=data.version.version, cause=texts(f"cause.{data.version.cause}")),)


def _themes(texts: Catalogue, data: Round) -> tuple[Part, ...]:
    rows = [
        (Run(f"“{theme.text}”"), *texts.runs("report.theme_people", n=len(theme.people)))
        for theme in data.divergence.new_tunes
    ]
    return (texts.text("report.new_tunes"), Items(tuple(rows))) if rows else ()


def _objections(texts: Catalogue, data: Round) -> tuple[Part, ...]:
    names = {participant.person: participant.name for participant in data.participants}
    rows = [
        (Run(names[person], Style.STRONG), Run(f": “{words}”" if words else f": {texts('report.words_kept')}"))
        for person, words in sorted(data.objections.items(), key=lambda item: names[item[0]])
    ]
    return (texts.text("report.objections", n=len(rows)), Items(tuple(rows))) if rows else ()


def _people(texts: Catalogue, data: Round) -> tuple[Part, ...]:
    rows = [_person(texts, data, participant) for participant in data.participants[:MOST_PEOPLE]]
    more = len(data.participants) - MOST_PEOPLE
    if more > 0:
        rows.append(texts.runs("report.more_people", n=more))
    return (texts.text("report.people"), Items(tuple(rows))) if rows else ()


def _person(texts: Catalogue, data: Round, participant: Participant) -> tuple[Run, ...]:
    name = Run(participant.name, Style.STRONG)
    account = data.accounts.get(participant.person)
    if participant.state is not ParticipantState.ANSWERED or account is None:
        return (name, Run(f": {texts(f'state.{participant.state}', note=participant.note)}", Style.QUIET))
    if not account.confirmed:
        return (name, Run(f": {texts('report.not_confirmed')}", Style.QUIET))
    said = [
        f"{number(i)}{_mark(texts, account.standings.get(reason.id))}"
        for i, reason in enumerate(data.sheet.text.reasons)
        if account.standings.get(reason.id, Standing.ABSENT) is not Standing.ABSENT
    ]
    said += [f"“{own}”" for own in account.own_reasons]
    words = data.words.get(participant.person)
    return (
        name,
        Run(f": {' · '.join(said) or texts('report.take_none')}"),
        *((Run(f" — “{words}”", Style.QUIET),) if words else ()),
    )


def _mark(texts: Catalogue, standing: Standing | None) -> str:
    if standing is Standing.RECOGNISED:
        return f" ({texts('report.recognised_mark')})"
    return f" ({texts('report.opposite_mark')})" if standing is Standing.CONTRADICTED else ""


def headline_of(texts: Catalogue, data: Round) -> str:
    """The manager's own headline, or the proposed one."""
    if data.version.headline:
        return data.version.headline
    divergence = data.divergence
    if divergence.quadrant is None:
        return texts("headline.small")
    return texts(f"headline.{divergence.quadrant}")


def summary(texts: Catalogue, data: Round) -> Message:
    """The channel's summary: shared first, then the one thing to explain better; counts only, no names. ≤ 10 parts."""
    divergence = data.divergence
    title = texts("summary.heading", title=data.sheet.text.title)
    parts: list[Part] = [
        Heading(title),
        Text((Run(headline_of(texts, data), Style.STRONG),)),
        _turnout(texts, data),
        *_shared(texts, data),
        *_explain(texts, data),
        *_added(texts, data),
        *((chart(texts, divergence),) if divergence.n else ()),
        _foot(texts, data),
    ]
    return Message(title, tuple(parts))


def summary_preview(texts: Catalogue, data: Round, *, posted: bool) -> Message:
    """The summary as the channel will read it, or reads it, for the manager alone."""
    subject = str(data.check.id)
    shown = summary(texts, data)
    headline = Button(texts("report.edit_headline"), "headline", subject)
    post = Button(texts("report.post"), "post", subject, Weight.PRIMARY)
    return Message(
        texts("summary.preview_summary", title=data.sheet.text.title),
        (
            texts.text("summary.posted" if posted else "summary.preview"),
            Divider(),
            *shown.parts,
            Divider(),
            Buttons((headline,) if posted else (post, headline)),
        ),
    )


def _shared(texts: Catalogue, data: Round) -> tuple[Part, ...]:
    reasons = data.sheet.text.reasons
    shared = [
        texts(
            "summary.shared_item",
            reason=reason_name(reasons, landing.reason.id),
            s=len(landing.unprompted),
            total=landing.n,
        )
        for landing in data.divergence.landings
        if landing.n and len(landing.unprompted) / landing.n >= LANDED
    ]
    return (texts.text("summary.shared", items=", ".join(shared)),) if shared else ()


def _explain(texts: Catalogue, data: Round) -> tuple[Part, ...]:
    for mismatch in data.divergence.mismatches:
        if mismatch.reason_id:
            reason = data.sheet.text.reason(mismatch.reason_id)
            landing = next(one for one in data.divergence.landings if one.reason.id == reason.id)
            return (
                texts.text(
                    "summary.explain",
                    manager=data.check.manager_name,
                    reason=reason.text,
                    s=len(landing.unprompted),
                    total=landing.n,
                ),
            )
    return ()


def _added(texts: Catalogue, data: Round) -> tuple[Part, ...]:
    added = [
        texts("summary.added_item", text=data.quotable_themes[theme.number], n=len(theme.people))
        if theme.number in data.quotable_themes
        else texts("summary.added_unquoted", n=len(theme.people))
        for theme in data.divergence.new_tunes[:3]
    ]
    return (texts.text("summary.added", items="; ".join(added)),) if added else ()


def _foot(texts: Catalogue, data: Round) -> Text:
    version = ""
    if data.version.version > 1:
        version = " " + texts(
            "report.version", version=data.version.version, cause=texts(f"cause.{data.version.cause}")
        )
    return texts.text("summary.foot", quiet=True, comparer=data.version.comparer, version=version)


def headline_form(texts: Catalogue, data: Round) -> Form:
    """The dialog for the summary's headline."""
    headline = Field(
        "headline",
        FieldKind.LINE,
        texts("headline.label"),
        texts("headline.hint"),
        max_length=MAX_HEADLINE,
        initial=headline_of(texts, data),
    )
    subject = str(data.check.id)
    return Form(
        HEADLINE_FORM, texts("headline.form_title"), texts("form.save"), subject, (headline,), (), texts("form.cancel")
    )


def comparison(
    texts: Catalogue, title: str, divergence: Divergence, comparer: str, limits: Sequence[str], names: Names
) -> Message:
    """The command line's report: answers that nobody has confirmed, compared once."""
    answers = divergence.n + divergence.no_information
    return Message(
        texts("report.summary", title=title),
        (
            Heading(texts("report.heading", title=title)),
            texts.text("report.compared", n=answers, informative=divergence.n),
            *verdict_on_round(texts, divergence),
            *mismatch_parts(texts, divergence, names),
            *((chart(texts, divergence), landing_table(texts, divergence.landings)) if divergence.n else ()),
            *((texts.text("report.takes"), take_items(texts, divergence, names)) if divergence.takes else ()),
            *coded_by(texts, divergence, comparer, limits),
        ),
    )
