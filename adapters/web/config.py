"""Settings of the web server and the local workspace."""

from collections.abc import Mapping
from ipaddress import ip_address
from pathlib import Path
from typing import Literal

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class WebConfig(BaseSettings):
    """Read once, at the start."""

    model_config = SettingsConfigDict(env_prefix="HYMNSHEET_", frozen=True, env_ignore_empty=True)

    host: str = "127.0.0.1"
    port: int = Field(default=3000, ge=0, le=65535)  #: 0: any free one
    workspace: Literal["auto", "on", "off"] = "auto"  #: never on a server that is reachable from outside
    workspace_team: Path | None = None  #: a team file of your own; None: the sample team

    @property
    def loopback(self) -> bool:
        """True when only this machine can reach the server."""
        if self.host == "localhost":
            return True
        try:
            return ip_address(self.host.strip("[]")).is_loopback
        except ValueError:
            return False

    def shown(self) -> Mapping[str, str]:
        """Every setting as it is in force, but for the workspace: whether it is there depends on others as well."""
        return {
            "HYMNSHEET_HOST": self.host,
            "HYMNSHEET_PORT": str(self.port),
            "HYMNSHEET_WORKSPACE_TEAM": str(self.workspace_team or "(the sample team)"),
        }

    @property
    def has_workspace(self) -> bool:
        return self.loopback and self.workspace != "off"
