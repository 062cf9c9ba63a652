"""POST /api/messages: nothing forged, oversized or unreadable goes further, and each activity is answered once.

The SDK's own endpoint answers 500 to a bad token and to every invoke. Here the check comes first and apart, and the
response is written once: 401 for a bad token, 403 for another tenant, 400 for what is no activity.
"""

import asyncio
import json
import time
from collections.abc import Awaitable, Callable, Mapping
from http import HTTPStatus
from ipaddress import ip_address
from typing import Any, Protocol

import structlog
from aiohttp import web
from urllib3.exceptions import LocationParseError
from urllib3.util import parse_url

from adapters.teams.authenticate import CHANNEL, Authenticator
from adapters.teams.keys import KeysUnavailableError
from adapters.teams.reading import tenant_in

MESSAGES = "/api/messages"
MAX_BODY_BYTES = 1024 * 1024  #: many times the largest activity of Teams
MAX_HEADER = 16 * 1024
READ_SECONDS = 5.0
TOLD_EVERY = 60.0  #: seconds; an operator reads in the log that requests are refused, a stranger does not fill it

Activity = Mapping[str, Any]
Dispatch = Callable[[Activity], Awaitable[Mapping[str, Any] | None]]  #: the body that answers an invoke

_log = structlog.get_logger()


class Guard(Protocol):
    """Who may bring activities."""

    async def refuses(self, request: web.Request, activity: Activity | None) -> HTTPStatus | None:
        """Why it may not, None where it may. Asked without an activity first, as long as nothing is read."""
        ...


class TenantGuard(Guard):
    """Signed by the channel service, for this app, of this tenant."""

    def __init__(self, authenticator: Authenticator, tenant: str) -> None:
        if not tenant:
            raise ValueError("without a tenant every organisation would be served")
        self._authenticator = authenticator
        self._tenant = tenant

    async def refuses(self, request: web.Request, activity: Activity | None) -> HTTPStatus | None:
        header = request.headers.get("Authorization", "")
        if not header or len(header) > MAX_HEADER:
            return HTTPStatus.UNAUTHORIZED
        if activity is None:
            return None
        if not await self._authenticator.admits(header, activity):
            return HTTPStatus.UNAUTHORIZED
        ours = activity.get("channelId") == CHANNEL and tenant_in(activity) == self._tenant
        return None if ours else HTTPStatus.FORBIDDEN


class EmulatorGuard(Guard):
    """Unsigned, from this machine and answered on this machine alone."""

    async def refuses(self, request: web.Request, activity: Activity | None) -> HTTPStatus | None:
        asked = _host(f"http://{request.headers.get('Host', '')}")  # another's: a web page under a name of its own
        if not (_loopback(request.remote or "") and _loopback(asked)) or "Origin" in request.headers:
            return HTTPStatus.FORBIDDEN
        if activity is not None and not _loopback(_host(activity.get("serviceUrl"))):
            return HTTPStatus.FORBIDDEN
        return None


class Edge:
    """The handler of POST /api/messages."""

    def __init__(self, guard: Guard, dispatch: Dispatch) -> None:
        self._guard = guard
        self._dispatch = dispatch
        self._told: dict[str, float] = {}

    async def handle(self, request: web.Request) -> web.Response:
        try:
            activity = await self._admitted(request)
        except _NotAdmittedError as err:
            return web.Response(status=err.status)
        except KeysUnavailableError:
            _log.error("teams_signing_keys_unavailable", platform="teams")
            return web.Response(status=HTTPStatus.SERVICE_UNAVAILABLE)
        try:
            body = await self._dispatch(activity)
        except (KeyError, IndexError, TypeError, ValueError, AttributeError) as err:
            _log.warning("teams_activity_unreadable", platform="teams", error=type(err).__name__)
            return web.Response(status=HTTPStatus.BAD_REQUEST)
        except Exception as err:  # noqa: BLE001 (whatever it was, Teams tells the person that it did not work)
            _log.error("teams_activity_failed", platform="teams", error=type(err).__name__)
            return web.Response(status=HTTPStatus.SERVICE_UNAVAILABLE)
        return web.Response() if body is None else web.json_response(body)

    async def _admitted(self, request: web.Request) -> Activity:
        """Raises _NotAdmittedError."""
        if (request.content_length or 0) > MAX_BODY_BYTES:
            raise _NotAdmittedError(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        await self._ask(request, None)
        if request.content_type != "application/json":  # also keeps a page in some browser from posting here
            raise _NotAdmittedError(HTTPStatus.UNSUPPORTED_MEDIA_TYPE)
        activity = _object(await _read(request))
        await self._ask(request, activity)
        return activity

    async def _ask(self, request: web.Request, activity: Activity | None) -> None:
        refused = await self._guard.refuses(request, activity)
        if refused:
            unsigned = refused is HTTPStatus.UNAUTHORIZED and "Authorization" not in request.headers
            self._tell("no token" if unsigned else refused.phrase.lower())
            raise _NotAdmittedError(refused)

    def _tell(self, why: str) -> None:
        now = time.monotonic()
        if now >= self._told.get(why, now):
            self._told[why] = now + TOLD_EVERY
            _log.warning("teams_request_refused", platform="teams", reason_code=why)


class _NotAdmittedError(Exception):
    def __init__(self, status: HTTPStatus) -> None:
        super().__init__(status.phrase)
        self.status = status


async def _read(request: web.Request) -> bytes:
    """The body, where it is under the cap and comes in time."""
    body = bytearray()
    try:
        async with asyncio.timeout(READ_SECONDS):
            async for chunk in request.content.iter_any():
                body += chunk
                if len(body) > MAX_BODY_BYTES:
                    raise _NotAdmittedError(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    except TimeoutError as err:
        raise _NotAdmittedError(HTTPStatus.REQUEST_TIMEOUT) from err
    except web.RequestPayloadError as err:  # it claims to be packed, and is not
        raise _NotAdmittedError(HTTPStatus.BAD_REQUEST) from err
    return bytes(body)


def _object(body: bytes) -> Activity:
    try:
        read = json.loads(body)
    except (ValueError, RecursionError) as err:
        raise _NotAdmittedError(HTTPStatus.BAD_REQUEST) from err
    if not isinstance(read, dict):
        raise _NotAdmittedError(HTTPStatus.BAD_REQUEST)
    return read


def _host(url: object) -> str:
    """As the client that will call there reads it; "" where it is no address of the web."""
    try:
        given = parse_url(str(url))
    except LocationParseError:
        return ""
    return (given.host or "").strip("[]") if given.scheme in {"http", "https"} and not given.auth else ""


def _loopback(host: str) -> bool:
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False
