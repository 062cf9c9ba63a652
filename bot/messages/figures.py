"""The figures of a round as neutral parts: shared by the manager's report and the command line's."""

from collections.abc import Callable, Sequence

from bot.domain.divergence import Divergence, Interval, Landing, Take, Theme
from bot.domain.ids import PersonRef, ReasonId
from bot.domain.sheet import Reason
from bot.messages.catalogue import Catalogue
from bot.messages.sheets import number
from bot.messages.view import Bar, Chart, Facts, Items, Part, Run, Style, Table, Text

Names = Callable[[Sequence[PersonRef]], str]  #: people as this reader may see them, alphabetical; "" for nobody
Words = Callable[[Theme], str]  #: a shared own reason as this reader may read it

MOST_TAKES = 6


def reason_name(reasons: Sequence[Reason], reason_id: ReasonId) -> str:
    """A reason as it is named in a sentence: "② Fewer escalations"."""
    index = next(i for i, reason in enumerate(reasons) if reason.id == reason_id)
    return f"{number(index)} {reasons[index].label}"


def chart(texts: Catalogue, divergence: Divergence) -> Chart:
    """People per reason, said unprompted."""
    return Chart(
        texts("report.chart_title"),
        tuple(
            Bar(
                landing.reason.label,
                len(landing.unprompted),
                texts("report.share", s=len(landing.unprompted), total=landing.n),
            )
            for landing in divergence.landings
        ),
        divergence.n,
    )


def verdict_on_round(texts: Catalogue, divergence: Divergence) -> tuple[Part, ...]:
    """The quadrant with what to do, or why there is none yet."""
    if divergence.quadrant is None or divergence.tune is None or divergence.tune_interval is None:
        return (texts.text("report.no_index" if divergence.n else "report.nothing_yet", n=divergence.n),)
    border = texts("report.border") if divergence.on_border else ""
    unison = texts("report.undefined") if divergence.unison is None else texts.percent(divergence.unison)
    return (
        Text(
            (
                Run(texts(f"quadrant.{divergence.quadrant}"), Style.STRONG),
                *((Run(f" ({border})"),) if border else ()),
                Run(f" — {texts(f'quadrant.{divergence.quadrant}_do')}"),
            )
        ),
        Facts(
            (
                (texts("report.tune"), f"{texts.percent(divergence.tune)} {_range(texts, divergence.tune_interval)}"),
                (texts("report.unison"), f"{unison} {_range(texts, divergence.unison_interval)}".strip()),
            )
        ),
    )


def landing_parts(texts: Catalogue, divergence: Divergence) -> tuple[Part, ...]:
    """Chart and table of the reasons; nothing where nobody said anything about the why."""
    if not divergence.n:
        return ()
    return (
        chart(texts, divergence),
        landing_table(texts, divergence.landings),
        texts.text("report.table_note", quiet=True),
    )


def landing_table(texts: Catalogue, landings: Sequence[Landing]) -> Table:
    """One row a reason, n ≥ 1. "When shown" and "opposite" have a column where they happened: phones are narrow."""
    recognised = any(landing.recognised for landing in landings)
    opposite = any(landing.contradicted for landing in landings)
    names = ("reason", "unprompted", "interval", *("recognised",) * recognised, *("opposite",) * opposite, "split")
    cells = [_cells(texts, index, landing) for index, landing in enumerate(landings)]
    return Table(
        tuple(texts(f"report.column_{name}") for name in names),
        tuple(tuple(row[name] for name in names) for row in cells),
    )


def _cells(texts: Catalogue, index: int, landing: Landing) -> dict[str, str]:
    low, high = landing.interval.low, landing.interval.high
    return {
        "reason": f"{number(index)} {landing.reason.label}",
        "unprompted": texts("report.share", s=len(landing.unprompted), total=landing.n),
        "interval": f"{low * 100:.0f}–{texts.percent(high)}",
        "recognised": str(len(landing.recognised)),
        "opposite": str(len(landing.contradicted)),
        "split": texts.percent(landing.split),
    }


def take_parts(texts: Catalogue, divergence: Divergence, names: Names, words: Words) -> tuple[Part, ...]:
    """The takes, largest first: how many say which reasons, and who where that may be shown."""
    if not divergence.takes:
        return ()
    reasons = [landing.reason for landing in divergence.landings]
    rows = [
        _take(texts, take, take_name(texts, reasons, divergence, take, words), names)
        for take in divergence.takes[:MOST_TAKES]
    ]
    rest = divergence.takes[MOST_TAKES:]
    if rest:
        people = sum(len(take.people) for take in rest)
        rows.append(texts.runs("report.more_takes", n=len(rest), people=people, total=divergence.n))
    return (texts.text("report.takes"), Items(tuple(rows)))


def _take(texts: Catalogue, take: Take, said: str, names: Names) -> tuple[Run, ...]:
    who = names(take.people)
    return (
        *texts.runs("report.take", n=len(take.people), said=said),
        *((Run(f" — {who}", Style.QUIET),) if who else ()),
    )


def take_name(texts: Catalogue, reasons: Sequence[Reason], divergence: Divergence, take: Take, words: Words) -> str:
    """What a take says: its reasons and shared themes, or "no reason of the sheet"."""
    said = [reason_name(reasons, reason_id) for reason_id in take.reasons]
    said += [words(theme) for theme in divergence.themes if theme.number in take.themes]
    return " + ".join(said) or texts("report.take_none")


def _range(texts: Catalogue, interval: Interval | None) -> str:
    if interval is None:
        return ""
    return texts("report.range", low=texts.percent(interval.low), high=texts.percent(interval.high))


def coded_by(texts: Catalogue, divergence: Divergence, comparer: str, limits: Sequence[str]) -> tuple[Part, ...]:
    """Which machine heard it, its measured accuracy, and what it cannot tell."""
    measured = (
        texts("report.accuracy", kept=divergence.kept, total=divergence.read_back)
        if divergence.read_back
        else texts("report.accuracy_none")
    )
    return (
        texts.text("report.coded_by", quiet=True, comparer=comparer, measured=measured),
        *(texts.text(f"comparer.{limit}", quiet=True) for limit in limits),
    )
