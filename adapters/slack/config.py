"""Settings of the Slack adapter: which of its modes are on, and what is missing for one."""

from collections.abc import Mapping

from pydantic import SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

PREFIX = "HYMNSHEET_SLACK_"
_BOT, _APP, _TOKENS = ("xoxb-", "xoxe."), ("xapp-",), ("xox", "xapp-")  #: docs.slack.dev/authentication/tokens


class SlackConfig(BaseSettings):
    """Read once, at the start. Socket Mode and HTTP can be on together; with neither, Slack is off."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, frozen=True, env_ignore_empty=True, extra="ignore")

    bot_token: SecretStr = SecretStr("")  #: xoxb-…: the one workspace it is installed in
    app_token: SecretStr = SecretStr("")  #: xapp-…: Socket Mode, no public address needed
    signing_secret: SecretStr = SecretStr("")  #: opens POST /slack/events; without it there is no such route
    client_id: str = ""  #: with the secret: people install it in their workspaces themselves
    client_secret: SecretStr = SecretStr("")
    api_url: str = "https://slack.com/api/"
    chart_png: bool = False  #: charts as pictures where a workspace refuses Slack's own; needs the scope files:write

    @property
    def many_workspaces(self) -> bool:
        return bool(self.client_id and _given(self.client_secret) and not _given(self.bot_token))

    @property
    def socket(self) -> bool:
        return bool(_given(self.app_token) and self._speaks)

    @property
    def http(self) -> bool:
        return bool(_given(self.signing_secret) and self._speaks)

    @property
    def configured(self) -> bool:
        """True when people in Slack can reach it."""
        return self.socket or self.http

    def missing(self) -> list[str]:
        """One line for each thing without which Slack stays off; [] where it is on, and where nothing is set."""
        if self.configured or not self._begun:
            return []
        lines = []
        if not self._speaks:
            lines.append(self._no_token())
        if not (_given(self.app_token) or _given(self.signing_secret)):
            lines.append(f"{PREFIX}APP_TOKEN (Socket Mode) or {PREFIX}SIGNING_SECRET (HTTP) is missing")
        return lines

    def mistaken(self) -> list[str]:
        """One line for each value that is of another kind than its setting, by how Slack begins them."""
        tokens = (("BOT_TOKEN", self.bot_token, _BOT), ("APP_TOKEN", self.app_token, _APP))
        lines = [
            f"{PREFIX}{name} does not begin with {begins[0]}"
            for name, secret, begins in tokens
            if _given(secret) and not _given(secret).startswith(begins)
        ]
        if _given(self.signing_secret).startswith(_TOKENS):
            lines.append(f"{PREFIX}SIGNING_SECRET holds a token, not the secret under Basic Information")
        return lines

    def shown(self) -> Mapping[str, str]:
        """Every setting as it is in force, secrets hidden, and what that comes to."""
        secrets = {
            "BOT_TOKEN": self.bot_token,
            "APP_TOKEN": self.app_token,
            "SIGNING_SECRET": self.signing_secret,
            "CLIENT_SECRET": self.client_secret,
        }
        rows = {f"{PREFIX}{name}": "(hidden)" if _given(secret) else "(not set)" for name, secret in secrets.items()}
        rows[f"{PREFIX}CLIENT_ID"] = self.client_id or "(not set)"
        rows[f"{PREFIX}API_URL"] = self.api_url
        rows[f"{PREFIX}CHART_PNG"] = "on" if self.chart_png else "off"
        modes = [name for name, on in (("Socket Mode", self.socket), ("HTTP", self.http)) if on]
        wrong = "; ".join(self.missing() + self.mistaken())
        return {**rows, "Slack": wrong or " and ".join(modes) or "off"}

    @property
    def _speaks(self) -> bool:
        return bool(_given(self.bot_token)) or self.many_workspaces

    @property
    def _begun(self) -> bool:
        secrets = (self.bot_token, self.app_token, self.signing_secret, self.client_secret)
        return bool(self.client_id) or any(_given(secret) for secret in secrets)

    def _no_token(self) -> str:
        if self.client_id:
            return f"{PREFIX}CLIENT_SECRET is missing"
        if _given(self.client_secret):
            return f"{PREFIX}CLIENT_ID is missing"
        return f"{PREFIX}BOT_TOKEN (one workspace), or {PREFIX}CLIENT_ID and {PREFIX}CLIENT_SECRET (many), is missing"


def _given(secret: SecretStr) -> str:
    return secret.get_secret_value().strip()
