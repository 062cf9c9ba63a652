"""A sheet: one policy change or set of notes, with the reasons its author intends."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date

from bot.domain.ids import PersonRef, ReasonId, SheetId

MAX_REASONS = 6
MAX_TITLE = 150
MAX_TEXT = 3_000  #: characters of an input on Slack; longer notes come from a message
MAX_NOTES = 40_000  #: characters of notes taken from a message or a file
MAX_REASON = 400
MAX_LABEL = 20  #: characters of a chart label on Slack


@dataclass(frozen=True, slots=True)
class Reason:
    """One "why it matters", stated by its author."""

    id: ReasonId
    text: str
    label: str  #: ≤ 20 characters, for charts
    main: bool = False


@dataclass(frozen=True, slots=True)
class SheetText:
    """What a comparer may see of a sheet: no names, no ids of people."""

    title: str
    body: str
    reasons: tuple[Reason, ...]

    def reason(self, reason_id: ReasonId) -> Reason:
        return next(reason for reason in self.reasons if reason.id == reason_id)


@dataclass(frozen=True, slots=True)
class SheetVersion:
    """One version of a sheet. Versions count from 1 and never change once a check has used them."""

    id: SheetId
    slug: str  #: unique in its tenant
    version: int
    author: PersonRef
    text: SheetText
    language: str  #: of the messages sent about it: en, es, de
    exception_path: str = ""
    effective_on: date | None = None


def slug_of(title: str) -> str:
    """A short name for commands: ASCII words of the title joined by hyphens, ≤ 40 characters, never empty."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    words = re.findall(r"[a-z0-9]+", plain)
    slug = "-".join(words)[:40].strip("-")
    return slug or "sheet"


#: Words that say nothing on a chart, in the languages of the messages.
_EMPTY = frozenset(
    "a an the to of for and or so that in on our we us it is are be with by from this they their not no "
    "should must can will would have has had get because since if when "
    "porque ya si cuando el la los las un una de del que y o en con por para se su sus lo es no nos nuestra nuestro "
    "weil da wenn der die das ein eine und oder zu im in den dem des mit für von wir uns unsere es ist dass "
    "damit nicht sich".split()
)


def label_of(text: str) -> str:
    """A proposed chart label: the first telling words of a reason that fit into 20 characters."""
    words = re.findall(r"[^\W_][\w'’%€£$-]*", text)
    label = ""
    for word in [w for w in words if w.lower() not in _EMPTY] or words:
        longer = f"{label} {word}".strip()
        if len(longer) > MAX_LABEL:
            break
        label = longer
    return label or text.strip()[:MAX_LABEL].strip() or "?"


def reasons_of(texts: tuple[str, ...], *, main: int = 0, labels: tuple[str, ...] = ()) -> tuple[Reason, ...]:
    """Reasons r1, r2, … in the order given; `main` is the index of the main one.

    Missing labels are proposed, each unlike those before it: a chart with two bars of one name says nothing.
    """
    reasons: list[Reason] = []
    for i, text in enumerate(texts):
        label = labels[i].strip()[:MAX_LABEL] if i < len(labels) else ""
        if not label:
            label = label_of(text)
            if label in {reason.label for reason in reasons}:
                label = f"{label[: MAX_LABEL - 2].strip()} {i + 1}"
        reasons.append(Reason(ReasonId(f"r{i + 1}"), text, label, main=i == main))
    return tuple(reasons)
