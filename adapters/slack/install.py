"""Installing by a link: /slack/install sends a person to Slack, /slack/oauth_redirect takes them back.

A state is good for one browser (its cookie), one use and ten minutes (its row), so that nobody can be made to install
with a code of somebody else's (RFC 6749, section 10.12).
"""

import re
import secrets
from collections import deque
from datetime import datetime, timedelta
from hmac import compare_digest

import structlog
from aiohttp import web

from adapters.slack.install_page import page
from adapters.slack.oauth import Denied, Granted, OAuth, Unreachable
from adapters.slack.tokens import tenant_of
from bot.ports.clock import Clock
from bot.ports.installations import Installation, Installations

INSTALL = "/slack/install"
REDIRECT = "/slack/oauth_redirect"
COOKIE = "hymnsheet-slack-state"
LIFETIME = timedelta(minutes=10)  #: of a state, as in the SDK
MOST_A_MINUTE = 60  #: installations begun: each writes a row, and anybody can begin one

_STATE = re.compile(r"[A-Za-z0-9_-]{43}")  # 32 bytes in URL-safe base64
_CODE = re.compile(r"[A-Za-z0-9._-]{1,512}")
_AGAIN = (INSTALL, "Start again")

_log = structlog.get_logger()


class Install:
    """The two routes for the web server."""

    def __init__(self, oauth: OAuth, installations: Installations, clock: Clock) -> None:
        self._oauth = oauth
        self._installations = installations
        self._clock = clock
        self._begun: deque[datetime] = deque(maxlen=MOST_A_MINUTE)

    def routes(self) -> list[web.RouteDef]:
        return [web.get(INSTALL, self.begin, allow_head=False), web.get(REDIRECT, self.end, allow_head=False)]

    async def begin(self, _: web.Request) -> web.Response:
        now = self._clock.now()
        if len(self._begun) == MOST_A_MINUTE and now - self._begun[0] < timedelta(minutes=1):
            return page("One moment, please", "Too many installations at once. Try again in a minute.", status=429)
        self._begun.append(now)
        state = secrets.token_urlsafe(32)
        await self._installations.put_state(state, now, now + LIFETIME)
        there = web.Response(
            status=302, headers={"Location": self._oauth.authorize_url(state), "Cache-Control": "no-store"}
        )
        # Lax, which the SDK's cookie is not: sent along when Slack sends the person back, and not from inside a page.
        there.set_cookie(
            COOKIE,
            state,
            max_age=int(LIFETIME.total_seconds()),
            path="/slack",
            secure=True,
            httponly=True,
            samesite="Lax",
        )
        return there

    async def end(self, request: web.Request) -> web.Response:
        answer = await self._answer(request)
        answer.del_cookie(COOKIE, path="/slack", secure=True, httponly=True, samesite="Lax")
        return answer

    async def _answer(self, request: web.Request) -> web.Response:
        if not await self._begun_here(request):
            return page(
                "This link is used up",
                "It works once, in the browser it was opened in, for ten minutes. Nothing was installed.",
                status=400,
                link=_AGAIN,
            )
        if "error" in request.query:
            return page("Not installed", "The installation was cancelled in Slack. Nothing was changed.", link=_AGAIN)
        code = _only(request, "code")
        asked_at = self._clock.now()
        outcome = await self._oauth.exchange(code) if _CODE.fullmatch(code) else Denied("invalid_code")
        if not isinstance(outcome, Granted):
            _log.warning("slack_install_refused", reason_code=outcome.reason)
            return _refused(outcome)
        await self._installations.put(_installation(outcome, asked_at))
        _log.info("slack_installed", tenant=tenant_of(outcome.team_id))
        return page(
            "Hymnsheet is installed",
            f"It is now in {outcome.team_name or 'your workspace'}. Add it to a channel to start a check there.",
            link=(f"https://app.slack.com/client/{outcome.team_id}", "Open Slack"),
        )

    async def _begun_here(self, request: web.Request) -> bool:
        """True once for a state that this browser was sent away with."""
        state, cookie = _only(request, "state"), request.cookies.get(COOKIE, "")
        if not _STATE.fullmatch(state) or not compare_digest(state.encode(), cookie.encode("utf-8", "replace")):
            return False
        return await self._installations.take_state(state, self._clock.now())


def _only(request: web.Request, name: str) -> str:
    """A parameter that is given once; "" otherwise."""
    given = request.query.getall(name, [])
    return given[0] if len(given) == 1 else ""


def _refused(outcome: Denied | Unreachable) -> web.Response:
    if isinstance(outcome, Unreachable):
        return page("Slack does not answer", "Nothing was installed. Try again in a moment.", status=502, link=_AGAIN)
    if outcome.reason == "organisation_install":
        line = "Hymnsheet is installed in single workspaces, not in a whole organisation. Choose a workspace in Slack."
    else:
        line = f"Slack did not accept the installation ({outcome.reason}). Nothing was installed."
    return page("Not installed", line, status=400, link=_AGAIN)


def _installation(granted: Granted, asked_at: datetime) -> Installation:
    issued = granted.issued
    return Installation(
        tenant=tenant_of(granted.team_id),
        team_id=granted.team_id,
        team_name=granted.team_name,
        bot_user=granted.bot_user,
        scopes=granted.scopes,
        installed_at=asked_at,
        bot_token=issued.bot_token,
        refresh_token=issued.refresh_token,
        expires_at=None if issued.expires_in is None else asked_at + issued.expires_in,
        enterprise_id=granted.enterprise_id,
    )
