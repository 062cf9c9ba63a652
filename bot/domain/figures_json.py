"""The divergence of a round as JSON values, for scripts: counts and shares, no text but the sheet's and the themes'."""

from collections.abc import Sequence

from bot.domain.divergence import Divergence, Interval, Landing, Mismatch, Take, Theme
from bot.domain.ids import PersonRef

_DIGITS = 4


def as_json(divergence: Divergence) -> dict[str, object]:
    """The report of `compare`, stable from outside. Keys are always there; what is not defined is null.

    A share "s of n" is given as its two counts; indexes and ends of intervals are rounded to 4 decimals. People stand
    by the platform's id (in `compare`: the id of the answer), in its order.
    """
    return {
        "n": divergence.n,
        "no_information": divergence.no_information,
        "objections": divergence.objections,
        "unconfirmed": divergence.unconfirmed,
        "coding_accuracy": {"kept": divergence.kept, "read_back": divergence.read_back},
        "tune": _rounded(divergence.tune),
        "tune_interval": _interval(divergence.tune_interval),
        "unison": _rounded(divergence.unison),
        "unison_interval": _interval(divergence.unison_interval),
        "quadrant": divergence.quadrant and divergence.quadrant.value,
        "on_border": divergence.on_border,
        "reasons": [_landing(each) for each in divergence.landings],
        "themes": [_theme(each) for each in divergence.themes],
        "takes": [_take(each) for each in divergence.takes],
        "mismatches": [_mismatch(each) for each in divergence.mismatches],
    }


def _landing(landing: Landing) -> dict[str, object]:
    return {
        "reason_id": landing.reason.id,
        "label": landing.reason.label,
        "main": landing.reason.main,
        "landed": len(landing.unprompted),
        "n": landing.n,
        "interval": _interval(landing.interval),
        "split": _rounded(landing.split),
        "unprompted": _people(landing.unprompted),
        "recognised": _people(landing.recognised),
        "contradicted": _people(landing.contradicted),
    }


def _theme(theme: Theme) -> dict[str, object]:
    return {"theme": theme.number, "text": theme.text, "people": _people(theme.people)}


def _take(take: Take) -> dict[str, object]:
    return {"reasons": list(take.reasons), "themes": list(take.themes), "people": _people(take.people)}


def _mismatch(mismatch: Mismatch) -> dict[str, object]:
    return {
        "kind": mismatch.kind.value,
        "reason_id": mismatch.reason_id,
        "theme": mismatch.theme,
        "takes": [_take(each) for each in mismatch.takes],
        "people": _people(mismatch.people),
    }


def _people(people: Sequence[PersonRef]) -> list[str]:
    return [person.user for person in people]


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, _DIGITS)


def _interval(interval: Interval | None) -> dict[str, float] | None:
    return None if interval is None else {"low": round(interval.low, _DIGITS), "high": round(interval.high, _DIGITS)}
