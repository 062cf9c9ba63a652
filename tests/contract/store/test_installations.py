"""Where the product is installed."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.domain.errors import Stale, WrongKey
from bot.domain.ids import TenantId
from bot.ports.installations import Installation
from storage.cipher import Cipher
from storage.engine import make_engine
from storage.installations import SqlInstallations
from tests.builders import NOW
from tests.contract.store.conftest import ON_FILE

ACME = TenantId("slack:T1")
OTHER = TenantId("slack:T2")
CANARY = "canary-7f3a"
MINUTE = timedelta(minutes=1)


def an_installation(
    tenant: TenantId = ACME,
    *,
    bot_token: str = "xoxb-1",  # noqa: S107 (made up)
    refresh_token: str = "xoxe-1",  # noqa: S107 (made up)
    expires_at: datetime | None = NOW + timedelta(hours=12),
) -> Installation:
    return Installation(
        tenant=tenant,
        team_id=tenant.removeprefix("slack:"),
        team_name="Acme <Support> & Söhne",
        bot_user="UBOT",
        scopes=("commands", "chat:write"),
        installed_at=NOW,
        bot_token=bot_token,
        refresh_token=refresh_token,
        expires_at=expires_at,
        enterprise_id="E1",
    )


@pytest.fixture
def installations(engine: AsyncEngine, cipher: Cipher) -> SqlInstallations:
    return SqlInstallations(engine, cipher)


async def test_an_installation_comes_back_as_it_was_stored(installations: SqlInstallations) -> None:
    stored = await installations.put(an_installation())

    assert stored == replace(an_installation(), version=1)
    assert await installations.get(ACME) == stored


async def test_a_token_that_never_expires_comes_back_so(installations: SqlInstallations) -> None:
    stored = await installations.put(an_installation(refresh_token="", expires_at=None))

    assert await installations.get(ACME) == stored


async def test_where_nothing_is_installed_there_is_none(installations: SqlInstallations) -> None:
    assert await installations.get(ACME) is None


async def test_a_reinstall_replaces_the_installation(installations: SqlInstallations) -> None:
    await installations.put(an_installation())

    again = await installations.put(an_installation(bot_token="xoxb-2"))

    assert again.version == 2
    assert await installations.get(ACME) == again


async def test_what_is_saved_has_the_next_version(installations: SqlInstallations) -> None:
    stored = await installations.put(an_installation())

    saved = await installations.save(replace(stored, bot_token="xoxb-2"))

    assert saved == replace(stored, bot_token="xoxb-2", version=2)
    assert await installations.get(ACME) == saved


async def test_saving_after_a_reinstall_is_stale_and_changes_nothing(installations: SqlInstallations) -> None:
    loaded = await installations.put(an_installation())
    again = await installations.put(an_installation(bot_token="xoxb-new"))

    with pytest.raises(Stale):
        await installations.save(replace(loaded, bot_token="xoxb-old"))

    assert await installations.get(ACME) == again


async def test_of_two_who_save_one_loaded_installation_one_is_stale(url: str, cipher: Cipher) -> None:
    engines = [make_engine(url), make_engine(url)]
    here, there = (SqlInstallations(engine, cipher) for engine in engines)
    loaded = await here.put(an_installation())

    outcomes = await asyncio.gather(
        *(store.save(replace(loaded, bot_token=f"xoxb-{i}")) for i, store in enumerate((here, there))),
        return_exceptions=True,
    )
    stored = await here.get(ACME)
    for engine in engines:
        await engine.dispose()

    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["Installation", "Stale"]
    assert stored in outcomes


async def test_saving_what_was_deleted_is_stale_and_brings_nothing_back(installations: SqlInstallations) -> None:
    loaded = await installations.put(an_installation())
    await installations.delete(ACME, NOW)

    with pytest.raises(Stale):
        await installations.save(loaded)

    assert await installations.get(ACME) is None


async def test_a_deleted_installation_is_gone(installations: SqlInstallations) -> None:
    await installations.put(an_installation())

    assert await installations.delete(ACME, NOW)

    assert await installations.get(ACME) is None
    assert not await installations.delete(ACME, NOW)


async def test_an_installation_newer_than_the_news_of_its_end_stays(installations: SqlInstallations) -> None:
    stored = await installations.put(an_installation())

    assert not await installations.delete(ACME, NOW - MINUTE)

    assert await installations.get(ACME) == stored


async def test_one_workspace_does_not_see_or_touch_another_s(installations: SqlInstallations) -> None:
    ours = await installations.put(an_installation())
    theirs = await installations.put(an_installation(OTHER, bot_token="xoxb-theirs"))

    assert await installations.get(OTHER) == theirs
    with pytest.raises(Stale):
        await installations.save(replace(ours, tenant=TenantId("slack:T3")))
    await installations.delete(OTHER, NOW)

    assert await installations.get(ACME) == ours


@ON_FILE
async def test_no_token_stands_in_plain_in_any_file_of_the_database(
    installations: SqlInstallations, tmp_path: Path
) -> None:
    stored = await installations.put(an_installation(bot_token=f"xoxb-{CANARY}", refresh_token=f"xoxe-{CANARY}"))
    await installations.save(stored)

    files = {file.name: file.read_bytes() for file in tmp_path.iterdir()}

    assert b"slack:T1" in files["hymnsheet.db-wal"]
    assert [name for name, content in files.items() if CANARY.encode() in content] == []


async def test_a_token_cannot_be_read_with_another_key(installations: SqlInstallations, engine: AsyncEngine) -> None:
    await installations.put(an_installation())

    with pytest.raises(WrongKey):
        await SqlInstallations(engine, Cipher([Cipher.new_key()])).get(ACME)


def test_tokens_stay_out_of_what_an_installation_says_of_itself() -> None:
    installation = an_installation(bot_token=f"xoxb-{CANARY}", refresh_token=f"xoxe-{CANARY}")

    assert CANARY not in repr(installation)


async def test_a_state_is_taken_exactly_once(installations: SqlInstallations) -> None:
    await installations.put_state("s", NOW, NOW + MINUTE)

    taken = await asyncio.gather(*(installations.take_state("s", NOW) for _ in range(5)))

    assert sorted(taken) == [False, False, False, False, True]


async def test_a_state_that_was_never_put_is_refused(installations: SqlInstallations) -> None:
    await installations.put_state("s", NOW, NOW + MINUTE)

    assert not await installations.take_state("another", NOW)


async def test_a_state_is_refused_from_the_moment_it_expires(installations: SqlInstallations) -> None:
    await installations.put_state("s", NOW, NOW + MINUTE)

    assert not await installations.take_state("s", NOW + MINUTE)


async def test_beginning_forgets_what_has_expired_and_nothing_else(installations: SqlInstallations) -> None:
    await installations.put_state("old", NOW, NOW + MINUTE)
    await installations.put_state("open", NOW, NOW + 3 * MINUTE)
    await installations.put_state("new", NOW + 2 * MINUTE, NOW + 5 * MINUTE)

    earlier = datetime(2026, 1, 1, tzinfo=UTC)
    assert not await installations.take_state("old", earlier)
    assert await installations.take_state("open", earlier)
    assert await installations.take_state("new", earlier)
