"""Slack's OAuth v2: consent becomes a code, a code or a refresh token becomes a bot token.

What is returned for a refusal, and what is logged, holds Slack's error code and no secret.
"""

import logging
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from urllib.parse import quote, urljoin

from aiohttp import ClientError, encode_basic_auth
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.oauth import AuthorizeUrlGenerator
from slack_sdk.web.async_client import AsyncWebClient

#: What the product asks for (docs.slack.dev/reference/scopes).
SCOPES = (
    "commands",
    "chat:write",
    "im:write",
    "im:history",
    "app_mentions:read",
    "users:read",
    "channels:read",
    "groups:read",
    "usergroups:read",
    "dnd:read",
)
OPTIONAL = frozenset({"dnd:read"})
FILES_SCOPE = "files:write"  #: where HYMNSHEET_SLACK_CHART_PNG is on
_TIMEOUT = timedelta(seconds=10)
_CODE = re.compile(r"[a-z_]{1,64}")
_TEAM = re.compile(r"[A-Z0-9]{1,32}")
#: Slack's error codes that say nothing about what was asked (docs.slack.dev/reference/methods/oauth.v2.access).
_PASSING = frozenset(
    "accesslimited fatal_error internal_error ratelimited rate_limited request_timeout service_unavailable".split()
)

#: The SDK writes requests and answers, tokens included, at DEBUG.
_sdk_log = logging.getLogger(__name__)
_sdk_log.setLevel(logging.WARNING)


@dataclass(frozen=True, slots=True)
class Issued:
    """A bot token, and what renews it."""

    bot_token: str = field(repr=False)
    refresh_token: str = field(repr=False)  #: "": it is not rotated, or the old one stays
    expires_in: timedelta | None  #: None: never


@dataclass(frozen=True, slots=True)
class Granted:
    """One workspace's consent."""

    team_id: str
    team_name: str
    enterprise_id: str
    bot_user: str
    scopes: tuple[str, ...]
    issued: Issued


@dataclass(frozen=True, slots=True)
class Denied:
    """Slack's last word on this code or refresh token."""

    reason: str  #: lower-case letters and underscores


@dataclass(frozen=True, slots=True)
class Unreachable:
    """No answer, or one that says nothing: ask again later."""

    reason: str


@dataclass(frozen=True, slots=True)
class OAuth:
    """The product as Slack knows it."""

    client_id: str
    client_secret: str = field(repr=False)
    api_url: str = "https://slack.com/api/"
    redirect_uri: str | None = None  #: None: the first one of the app's settings
    scopes: Sequence[str] = SCOPES

    def authorize_url(self, state: str) -> str:
        """Where a person consents to an installation."""
        generator = AuthorizeUrlGenerator(  # it encodes nothing
            client_id=quote(self.client_id, safe=""),
            redirect_uri=None if self.redirect_uri is None else quote(self.redirect_uri, safe=""),
            scopes=self.scopes,
            authorization_url=urljoin(self.api_url, "../oauth/v2/authorize"),
        )
        return generator.generate(quote(state, safe=""))

    async def exchange(self, code: str) -> Granted | Denied | Unreachable:
        data = await self._access(code=code, redirect_uri=self.redirect_uri)
        return _granted(data) if isinstance(data, Mapping) else data

    async def refresh(self, refresh_token: str) -> Issued | Denied | Unreachable:
        """A new token pair. The refresh token is used up, whether or not the answer arrives."""
        data = await self._access(grant_type="refresh_token", refresh_token=refresh_token)
        return _issued(data) if isinstance(data, Mapping) else data

    async def _access(self, **asked: str | None) -> Mapping[str, object] | Denied | Unreachable:
        client = AsyncWebClient(base_url=self.api_url, timeout=int(_TIMEOUT.total_seconds()), logger=_sdk_log)
        # Not the SDK's oauth_v2_access: its BasicAuth is deprecated in aiohttp.
        secret = {"Authorization": encode_basic_auth(self.client_id, self.client_secret)}
        try:
            response = await client.api_call(
                "oauth.v2.access", headers=secret, data={name: value for name, value in asked.items() if value}
            )
        except SlackApiError as err:
            return _refusal(err.response)
        except (SlackClientError, ClientError, OSError, AttributeError) as err:
            # AttributeError: the SDK's, on an answer that is no JSON object. TimeoutError is an OSError.
            return Unreachable(type(err).__name__)
        return response.data if isinstance(response.data, Mapping) else Unreachable("unreadable")


def _refusal(response: object) -> Denied | Unreachable:
    data = getattr(response, "data", None)
    code = data.get("error") if isinstance(data, Mapping) else None
    if not isinstance(code, str) or not _CODE.fullmatch(code):
        return Unreachable("unreadable")
    return Unreachable(code) if code in _PASSING else Denied(code)


def _granted(data: Mapping[str, object]) -> Granted | Denied | Unreachable:
    if data.get("is_enterprise_install"):
        return Denied("organisation_install")
    team, enterprise = _part(data, "team"), _part(data, "enterprise")
    if not _TEAM.fullmatch(_text(team, "id")):
        return Unreachable("unreadable")
    issued = _issued(data)
    if not isinstance(issued, Issued):
        return issued
    return Granted(
        team_id=_text(team, "id"),
        team_name=_text(team, "name"),
        enterprise_id=_text(enterprise, "id"),
        bot_user=_text(data, "bot_user_id"),
        scopes=tuple(filter(None, _text(data, "scope").split(","))),
        issued=issued,
    )


def _issued(data: Mapping[str, object]) -> Issued | Denied:
    token = _text(data, "access_token")
    if not token or data.get("token_type", "bot") != "bot":
        return Denied("no_bot_token")
    expires_in = data.get("expires_in")
    return Issued(
        bot_token=token,
        refresh_token=_text(data, "refresh_token"),
        expires_in=timedelta(seconds=expires_in) if isinstance(expires_in, int) and expires_in > 0 else None,
    )


def _part(data: Mapping[str, object], name: str) -> Mapping[str, object]:
    part = data.get(name)
    return part if isinstance(part, Mapping) else {}


def _text(data: Mapping[str, object], name: str) -> str:
    text = data.get(name)
    return text if isinstance(text, str) else ""
