"""Speaking to Slack's Web API: one connection pool, the workspace's own token, and what went wrong by our names."""

import logging
from collections.abc import Mapping
from datetime import datetime, timedelta
from types import MappingProxyType

import aiohttp
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.webhook.async_client import AsyncWebhookClient

from adapters.slack.tokens import Tokens
from bot.domain.ids import TenantId
from bot.domain.obstacles import Obstacle, noted
from bot.ports.chat import Refused, RetryAt

PLATFORM = "slack"
TOTAL_SECONDS = 15.0  #: one call, from the first byte to the last
SOON = timedelta(seconds=5)  #: after a fault that names no time
RATE_LIMITED = timedelta(seconds=30)  #: where a 429 names no time

#: What a call can raise: a refusal, a broken or slow connection, an answer that is none (the SDK's AttributeError).
TROUBLE = (SlackClientError, aiohttp.ClientError, TimeoutError, OSError, ValueError, AttributeError)

#: The SDK and Bolt write requests and answers, texts and tokens included, at DEBUG.
SDK_LOG = logging.getLogger("hymnsheet.slack")
SDK_LOG.setLevel(logging.WARNING)

_PASSING = frozenset(
    "ratelimited rate_limited internal_error fatal_error service_unavailable request_timeout token_expired "
    "team_added_to_org accesslimited".split()
)
_HTTP_TOO_MANY = 429
_HTTP_SERVER = 500

#: https://docs.slack.dev/reference/methods/chat.postMessage, conversations.open: errors that will not pass.
REASONS: Mapping[str, Obstacle] = MappingProxyType(
    {
        "account_inactive": Obstacle.NOT_INSTALLED,
        "cannot_dm_bot": Obstacle.BOT,
        "cannot_reply_to_message": Obstacle.NO_REPLY,
        "cannot_update_message": Obstacle.NO_CHANGE,
        "cant_update_message": Obstacle.NO_CHANGE,
        "channel_not_found": Obstacle.CHANNEL_UNSEEN,
        "edit_window_closed": Obstacle.NO_CHANGE,
        "invalid_auth": Obstacle.NOT_INSTALLED,
        "is_archived": Obstacle.ARCHIVED,
        "message_not_found": Obstacle.MESSAGE_GONE,
        "messages_tab_disabled": Obstacle.NO_DIRECT,
        "missing_scope": Obstacle.PERMISSION,
        "not_authed": Obstacle.NOT_INSTALLED,
        "not_in_channel": Obstacle.NOT_IN_CHANNEL,
        "restricted_action": Obstacle.NOT_ALLOWED,
        "restricted_action_read_only_channel": Obstacle.READ_ONLY,
        "team_access_not_granted": Obstacle.NOT_INSTALLED,
        "token_revoked": Obstacle.NOT_INSTALLED,
        "user_disabled": Obstacle.DEACTIVATED,
        "user_not_found": Obstacle.ELSEWHERE,
        "user_not_visible": Obstacle.NOT_VISIBLE,
        "users_not_found": Obstacle.ELSEWHERE,
    }
)
_NAME = "Slack"


class Clients:
    """Gives a Web API client for each workspace, all over one pool of connections."""

    def __init__(self, api_url: str, tokens: Tokens) -> None:
        self._api_url = api_url
        self._tokens = tokens
        self._session: aiohttp.ClientSession | None = None

    async def of(self, tenant: TenantId) -> AsyncWebClient | None:
        """A client that may speak in this workspace now; None where the product is not installed there."""
        platform, _, team = tenant.partition(":")
        token = await self._tokens.bot_token(team) if platform == PLATFORM and team else None
        return None if token is None else self.with_token(token)

    def with_token(self, token: str | None) -> AsyncWebClient:
        # No retries underneath: what was sent twice there would be posted twice. The engine comes again.
        return AsyncWebClient(
            token=token, base_url=self._api_url, session=self._pool(), retry_handlers=[], logger=SDK_LOG
        )

    def webhook(self, response_url: str) -> AsyncWebhookClient:
        return AsyncWebhookClient(response_url, session=self._pool(), retry_handlers=[], logger=SDK_LOG)

    async def close(self) -> None:
        if self._session is not None:
            await self._session.close()

    def _pool(self) -> aiohttp.ClientSession:
        if self._session is None or self._session.closed:
            self._session = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=TOTAL_SECONDS))
        return self._session


def code_of(error: BaseException) -> str:
    """Slack's own name for a refusal; "" for a fault of the connection or an answer that is none."""
    response = error.response if isinstance(error, SlackApiError) else None
    data = getattr(response, "data", None)
    return str(data.get("error", "")) if isinstance(data, Mapping) else ""


def outcome_of(error: BaseException, now: datetime) -> RetryAt | Refused:
    """What a failed call means for the message: to wait for, or never."""
    status, wait = _status_of(error)
    code = code_of(error)
    if status == _HTTP_TOO_MANY or code in {"ratelimited", "rate_limited"}:
        return RetryAt(now + (RATE_LIMITED if wait is None else wait), noted(Obstacle.BUSY, _NAME), limited=True)
    if not code or status >= _HTTP_SERVER or code in _PASSING:
        return RetryAt(now + SOON, noted(Obstacle.UNREACHED, _NAME, code or type(error).__name__))
    known = REASONS.get(code)
    return Refused(noted(known) if known else noted(Obstacle.REFUSED, _NAME, code))


def _status_of(error: BaseException) -> tuple[int, timedelta | None]:
    """HTTP status and Retry-After, 0 and None where there was no answer."""
    response = error.response if isinstance(error, SlackApiError) else None
    status = getattr(response, "status_code", None) or getattr(response, "status", None) or 0
    headers = getattr(response, "headers", None) or {}
    lowered = {str(name).lower(): value for name, value in headers.items()}
    seconds = str(lowered.get("retry-after", ""))
    return int(status), timedelta(seconds=int(seconds)) if seconds.isascii() and seconds.isdecimal() else None
