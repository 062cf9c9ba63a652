"""Microsoft's sign-in on this machine: where a tenant's endpoints are told, and tokens given for an app's secret."""

import asyncio
from dataclasses import dataclass, field
from typing import Any, Self

from aiohttp import web

from adapters.teams import credentials
from tests.teams.organisation import APP, SECRET, TENANT

ELSEWHERE = credentials.LOGIN_URL.rstrip("/")


@dataclass
class Login:
    """`asked` is what tokens were asked for; `refuses` the code with which they are refused, `hangs` never answers."""

    asked: list[dict[str, str]] = field(default_factory=list)
    secret: str = SECRET
    refuses: str = ""
    hangs: bool = False
    url: str = ""

    async def __aenter__(self) -> Self:
        app = web.Application()
        app.router.add_get("/{tenant}/v2.0/.well-known/openid-configuration", self._document)
        app.router.add_post("/{tenant}/oauth2/v2.0/token", self._token)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}"
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._runner.cleanup()

    def session(self) -> credentials.Session:
        """Goes here where the other goes to Microsoft."""
        return _Here(self.url)

    async def _document(self, request: web.Request) -> web.Response:
        tenant = request.match_info["tenant"]
        if tenant != TENANT:
            return _refusal("invalid_tenant", "AADSTS90002")
        base = f"{ELSEWHERE}/{tenant}"
        endpoints = {"authorization_endpoint": f"{base}/authorize", "token_endpoint": f"{base}/oauth2/v2.0/token"}
        return web.json_response({"issuer": f"{base}/v2.0", **endpoints})

    async def _token(self, request: web.Request) -> web.Response:
        given = {name: str(value) for name, value in (await request.post()).items()}
        self.asked.append(given)
        if self.hangs:
            await asyncio.sleep(60)
        if self.refuses:
            return _refusal("invalid_client", self.refuses)
        if given["client_id"] != APP:
            return _refusal("unauthorized_client", "AADSTS700016")
        if given["client_secret"] != self.secret:
            return _refusal("invalid_client", "AADSTS7000215")
        return web.json_response(
            {"token_type": "Bearer", "access_token": f"token-{len(self.asked)}", "expires_in": 3600}
        )


class _Here(credentials.Session):
    def __init__(self, url: str) -> None:
        super().__init__()
        self._url = url

    def request(self, method: str, url: str, **how: Any) -> Any:  # type: ignore[override] # as its base
        return super().request(method, url.replace(ELSEWHERE, self._url), **how)


def _refusal(error: str, code: str) -> web.Response:
    told = f"{code}: Something about it. Trace ID: 1 Correlation ID: 2"
    status = 401 if error == "invalid_client" else 400
    return web.json_response({"error": error, "error_description": told}, status=status)
