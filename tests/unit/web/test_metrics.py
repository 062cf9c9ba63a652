"""`GET /metrics`."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer
from prometheus_client.parser import text_string_to_metric_families

from adapters.web.metrics import Metrics
from adapters.web.server import Probes, build_app
from bot.ports.pacing import Event
from bot.ports.store import Outbox
from tests.builders import NOW
from tests.fakes import SetClock

Client = TestClient[web.Request, web.Application]


class Office:
    """What waits, as a test sets it."""

    outbox: Outbox | None = Outbox(0, 0, None)

    async def __call__(self) -> Outbox | None:
        return self.outbox


@pytest.fixture
def office() -> Office:
    return Office()


@pytest.fixture
def metrics(office: Office) -> Metrics:
    return Metrics(office, SetClock(NOW))


@pytest.fixture
async def client(metrics: Metrics) -> AsyncIterator[Client]:
    async def ready() -> str | None:
        return None

    async def taken(_: web.Request) -> web.Response:
        return web.Response()

    async def broken(_: web.Request) -> web.Response:
        raise web.HTTPUnauthorized

    guests = [web.post("/slack/events", taken), web.post("/broken", broken)]
    async with TestClient(TestServer(build_app(Probes(ready, metrics), None, guests))) as client:
        yield client


async def shown(client: Client) -> dict[str, float]:
    """Every number without labels."""
    response = await client.get("/metrics", headers={"Host": "prometheus"})
    assert response.status == 200
    families = text_string_to_metric_families(await response.text())
    return {sample.name: sample.value for family in families for sample in family.samples if not sample.labels}


async def test_the_outbox_is_read_when_somebody_looks(client: Client, office: Office) -> None:
    office.outbox = Outbox(3_870, 2, NOW - timedelta(minutes=5))

    numbers = await shown(client)

    assert numbers["hymnsheet_outbox_messages"] == 3_870
    assert numbers["hymnsheet_outbox_age_seconds"] == 300
    assert numbers["hymnsheet_dead_letters"] == 2


async def test_an_empty_outbox_has_no_age(client: Client) -> None:
    assert (await shown(client))["hymnsheet_outbox_age_seconds"] == 0


async def test_a_database_that_cannot_be_read_does_not_hide_the_other_numbers(client: Client, office: Office) -> None:
    office.outbox = None

    numbers = await shown(client)

    assert numbers["hymnsheet_outbox_messages"] != numbers["hymnsheet_outbox_messages"]  # NaN
    assert numbers["hymnsheet_rate_limited_total"] == 0


@pytest.mark.parametrize(
    ("event", "name"),
    [
        (Event.RATE_LIMITED, "hymnsheet_rate_limited_total"),
        (Event.UNKNOWN, "hymnsheet_unknown_outcomes_total"),
        (Event.GIVEN_UP, "hymnsheet_given_up_total"),
        (Event.FALLBACK, "hymnsheet_comparer_fallbacks_total"),
    ],
)
async def test_what_happens_is_counted(client: Client, metrics: Metrics, event: Event, name: str) -> None:
    metrics.count(event)
    metrics.count(event)

    assert (await shown(client))[name] == 2


async def test_what_people_do_is_timed_whatever_the_answer_and_looking_is_not(client: Client) -> None:
    await client.post("/slack/events")
    await client.post("/broken")
    await client.get("/livez")

    assert (await shown(client))["hymnsheet_acknowledgement_seconds_count"] == 2


async def test_two_programs_in_one_process_count_for_themselves(office: Office) -> None:
    assert Metrics(office, SetClock()) is not Metrics(office, SetClock())
