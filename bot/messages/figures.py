"""The figures of a round as neutral parts: shared by the manager's report and the command line's."""

from collections.abc import Callable, Sequence

from bot.domain.divergence import Divergence, Interval, Landing, Take
from bot.domain.ids import PersonRef, ReasonId
from bot.domain.sheet import Reason
from bot.messages.catalogue import Catalogue
from bot.messages.sheets import number
from bot.messages.view import Bar, Chart, Facts, Items, Part, Run, Style, Table, Text

Names = Callable[[Sequence[PersonRef]], str]  #: people as this reader may see them, alphabetical; "" for nobody

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
        return (texts.text("report.no_index", n=divergence.n),)
    border = texts("report.border") if divergence.on_border else ""
    unison = texts("report.undefined") if divergence.unison is None else percent(divergence.unison)
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
                (texts("report.tune"), f"{percent(divergence.tune)} {_range(texts, divergence.tune_interval)}"),
                (texts("report.unison"), f"{unison} {_range(texts, divergence.unison_interval)}".strip()),
            )
        ),
    )


def landing_table(texts: Catalogue, landings: Sequence[Landing]) -> Table:
    """One row a reason: unprompted with its interval, recognised when shown, contradicted."""
    return Table(
        tuple(
            texts(f"report.column_{name}")
            for name in ("reason", "unprompted", "interval", "recognised", "opposite", "split")
        ),
        tuple(
            (
                f"{number(i)} {landing.reason.label}",
                texts("report.share", s=len(landing.unprompted), total=landing.n),
                f"{percent(landing.interval.low)}–{percent(landing.interval.high)}" if landing.n else "–",
                str(len(landing.recognised)),
                str(len(landing.contradicted)),
                percent(landing.split),
            )
            for i, landing in enumerate(landings)
        ),
    )


def take_items(texts: Catalogue, divergence: Divergence, names: Names) -> Items:
    """The takes, largest first: how many say which reasons, and who where that may be shown."""
    reasons = [landing.reason for landing in divergence.landings]
    rows = [_take(texts, reasons, divergence, take, names) for take in divergence.takes[:MOST_TAKES]]
    rest = divergence.takes[MOST_TAKES:]
    if rest:
        rows.append(texts.runs("report.more_takes", n=len(rest), people=sum(len(take.people) for take in rest)))
    return Items(tuple(rows))


def _take(
    texts: Catalogue, reasons: Sequence[Reason], divergence: Divergence, take: Take, names: Names
) -> tuple[Run, ...]:
    said = take_name(texts, reasons, divergence, take)
    who = names(take.people)
    return (
        *texts.runs("report.take", n=len(take.people), said=said),
        *((Run(f" — {who}", Style.QUIET),) if who else ()),
    )


def take_name(texts: Catalogue, reasons: Sequence[Reason], divergence: Divergence, take: Take) -> str:
    """What a take says: its reasons and shared themes, or "no reason of the sheet"."""
    said = [reason_name(reasons, reason_id) for reason_id in take.reasons]
    said += [f"“{theme.text}”" for theme in divergence.themes if theme.number in take.themes]
    return " + ".join(said) or texts("report.take_none")


def percent(share: float) -> str:
    return f"{share * 100:.0f} %"


def _range(texts: Catalogue, interval: Interval | None) -> str:
    return "" if interval is None else texts("report.range", low=percent(interval.low), high=percent(interval.high))


def coded_by(texts: Catalogue, divergence: Divergence, comparer: str, limits: Sequence[str]) -> tuple[Part, ...]:
    """Which machine heard it, its measured accuracy, and what it cannot tell."""
    measured = (
        texts("report.accuracy", kept=divergence.kept, total=divergence.read_back)
        if divergence.read_back
        else texts("report.accuracy_none")
    )
    unconfirmed = f" {texts('report.unconfirmed', n=divergence.unconfirmed)}" if divergence.unconfirmed else ""
    return (
        texts.text("report.coded_by", quiet=True, comparer=comparer, measured=measured, unconfirmed=unconfirmed),
        *(texts.text(f"comparer.{limit}", quiet=True) for limit in limits),
    )
