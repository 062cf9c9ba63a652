"""Delivering: a message owed is built from what is true now, sent, and its fate recorded."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import assert_never

from bot.domain.check import Check, CheckState, Participant, ParticipantState
from bot.domain.ids import DeliveryId, PersonRef, ReasonId
from bot.domain.lint import lint
from bot.domain.obstacles import Obstacle, noted
from bot.domain.schedule import in_working_hours, next_working, zone_of
from bot.domain.sheet import SheetVersion
from bot.flows.close_round import close_when_complete
from bot.flows.find import sheet_of
from bot.flows.house import House
from bot.flows.owed import owe_update, summary_key
from bot.flows.round import latest_round, silent
from bot.flows.sending import OPEN, doubtful, give_up, marked, overslept, put_off, receiver, take_back, turn
from bot.flows.translating import quotes
from bot.flows.wording import REVIEW, findings_in, key_of_wording, ways_in
from bot.messages.asking import ask, card, launched, nudge
from bot.messages.catalogue import Catalogue, catalogue
from bot.messages.delivering import capped, given_up, sent_again
from bot.messages.obstacles import obstacle
from bot.messages.overview import said
from bot.messages.reading_back import read_back
from bot.messages.report import Round, full_report, summary, summary_preview
from bot.messages.running import joined
from bot.messages.view import Message
from bot.messages.wording import explained, not_worded, reviewed, translated
from bot.ports.chat import Delivered, Refused, RetryAt, SentRef
from bot.ports.store import Delivery, DeliveryState, UnitOfWork
from bot.ports.work import Again


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


async def deliver(house: House, delivery_id: DeliveryId) -> Again | None:
    """Work: marks the attempt, sends, records the outcome. Comes again when it is too early, for the platform or for
    the receiver. What may be there already, and nobody can tell, is sent once more and says so.
    """
    async with house.uow() as uow:
        delivery = await uow.ledger.get(delivery_id)
        if delivery.state not in OPEN:
            return None
        now = house.clock.now()
        at = await _not_before(uow, delivery, now) or await turn(house, delivery, now)
        if at:
            return Again(at)
        message, sent = await _written(house, uow, delivery)
        again = message is not None and sent is None and await doubtful(house, delivery)
        if message is None or (again and delivery.resent):
            await _end(house, uow, delivery, wanted=message is not None)
            await uow.commit()
            return None
        shown = sent_again((await _letter(house, uow, delivery)).texts, message) if again else message
        delivery = marked(delivery, now, resent=again)
        await uow.ledger.save(delivery)
        await uow.commit()
    held = house.pacer.held(receiver(delivery), house.clock.now())  # a 429 to another, while this one was marked
    if held or overslept(house, delivery):
        return await take_back(house, delivery, held)
    outcome = await _send(house, delivery, shown, sent)
    async with house.uow() as uow:
        next_run = await _record(house, uow, delivery, message, outcome)
        await uow.commit()
    return next_run


async def _end(house: House, uow: UnitOfWork, delivery: Delivery, *, wanted: bool) -> None:
    """Nothing is sent any more: it is not wanted, or it was sent again in doubt and that stayed in doubt."""
    if wanted:
        await give_up(house, uow, delivery)
    else:
        await uow.ledger.save(replace(delivery, state=DeliveryState.OBSOLETE, attempts=delivery.attempts + 1))


async def _not_before(uow: UnitOfWork, delivery: Delivery, now: datetime) -> datetime | None:
    """When this may be sent, where that is still to come: the platform asked to wait, perhaps another process for
    another message, or a nudge that was held up would come outside working hours.
    """
    held = await uow.ledger.held(delivery.tenant)
    earliest = max((at for at in (delivery.not_before, held) if at), default=now)
    if earliest > now:
        return earliest
    if delivery.kind == "nudge":
        participant = await uow.participants.get(delivery.check_id, PersonRef(delivery.tenant, delivery.to_person))
        zone = zone_of(participant.time_zone if participant else "")
        return None if in_working_hours(now, zone) else next_working(now, zone)
    return None


async def _written(house: House, uow: UnitOfWork, delivery: Delivery) -> tuple[Message | None, SentRef | None]:
    """The message as it reads now (None: no longer wanted), and the sent one it replaces."""
    if delivery.updates is None:
        return await _built(house, uow, delivery), None
    original = await uow.ledger.get(delivery.updates)
    if original.ref is None and original.state in OPEN:
        return None, None  # the original will say what is true when it has been sent
    return await _built(house, uow, delivery), original.ref


async def _built(house: House, uow: UnitOfWork, delivery: Delivery) -> Message | None:
    return await BUILDERS[delivery.kind](await _letter(house, uow, delivery))


async def _letter(house: House, uow: UnitOfWork, delivery: Delivery) -> Letter:
    check = await uow.checks.get(delivery.tenant, delivery.check_id)
    sheet = await sheet_of(uow, check)
    participant = None
    locale = sheet.language
    if delivery.to_person:
        participant = await uow.participants.get(check.id, PersonRef(delivery.tenant, delivery.to_person))
        locale = participant.locale if participant else check.manager_locale
    return Letter(house, uow, delivery, check, sheet, participant, catalogue(locale))


async def _send(
    house: House, delivery: Delivery, message: Message, sent: SentRef | None
) -> Delivered | RetryAt | Refused:
    gateway = house.gateway(delivery.tenant)
    try:
        if sent:
            return await gateway.update(sent, message)
        return await gateway.send(receiver(delivery), message, key=delivery.key)
    except Exception as error:  # noqa: BLE001 - the gateway's fault: the message is not lost for it, nor silently sent twice
        return RetryAt(house.clock.now(), noted(Obstacle.FAULT, detail=type(error).__name__), unknown=sent is None)


async def _record(
    house: House, uow: UnitOfWork, delivery: Delivery, message: Message, outcome: Delivered | RetryAt | Refused
) -> Again | None:
    match outcome:
        case Delivered(ref):
            await uow.ledger.save(replace(delivery, state=DeliveryState.SENT, ref=ref, note=""))
            await _catch_up(house, uow, delivery, message, ref)
            return None
        case RetryAt():
            return await put_off(house, uow, delivery, outcome)
        case Refused(reason):
            await uow.ledger.save(replace(delivery, state=DeliveryState.REFUSED, note=reason))
            if delivery.kind == "ask" and delivery.updates is None:
                await _unreachable(house, uow, delivery, reason)
            return None
        case _ as never:
            assert_never(never)


async def _catch_up(house: House, uow: UnitOfWork, delivery: Delivery, message: Message, ref: SentRef) -> None:
    """What became true while the message was on its way is sent after it; two updates may also overtake each other.
    Where an update had to be sent as a message of its own, or the message has other parts now, that is what is updated
    from now on.
    """
    if delivery.updates:
        original = await uow.ledger.get(delivery.updates)
        if original.ref != ref:
            await uow.ledger.save(replace(original, ref=ref))
    fresh = await _built(house, uow, delivery)
    if fresh and fresh != message:
        await owe_update(uow, house, delivery)


async def _unreachable(house: House, uow: UnitOfWork, delivery: Delivery, reason: str) -> None:
    participant = await uow.participants.get(delivery.check_id, PersonRef(delivery.tenant, delivery.to_person))
    if participant is None or participant.state not in {ParticipantState.ASKED, ParticipantState.AWAY}:
        return
    await uow.participants.save(replace(participant, state=ParticipantState.UNREACHABLE, note=reason, nudge_at=None))
    check = await uow.checks.get(delivery.tenant, delivery.check_id)
    await close_when_complete(uow, house, check)


async def _card(letter: Letter) -> Message | None:
    return card(letter.texts, letter.sheet, letter.check)


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
    data = await _round(letter)
    return full_report(letter.texts, data) if data else None


async def _summary(letter: Letter) -> Message | None:
    data = await _round(letter)
    return summary(letter.texts, data) if data else None


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
    reasons = sorted({obstacle(letter.texts, each.note) for each in letters if each.note})
    return given_up(letter.texts, letter.sheet, letter.check, missed, len(letters), reasons)


async def _joined(letter: Letter) -> Message | None:
    user, name = letter.delivery.args
    asked = await letter.uow.participants.get(letter.check.id, PersonRef(letter.delivery.tenant, user))
    if letter.check.state is not CheckState.OPEN or asked:
        return None
    return joined(letter.texts, letter.sheet, letter.check, user, name)


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
