"""Slack's side of OAuth on loopback: codes and refresh tokens that work once."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import encode_basic_auth, web
from aiohttp.test_utils import TestServer

from adapters.slack.oauth import OAuth

CANARY = "canary-7f3a"
CLIENT, SECRET = "123.456", f"secret-{CANARY}"
Json = dict[str, Any]


@dataclass
class SlackOAuth:
    """`answer` overrules what Slack would say, as status, type and text; while `open` is not set, answers wait."""

    url: str = ""
    codes: dict[str, Json] = field(default_factory=dict)  #: code → what of the answer differs from the usual one
    refresh_tokens: set[str] = field(default_factory=set)
    lives: int | None = None  #: seconds; None: tokens that never expire
    answer: tuple[int, str, str] | None = None
    open: asyncio.Event = field(default_factory=asyncio.Event)
    asked: list[Mapping[str, str]] = field(default_factory=list)  #: every request's form
    issued: int = 0
    stop: Callable[[], Awaitable[None]] | None = None  #: Slack is gone
    _heard: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(0))

    @property
    def oauth(self) -> OAuth:
        return OAuth(CLIENT, SECRET, f"{self.url}/api/", "https://bot.example/slack/oauth_redirect")

    def refuse(self, error: str, status: int = 200) -> None:
        """Answers everything with this error code."""
        self.answer = (status, "application/json", json.dumps({"ok": False, "error": error}))

    async def heard(self) -> None:
        """Returns when one more request has come; its answer may still be waiting."""
        async with asyncio.timeout(10):
            await self._heard.acquire()

    def allow(self, code: str = "code-1", **differs: object) -> str:
        self.codes[code] = dict(differs)
        return code

    async def access(self, request: web.Request) -> web.Response:
        form = {name: str(value) for name, value in (await request.post()).items()}
        self.asked.append(form)
        self._heard.release()
        await self.open.wait()
        if self.answer is not None:
            status, kind, text = self.answer
            return web.Response(status=status, content_type=kind, text=text)
        if request.headers.get("Authorization") != encode_basic_auth(CLIENT, SECRET):
            return web.json_response({"ok": False, "error": "bad_client_secret"})
        if form.get("grant_type") == "refresh_token":
            if form["refresh_token"] not in self.refresh_tokens:
                return web.json_response({"ok": False, "error": "invalid_refresh_token"})
            self.refresh_tokens.remove(form["refresh_token"])
            return web.json_response(self._tokens())
        if form["code"] not in self.codes:
            return web.json_response({"ok": False, "error": "invalid_code"})
        return web.json_response(self._consented() | self.codes.pop(form["code"]))

    def _consented(self) -> Json:
        return self._tokens() | {
            "app_id": "A1",
            "scope": "commands,chat:write",
            "bot_user_id": "UBOT",
            "team": {"id": "T1", "name": "Acme <b>& Co</b>"},
            "enterprise": None,
            "authed_user": {"id": "U1"},
            "is_enterprise_install": False,
        }

    def _tokens(self) -> Json:
        self.issued += 1
        tokens: Json = {"ok": True, "token_type": "bot", "access_token": f"xoxb-{CANARY}-{self.issued}"}
        if self.lives is not None:
            refresh_token = f"xoxe-{CANARY}-{self.issued}"
            self.refresh_tokens.add(refresh_token)
            tokens |= {"refresh_token": refresh_token, "expires_in": self.lives}
        return tokens


@asynccontextmanager
async def slack_oauth() -> AsyncIterator[SlackOAuth]:
    slack = SlackOAuth()
    slack.open.set()
    app = web.Application()
    app.router.add_post("/api/oauth.v2.access", slack.access)
    async with TestServer(app, host="127.0.0.1") as server:
        slack.stop = server.close
        slack.url = str(server.make_url("")).rstrip("/")
        yield slack
        slack.open.set()
