"""Messages as a reader sees them, for tests."""

from bot.messages.view import Buttons, Chart, Divider, Facts, Heading, Items, Message, Part, Quote, Run, Table, Text


def text_of(message: Message) -> str:
    """Everything a message says, a line for each paragraph, item, fact, bar, row and button."""
    return "\n".join(line for part in message.parts for line in _lines(part))


def _lines(part: Part) -> list[str]:
    lines: list[str] = []
    match part:
        case Heading(text) | Quote(text):
            lines = [text]
        case Text(runs):
            lines = [_joined(runs)]
        case Items(items):
            lines = [_joined(runs) for runs in items]
        case Facts(pairs):
            lines = [f"{name}: {value}" for name, value in pairs]
        case Chart(title, bars):
            lines = [title, *(f"{bar.label} {bar.note}" for bar in bars)]
        case Table(head, rows):
            lines = [" | ".join(row) for row in (head, *rows)]
        case Buttons(row):
            lines = [f"[{button.label}]" for button in row]
        case Divider():
            pass
    return lines


def _joined(runs: tuple[Run, ...]) -> str:
    return "".join(run.text for run in runs)
