"""Letters: what each kind of delivery says, built from what is true when its turn comes."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

from bot.domain.check import Check, CheckState, Participant, ParticipantState
from bot.domain.ids import PersonRef, ReasonId
from bot.domain.lint import lint
from bot.domain.pace import ATTEMPTS
from bot.domain.sheet import SheetVersion
from bot.flows.find import sheet_of
from bot.flows.house import House
from bot.flows.joining import unasked
from bot.flows.owed import summary_key
from bot.flows.round import latest_round, silent
from bot.flows.translating import quotes
from bot.flows.wording import REVIEW, findings_in, key_of_wording, ways_in
from bot.messages.asking import ask, card, launched, nudge
from bot.messages.catalogue import Catalogue, catalogue
from bot.messages.delivering import capped, given_up
from bot.messages.looking import shared
from bot.messages.overview import said
from bot.messages.reading_back import read_back
from bot.messages.report import Round, full_report, replaced, summary, summary_preview
from bot.messages.running import joined
from bot.messages.view import Message
from bot.messages.wording import explained, not_worded, reviewed, translated
from bot.ports.store import Delivery, UnitOfWork


@dataclass(frozen=True, slots=True)
class Letter:
    """What a builder needs to write one delivery's message."""

    house: House
    uow: UnitOfWork
    delivery: Delivery
    check: Check
    sheet: SheetVersion
    participant: Participant | None
    texts: Catalogue  #: in the receiver's language


Builder = Callable[[Letter], Awaitable[Message | None]]


async def letter_of(house: House, uow: UnitOfWork, delivery: Delivery) -> Letter:
    check = await uow.checks.get(delivery.tenant, delivery.check_id)
    sheet = await sheet_of(uow, check)
    participant = None
    locale = sheet.language
    if delivery.to_person:
        participant = await uow.participants.get(check.id, PersonRef(delivery.tenant, delivery.to_person))
        locale = participant.locale or locale if participant else check.manager_locale
    return Letter(house, uow, delivery, check, sheet, participant, catalogue(locale))


async def _card(letter: Letter) -> Message | None:
    return shared(card(letter.texts, letter.sheet, letter.check), letter.check, letter.delivery.kind)


async def _ask(letter: Letter) -> Message | None:
    return ask(letter.texts, letter.sheet, letter.check, letter.participant) if letter.participant else None


async def _nudge(letter: Letter) -> Message | None:
    participant = letter.participant
    if letter.check.state is not CheckState.OPEN or participant is None:
        return None
    asked = participant.state is ParticipantState.ASKED
    return nudge(letter.texts, letter.sheet, letter.check, participant) if asked else None


async def _launched(letter: Letter) -> Message | None:
    people = await letter.uow.participants.of_check(letter.check.tenant, letter.check.id)
    return launched(letter.texts, letter.sheet, letter.check, tuple(people))


async def _read_back(letter: Letter) -> Message | None:
    check, title = letter.check, letter.sheet.text.title
    person = PersonRef(letter.delivery.tenant, letter.delivery.to_person)
    restatement = await letter.uow.restatements.of_person(check.id, check.round, person)
    if restatement is None:
        return said(letter.texts, "readback.withdrawn", title=title)
    if check.state is CheckState.CANCELLED:
        return None
    if silent(restatement):
        return said(letter.texts, "answer.kept")
    heard = await letter.uow.restatements.read_back(check.tenant, restatement.id)
    if heard is None or heard.revision != restatement.revision:
        return said(letter.texts, "readback.listening", title=title)
    closed = check.state is CheckState.CLOSED
    return read_back(letter.texts, letter.sheet, restatement, heard, after_close=closed)


async def _round(letter: Letter) -> Round | None:
    return await latest_round(letter.uow, letter.check, letter.house.comparer)


async def _report(letter: Letter) -> Message | None:
    """An older version is not sent any more, and its message does not stay: somebody may have withdrawn."""
    data, delivery = await _round(letter), letter.delivery
    if data and int(delivery.args[0] if delivery.args else 0) == data.version.version:
        return full_report(letter.texts, data)
    sent = delivery.updates or (await letter.uow.ledger.get(delivery.id)).ref
    return replaced(letter.texts, letter.check, letter.sheet, data.version) if data and sent else None


async def _summary(letter: Letter) -> Message | None:
    data = await _round(letter)
    return shared(summary(letter.texts, data), letter.check, letter.delivery.kind) if data else None


async def _summary_preview(letter: Letter) -> Message | None:
    data = await _round(letter)
    posted = await letter.uow.ledger.by_key(letter.check.tenant, summary_key(letter.check)) is not None
    return summary_preview(letter.texts, data, posted=posted) if data else None


async def _given_up(letter: Letter) -> Message | None:
    letters = await letter.uow.ledger.given_up(letter.check.tenant, letter.check.id)
    if not letters:
        return None
    receivers = {each.to_person for each in letters}
    people = await letter.uow.participants.of_check(letter.check.tenant, letter.check.id)
    missed = [person for person in people if person.person.user in receivers]
    notes = {each.note for each in letters if each.note}
    channel, tried = any(each.to_channel for each in letters), all(each.attempts >= ATTEMPTS for each in letters)
    return given_up(letter.texts, letter.sheet, letter.check, missed, len(letters), notes, channel=channel, tried=tried)


async def _joined(letter: Letter) -> Message | None:
    told = letter.delivery
    joiners = await unasked(letter.uow, letter.check, told)
    if letter.check.state is not CheckState.OPEN or not joiners:
        return None
    return joined(letter.texts, letter.sheet, letter.check, told.id, tuple(joiners.values()))


async def _capped(letter: Letter) -> Message | None:
    return capped(letter.texts, letter.sheet)


async def _worded(letter: Letter) -> Message | None:
    """Where the draft was edited since, nobody wants it any more."""
    what, key = letter.delivery.args
    if key != key_of_wording(letter.check, what):
        return None
    worded = await letter.uow.wordings.get(letter.check.tenant, letter.check.id, key)
    texts, sheet, name = letter.texts, letter.sheet, letter.house.comparer.name
    if worded is None:
        return not_worded(texts, sheet)
    if what != REVIEW:
        return explained(texts, sheet, ReasonId(what), ways_in(worded), name)
    known = {(each.kind, each.reason_id) for each in lint(sheet.text, sheet.language)}
    more = [each for each in findings_in(worded) if (each.kind, each.reason_id) not in known]
    return reviewed(texts, sheet, more, name)


async def _translated(letter: Letter) -> Message | None:
    if letter.check.state is CheckState.CANCELLED:
        return None
    quoted = await quotes(letter.uow, letter.house, letter.check, letter.texts.language)
    rows = [(one.name, words) for one, _, words in quoted if words]
    missing = sum(words is None for _, _, words in quoted)
    return translated(letter.texts, letter.sheet, rows, missing, letter.house.comparer.name)


#: Which builder writes which kind of delivery.
BUILDERS: Mapping[str, Builder] = {
    "card": _card,
    "ask": _ask,
    "nudge": _nudge,
    "launched": _launched,
    "read_back": _read_back,
    "report": _report,
    "summary": _summary,
    "summary_preview": _summary_preview,
    "given_up": _given_up,
    "joined": _joined,
    "capped": _capped,
    "worded": _worded,
    "translated": _translated,
}
