"""From the matrix participants × reasons to the divergence of a round: counts and shares, nothing per person.

What counts as said is what a person said unprompted. The items are the sheet's reasons and the themes of own
reasons. Every tuple of people is in the order of their references: it tells nothing about them.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from bot.domain.divergence import Divergence, Interval, Landing, Mismatch, MismatchKind, Quadrant, Take, Theme
from bot.domain.ids import PersonRef, ReasonId
from bot.domain.intervals import jackknife, wilson
from bot.domain.restatement import Account
from bot.domain.sheet import Reason
from bot.domain.verdict import Standing
from bot.domain.visibility import MIN_FOR_INDEX

HIGH_TUNE = 0.75  #: Delphi's usual consensus (Diamond et al., J Clin Epidemiol 67, 2014); a reason lands from here on
HIGH_UNISON = 0.60  #: product's choice: three of four name the same item (positive agreement 2/3) is above it
MAIN_WEIGHT = 2  #: the main reason weighs double in Tune
MIN_TAKE = 2  #: people in a take that may stand against another
MIN_TAKE_SHARE = 0.25  #: of n, likewise

Item = ReasonId | int  #: a reason of the sheet, or the number of a theme


@dataclass(frozen=True, slots=True)
class _Row:
    """One account with the items said in it."""

    account: Account
    themes: Mapping[int, str]  #: theme number → the shortest of this person's own reasons in it
    items: frozenset[Item]

    @property
    def person(self) -> PersonRef:
        return self.account.person


def counts(account: Account) -> bool:
    """True when the account is one of the n: informative, and not an objection that shows no understanding."""
    understood = {Standing.UNPROMPTED, Standing.RECOGNISED} & set(account.standings.values())
    return account.informative and (not account.objection or bool(understood))


def figures(reasons: Sequence[Reason], accounts: Sequence[Account], themes: Sequence[Sequence[int]]) -> Divergence:
    """The outcome of a round: one account for each answer, and for each account the theme numbers of its own reasons.

    Does not depend on the order of the accounts. Under 5 accounts that count, Tune, Unison and quadrant are None.
    Every account is in n, in `no_information`, or an objection outside n. A standing is taken at its word: an account
    says "contradicted" only where that may count.
    """
    rows = [_row(account, numbers) for account, numbers in zip(accounts, themes, strict=True)]
    rows = sorted((row for row in rows if counts(row.account)), key=lambda row: row.person)
    n = len(rows)
    landings = tuple(_landing(reason, rows) for reason in reasons)
    grouped = _themes(rows)
    takes = _takes(reasons, grouped, rows)
    indexed = n >= MIN_FOR_INDEX and bool(reasons)
    tune, tune_interval = _tune(reasons, rows) if indexed else (None, None)
    unison, unison_interval = _unison(rows) if indexed else (None, None)
    return Divergence(
        n=n,
        landings=landings,
        themes=grouped,
        takes=takes,
        mismatches=_mismatches(landings, grouped, takes, rows),
        tune=tune,
        tune_interval=tune_interval,
        unison=unison,
        unison_interval=unison_interval,
        quadrant=None if tune is None else quadrant(tune, unison),
        on_border=_crosses(tune_interval, HIGH_TUNE) or _crosses(unison_interval, HIGH_UNISON),
        read_back=sum(account.read_back for account in accounts),
        kept=sum(account.kept for account in accounts),
        unconfirmed=sum(not row.account.confirmed for row in rows),
        no_information=sum(not account.informative and not account.objection for account in accounts),
        objections=sum(account.objection for account in accounts),
    )


def quadrant(tune: float, unison: float | None) -> Quadrant:
    """Where the team stands; nothing said at all (no Unison) counts as nothing shared: explain again."""
    together = unison is not None and unison >= HIGH_UNISON
    if tune >= HIGH_TUNE:
        return Quadrant.IN_TUNE if together else Quadrant.PARTS_MISSING
    return Quadrant.SAME_WRONG_SONG if together else Quadrant.SOLOISTS


def _row(account: Account, numbers: Sequence[int]) -> _Row:
    themes: dict[int, str] = {}
    for number, text in zip(numbers, account.own_reasons, strict=True):
        themes[number] = min(themes.get(number, text), text, key=_brevity)
    said = {reason_id for reason_id, standing in account.standings.items() if standing is Standing.UNPROMPTED}
    return _Row(account, themes, frozenset[Item](said | themes.keys()))


def _brevity(text: str) -> tuple[int, str]:
    return len(text), text


def _landing(reason: Reason, rows: Sequence[_Row]) -> Landing:
    people: defaultdict[Standing, list[PersonRef]] = defaultdict(list)
    for row in rows:
        people[row.account.standings.get(reason.id, Standing.ABSENT)].append(row.person)
    unprompted = tuple(people[Standing.UNPROMPTED])
    return Landing(
        reason,
        unprompted=unprompted,
        recognised=tuple(people[Standing.RECOGNISED]),
        contradicted=tuple(people[Standing.CONTRADICTED]),
        n=len(rows),
        interval=wilson(len(unprompted), len(rows)),
    )


def _themes(rows: Sequence[_Row]) -> tuple[Theme, ...]:
    """Largest first, then by text; the text is the shortest own reason, of two equally short ones the first by name."""
    people: defaultdict[int, list[PersonRef]] = defaultdict(list)
    texts: dict[int, str] = {}
    for row in rows:
        for number, text in row.themes.items():
            people[number].append(row.person)
            texts[number] = min(texts.get(number, text), text, key=_brevity)
    grouped = (Theme(number, texts[number], tuple(members)) for number, members in people.items())
    return tuple(sorted(grouped, key=lambda theme: (-len(theme.people), theme.text, theme.number)))


def _takes(reasons: Sequence[Reason], themes: Sequence[Theme], rows: Sequence[_Row]) -> tuple[Take, ...]:
    """Largest first, then in the order of what they say, the fuller before the emptier.

    Who named no reason and no shared theme stands in one take without content: what they have in common is that the
    sheet's reasons did not reach them.
    """
    shared = [theme.number for theme in themes if len(theme.people) > 1]
    items: list[Item] = [*(reason.id for reason in reasons), *shared]
    people: defaultdict[tuple[int, ...], list[PersonRef]] = defaultdict(list)
    for row in rows:
        people[tuple(i for i, item in enumerate(items) if item in row.items)].append(row.person)
    ordered = sorted(people.items(), key=lambda take: (-len(take[1]), [*take[0], len(items)]))
    border = len(reasons)
    return tuple(
        Take(
            tuple(reasons[i].id for i in said if i < border),
            tuple(shared[i - border] for i in said if i >= border),
            tuple(members),
        )
        for said, members in ordered
    )


def _tune(reasons: Sequence[Reason], rows: Sequence[_Row]) -> tuple[float, Interval]:
    """Weighted mean landing with its jackknife interval over people; n ≥ 2. Whole numbers until the one division."""
    weights = {reason.id: MAIN_WEIGHT if reason.main else 1 for reason in reasons}
    whole = sum(weights.values())
    scores = [sum(weight for reason_id, weight in weights.items() if reason_id in row.items) for row in rows]
    total, n = sum(scores), len(rows)
    tune = total / (whole * n)
    return tune, jackknife(tune, [(total - score) / (whole * (n - 1)) for score in scores])


def _unison(rows: Sequence[_Row]) -> tuple[float | None, Interval | None]:
    """Positive agreement Σ s(s−1) ÷ ((N−1) Σ s) with its jackknife interval over people, n ≥ 3; None if all is silent.

    s is the number of people who say an item, N that of all; it is the mean, over what is said, of the share of the
    others who say it too (specific agreement, Cicchetti & Feinstein, J Clin Epidemiol 43 (1990) 551–558, for more
    than two raters). Without one person s falls by 1 for each of their items, so s(s−1) falls by 2(s−1). Where that
    leaves nothing said, nothing is shared: 0.
    """
    people = Counter(item for row in rows for item in row.items)
    said = people.total()
    if not said:
        return None, None
    agreed = sum(s * (s - 1) for s in people.values())
    n = len(rows)
    without_one = [
        (agreed - 2 * sum(people[item] - 1 for item in row.items)) / ((n - 2) * max(1, said - len(row.items)))
        for row in rows
    ]
    unison = agreed / ((n - 1) * said)
    return unison, jackknife(unison, without_one)


def _crosses(interval: Interval | None, line: float) -> bool:
    return interval is not None and interval.low < line <= interval.high


def _mismatches(
    landings: Sequence[Landing], themes: Sequence[Theme], takes: Sequence[Take], rows: Sequence[_Row]
) -> tuple[Mismatch, ...]:
    """In the order to deal with them.

    1. Contradicted reasons, those of most people first: a wrong belief spreads, a gap does not.
    2. Reasons that did not land, said unprompted by less than HIGH_TUNE: the main one first, then the lowest
       landing. To align: everybody in n who did not say it unprompted.
    3. Two takes (see `_two_takes`).
    4. Own reasons of two or more, the most shared first.
    Equals stand in the sheet's order.
    """
    contradicted = sorted(
        (landing for landing in landings if landing.contradicted), key=lambda landing: -len(landing.contradicted)
    )
    missing = sorted(
        (landing for landing in landings if len(landing.unprompted) < HIGH_TUNE * landing.n),
        key=lambda landing: (not landing.reason.main, len(landing.unprompted)),
    )
    return (
        *(Mismatch(MismatchKind.CONTRADICTED, each.reason.id, None, (), each.contradicted) for each in contradicted),
        *(
            Mismatch(
                MismatchKind.NOT_LANDED,
                each.reason.id,
                None,
                (),
                tuple(row.person for row in rows if each.reason.id not in row.items),
            )
            for each in missing
        ),
        *(Mismatch(MismatchKind.TWO_TAKES, None, None, pair, ()) for pair in _two_takes(takes, len(rows))),
        *(
            Mismatch(MismatchKind.SHARED_OWN_REASON, None, theme.number, (), theme.people)
            for theme in themes
            if len(theme.people) > 1
        ),
    )


def _two_takes(takes: Sequence[Take], n: int) -> tuple[tuple[Take, Take], ...]:
    """The two largest takes that stand against each other; () where there are none.

    Each holds two or more people and a quarter of n, and each says something that the other does not: a take that
    only leaves out what the other has is an omission, and stands under the reason that did not land.
    """
    large = [take for take in takes if len(take.people) >= max(MIN_TAKE, MIN_TAKE_SHARE * n)]
    return tuple((one, other) for one, other in combinations(large, 2) if _against(one, other))[:1]


def _against(one: Take, other: Take) -> bool:
    ours: frozenset[Item] = frozenset((*one.reasons, *one.themes))
    theirs: frozenset[Item] = frozenset((*other.reasons, *other.themes))
    return not (ours <= theirs or theirs <= ours)
