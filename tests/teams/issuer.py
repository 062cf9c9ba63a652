"""A maker of tokens on this machine, as the channel service is one."""

import json
import time
from typing import Any, Self

import jwt
from aiohttp import web
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from jwt.algorithms import RSAAlgorithm

from tests.teams.organisation import APP

ISSUER = "https://api.botframework.com"
KEY = "key-1"
UNENDORSED, OF_ANOTHER_CHANNEL = "key-2", "key-3"  #: the same key under names that may not speak for Teams


class Issuer:
    """`keys_url` leads to its keys; `asked` counts how often they were fetched."""

    def __init__(self) -> None:
        self.asked = 0
        self.broken = False
        self._key = rsa.generate_private_key(public_exponent=65537, key_size=2048)

    async def __aenter__(self) -> Self:
        app = web.Application()
        app.add_routes([web.get("/openid", self._document), web.get("/keys", self._keys)])
        self._runner = web.AppRunner(app, access_log=None)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self._base = f"http://127.0.0.1:{self._runner.addresses[0][1]}"
        self.keys_url = f"{self._base}/openid"
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._runner.cleanup()

    def token(self, service_url: str, *, kid: str | None = KEY, key: RSAPrivateKey | None = None, **claims: Any) -> str:
        """A good one, changed by `claims`; a claim that is None is left out."""
        now = int(time.time())
        whole = {"iss": ISSUER, "aud": APP, "serviceurl": service_url, "nbf": now - 60, "exp": now + 600} | claims
        held = {name: value for name, value in whole.items() if value is not None}
        return jwt.encode(held, key or self._key, algorithm="RS256", headers={"kid": kid} if kid else {})

    def public(self) -> str:
        return json.dumps(self._jwk())

    async def _document(self, _: web.Request) -> web.Response:
        self.asked += 1
        if self.broken:
            return web.Response(status=500)
        return web.json_response({"issuer": ISSUER, "jwks_uri": f"{self._base}/keys"})

    async def _keys(self, _: web.Request) -> web.Response:
        endorsed = {KEY: ["msteams"], UNENDORSED: [], OF_ANOTHER_CHANNEL: ["skype"]}
        return web.json_response({"keys": [self._jwk() | {"kid": k, "endorsements": v} for k, v in endorsed.items()]})

    def _jwk(self) -> dict[str, Any]:
        read: dict[str, Any] = json.loads(RSAAlgorithm.to_jwk(self._key.public_key()))
        return read
