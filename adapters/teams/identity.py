"""Signing in with a managed identity of Azure instead of a secret.

The SDK's own credentials wait for a token without a time-out, and end in a KeyError where there is none.
"""

from typing import Any

import msal
import requests
from botframework.connector.auth import AppCredentials
from botframework.connector.auth.managedidentity_service_client_credential_factory import (
    ManagedIdentityServiceClientCredentialsFactory,
)
from msrest.authentication import Authentication

TOKEN_SECONDS = 10


class IdentityCredentials(ManagedIdentityServiceClientCredentialsFactory):  # type: ignore[misc] # ships no types
    """For the user-assigned identity whose client id is the app id; one object, and so one token cache, a scope."""

    def __init__(self, app_id: str, tenant_id: str) -> None:
        if not (app_id and tenant_id):
            raise ValueError("an empty app id would switch authentication off")
        super().__init__(app_id)
        self._kept: dict[str, Authentication] = {}

    async def create_credentials(
        self, app_id: str, oauth_scope: str, login_endpoint: str, validate_authority: bool
    ) -> Authentication:
        del login_endpoint, validate_authority  # the machine itself knows where its tokens come from
        if app_id != self.app_id:
            raise ValueError("the identity of another app")
        if oauth_scope not in self._kept:
            self._kept[oauth_scope] = _Signer(app_id, oauth_scope)
        return self._kept[oauth_scope]


class _Signer(AppCredentials):  # type: ignore[misc] # the SDK ships no types
    def __init__(self, app_id: str, scope: str) -> None:
        super().__init__(app_id=app_id, oauth_scope=scope)
        identity = msal.UserAssignedManagedIdentity(client_id=app_id)
        self._client = msal.ManagedIdentityClient(identity, http_client=_Session())

    def get_access_token(self, force_refresh: bool = False) -> str:
        """Raises PermissionError where the machine has no such identity; requests' errors where it does not answer."""
        del force_refresh  # the library renews a token before it expires
        told = self._client.acquire_token_for_client(resource=self.oauth_scope)
        if "access_token" not in told:
            raise PermissionError(f"no token of the managed identity: {told.get('error')}")
        return str(told["access_token"])


class _Session(requests.Session):
    """Waits so long and no longer."""

    def request(self, method: str, url: str, **how: Any) -> Any:  # type: ignore[override] # the rest is passed on
        return super().request(method, url, **{"timeout": TOKEN_SECONDS} | how)
