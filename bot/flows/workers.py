"""What each kind of durable work does."""

from collections.abc import Awaitable, Callable, Mapping

from bot.domain.ids import ChannelRef, CheckId, DeliveryId, PersonRef, RestatementId, TenantId
from bot.flows.deliver import deliver
from bot.flows.house import House
from bot.flows.joining import tell
from bot.flows.launch import ask_team
from bot.flows.make_report import make_report
from bot.flows.read_back import hear
from bot.flows.translating import translate_quotes
from bot.flows.try_again import revive
from bot.flows.wording import word
from bot.ports.work import Again, TaskKind

Handler = Callable[[tuple[str, ...]], Awaitable[Again | None]]


def handlers(house: House) -> Mapping[TaskKind, Handler]:
    """One handler a kind; each may run more than once for one item and then changes nothing more."""

    async def launch(args: tuple[str, ...]) -> Again | None:
        await ask_team(house, TenantId(args[0]), CheckId(args[1]))
        return None

    async def send(args: tuple[str, ...]) -> Again | None:
        return await deliver(house, DeliveryId(args[0]))

    async def listen(args: tuple[str, ...]) -> Again | None:
        await hear(house, TenantId(args[0]), RestatementId(args[1]), int(args[2]), refresh=True)
        return None

    async def report(args: tuple[str, ...]) -> Again | None:
        await make_report(house, TenantId(args[0]), CheckId(args[1]), int(args[2]))
        return None

    async def again(args: tuple[str, ...]) -> Again | None:
        await revive(house, TenantId(args[0]), CheckId(args[1]), args[2])
        return None

    async def joined(args: tuple[str, ...]) -> Again | None:
        tenant = TenantId(args[0])
        return await tell(house, PersonRef(tenant, args[2]), ChannelRef(tenant, args[1]))

    async def ask(args: tuple[str, ...]) -> Again | None:
        await word(house, TenantId(args[0]), CheckId(args[1]), args[2], args[3])
        return None

    async def translate(args: tuple[str, ...]) -> Again | None:
        await translate_quotes(house, TenantId(args[0]), CheckId(args[1]), args[2])
        return None

    return {
        TaskKind.LAUNCH: launch,
        TaskKind.DELIVER: send,
        TaskKind.READ_BACK: listen,
        TaskKind.MAKE_REPORT: report,
        TaskKind.TRY_AGAIN: again,
        TaskKind.JOINED: joined,
        TaskKind.WORD: ask,
        TaskKind.TRANSLATE: translate,
    }
