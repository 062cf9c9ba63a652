"""Messages about checks as a whole: home, list, status, help, and what a command could not do."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import assert_never

from bot.domain.check import Check, CheckState, Participant, ParticipantState
from bot.domain.divergence import Divergence
from bot.domain.sheet import SheetVersion
from bot.messages.asking import close_button
from bot.messages.catalogue import Catalogue
from bot.messages.delivering import try_again_button
from bot.messages.obstacles import obstacle
from bot.messages.view import Button, Buttons, Facts, Heading, Items, Message, Part, Run, Style, Text, Weight

MOST_NAMES = 30


@dataclass(frozen=True, slots=True)
class Listed:
    """One check as a list shows it."""

    check: Check
    slug: str
    title: str
    answered: int
    asked: int
    outcome: Divergence | None = None  #: for a lead, once the round is reported


def said(texts: Catalogue, key: str, **values: object) -> Message:
    """One sentence."""
    return Message(texts(key, **values), (Text(texts.runs(key, **values)),))


def sure(texts: Catalogue, title: str, question: str, button: Button) -> Message:
    """What a command cannot undo, asked first: about what, the question, and the button that does it."""
    parts: tuple[Part, ...] = (Text((Run(title, Style.STRONG),)), texts.text(question), Buttons((button,)))
    return Message(texts(question), parts)


def sure_to_cancel(texts: Catalogue, check: Check, title: str) -> Message:
    button = Button(texts("overview.cancel"), "cancel", str(check.id), Weight.DANGER)
    return sure(texts, title, "overview.cancel_confirm", button)


def home(
    texts: Catalogue,
    mine: Sequence[Listed],
    questions: Sequence[Listed],
    command: str,
    led: Sequence[Listed] = (),
    *,
    begin: str,
) -> Message:
    """The card behind a bare command: my open questions, my checks, those I lead, and how to begin one: `begin`."""
    parts: list[Part] = [texts.text("home.intro")]
    if questions:
        parts.append(texts.text("home.questions"))
        for listed in questions:
            parts += [
                Text((Run(listed.title, Style.STRONG),)),
                Buttons((Button(texts("ask.answer"), "answer", str(listed.check.id), Weight.PRIMARY),)),
            ]
    if mine:
        parts += list_parts(texts, mine)
    if led:
        parts += _led_parts(texts, led)
    parts += [
        Buttons(
            (
                Button(texts("home.new"), "new_policy", "", Weight.PLAIN if questions else Weight.PRIMARY),
                Button(texts("home.help"), "help"),
            )
        ),
        texts.text("home.hint", quiet=True, command=command, begin=begin),
    ]
    return Message(texts("home.summary"), tuple(parts))


def listing(texts: Catalogue, checks: Sequence[Listed], led: Sequence[Listed] = (), *, begin: str) -> Message:
    """The checks a person manages and those they lead, or how to begin one: `begin`."""
    if not checks and not led:
        return Message(
            texts("list.empty", begin=begin),
            (
                texts.text("list.empty", begin=begin),
                Buttons((Button(texts("home.new"), "new_policy", "", Weight.PRIMARY),)),
            ),
        )
    parts = [*(list_parts(texts, checks) if checks else ()), *(_led_parts(texts, led) if led else ())]
    return Message(texts("list.summary", n=len(checks) + len(led)), tuple(parts))


def leading(texts: Catalogue, checks: Sequence[Listed]) -> Message:
    """What a lead may see of where these stand."""
    return Message(texts("list.summary", n=len(checks)), tuple(_led_parts(texts, checks)))


def list_parts(texts: Catalogue, checks: Sequence[Listed]) -> list[Part]:
    parts: list[Part] = [texts.text("list.intro")]
    for listed in checks:
        check = listed.check
        parts.append(
            Text(
                (
                    Run(listed.title, Style.STRONG),
                    Run(f" ({listed.slug}) — {_state(texts, check)}"),
                    *(
                        (Run(f" · {texts('list.answered', s=listed.answered, total=listed.asked)}"),)
                        if listed.asked
                        else ()
                    ),
                )
            )
        )
        subject = str(check.id)
        match check.state:
            case CheckState.DRAFT:
                parts.append(Buttons((Button(texts("list.open"), "draft", subject),)))
            case CheckState.CANCELLED:
                pass
            case CheckState.CLOSED:
                parts.append(Buttons((Button(texts("overview.report"), "report", subject),)))
            case CheckState.OPEN | CheckState.CLOSING:
                parts.append(Buttons((Button(texts("overview.status"), "status", subject),)))
            case _ as never:
                assert_never(never)
    return parts


def _led_parts(texts: Catalogue, checks: Sequence[Listed]) -> list[Part]:
    """For a lead: one line a check with counts and, once it is reported, how far people agree; no single answer."""
    parts: list[Part] = [texts.text("home.led")]
    for listed in checks:
        told = [texts("home.led_by", manager=listed.check.manager_name), _state(texts, listed.check)]
        told += [texts("list.answered", s=listed.answered, total=listed.asked)] if listed.asked else []
        told += [_alignment(texts, listed.outcome)] if listed.outcome and listed.outcome.quadrant else []
        parts.append(Text((Run(listed.title, Style.STRONG), Run(f" — {' · '.join(told)}"))))
        if listed.check.state is CheckState.CLOSED:
            parts.append(Buttons((Button(texts("overview.report"), "report", str(listed.check.id)),)))
    return parts


def _alignment(texts: Catalogue, outcome: Divergence) -> str:
    border = f" ({texts('report.border')})" if outcome.on_border else ""
    return f"{texts(f'quadrant.{outcome.quadrant}')}{border}"


def _state(texts: Catalogue, check: Check) -> str:
    when = ""
    if check.state is CheckState.OPEN and check.deadline_at:
        when = texts.when(check.deadline_at, check.manager_zone)
    return texts(f"check_state.{check.state}", when=when)


def status(
    texts: Catalogue,
    sheet: SheetVersion,
    check: Check,
    participants: Sequence[Participant],
    deliveries: Mapping[str, int],
    unconfirmed: int,
) -> Message:
    """Where a running check stands. Who has not answered yet is named for the manager, and never scored."""
    by_state: dict[ParticipantState, list[Participant]] = {state: [] for state in ParticipantState}
    for participant in participants:
        by_state[participant.state].append(participant)
    facts = [
        (texts("status.state"), _state(texts, check)),
        (
            texts("status.answered"),
            texts("report.share", s=len(by_state[ParticipantState.ANSWERED]), total=len(participants)),
        ),
    ]
    if unconfirmed:
        facts.append((texts("status.unconfirmed"), str(unconfirmed)))
    for state in (
        ParticipantState.ASKED,
        ParticipantState.AWAY,
        ParticipantState.DECLINED,
        ParticipantState.UNREACHABLE,
        ParticipantState.WITHDRAWN,
    ):
        people = by_state[state]
        if people:
            facts.append(
                (texts(f"status.{state}"), _names(texts, people, with_note=state is ParticipantState.UNREACHABLE))
            )
    facts.append((texts("status.messages"), _messages(texts, deliveries)))
    subject = str(check.id)
    buttons: tuple[Button, ...] = (Button(texts("overview.refresh"), "status", subject),)
    if deliveries.get("given_up"):
        buttons += (try_again_button(texts, check),)
    if check.state is CheckState.OPEN:
        buttons += (
            Button(texts("overview.extend"), "extend", subject),
            close_button(texts, check),
            Button(texts("overview.cancel"), "cancel", subject, Weight.DANGER, texts("overview.cancel_confirm")),
        )
    if check.state is CheckState.CLOSED:
        buttons += (Button(texts("overview.report"), "report", subject, Weight.PRIMARY),)
    return Message(
        texts("status.summary", title=sheet.text.title),
        (Heading(sheet.text.title), Facts(tuple(facts)), Buttons(buttons)),
    )


def _messages(texts: Catalogue, deliveries: Mapping[str, int]) -> str:
    """How many messages are sent, of how many while some wait; how many met nobody or were given up, if any."""
    sent, waiting = deliveries.get("sent", 0), deliveries.get("waiting", 0) + deliveries.get("attempted", 0)
    unreachable, given_up = deliveries.get("refused", 0), deliveries.get("given_up", 0)
    if not waiting:
        counts = [texts("status.sent", n=sent)]
    else:
        total = sent + waiting + unreachable + given_up
        counts = [texts("status.sent_of", n=sent, total=total, percent=texts.percent(sent / total))]
        counts += [texts("status.waiting", n=waiting)]
    counts += [texts("status.refused", n=unreachable)] if unreachable else []
    counts += [texts("status.given_up", n=given_up)] if given_up else []
    return " · ".join(counts)


def _names(texts: Catalogue, people: Sequence[Participant], *, with_note: bool) -> str:
    shown = [f"{p.name} ({obstacle(texts, p.note)})" if with_note and p.note else p.name for p in people[:MOST_NAMES]]
    more = len(people) - MOST_NAMES
    return ", ".join(shown) + (f" (+{more})" if more > 0 else "")


def help_(texts: Catalogue, verbs: Sequence[tuple[str, str]], command: str) -> Message:
    """Every verb with one line."""
    return Message(
        texts("help.summary"),
        (
            texts.text("help.intro", command=command),
            Items(tuple((Run(f"{command} {usage}", Style.STRONG), Run(f" — {line}")) for usage, line in verbs)),
            texts.text("help.more", quiet=True, command=command),
        ),
    )
