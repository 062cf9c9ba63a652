"""Settings of the Teams adapter: whether it is on, and what is missing for that."""

import re
from collections.abc import Mapping

from pydantic import SecretStr, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

PREFIX = "HYMNSHEET_TEAMS_"
_GUID = re.compile(r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}")
_SECRET = re.compile(r"[!#-&(-~]{16,}")  #: Microsoft's are 40 long now, older ones shorter; none has a blank or a quote


class TeamsConfig(BaseSettings):
    """Read once, at the start. A bot of one tenant: new bots of many tenants ended in July 2025."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, frozen=True, env_ignore_empty=True, extra="ignore")

    app_id: str = ""  #: of the Azure bot's app registration
    app_password: SecretStr = SecretStr("")  #: its client secret
    managed_identity: bool = False  #: signs in as this Azure machine's user-assigned identity; no secret is read then
    tenant_id: str = ""  #: the directory it is registered in; activities of others are refused
    emulator: bool = False  #: takes activities of this machine unsigned, for trying cards out; never from outside

    dialogs: bool | None = None  #: buttons open forms in dialogs; None: but for an emulator's, which have none

    @field_validator("app_id", "tenant_id")
    @classmethod
    def _as_microsoft_writes_it(cls, given: str) -> str:
        """Tokens and activities are compared with it letter by letter, and have it in small ones."""
        return given.strip().lower()

    @property
    def opens_dialogs(self) -> bool:
        return not self.emulator if self.dialogs is None else self.dialogs

    @property
    def configured(self) -> bool:
        """True when people in Teams, or an emulator on this machine, can reach it."""
        return self.emulator or all(self._given().values())

    def missing(self) -> list[str]:
        """One line for each thing without which Teams stays off; [] where it is on, and where nothing is set."""
        given = self._given()
        if self.emulator or not (self.managed_identity or any(given.values())):
            return []
        return [f"{PREFIX}{name} is missing" for name, there in given.items() if not there]

    def mistaken(self) -> list[str]:
        """One line for each value that is of another kind than its setting: the portal shows four that look alike."""
        if self.emulator:
            return []
        lines = [
            f"{PREFIX}{name} is no id (8-4-4-4-12 hexadecimal digits): copy the {where} from the bot's Configuration"
            for name, value, where in (
                ("APP_ID", self.app_id, "Microsoft App ID"),
                ("TENANT_ID", self.tenant_id, "App Tenant ID"),
            )
            if value and not _GUID.fullmatch(value)
        ]
        if _GUID.fullmatch(self.app_id) and self.app_id == self.tenant_id:
            lines.append(f"{PREFIX}APP_ID and {PREFIX}TENANT_ID are the same")
        secret = self.app_password.get_secret_value().strip()
        if not self.managed_identity and _GUID.fullmatch(secret.lower()):
            lines.append(f"{PREFIX}APP_PASSWORD holds an id, not the secret's Value")
        elif not self.managed_identity and secret and not _SECRET.fullmatch(secret):
            lines.append(f"{PREFIX}APP_PASSWORD is no secret's Value: that has no blanks or quotes and is longer")
        return lines

    def shown(self) -> Mapping[str, str]:
        """Every setting as it is in force, secrets hidden, and what that comes to."""
        signs = "on, signing in by managed identity" if self.managed_identity else "on"
        on = "open to this machine's emulator, unsigned" if self.emulator else signs if self.configured else "off"
        return {
            f"{PREFIX}APP_ID": _id(self.app_id),
            f"{PREFIX}APP_PASSWORD": "(hidden)" if self.app_password.get_secret_value().strip() else "(not set)",
            f"{PREFIX}MANAGED_IDENTITY": "1" if self.managed_identity else "(not set)",
            f"{PREFIX}TENANT_ID": _id(self.tenant_id),
            f"{PREFIX}EMULATOR": "1" if self.emulator else "(not set)",
            f"{PREFIX}DIALOGS": "1" if self.opens_dialogs else "0",
            "Teams": "; ".join(self.missing() + self.mistaken()) or on,
        }

    def _given(self) -> Mapping[str, bool]:
        """What has to be set, and whether it is."""
        secret = {} if self.managed_identity else {"APP_PASSWORD": bool(self.app_password.get_secret_value().strip())}
        return {"APP_ID": bool(self.app_id), **secret, "TENANT_ID": bool(self.tenant_id)}


def _id(given: str) -> str:
    """What is no id may be the secret, in the wrong place."""
    return (given if _GUID.fullmatch(given) else "(hidden: no id)") if given else "(not set)"
