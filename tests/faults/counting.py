"""What became of every message: the ledger's rows beside the platform's own log of what it accepted."""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from sqlalchemy import func, select, text

from bot.ports.store import DeliveryState
from storage.engine import make_engine, reading
from storage.tables import deliveries
from tests.slack.state import Accepted

OPEN = (DeliveryState.WAITING.value, DeliveryState.ATTEMPTED.value)
_WORK = "SELECT workflow_uuid FROM {} WHERE status IN ('ENQUEUED', 'PENDING', 'DELAYED')"
_UNFINISHED = "SELECT count(*) FROM {} WHERE status IN ('ENQUEUED', 'PENDING', 'DELAYED')"
_HELD = "SELECT count(*) FROM {} WHERE status = 'PENDING' AND executor_id = :name"


@dataclass(frozen=True, slots=True)
class Counted:
    """What one run of a row of the bar came to. `wrong` says what else did not hold; nothing where all did."""

    counted: str
    lost: list[str]
    duplicated: int
    wrong: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of the ledger."""

    id: str
    key: str
    state: str
    updates: str  #: the id of the entry whose message it changes; "" for a message of its own


@dataclass(frozen=True, slots=True)
class Audit:
    """The ledger beside the platform's log. Updates change messages in place, and carry no key to be counted by."""

    entries: tuple[Entry, ...]
    posted: Counter[str]  #: by key, how often the platform took it as a message of its own

    def lost(self, wanted: Collection[tuple[str, str]] = ()) -> list[str]:
        """What the platform never got: of these (receiver, kind), of what is called sent, of what was left open."""
        there = {_told(key) for key in self.posted}
        missing = [f"{kind} to {receiver}" for receiver, kind in wanted if (receiver, kind) not in there]
        unsent = [one.key for one in self.entries if one.state == "sent" and not one.updates and not self.came(one)]
        undone = [
            f"{one.key} is {one.state}"
            for one in self.entries
            if one.state in OPEN or (one.state == DeliveryState.GIVEN_UP.value and not self.posted[one.key])
        ]
        return [*missing, *unsent, *undone]

    def came(self, entry: Entry) -> bool:
        """Itself, or after it was given up as a change to it, which is then sent as a message of its own."""
        changes = (one.key for one in self.entries if one.updates == entry.id)
        return self.posted[entry.key] > 0 or any(self.posted[key] for key in changes)

    def duplicated(self, *, channels: bool = False) -> int:
        """Messages that came more than once: in direct messages, or in channels, whose history may not be read."""
        extra = {key: times - 1 for key, times in self.posted.items() if times > 1}
        return sum(times for key, times in extra.items() if _told(key)[0].startswith("#") is channels)


def audit(entries: Iterable[Entry], accepted: Iterable[Accepted]) -> Audit:
    posted = Counter[str]()
    for one in accepted:
        key = str((one.metadata.get("event_payload") or {}).get("key") or "")
        if one.method == "chat.postMessage" and key and not key.startswith("reply:"):
            posted[key] += 1
    return Audit(tuple(entries), posted)


def only(*told: tuple[bool, str]) -> tuple[str, ...]:
    """What is told of all that went wrong."""
    return tuple(what for wrong, what in told if wrong)


async def ledger(url: str) -> list[Entry]:
    """Every message owed, as it stands now."""
    engine = make_engine(url)
    try:
        async with reading(engine) as connection:
            query = select(deliveries.c.id, deliveries.c.key, deliveries.c.state, deliveries.c.updates)
            found = await connection.execute(query)
            return [Entry(id_, key, state, updates or "") for id_, key, state, updates in found]
    finally:
        await engine.dispose()


async def undone(url: str) -> int:
    """Messages without an end, and work of the engine that has not ended."""
    engine = make_engine(url)
    try:
        async with reading(engine) as connection:
            waiting = await connection.execute(select(func.count()).where(deliveries.c.state.in_(OPEN)))
            working = await connection.execute(text(_UNFINISHED.format(_table(url))))
            return int(waiting.scalar_one()) + int(working.scalar_one())
    finally:
        await engine.dispose()


async def work(url: str) -> list[str]:
    """What the engine has still to do, by its keys, in which ids stand."""
    engine = make_engine(url)
    try:
        async with reading(engine) as connection:
            return [str(key) for (key,) in await connection.execute(text(_WORK.format(_table(url))))]
    finally:
        await engine.dispose()


async def held(url: str, replica: str) -> int:
    """Work that has begun in this process and has not ended; on a file there is one process, whatever its name."""
    engine = make_engine(url)
    try:
        async with reading(engine) as connection:
            name = "embedded" if url.startswith("sqlite") else replica
            return int((await connection.execute(text(_HELD.format(_table(url))), {"name": name})).scalar_one())
    finally:
        await engine.dispose()


def _table(url: str) -> str:
    """The engine's own."""
    return "workflow_status" if url.startswith("sqlite") else "dbos.workflow_status"


def _told(key: str) -> tuple[str, str]:
    """Receiver and kind in "slack:T1:check:round:receiver:kind:ordinal"."""
    parts = key.split(":")
    return parts[4], parts[5]
