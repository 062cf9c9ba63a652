"""Compares two files and reports: to people, to scripts, as a page."""

import asyncio
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from adapters.terminal.answers import read_answers
from adapters.terminal.comparing import Compared, compare, compared_json
from adapters.terminal.render import show
from adapters.terminal.sheets import read_sheet
from adapters.terminal.stream import dumped
from bot.domain.errors import BadInput
from bot.domain.ids import PersonRef
from bot.messages.catalogue import FALLBACK, catalogue
from bot.messages.report import comparison
from bot.messages.view import Message
from bot.ports.compare import Comparer

_MANY = 100  #: answers from which on a progress bar is worth its line


class Page(Protocol):
    """Draws messages as one self-contained HTML document."""

    def __call__(self, messages: Sequence[Message], *, title: str, language: str) -> str: ...


async def compare_files(
    sheet: Path,
    answers: Path,
    comparer: Comparer,
    page: Page,
    *,
    as_json: bool,
    html: Path | None = None,
    language: str = FALLBACK,
    out: Console | None = None,
    err: Console | None = None,
) -> None:
    """The report stands on standard output, for people or (`as_json`) for scripts, and in the `html` file if one is
    wanted. A progress bar shows on standard error where that is a terminal and the answers are many.
    Raises BadInput, in one line that says what to do, and ComparerUnavailable.
    """
    given_sheet, given_answers = await asyncio.to_thread(lambda: (read_sheet(sheet), read_answers(answers)))
    with _progress(err or Console(stderr=True), len(given_answers)) as advance:
        compared = await compare(given_sheet, given_answers, comparer, advance)
    message = _message(compared, language)
    if html:
        await asyncio.to_thread(_write, html, page([message], title=message.summary, language=language))
    console = out or Console()
    if as_json:
        console.file.write(dumped(compared_json(compared), indent=2) + "\n")
    else:
        show(console, message)


def _message(compared: Compared, language: str) -> Message:
    return comparison(
        catalogue(language), compared.sheet.title, compared.divergence, compared.comparer, compared.limits, _names
    )


def _names(people: Sequence[PersonRef]) -> str:
    return ", ".join(sorted((person.user for person in people), key=str.casefold))


def _write(path: Path, page: str) -> None:
    try:
        path.write_bytes(page.encode("utf-8", "replace"))
    except OSError as err:
        raise BadInput(f"{path}: cannot be written ({(err.strerror or 'unknown').lower()})") from err


@contextmanager
def _progress(console: Console, total: int) -> Iterator[Callable[[int], None]]:
    if total < _MANY or not console.is_terminal:
        yield lambda _: None
        return
    columns = (TextColumn("Comparing"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task("", total=total)
        yield lambda done: bar.advance(task, done)
