"""Whether what claims to come from Teams does: the SDK's check, with what it leaves open closed.

As shipped, an empty app id switches the check off; tokens of the emulator and of skills are taken beside the
channel's; and keys are fetched by a blocking call without a time-out, from addresses that the token itself chooses.
"""

from collections.abc import Mapping
from typing import Any

import jwt
from botbuilder.schema import Activity, CallerIdConstants
from botframework.connector.auth import (
    AuthenticationConfiguration,
    AuthenticationConstants,
    BotFrameworkAuthentication,
    BotFrameworkAuthenticationFactory,
)

from adapters.teams.credentials import LOGIN_URL, SCOPE, Credentials
from adapters.teams.keys import KeysUnavailableError, SigningKeys

CHANNEL = "msteams"
KEYS_URL: str = AuthenticationConstants.TO_BOT_FROM_CHANNEL_OPENID_METADATA_URL
ISSUER: str = AuthenticationConstants.TO_BOT_FROM_CHANNEL_TOKEN_ISSUER


class Authenticator:
    """Takes tokens that the Bot Framework's channel service made for this app and this service address."""

    def __init__(self, credentials: Credentials, keys: SigningKeys) -> None:
        keys.install()
        self._keys = keys
        self._sdk = authentication(credentials, keys.url)

    async def warm(self) -> bool:
        """Fetches the keys; without them, which is False, the first activity does. Never raises."""
        try:
            await self._keys.fetch()
        except KeysUnavailableError:
            return False
        return True

    async def admits(self, header: str, activity: Mapping[str, Any]) -> bool:
        """Raises KeysUnavailableError where nobody can tell."""
        if not _from_the_channel(header):
            return False
        claimed = Activity(channel_id=str(activity.get("channelId")), service_url=str(activity.get("serviceUrl")))
        try:
            await self._sdk.authenticate_request(claimed, header)
        except KeysUnavailableError:
            raise
        except Exception:  # noqa: BLE001 (PermissionError, PyJWTError, bare Exception: the SDK raises them all)
            return False
        return True


def authentication(credentials: Credentials, keys_url: str) -> BotFrameworkAuthentication:
    """For the public cloud, with its keys at this address."""
    return BotFrameworkAuthenticationFactory.create(
        validate_authority=True,
        to_channel_from_bot_login_url=LOGIN_URL,
        to_channel_from_bot_oauth_scope=SCOPE,
        to_bot_from_channel_token_issuer=ISSUER,
        oauth_url=AuthenticationConstants.OAUTH_URL,
        to_bot_from_channel_open_id_metadata_url=keys_url,
        to_bot_from_emulator_open_id_metadata_url=keys_url,
        caller_id=CallerIdConstants.public_azure_channel,
        credential_factory=credentials,
        auth_configuration=AuthenticationConfiguration(),
    )


def _from_the_channel(header: str) -> bool:
    """What the token says of its maker, unchecked: others than the channel service need no look at their signature."""
    schema, _, token = header.partition(" ")
    if schema != "Bearer":
        return False
    try:
        claims: Mapping[str, Any] = jwt.decode(token, options={"verify_signature": False})
    except (jwt.PyJWTError, ValueError, RecursionError):
        return False
    return claims.get("iss") == ISSUER and "exp" in claims  # the SDK takes a token that never ends
