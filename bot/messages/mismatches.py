"""What is flagged to the manager: each mismatch with what to do, the reason as the subject."""

from typing import assert_never

from bot.domain.divergence import Divergence, Mismatch, MismatchKind
from bot.domain.ids import ReasonId
from bot.messages.catalogue import Catalogue
from bot.messages.figures import Names, Words, reason_name, take_name
from bot.messages.view import Items, Part, Run


def mismatch_parts(texts: Catalogue, divergence: Divergence, names: Names, words: Words) -> tuple[Part, ...]:
    """All mismatches in the order to deal with them, or that there are none."""
    if not divergence.n:
        return ()
    if not divergence.mismatches:
        return (texts.text("mismatch.none"),)
    return (
        texts.text("mismatch.intro", n=len(divergence.mismatches)),
        Items(tuple(_mismatch(texts, divergence, mismatch, names, words) for mismatch in divergence.mismatches)),
    )


def _mismatch(
    texts: Catalogue, divergence: Divergence, mismatch: Mismatch, names: Names, words: Words
) -> tuple[Run, ...]:
    what = _what(texts, divergence, mismatch, words)
    who = names(mismatch.people)
    if not who:
        return what
    given = mismatch.kind is MismatchKind.SHARED_OWN_REASON
    return (*what, Run(" "), *texts.runs("mismatch.given_by" if given else "mismatch.to_align", names=who))


def _what(texts: Catalogue, divergence: Divergence, mismatch: Mismatch, words: Words) -> tuple[Run, ...]:
    reasons = [landing.reason for landing in divergence.landings]

    def named(reason_id: ReasonId | None) -> str:
        return reason_name(reasons, reason_id) if reason_id else ""

    match mismatch.kind:
        case MismatchKind.NOT_LANDED:
            landing = next(landing for landing in divergence.landings if landing.reason.id == mismatch.reason_id)
            return texts.runs(
                "mismatch.not_landed", reason=named(mismatch.reason_id), s=len(landing.unprompted), total=landing.n
            )
        case MismatchKind.CONTRADICTED:
            return texts.runs("mismatch.contradicted", reason=named(mismatch.reason_id), n=len(mismatch.people))
        case MismatchKind.TWO_TAKES:
            first, second = mismatch.takes
            return texts.runs(
                "mismatch.two_takes",
                a=take_name(texts, reasons, divergence, first, words),
                a_n=len(first.people),
                b=take_name(texts, reasons, divergence, second, words),
                b_n=len(second.people),
            )
        case MismatchKind.SHARED_OWN_REASON:
            theme = next(theme for theme in divergence.themes if theme.number == mismatch.theme)
            return texts.runs("mismatch.shared_own_reason", text=words(theme), n=len(theme.people))
        case _ as never:
            assert_never(never)
