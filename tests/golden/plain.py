"""Messages and forms as text that a person can read and compare."""

from collections.abc import Iterable, Iterator
from typing import assert_never

from bot.messages.view import (
    Button,
    Buttons,
    Chart,
    Divider,
    Facts,
    Field,
    Form,
    Heading,
    Items,
    Message,
    Part,
    Quote,
    Run,
    Style,
    Table,
    Text,
)

_MARKS = {Style.PLAIN: "", Style.STRONG: "*", Style.QUIET: "_"}
_BAR = 20  #: characters of the longest bar


def plain(shown: Message | Form) -> str:
    """One line a paragraph, item, row or button; *strong*, _quiet_, [Button]."""
    lines = _form(shown) if isinstance(shown, Form) else (f"summary: {shown.summary}", "", *_parts(shown.parts))
    return "\n".join(line.rstrip() for line in lines) + "\n"


def _form(form: Form) -> Iterator[str]:
    yield f"dialog: {form.title}"
    yield ""
    yield from _parts(form.intro)
    for field in form.fields:
        yield from _field(field)
    yield f"[{form.submit}] [{form.cancel}]"


def _field(field: Field) -> Iterator[str]:
    yield f"{field.label}{' (required)' if field.required else ''}"
    if field.hint:
        yield f"  {field.hint}"
    chosen = field.initial.split("\n")
    for option in field.options:
        yield f"  ({'x' if option.value in chosen else ' '}) {option.label}"
    yield f"  <{field.kind}{f' ≤ {field.max_length}' if field.max_length else ''}>"


def _parts(parts: Iterable[Part]) -> Iterator[str]:
    for part in parts:
        yield from _part(part)


def _part(part: Part) -> Iterator[str]:
    match part:
        case Heading(text):
            yield f"# {text}"
        case Text(runs, quiet):
            yield f"{'  ' if quiet else ''}{_runs(runs)}"
        case Items(items):
            yield from (f"- {_runs(item)}" for item in items)
        case Quote(text, by):
            yield f"> {text}{f' ({by})' if by else ''}"
        case Facts(pairs):
            yield from (f"{name}: {value}" for name, value in pairs)
        case Chart(title, bars, most):
            yield title
            yield from (f"{bar.label:<20} {'█' * round(_BAR * bar.value / most):<20} {bar.note}" for bar in bars)
        case Table(head, rows):
            yield from (" | ".join(row) for row in (head, *rows))
        case Divider():
            yield "---"
        case Buttons(buttons):
            yield from map(_button, buttons)
        case _ as never:
            assert_never(never)


def _button(button: Button) -> str:
    weight = "" if button.weight == "plain" else f" {button.weight}"
    return f"[{button.label}]{weight}{f' (asks: {button.confirm})' if button.confirm else ''}"


def _runs(runs: Iterable[Run]) -> str:
    return "".join(f"{_MARKS[run.style]}{run.text}{_MARKS[run.style]}" for run in runs)
