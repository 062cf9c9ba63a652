"""A person's browser on its way to Slack and back."""

from dataclasses import dataclass
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import parse_qs, urlsplit

from aiohttp import ClientResponse
from aiohttp.test_utils import TestClient

from adapters.slack.install import COOKIE, INSTALL, REDIRECT


@dataclass
class Browser:
    """Keeps the one cookie; tells what it was answered as status and text."""

    client: TestClient[Any, Any]
    cookie: str = ""
    location: str = ""

    async def begins(self) -> str:
        """Follows the link to install; returns the state Slack is given."""
        response = await self._get(INSTALL)
        assert response.status == 302
        self.location = response.headers["Location"]
        return parse_qs(urlsplit(self.location).query)["state"][0]

    async def returns(self, *pairs: tuple[str, str]) -> tuple[int, str]:
        response = await self._get(REDIRECT, list(pairs))
        return response.status, await response.text()

    async def installs(self, code: str) -> tuple[int, str]:
        return await self.returns(("state", await self.begins()), ("code", code))

    async def _get(self, path: str, query: list[tuple[str, str]] | None = None) -> ClientResponse:
        # By hand: the cookie is for https alone, and the test's server speaks http.
        headers = {"Cookie": f"{COOKIE}={self.cookie}"} if self.cookie else {}
        response = await self.client.get(path, params=query or [], headers=headers, allow_redirects=False)
        for morsel in SimpleCookie(response.headers.get("Set-Cookie", "")).values():
            self.cookie = morsel.value
        return response
