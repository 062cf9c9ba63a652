"""Messages about one's own answers."""

from collections.abc import Sequence

from bot.domain.check import Check
from bot.domain.restatement import Restatement
from bot.domain.sheet import SheetVersion
from bot.messages.catalogue import Catalogue
from bot.messages.overview import sure
from bot.messages.view import Button, Buttons, Facts, Heading, Message, Part, Quote, Weight


def mine(
    texts: Catalogue,
    answers: Sequence[tuple[Check, SheetVersion, Restatement]],
    declined: Sequence[tuple[Check, SheetVersion]] = (),
) -> Message:
    """Everything this person has answered and not withdrawn, with edit and withdraw; and what was not for them."""
    if not answers and not declined:
        return Message(texts("mine.empty"), (texts.text("mine.empty"),))
    parts: list[Part] = []
    for check, sheet, restatement in answers:
        parts += [Heading(sheet.text.title), *_words(texts, restatement), _buttons(texts, check)]
    for check, sheet in declined:
        parts.append(texts.text("mine.declined", title=sheet.text.title))
        if check.takes_answers:
            parts.append(Buttons((Button(texts("ask.undecline"), "answer", str(check.id)),)))
    sealed = (texts.text("mine.sealed", quiet=True),) if any(check.live for check, *_ in answers) else ()
    return Message(texts("mine.summary"), (*parts, *sealed))


def _words(texts: Catalogue, restatement: Restatement) -> tuple[Part, ...]:
    said = (
        ("mine.why", restatement.text),
        ("mine.differently", restatement.differently),
        ("mine.worry", restatement.worry),
        ("mine.objection", restatement.objection),
    )
    quoted: list[Part] = []
    for key, words in said:
        if words:
            quoted += [texts.text(key), Quote(words)]
    return (*quoted, Facts(((texts("answer.quotable"), texts("mine.yes" if restatement.quotable else "mine.no")),)))


def sure_to_withdraw(texts: Catalogue, check: Check, title: str) -> Message:
    button = Button(texts("ask.withdraw"), "withdraw", str(check.id), Weight.DANGER)
    return sure(texts, title, "mine.withdraw_confirm", button)


def _buttons(texts: Catalogue, check: Check) -> Buttons:
    subject = str(check.id)
    return Buttons(
        (
            Button(texts("ask.edit"), "answer", subject),
            Button(texts("ask.withdraw"), "withdraw", subject, Weight.DANGER, texts("mine.withdraw_confirm")),
        )
    )
