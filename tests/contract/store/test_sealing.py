"""Texts lie in the database under the secret keys alone."""

from pathlib import Path

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.domain.errors import WrongKey
from bot.ports.board import Post
from storage.board import SqlBoard
from storage.cipher import Cipher
from storage.key_check import check_key
from storage.uow import uow_factory
from tests.builders import (
    CHECK,
    NOW,
    TENANT,
    a_check,
    a_coding,
    a_read_back,
    a_report_version,
    a_restatement,
    a_sheet,
    a_sheet_text,
    a_verdict,
)
from tests.contract.store.conftest import KEY, ON_FILE, Units, WorkInTable

CANARY = "canary-7f3a"
ANSWER = a_restatement()


async def write_everything(units: Units, board: SqlBoard) -> None:
    text = a_sheet_text(title=f"t {CANARY}", body=f"b {CANARY}", texts=(f"r {CANARY}",))
    async with units() as uow:
        await uow.sheets.put(a_sheet(text=text, exception_path=CANARY))
        await uow.checks.add(a_check())
        await uow.restatements.put(
            a_restatement(why=CANARY, differently=CANARY, worry=CANARY, objection=CANARY, fix=CANARY)
        )
        heard = a_read_back(a_coding(a_verdict(), own=[CANARY]), dropped_own=[CANARY])
        await uow.restatements.put_read_back(TENANT, ANSWER.id, heard)
        await uow.reports.put(TENANT, a_report_version(headline=CANARY))
        await uow.commit()
    await board.post(Post(0, "dm/priya", "priya", CANARY, NOW, "key"))


def contents(folder: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in folder.iterdir()}


@ON_FILE
async def test_no_text_stands_in_plain_in_any_file_of_the_database(
    units: Units, board: SqlBoard, tmp_path: Path
) -> None:
    await write_everything(units, board)

    files = contents(tmp_path)

    assert b"dm/priya" in files["hymnsheet.db-wal"]
    assert [name for name, content in files.items() if CANARY.encode() in content] == []


async def test_an_answer_cannot_be_read_with_another_key(engine: AsyncEngine, checked: Units) -> None:
    async with checked() as uow:
        await uow.restatements.put(ANSWER)
        await uow.commit()
    strangers = uow_factory(engine, Cipher([Cipher.new_key()]), WorkInTable)

    async with strangers() as uow:
        with pytest.raises(WrongKey):
            await uow.restatements.of_round(TENANT, CHECK, 1)


async def test_a_new_key_in_front_reads_what_the_old_one_sealed(engine: AsyncEngine, checked: Units) -> None:
    async with checked() as uow:
        await uow.restatements.put(ANSWER)
        await uow.commit()
    rotated = uow_factory(engine, Cipher([Cipher.new_key(), KEY]), WorkInTable)

    async with rotated() as uow:
        assert await uow.restatements.get(TENANT, ANSWER.id) == ANSWER


async def test_what_is_sealed_after_a_rotation_needs_the_new_key(engine: AsyncEngine, checked: Units) -> None:
    new = Cipher.new_key()
    async with uow_factory(engine, Cipher([new, KEY]), WorkInTable)() as uow:
        await uow.restatements.put(ANSWER)
        await uow.commit()

    async with checked() as uow:
        with pytest.raises(WrongKey):
            await uow.restatements.get(TENANT, ANSWER.id)


async def test_the_first_use_decides_which_key_the_database_needs(engine: AsyncEngine, cipher: Cipher) -> None:
    await check_key(engine, cipher)

    await check_key(engine, cipher)
    await check_key(engine, Cipher([Cipher.new_key(), KEY]))
    with pytest.raises(WrongKey):
        await check_key(engine, Cipher([Cipher.new_key()]))
