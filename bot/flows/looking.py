"""Looking at a message of the channel: its check's manager may see more of it than everybody else."""

from bot.domain.errors import NotFound
from bot.domain.ids import CheckId
from bot.flows.house import House
from bot.flows.letters import BUILDERS, letter_of
from bot.flows.owed import key_of
from bot.messages.catalogue import catalogue
from bot.messages.looking import for_manager
from bot.messages.view import Message
from bot.ports.door import Actor


async def look(house: House, actor: Actor, kind: str, subject: str) -> Message | None:
    """The message as it reads now, with the manager's buttons; None for everybody else. Nothing is committed: not even
    that somebody looked. `subject`: the check.
    """
    async with house.uow() as uow:
        try:
            check = await uow.checks.get(actor.person.tenant, CheckId(subject))
        except NotFound:
            return None
        if check.manager != actor.person:
            return None
        posted = await uow.ledger.by_key(check.tenant, key_of(check, f"#{check.channel.channel}", kind))
        if posted is None:
            return None
        shown = await BUILDERS[posted.kind](await letter_of(house, uow, posted))
        return for_manager(catalogue(actor.locale), shown, check) if shown and shown.more else None
