"""The divergence report: full for the manager, a summary for the channel."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial

from bot.domain.check import Check, Participant, ParticipantState, ReportVersion
from bot.domain.divergence import Divergence, Landing, Theme
from bot.domain.figures import HIGH_TUNE
from bot.domain.ids import PersonRef
from bot.domain.restatement import Account
from bot.domain.sheet import SheetVersion
from bot.messages.catalogue import Catalogue, catalogue
from bot.messages.figures import (
    Names,
    chart,
    coded_by,
    landing_parts,
    reason_name,
    take_parts,
    verdict_on_round,
)
from bot.messages.lengths import MAX_HEADING, MAX_QUOTE, one_line
from bot.messages.mismatches import mismatch_parts
from bot.messages.people import by_name, people_parts, worry_parts
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
from bot.messages.wording import other_ways, to_translate

HEADLINE_FORM = "headline"
MAX_HEADLINE = 200
MOST_NAMES = 12  #: names in one sentence


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
    worries: Mapping[PersonRef, str] = field(default_factory=dict)  #: "" where the words may not be quoted
    rewords: bool = False  #: there is somebody to ask for other words

    def names(self, people: Sequence[PersonRef]) -> str:
        """Those who confirmed their read-back, alphabetical; the others, and names beyond a dozen, as "+n"."""
        concerned = frozenset(people)
        open_ = [
            participant.name
            for participant in sorted(self.participants, key=by_name)
            if participant.person in concerned and self.accounts[participant.person].confirmed
        ]
        shown = ", ".join(open_[:MOST_NAMES])
        more = len(concerned) - min(len(open_), MOST_NAMES)
        if not shown:
            return f"+{more}" if more else ""
        return f"{shown} (+{more})" if more else shown

    def words_of(self, texts: Catalogue, theme: Theme) -> str:
        """A shared own reason for the manager: quoted where its writer ticked that, else as somebody confirmed it."""
        if theme.number in self.quotable_themes:
            return texts.quote(one_line(self.quotable_themes[theme.number], MAX_QUOTE))
        accounts = [self.accounts[person] for person in theme.people]
        if any(account.confirmed and theme.text in account.own_reasons for account in accounts):
            return one_line(theme.text, MAX_QUOTE)
        return texts("report.theme_kept")


def replaced(texts: Catalogue, check: Check, sheet: SheetVersion, version: ReportVersion) -> Message:
    """What stands where an older version of the report was."""
    runs = texts.runs("report.replaced", title=sheet.text.title, cause=texts(f"cause.{version.cause}"))
    button = Button(texts("overview.report"), "report", str(check.id))
    return Message("".join(run.text for run in runs), (Text(runs), Buttons((button,))))


def full_report(texts: Catalogue, data: Round) -> Message:
    """The manager's report: mismatches first, then the figures, the takes and what each confirmed."""
    title, divergence = data.sheet.text.title, data.divergence
    words = partial(data.words_of, texts)
    return Message(
        texts("report.summary", title=title),
        (
            Heading(one_line(texts("report.heading", title=title), MAX_HEADING)),
            _turnout(texts, data),
            *_cause(texts, data),
            *mismatch_parts(texts, divergence, data.names, words),
            *(other_ways(texts, data.sheet, divergence, data.check) if data.rewords else ()),
            *verdict_on_round(texts, divergence),
            *landing_parts(texts, divergence),
            *take_parts(texts, divergence, data.names, words),
            *_objections(texts, data),
            *worry_parts(texts, data.participants, data.worries),
            Divider(),
            *people_parts(
                texts, data.sheet.text.reasons, data.participants, data.accounts, data.words, data.objections
            ),
            *(to_translate(texts, data.check) if data.rewords and data.words else ()),
            *_unconfirmed(texts, divergence),
            *coded_by(texts, divergence, data.version.comparer, data.limits),
        ),
    )


def _turnout(texts: Catalogue, data: Round) -> Text:
    answered = sum(p.state is ParticipantState.ANSWERED for p in data.participants)
    return texts.text("report.turnout", s=answered, total=len(data.participants), informative=data.divergence.n)


def _cause(texts: Catalogue, data: Round) -> tuple[Part, ...]:
    if data.version.version == 1:
        return ()
    return (texts.text("report.version", version=data.version.version, cause=texts(f"cause.{data.version.cause}")),)


def _objections(texts: Catalogue, data: Round) -> tuple[Part, ...]:
    """The lane of objections: those said outright, and how many more were only heard."""
    rows = []
    for participant in sorted(data.participants, key=by_name):
        if participant.person in data.objections:
            words = data.objections[participant.person]
            said = texts.quote(one_line(words, MAX_QUOTE)) if words else texts("report.words_kept")
            rows.append((Run(participant.name, Style.STRONG), Run(f": {said}")))
    more = data.divergence.objections - len(rows)
    return (
        *((texts.text("report.objections", n=len(rows)), Items(tuple(rows))) if rows else ()),
        *((texts.text("report.more_objections", n=more),) if more > 0 else ()),
    )


def _unconfirmed(texts: Catalogue, divergence: Divergence) -> tuple[Part, ...]:
    n = divergence.unconfirmed
    return (texts.text("report.unconfirmed", quiet=True, n=n),) if n else ()


def headline_of(texts: Catalogue, data: Round) -> str:
    """The manager's own headline, or the proposed one."""
    if data.version.headline:
        return data.version.headline
    divergence = data.divergence
    if divergence.quadrant is None:
        return texts("headline.small")
    if divergence.on_border and divergence.mismatches:
        return texts("headline.border")
    return texts(f"headline.{divergence.quadrant}")


def summary(texts: Catalogue, data: Round) -> Message:
    """The channel's summary: shared first, then the one thing to explain better; counts only, no names. ≤ 10 parts."""
    divergence = data.divergence
    title = texts("summary.heading", title=data.sheet.text.title)
    parts: list[Part] = [
        Heading(one_line(title, MAX_HEADING)),
        Text((Run(headline_of(texts, data), Style.STRONG),)),
        *_shared(texts, data),
        *_explain(texts, data),
        *_added(texts, data),
        *((chart(texts, divergence),) if divergence.n else ()),
        _turnout(texts, data),
        _foot(texts, data),
    ]
    return Message(title, tuple(parts))


def summary_preview(texts: Catalogue, data: Round, *, posted: bool) -> Message:
    """The summary as the channel will read it, or reads it, in the channel's language, for the manager alone."""
    subject = str(data.check.id)
    shown = summary(catalogue(data.sheet.language), data)
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


def _landed(landing: Landing) -> bool:
    return landing.n > 0 and len(landing.unprompted) >= HIGH_TUNE * landing.n


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
        if _landed(landing)
    ]
    return (texts.text("summary.shared", items=", ".join(shared)),) if shared else ()


def _explain(texts: Catalogue, data: Round) -> tuple[Part, ...]:
    """The one thing to explain better: the first in the order to deal with them that is not shared already."""
    landings = {landing.reason.id: landing for landing in data.divergence.landings if not _landed(landing)}
    wanting = [one.reason_id for one in data.divergence.mismatches if one.reason_id in landings]
    if not wanting:
        return ()
    index, landing = next((i, one) for i, one in enumerate(data.divergence.landings) if one.reason.id == wanting[0])
    return (
        texts.text(
            "summary.explain",
            manager=data.check.manager_name,
            reason=f"{number(index)} {landing.reason.text}",
            s=len(landing.unprompted),
            total=landing.n,
        ),
    )


def _added(texts: Catalogue, data: Round) -> tuple[Part, ...]:
    added = [
        texts("summary.added_item", text=data.words_of(texts, theme), n=len(theme.people))
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
        initial=headline_of(catalogue(data.sheet.language), data),
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

    def words(theme: Theme) -> str:
        return texts.quote(one_line(theme.text, MAX_QUOTE))

    return Message(
        texts("report.summary", title=title),
        (
            Heading(one_line(texts("report.heading", title=title), MAX_HEADING)),
            texts.text("report.compared", n=answers, informative=divergence.n),
            *mismatch_parts(texts, divergence, names, words),
            *verdict_on_round(texts, divergence),
            *landing_parts(texts, divergence),
            *take_parts(texts, divergence, names, words),
            *coded_by(texts, divergence, comparer, limits),
        ),
    )
