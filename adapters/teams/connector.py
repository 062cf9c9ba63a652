"""Speaking to the Bot Connector: the SDK's clients in threads of our own, and what went wrong by our names.

The SDK's asynchronous clients fetch tokens on the loop and send in the default pool of threads, a few at a time.
Its synchronous ones are used here instead, in 32 threads.
"""

import asyncio
import logging
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from types import MappingProxyType
from typing import Any, TypeVar

import requests
from botframework.connector import ConnectorClient
from botframework.connector.auth import MicrosoftAppCredentials
from msrest.authentication import Authentication
from msrest.exceptions import ClientException, HttpOperationError
from urllib3.exceptions import ConnectTimeoutError

from adapters.teams.credentials import LOGIN_URL, SCOPE, Credentials, NoTokenError
from bot.domain.obstacles import Obstacle, noted
from bot.ports.chat import Refused, RetryAt

PLATFORM = "teams"
THREADS = 32
CALL_SECONDS = 15
SOON = timedelta(seconds=5)  #: after a fault that names no time
RATE_LIMITED = timedelta(seconds=30)  #: where a 429 names no time
LONGEST = timedelta(hours=1)  #: that is waited, whatever is asked for

#: What a call can raise: a refusal, a broken or slow connection, an answer that is none, no token.
TROUBLE = (ClientException, requests.RequestException, OSError, ValueError)

#: The SDK writes requests, texts and tokens included, at DEBUG.
for _name in ("msrest", "msal", "urllib3"):
    logging.getLogger(_name).setLevel(logging.WARNING)

_NONE, _UNAUTHORIZED, _SLOW, _CLASH, _TOO_MANY, _SERVER, _AWAY = 0, 401, 408, 412, 429, 500, 503
_PASSING = frozenset({_NONE, _UNAUTHORIZED, _SLOW, _CLASH, _TOO_MANY})

#: https://learn.microsoft.com/microsoftteams/platform/bots/build-a-notification-capability: codes of a refusal.
REASONS: Mapping[str, Obstacle] = MappingProxyType(
    {
        "BotDisabledByAdmin": Obstacle.SWITCHED_OFF,
        "BotNotInConversationRoster": Obstacle.NOT_INSTALLED_FOR,
        "ConversationBlockedByUser": Obstacle.BLOCKED,
        "ConversationNotFound": Obstacle.CONVERSATION_GONE,
        "ActivityNotFoundInConversation": Obstacle.MESSAGE_GONE,
        "ForbiddenOperationException": Obstacle.NOT_INSTALLED_FOR,
        "InvalidBotApiHost": Obstacle.CONVERSATION_UNKNOWN,
        "MessageSizeTooBig": Obstacle.TOO_LONG,
        "MessageWritesBlocked": Obstacle.BLOCKED,
        "NotEnoughPermissions": Obstacle.NOT_ALLOWED,
        "UserNotFound": Obstacle.ELSEWHERE,
    }
)
_NAME = "Teams"

T = TypeVar("T")


class Connectors:
    """One client for each service address, all with one token cache. `credentials` None: the emulator's."""

    def __init__(self, credentials: Credentials | None, app_id: str) -> None:
        self._credentials = credentials
        self.app_id = app_id
        self._pool = ThreadPoolExecutor(THREADS, "teams")
        self._clients: dict[str, ConnectorClient] = {}

    async def call(self, service_url: str, work: Callable[[Any], T]) -> T:
        """Runs it with the client's conversation operations in one of our threads. Raises TROUBLE."""
        client = self._clients.get(service_url)
        if client is None:
            client = self._clients[service_url] = _client(service_url, await self._signer())
        return await asyncio.get_running_loop().run_in_executor(self._pool, work, client.conversations)

    async def close(self) -> None:
        for client in self._clients.values():
            client.close()
        await asyncio.to_thread(self._pool.shutdown)

    async def _signer(self) -> Authentication:
        signer: Authentication = MicrosoftAppCredentials.empty()
        if self._credentials:
            signer = await self._credentials.create_credentials(self.app_id, SCOPE, LOGIN_URL, validate_authority=True)
        return signer


def outcome_of(error: BaseException, now: datetime, *, shared: bool = False) -> RetryAt | Refused:
    """What a failed call means for the message: to wait for, or never. `shared`: not to one person."""
    status, code, wait = status_of(error), code_of(error), _retry_after(error, now)
    if status == _TOO_MANY:
        return RetryAt(now + (wait or RATE_LIMITED), noted(Obstacle.BUSY, _NAME), limited=True)
    if status in _PASSING or status >= _SERVER:
        return RetryAt(
            now + (wait or SOON), noted(Obstacle.UNREACHED, _NAME, code or str(status or type(error).__name__))
        )
    known = REASONS.get(code)
    if shared and known is Obstacle.NOT_INSTALLED_FOR:
        known = Obstacle.NOT_INSTALLED
    return Refused(noted(known, _NAME) if known else noted(Obstacle.REFUSED, _NAME, code or str(status)))


def may_be_taken(error: BaseException) -> bool:
    """True where a message may have arrived although the call failed: no answer came, or a server's failing. One that
    says it is not there has taken nothing.
    """
    status = status_of(error)
    return (status >= _SERVER and status != _AWAY) or (status == _NONE and not _never_left(error))


def _never_left(error: BaseException) -> bool:
    """True where there was no token, or no connection, over which anything could have been sent."""
    cause = getattr(error, "inner_exception", None) or error
    if isinstance(cause, NoTokenError | requests.ConnectTimeout):
        return True
    (within,) = cause.args[:1] or (None,)
    return isinstance(getattr(within, "reason", None), ConnectTimeoutError)  # also of one that is refused


def status_of(error: BaseException) -> int:
    """The HTTP status; 0 where there was no answer."""
    return int(error.response.status_code) if isinstance(error, HttpOperationError) else _NONE


def code_of(error: BaseException) -> str:
    """The platform's own name for a refusal, the inner one where there are two; "" where it gives none."""
    if isinstance(error, NoTokenError):
        return error.code
    if not isinstance(error, HttpOperationError):
        return ""
    try:
        body = error.response.json()
        told = body.get("error")
    except (ValueError, AttributeError):
        return ""
    if not isinstance(told, Mapping):  # the name stands in a text then, quoted as JSON
        return next((name for name in REASONS if f'"{name}"' in str(body.get("message"))), "")
    inner = told.get("innerHttpError")
    names = [inner.get("code") if isinstance(inner, Mapping) else None, told.get("code"), told.get("message")]
    return next((str(name) for name in names if name in REASONS), str(told.get("code") or ""))


def _retry_after(error: BaseException, now: datetime) -> timedelta | None:
    """In seconds, or until a date, an hour at most; None where it is neither."""
    given = str(getattr(getattr(error, "response", None), "headers", {}).get("Retry-After", ""))
    try:
        seconds = float(given)
    except ValueError:
        try:
            seconds = (parsedate_to_datetime(given) - now).total_seconds()
        except (ValueError, TypeError, OverflowError):
            return None
    return timedelta(seconds=min(seconds, LONGEST.total_seconds())) if seconds > 0 else None


def _client(service_url: str, signer: Authentication) -> ConnectorClient:
    client = ConnectorClient(signer, base_url=service_url)
    client.config.connection.timeout = CALL_SECONDS
    client.config.retry_policy.retries = 0  # what was sent twice underneath would be posted twice
    client.config.retry_policy.policy.status_forcelist = frozenset()  # a refusal is told as what it is
    client.config.redirect_policy.allow = False
    return client
