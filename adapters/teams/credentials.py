"""Signing in to Microsoft, so that what is sent is taken: with a secret, or as an Azure machine's managed identity.

The SDK's own credentials are made anew for each turn, wait for a token without a time-out, and mix up a sign-in that
failed with a call that may have arrived.
"""

import asyncio
import re
import time
from collections.abc import Callable, Mapping
from functools import cache
from threading import Lock
from types import MappingProxyType
from typing import Any

import msal
import requests
import structlog
from botframework.connector.auth import AppCredentials, AuthenticationConstants, ServiceClientCredentialsFactory
from msal.exceptions import MsalError
from msrest.authentication import Authentication

LOGIN_URL: str = AuthenticationConstants.TO_CHANNEL_FROM_BOT_LOGIN_URL_PREFIX
SCOPE: str = AuthenticationConstants.TO_CHANNEL_FROM_BOT_OAUTH_SCOPE
TOKEN_SECONDS = 10
AGAIN_SECONDS = 5.0  #: a sign-in that failed is tried again no oftener; who waits for it meanwhile fails with it
_CODE = re.compile(r"\bAADSTS\d+")

#: https://learn.microsoft.com/entra/identity-platform/reference-error-codes, those that a set-up meets.
_MEANS: Mapping[str, str] = MappingProxyType(
    {
        "AADSTS700016": "this tenant has no such app",
        "AADSTS7000215": "the secret is wrong; it is the Value, not the id",
        "AADSTS7000222": "the secret has expired; make a new one",
        "AADSTS90002": "there is no such tenant",
        "AADSTS900023": "there is no such tenant",
    }
)

Asks = Callable[[str], Mapping[str, Any]]  #: signs in for a scope, as msal answers that

_log = structlog.get_logger()


class NoTokenError(OSError):
    """There is no token, so nothing was sent. `code` is Microsoft's of the refusal, or what kind of fault it was."""

    def __init__(self, code: str, *, refused: bool) -> None:
        super().__init__(code)
        self.code = code
        self.refused = refused


class Credentials(ServiceClientCredentialsFactory):  # type: ignore[misc] # the SDK ships no types
    """One sign-in, and so one token cache, for each scope."""

    def __init__(self, app_id: str, asks: Asks) -> None:
        self._app_id = app_id
        self._asks = asks
        self._kept: dict[str, _Signer] = {}

    async def is_valid_app_id(self, app_id: str) -> bool:
        return app_id == self._app_id

    async def is_authentication_disabled(self) -> bool:
        return False

    async def create_credentials(
        self, app_id: str, oauth_scope: str, login_endpoint: str, validate_authority: bool
    ) -> Authentication:
        del login_endpoint, validate_authority  # it is known where the tokens come from
        if app_id != self._app_id:
            raise ValueError("the credentials of another app")
        return self._signer(oauth_scope)

    async def signs_in(self) -> str:
        """Gets the token that the first message will carry, and returns ""; else what is wrong. Never raises."""
        try:
            await asyncio.to_thread(self._signer(SCOPE).get_access_token)
        except NoTokenError as err:
            return _mend(err)
        return ""

    def _signer(self, scope: str) -> "_Signer":
        return self._kept.setdefault(scope, _Signer(self._app_id, scope, self._asks))


def by_secret(app_id: str, password: str, tenant_id: str) -> Credentials:
    """Of an app registration of this one tenant."""
    _given(app_id, password, tenant_id)

    @cache
    def client() -> msal.ConfidentialClientApplication:  # later, since it asks Microsoft already
        return msal.ConfidentialClientApplication(
            app_id,
            client_credential=password,
            authority=LOGIN_URL + tenant_id,
            instance_discovery=False,  # of other names of a host that is known
            http_client=Session(),
        )

    return Credentials(app_id, lambda scope: dict(client().acquire_token_for_client([f"{scope}/.default"])))


def by_identity(app_id: str, tenant_id: str) -> Credentials:
    """As the user-assigned identity whose client id is the app id."""
    _given(app_id, tenant_id)
    client = msal.ManagedIdentityClient(msal.UserAssignedManagedIdentity(client_id=app_id), http_client=Session())
    return Credentials(app_id, lambda scope: dict(client.acquire_token_for_client(resource=scope)))


class _Signer(AppCredentials):  # type: ignore[misc] # the SDK ships no types
    """Gives the token of a scope to one thread after the other; msal keeps it until shortly before it expires."""

    def __init__(self, app_id: str, scope: str, asks: Asks) -> None:
        super().__init__(app_id=app_id, oauth_scope=scope)
        self._asks = asks
        self._lock = Lock()
        self._failed: NoTokenError | None = None
        self._when = 0.0

    def get_access_token(self, force_refresh: bool = False) -> str:
        """Raises NoTokenError."""
        del force_refresh
        with self._lock:
            if self._failed and time.monotonic() - self._when < AGAIN_SECONDS:
                raise NoTokenError(self._failed.code, refused=self._failed.refused)
            try:
                told = self._asks(self.oauth_scope)
            except (OSError, ValueError, RuntimeError, MsalError) as err:
                raise self._fails(f"{err} {err.__context__}", type(err).__name__, refused=False) from err
            if "access_token" not in told:
                raise self._fails(str(told.get("error_description")), str(told.get("error")), refused=True)
            self._failed = None
            return str(told["access_token"])

    def _fails(self, told: str, otherwise: str, *, refused: bool) -> NoTokenError:
        found = _CODE.search(told)
        self._failed = NoTokenError(found[0] if found else otherwise, refused=refused or bool(found))
        self._when = time.monotonic()
        _log.error("teams_sign_in_failed", platform="teams", error=self._failed.code)
        return self._failed


class Session(requests.Session):
    """Waits so long and no longer."""

    def request(self, method: str, url: str, **how: Any) -> Any:  # type: ignore[override] # the rest is passed on
        return super().request(method, url, **{"timeout": TOKEN_SECONDS} | how)


def _given(*values: str) -> None:
    if not all(values):
        raise ValueError("an empty app id would switch authentication off")


def _mend(error: NoTokenError) -> str:
    if not error.refused:
        return f"nobody can be reached to sign in with ({error.code}); each message tries again"
    means = _MEANS.get(error.code)
    return f"the sign-in is refused ({error.code})" + (f": {means}" if means else "")
