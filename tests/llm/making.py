"""The comparer under test, at a scripted endpoint, with waiting that takes no time."""

from dataclasses import dataclass, field

from adapters.comparers.llm import Endpoint, LlmComparer, Server
from bot.ports.compare import Comparer
from bot.ports.spending import Caps, MemorySpending, Spending
from tests.fakes_compare import FakeComparer
from tests.llm.double import Double


class StandIn(FakeComparer):
    """The fallback: codes like the fake, under another name and with a limit."""

    name = "local-fake@1"
    limits = ("limit_local_model",)


@dataclass
class Waits:
    """Keeps what was waited for; a clock that this moves."""

    waited: list[float] = field(default_factory=list)
    now: float = 0.0

    async def sleep(self, seconds: float) -> None:
        self.waited.append(seconds)
        self.now += seconds

    def monotonic(self) -> float:
        return self.now


def a_comparer(
    double: Double,
    *,
    caps: Caps = Caps(tokens=10**9),  # noqa: B008 - frozen
    fallback: Comparer | None = None,
    timeout: float = 30,
    at_once: int = 8,
    waits: Waits | None = None,
    spending: Spending | None = None,
) -> LlmComparer:
    waits = waits or Waits()
    server = Server(double.address, "k", "m", timeout, at_once)
    endpoint = Endpoint(server, sleep=waits.sleep, monotonic=waits.monotonic)
    return LlmComparer(endpoint, fallback or StandIn(), caps, spending or MemorySpending())
