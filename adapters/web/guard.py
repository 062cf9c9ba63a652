"""What stands before every request: only this machine's own page may talk to the workspace.

A server on loopback is reachable from every web page the user has open; the Host check stops DNS rebinding, the
Origin and Sec-Fetch-Site checks stop cross-site requests (OWASP, Cross-Site Request Forgery Prevention).
"""

import re

from aiohttp import web
from aiohttp.typedefs import Handler

from bot.domain.errors import BadInput, NotFound, Stale

PROBES = frozenset({"/livez", "/readyz", "/metrics"})
GUESTS: web.AppKey[frozenset[str]] = web.AppKey("guests", frozenset)  #: paths that look after themselves
_LOOPBACK = re.compile(r"(localhost|127\.0\.0\.1|\[::1\])(:\d{1,5})?", re.IGNORECASE)
_OWN_SITE = frozenset({"same-origin", "none"})  # "none": typed into the address bar
_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; object-src 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-cache",
}


def refusal(status: int, line: str) -> web.Response:
    return web.json_response({"error": line}, status=status)


@web.middleware
async def own_page_only(request: web.Request, handler: Handler) -> web.StreamResponse:
    if not _of_workspace(request):
        return await handler(request)
    if not _own_host(request.headers.get("Host", "")):
        return refusal(403, "This workspace answers on localhost only.")
    if (request.path.startswith("/api/") or request.method != "GET") and not _own_origin(request):
        return refusal(403, "Another site cannot use this workspace.")
    if request.method == "POST" and request.content_type != "application/json":
        return refusal(415, "Send JSON, with the content type application/json.")
    return await handler(request)


@web.middleware
async def one_clear_line(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Turns what was refused into JSON with one line, for the page to show."""
    try:
        return await handler(request)
    except BadInput as err:
        return refusal(400, str(err))
    except (Stale, NotFound):
        return refusal(409, "That has changed meanwhile. Look again, then repeat it.")
    except web.HTTPRequestEntityTooLarge:
        return refusal(413, "That is too long to send at once.")
    except web.HTTPException as err:
        return refusal(err.status, err.reason)


async def secure_headers(request: web.Request, response: web.StreamResponse) -> None:
    if _of_workspace(request):
        response.headers.update(_HEADERS)


def _of_workspace(request: web.Request) -> bool:
    return request.path not in PROBES and request.path not in request.app[GUESTS]


def _own_host(host: str) -> bool:
    return _LOOPBACK.fullmatch(host) is not None


def _own_origin(request: web.Request) -> bool:
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None and site not in _OWN_SITE:
        return False
    origin = request.headers.get("Origin")
    return origin is None or origin == f"http://{request.headers.get('Host', '')}"
