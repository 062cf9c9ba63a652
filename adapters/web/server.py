"""The web server: probes always, the local workspace where there is one."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from aiohttp import web

from adapters.web.api import Api, Workspace
from adapters.web.body import MAX_BODY_BYTES
from adapters.web.config import WebConfig
from adapters.web.guard import GUESTS, one_clear_line, own_page_only, secure_headers
from adapters.web.metrics import Metrics
from bot.domain.errors import BadInput

STATIC = Path(__file__).parent / "static"


@dataclass(frozen=True, slots=True)
class Probes:
    """`ready` gives None, or the reason why not. Without `metrics` there is no /metrics."""

    ready: Callable[[], Awaitable[str | None]]
    metrics: Metrics | None = None


def build_app(probes: Probes, workspace: Workspace | None, guests: Sequence[web.RouteDef] = ()) -> web.Application:
    """The application to run; without a workspace it has the probes and `guests` alone: routes that look after
    themselves, reachable from outside.
    """
    timing = [probes.metrics.timing] if probes.metrics else []
    app = web.Application(client_max_size=MAX_BODY_BYTES, middlewares=[*timing, one_clear_line, own_page_only])
    app[GUESTS] = frozenset(route.path for route in guests)
    app.add_routes([*_probe_routes(probes), *guests])
    if workspace is not None:
        api = Api(workspace)
        app.add_routes(api.routes())
        app.router.add_get("/", _page)
        app.router.add_static("/static/", STATIC)
        app.on_shutdown.append(api.hang_up)
    app.on_response_prepare.append(secure_headers)
    return app


async def listen(runner: web.AppRunner, config: WebConfig) -> int:
    """Serves from now on; the port it got. Raises BadInput where the address is taken."""
    await runner.setup()
    site = web.TCPSite(runner, config.host.strip("[]"), config.port)
    try:
        await site.start()
    except OSError as err:
        raise BadInput(
            f"cannot listen on {config.host}:{config.port} ({err.strerror}); set HYMNSHEET_PORT to a free port"
        ) from err
    return int(runner.addresses[0][1])


def _probe_routes(probes: Probes) -> list[web.RouteDef]:
    async def live(_: web.Request) -> web.Response:
        return web.Response(text="ok\n")

    async def ready(_: web.Request) -> web.Response:
        reason = await probes.ready()
        return web.Response(text="ready\n") if reason is None else web.Response(status=503, text=f"{reason}\n")

    numbers = [web.get("/metrics", probes.metrics.show)] if probes.metrics else []
    return [web.get("/livez", live), web.get("/readyz", ready), *numbers]


async def _page(_: web.Request) -> web.FileResponse:
    return web.FileResponse(STATIC / "index.html")
