"""What belongs to one tenant does not exist for another, even under the same ids."""

from datetime import timedelta

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.domain.check import CheckState
from bot.domain.errors import NotFound, Stale
from bot.domain.ids import DeliveryId, TenantId
from bot.ports.board import Post
from bot.ports.store import Delivery
from storage.board import SqlBoard
from storage.cipher import Cipher
from tests.builders import (
    CHECK,
    NOW,
    SHEET,
    TENANT,
    a_check,
    a_participant,
    a_person,
    a_read_back,
    a_report_version,
    a_restatement,
    a_sheet,
)
from tests.contract.store.conftest import Units

OTHER = TenantId("web:other")
ANSWER = a_restatement()


async def test_a_sheet(checked: Units) -> None:
    async with checked() as uow:
        assert await uow.sheets.slugs(OTHER) == frozenset()
        with pytest.raises(NotFound):
            await uow.sheets.get(OTHER, SHEET, 1)


async def test_a_check(checked: Units) -> None:
    async with checked() as uow:
        assert await uow.checks.of_tenant(OTHER, frozenset(CheckState)) == []
        with pytest.raises(NotFound):
            await uow.checks.get(OTHER, CHECK)


async def test_a_check_of_the_same_name(checked: Units) -> None:
    theirs = a_check(tenant=OTHER, round_=3)

    async with checked() as uow:
        await uow.sheets.put(a_sheet(author=a_person("dana", OTHER)))
        await uow.checks.add(theirs)

        assert await uow.checks.get(OTHER, CHECK) == theirs
        assert await uow.checks.get(TENANT, CHECK) == a_check()
        assert await uow.checks.of_tenant(TENANT, frozenset(CheckState)) == [(a_check(), "refunds")]


async def test_saving_a_check_of_the_same_name(checked: Units) -> None:
    async with checked() as uow:
        with pytest.raises(Stale):
            await uow.checks.save(a_check(tenant=OTHER, round_=3))

        assert await uow.checks.get(TENANT, CHECK) == a_check()


async def test_participants(checked: Units) -> None:
    async with checked() as uow:
        await uow.participants.add([a_participant(nudge_at=NOW)])

        assert await uow.participants.get(CHECK, a_person(tenant=OTHER)) is None
        assert await uow.participants.of_check(OTHER, CHECK) == []
        assert await uow.participants.of_person(a_person(tenant=OTHER)) == []
        assert await uow.participants.counts(OTHER, CHECK) == {}
        assert await uow.participants.unconfirmed(OTHER, CHECK) == 0
        assert await uow.participants.next_nudge(OTHER) is None


async def test_answers(checked: Units) -> None:
    async with checked() as uow:
        await uow.restatements.put(ANSWER)
        await uow.restatements.put_read_back(TENANT, ANSWER.id, a_read_back())

        assert await uow.restatements.of_person(CHECK, 1, a_person(tenant=OTHER)) is None
        assert await uow.restatements.of_round(OTHER, CHECK, 1) == []
        for refused in (
            uow.restatements.get(OTHER, ANSWER.id),
            uow.restatements.read_back(OTHER, ANSWER.id),
            uow.restatements.put_read_back(OTHER, ANSWER.id, a_read_back(comparer="theirs")),
        ):
            with pytest.raises(NotFound):
                await refused


async def test_deleting_an_answer(checked: Units) -> None:
    async with checked() as uow:
        await uow.restatements.put(ANSWER)
        await uow.restatements.delete(OTHER, ANSWER.id)

        assert await uow.restatements.get(TENANT, ANSWER.id) == ANSWER


async def test_reports(checked: Units) -> None:
    async with checked() as uow:
        await uow.reports.put(TENANT, a_report_version())

        assert await uow.reports.latest(OTHER, CHECK, 1) is None


async def test_the_ledger(units: Units) -> None:
    theirs = Delivery(DeliveryId("d2"), OTHER, "key", "ask", CHECK, to_person="priya")

    async with units() as uow:
        await uow.ledger.owe(Delivery(DeliveryId("d1"), TENANT, "key", "ask", CHECK, to_person="priya"))

        assert await uow.ledger.by_key(OTHER, "key") is None
        assert await uow.ledger.counts(OTHER, CHECK) == {}
        assert await uow.ledger.owe(theirs)


async def test_the_board(board: SqlBoard, engine: AsyncEngine, cipher: Cipher) -> None:
    theirs = SqlBoard(engine, cipher, OTHER)
    post = await board.post(Post(0, "channel/support", "dana", "{}", NOW, "key"))
    await board.set_clock_offset(timedelta(hours=1))

    assert await theirs.empty()
    assert await theirs.get(post.id) is None
    assert await theirs.update(post.id, "[]") is None
    assert await theirs.since(["channel/support"], 0) == []
    assert await theirs.clock_offset() == timedelta()
