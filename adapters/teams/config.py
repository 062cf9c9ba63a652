"""Settings of the Teams adapter: whether it is on, and what is missing for that."""

from collections.abc import Mapping

from pydantic import SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

PREFIX = "HYMNSHEET_TEAMS_"


class TeamsConfig(BaseSettings):
    """Read once, at the start. A bot of one tenant: new bots of many tenants ended in July 2025."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, frozen=True, env_ignore_empty=True, extra="ignore")

    app_id: str = ""  #: of the Azure bot's app registration
    app_password: SecretStr = SecretStr("")  #: its client secret
    managed_identity: bool = False  #: signs in as this Azure machine's user-assigned identity; no secret is read then
    tenant_id: str = ""  #: the directory it is registered in; activities of others are refused
    emulator: bool = False  #: takes activities of this machine unsigned, for trying cards out; never from outside

    dialogs: bool | None = None  #: buttons open forms in dialogs; None: but for an emulator's, which have none

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

    def shown(self) -> Mapping[str, str]:
        """Every setting as it is in force, secrets hidden, and what that comes to."""
        signs = "on, signing in by managed identity" if self.managed_identity else "on"
        on = "open to this machine's emulator, unsigned" if self.emulator else signs if self.configured else "off"
        return {
            f"{PREFIX}APP_ID": self.app_id or "(not set)",
            f"{PREFIX}APP_PASSWORD": "(hidden)" if self.app_password.get_secret_value().strip() else "(not set)",
            f"{PREFIX}MANAGED_IDENTITY": "1" if self.managed_identity else "(not set)",
            f"{PREFIX}TENANT_ID": self.tenant_id or "(not set)",
            f"{PREFIX}EMULATOR": "1" if self.emulator else "(not set)",
            f"{PREFIX}DIALOGS": "1" if self.opens_dialogs else "0",
            "Teams": "; ".join(self.missing()) or on,
        }

    def _given(self) -> Mapping[str, bool]:
        """What has to be set, and whether it is."""
        secret = {} if self.managed_identity else {"APP_PASSWORD": bool(self.app_password.get_secret_value().strip())}
        return {"APP_ID": bool(self.app_id), **secret, "TENANT_ID": bool(self.tenant_id)}
