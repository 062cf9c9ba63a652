"""What a language model worded for a check."""

import pytest

from bot.domain.errors import NotFound
from bot.domain.ids import CheckId, TenantId
from tests.builders import CHECK, TENANT
from tests.contract.store.conftest import Units

OTHER = TenantId("web:other")


async def test_what_was_worded_is_kept_under_its_key(checked: Units) -> None:
    async with checked() as uow:
        await uow.wordings.put(TENANT, CHECK, "r1:1", "one way")
        await uow.wordings.put(TENANT, CHECK, "r2:1", "another way")
        await uow.commit()

    async with checked() as uow:
        assert await uow.wordings.get(TENANT, CHECK, "r1:1") == "one way"
        assert await uow.wordings.get(TENANT, CHECK, "r3:1") is None


async def test_it_is_replaced_under_the_same_key(checked: Units) -> None:
    async with checked() as uow:
        await uow.wordings.put(TENANT, CHECK, "r1:1", "one way")
        await uow.wordings.put(TENANT, CHECK, "r1:1", "a better way")

        assert await uow.wordings.get(TENANT, CHECK, "r1:1") == "a better way"


async def test_another_tenant_and_another_check_have_none_of_it(checked: Units) -> None:
    async with checked() as uow:
        await uow.wordings.put(TENANT, CHECK, "r1:1", "one way")

        assert await uow.wordings.get(OTHER, CHECK, "r1:1") is None
        assert await uow.wordings.get(TENANT, CheckId("another"), "r1:1") is None


async def test_there_is_none_without_a_check(checked: Units) -> None:
    async with checked() as uow:
        with pytest.raises(NotFound):
            await uow.wordings.put(TENANT, CheckId("another"), "r1:1", "one way")
