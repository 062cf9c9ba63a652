"""`GET /metrics`: what an operator watches, for Prometheus. Numbers alone; never a name, an id or a text."""

from collections.abc import Awaitable, Callable
from time import perf_counter

from aiohttp import web
from aiohttp.typedefs import Handler, Middleware
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Gauge, Histogram, generate_latest

from bot.ports.clock import Clock
from bot.ports.pacing import Event, Meter
from bot.ports.store import Outbox

_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.0, 3.0, 10.0)  #: Slack waits for 3 s
_EVENTS = {
    Event.RATE_LIMITED: ("hymnsheet_rate_limited", "Sends that the platform put off by its limits"),
    Event.UNKNOWN: ("hymnsheet_unknown_outcomes", "Sends that may have been taken unheard"),
    Event.GIVEN_UP: ("hymnsheet_given_up", "Messages given up after their last attempt"),
    Event.FALLBACK: ("hymnsheet_comparer_fallbacks", "Answers coded by the local comparer in another's place"),
}


class Metrics(Meter):
    """Counts of this process since its start; what waits is read from the database when somebody looks.

    A registry of its own: nothing that a library registers by itself comes in.
    """

    def __init__(self, outbox: Callable[[], Awaitable[Outbox | None]], clock: Clock) -> None:
        self._outbox = outbox
        self._clock = clock
        self._registry = CollectorRegistry()
        self._events = {event: Counter(name, text, registry=self._registry) for event, (name, text) in _EVENTS.items()}
        self._waiting = self._gauge("hymnsheet_outbox_messages", "Messages that wait to be sent")
        self._age = self._gauge("hymnsheet_outbox_age_seconds", "Age of the oldest message that could go out by now")
        self._dead = self._gauge("hymnsheet_dead_letters", "Messages given up that nobody has tried again")
        self._answered = Histogram(
            "hymnsheet_acknowledgement_seconds",
            "Time to answer what a person did",
            buckets=_SECONDS,
            registry=self._registry,
        )

    def count(self, event: Event) -> None:
        self._events[event].inc()

    async def show(self, _: web.Request) -> web.Response:
        """The page. Where the database cannot be read, what it would tell is NaN."""
        outbox = await self._outbox()
        age = 0.0
        if outbox and outbox.oldest:
            age = max(0.0, (self._clock.now() - outbox.oldest).total_seconds())
        self._waiting.set(outbox.waiting if outbox else float("nan"))
        self._age.set(age if outbox else float("nan"))
        self._dead.set(outbox.given_up if outbox else float("nan"))
        return web.Response(body=generate_latest(self._registry), headers={"Content-Type": CONTENT_TYPE_LATEST})

    @property
    def timing(self) -> Middleware:
        """Takes the time of every POST: what people do comes in as one."""

        @web.middleware
        async def timed(request: web.Request, handler: Handler) -> web.StreamResponse:
            if request.method != "POST":
                return await handler(request)
            begin = perf_counter()
            try:
                return await handler(request)
            finally:
                self._answered.observe(perf_counter() - begin)

        return timed

    def _gauge(self, name: str, text: str) -> Gauge:
        return Gauge(name, text, registry=self._registry)
