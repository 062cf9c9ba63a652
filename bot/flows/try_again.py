"""Trying again: dead letters are owed once more."""

from bot.domain.errors import BadInput
from bot.domain.ids import CheckId, TenantId
from bot.flows.find import managed
from bot.flows.house import House, Visit
from bot.flows.owed import owe_again
from bot.messages.delivering import trying_again
from bot.messages.view import Reply, Update
from bot.ports.work import Task, TaskKind

BATCH = 100  #: messages owed anew in one transaction; nobody else can write meanwhile


async def try_again(visit: Visit, subject: str) -> Reply:
    """A button's: every message of the check that was given up is tried again, as if for the first time."""
    async with visit.transaction() as uow:
        check = await managed(uow, visit, subject)
        letters = await uow.ledger.given_up(visit.tenant, check.id)
        if not letters:
            raise BadInput(visit.texts("undelivered.none"))
        task = Task(TaskKind.TRY_AGAIN, (check.tenant, check.id, visit.event_key))
        await uow.work.put(task, key=f"try_again:{check.id}:{visit.event_key}")
        return Update(trying_again(visit.texts, check, len(letters)))


async def revive(house: House, tenant: TenantId, check_id: CheckId, press: str) -> None:
    """Work: what lies there now waits again. `press` tells one press of the button from the next."""
    async with house.uow() as uow:
        letters = await uow.ledger.given_up(tenant, check_id)
    for start in range(0, len(letters), BATCH):
        async with house.uow() as uow:
            for number, letter in enumerate(letters[start : start + BATCH], start):
                await owe_again(uow, house, letter, press, behind=number)
            await uow.commit()
