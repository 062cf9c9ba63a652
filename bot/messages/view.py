"""Platform-neutral messages and forms. Each adapter renders these; none of them knows a platform.

Text is a sequence of runs, so that nothing a person typed is ever read as markup.
"""

from dataclasses import dataclass
from enum import StrEnum

from bot.domain.ids import PersonRef


class Style(StrEnum):
    PLAIN = "plain"
    STRONG = "strong"
    QUIET = "quiet"  #: an aside


@dataclass(frozen=True, slots=True)
class Run:
    text: str
    style: Style = Style.PLAIN


@dataclass(frozen=True, slots=True)
class Heading:
    text: str  #: ≤ 150 characters


@dataclass(frozen=True, slots=True)
class Text:
    runs: tuple[Run, ...]
    quiet: bool = False  #: the whole paragraph is an aside (Slack: context)


@dataclass(frozen=True, slots=True)
class Items:
    """A bulleted list."""

    items: tuple[tuple[Run, ...], ...]


@dataclass(frozen=True, slots=True)
class Quote:
    """A person's own words, verbatim."""

    text: str
    by: str = ""  #: "" where no name may be shown


@dataclass(frozen=True, slots=True)
class Facts:
    pairs: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Bar:
    label: str  #: ≤ 20 characters
    value: int
    note: str = ""  #: shown beside the bar: "4 of 9"


@dataclass(frozen=True, slots=True)
class Chart:
    """Horizontal bars, each between 0 and `most`."""

    title: str  #: ≤ 50 characters
    bars: tuple[Bar, ...]
    most: int


@dataclass(frozen=True, slots=True)
class Table:
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Divider:
    pass


class Weight(StrEnum):
    PRIMARY = "primary"
    PLAIN = "plain"
    DANGER = "danger"


#: Actions that open a form, unless something stands against it.
OPENING = frozenset({"answer", "disagree", "edit_sheet", "extend", "fix", "headline", "new_policy"})


@dataclass(frozen=True, slots=True)
class Button:
    """`action` names what it does (bot.flows.door), `subject` what it does it to: ids only."""

    label: str
    action: str
    subject: str = ""
    weight: Weight = Weight.PLAIN
    confirm: str = ""  #: asked before it acts, "" for nothing

    @property
    def opens(self) -> bool:
        """True where a form is to be expected, for platforms that open one by another kind of button."""
        return self.action in OPENING


@dataclass(frozen=True, slots=True)
class Buttons:
    buttons: tuple[Button, ...]


Part = Heading | Text | Items | Quote | Facts | Chart | Table | Divider | Buttons


@dataclass(frozen=True, slots=True)
class More:
    """Who may see more of a message than the others who read it in the same place, and what it is asked for with
    (bot.ports.door.Door.look). A platform that shows all of them the same leaves it out.
    """

    person: PersonRef
    kind: str
    subject: str  #: ids only


@dataclass(frozen=True, slots=True)
class Message:
    """`summary` stands for the whole where only plain text is shown (notifications, screen readers)."""

    summary: str
    parts: tuple[Part, ...]
    more: More | None = None


class FieldKind(StrEnum):
    LINE = "line"
    LINES = "lines"
    CHOICE = "choice"
    CHOICES = "choices"
    PEOPLE = "people"
    CHANNEL = "channel"  #: value is the platform's id; used where Roster.picks_channels
    DATE = "date"
    TICK = "tick"  #: value "yes" or ""


@dataclass(frozen=True, slots=True)
class Option:
    value: str
    label: str


@dataclass(frozen=True, slots=True)
class Field:
    """One input. Several values (CHOICES, PEOPLE) travel joined by newlines, also in `initial`."""

    id: str
    kind: FieldKind
    label: str
    hint: str = ""
    required: bool = False
    max_length: int = 0  #: 0 for kinds that have none
    initial: str = ""
    options: tuple[Option, ...] = ()


@dataclass(frozen=True, slots=True)
class Form:
    """A dialog. `subject` comes back with the submission: ids only."""

    id: str
    title: str  #: ≤ 24 characters (Slack)
    submit: str
    subject: str
    fields: tuple[Field, ...]
    intro: tuple[Part, ...] = ()  #: shown above the fields; no buttons
    cancel: str = ""


@dataclass(frozen=True, slots=True)
class Say:
    """A private answer to the person who acted."""

    message: Message


@dataclass(frozen=True, slots=True)
class Open:
    """Opens a dialog, or replaces the one just submitted."""

    form: Form


@dataclass(frozen=True, slots=True)
class Update:
    """Replaces the message whose button was pressed."""

    message: Message


@dataclass(frozen=True, slots=True)
class FieldErrors:
    """The dialog stays open with what was typed; field id → what to do."""

    errors: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Nothing:
    """Taken, nothing to say (also to a re-delivered event)."""


Reply = Say | Open | Update | FieldErrors | Nothing
