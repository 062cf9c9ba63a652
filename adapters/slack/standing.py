"""What Slack thinks of our tokens, asked once at the start: a wrong one is named there, not told by silence."""

from collections.abc import Sequence
from typing import Any

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from adapters.slack.clients import REASONS, TROUBLE, code_of
from adapters.slack.config import PREFIX

_COPY_BOT = "Copy the Bot User OAuth Token (xoxb-…) from Install App again, and restart."
_COPY_APP = (
    "Copy the app-level token (xapp-…, with connections:write) from Basic Information again, and restart; "
    "Socket Mode must be on for the app."
)
_REINSTALL = "and install the app again: scopes count only from then on"


async def bot_trouble(client: AsyncWebClient, scopes: Sequence[str]) -> list[str]:
    """One sentence for a bot token that Slack refuses, or for scopes that were not granted; [] where all is well, and
    where Slack does not answer.
    """
    try:
        answer = await client.auth_test()
    except TROUBLE as error:
        code = code_of(error)
        known = code in REASONS or code == "not_allowed_token_type"
        return [f"{PREFIX}BOT_TOKEN is refused ({code}). {_COPY_BOT}"] if known else []
    granted = _granted(answer)
    lacking = [scope for scope in scopes if scope not in granted] if granted else []
    if not lacking:
        return []
    return [f"not granted: {', '.join(lacking)}. Add that under OAuth & Permissions, {_REINSTALL}."]


def _granted(answer: AsyncSlackResponse) -> frozenset[str]:
    """https://docs.slack.dev/reference/methods/auth.test: every answer names the token's scopes in a header."""
    headers = {str(name).lower(): str(value) for name, value in (answer.headers or {}).items()}
    return frozenset(scope.strip() for scope in headers.get("x-oauth-scopes", "").split(",") if scope.strip())


class SocketClient(AsyncWebClient):
    """Asks for Socket Mode's addresses, and remembers how that was refused; the SDK itself only logs it and goes on."""

    refused = ""  #: Slack's code for the latest refusal

    async def apps_connections_open(self, *, app_token: str, **kwargs: Any) -> AsyncSlackResponse:
        try:
            answer = await super().apps_connections_open(app_token=app_token, **kwargs)
        except SlackApiError as error:
            self.refused = code_of(error)
            raise
        self.refused = ""
        return answer

    def trouble(self) -> list[str]:
        """One sentence for an app token that Slack refuses."""
        return [f"{PREFIX}APP_TOKEN is refused ({self.refused}). {_COPY_APP}"] if self.refused else []
